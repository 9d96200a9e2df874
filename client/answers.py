"""What the service answers, as this device reads it: typed, and believed only as far as signatures reach."""

from __future__ import annotations

import base64
from typing import Any, ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict

from client import envelopes
from client.itemkeys import GivenWrap
from domain.acts.envelope import SignedAct
from domain.functies import Functie, Holding, Scope
from domain.ids import ActId, DeviceId, ItemId, Sha256Hex
from domain.items import Elsewhere


class Answered(BaseModel):
    """Base: wrong types are refused, fields that a newer service adds are left alone."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class ActAnswer(Answered):
    """What became of one act; 201 is accepted, 403 and 409 are refusals that were stored."""

    act: ActId
    status: int
    item: ItemId | None
    version: int | None
    state: str | None
    code: str | None
    field: str | None
    flags: tuple[str, ...]
    rings_at: AwareDatetime | None = None


class ProofAnswer(Answered):
    """Where an act stands in its log; nothing of it is believed before `client.proofs` verified it."""

    act: ActId
    log: str
    leaf: str
    proof: str


class ProofsAnswer(Answered):
    """The proofs of several acts; `waiting` were stored and have no place yet, `unknown` the service does not have."""

    proofs: tuple[ProofAnswer, ...]
    waiting: tuple[ActId, ...]
    unknown: tuple[ActId, ...]


class HoldingAnswer(Answered):
    functie: Functie
    scope: str
    number: str | None = None

    @property
    def holding(self) -> Holding:
        return Holding(self.functie, Scope(self.scope))


class GezagAnswer(Answered):
    """P-06, as the service says it."""

    holder: HoldingAnswer
    since: AwareDatetime
    over: tuple[str, ...]


class PeriodAnswer(Answered):
    """P-06: who had the authority over the dossier since then, until the next; None: from before it ever passed."""

    holder: HoldingAnswer
    since: AwareDatetime | None
    over: tuple[str, ...]


class GezagskaartAnswer(Answered):
    """P-06, what stands beside the authority.

    `local_measures`: None is nobody (any more), "elsewhere" that another item of the dossier says so.
    """

    public_order: Functie
    local_measures: HoldingAnswer | Elsewhere | None


class LineAnswer(Answered):
    """One item in short."""

    id: ItemId
    flow: str
    state: str
    version: int
    dossier: str
    area: str
    opened_at: AwareDatetime
    opened_by: str
    opened_as: HoldingAnswer
    policy_version: str
    drill: bool
    parent: ItemId | None
    gezag: GezagAnswer | None
    gezagskaart: GezagskaartAnswer | None
    closed_at: AwareDatetime | None


class ItemsAnswer(Answered):
    items: tuple[LineAnswer, ...]
    more: bool


class ObligationAnswer(Answered):
    """Who waits for what from whom; what a phone shows of it."""

    what: str
    waits_for: tuple[HoldingAnswer, ...]
    ladder: str
    rung: int
    due: AwareDatetime | None
    late: bool
    settled_at: AwareDatetime | None
    settled_by: str | None
    outcome: str | None


class LinkedAnswer(Answered):
    id: ItemId
    flow: str
    state: str
    relation: str
    readable: bool


class SignedAnswer(Answered):
    """A signed act in its exact bytes."""

    payloadType: str
    payload: str
    proofs: tuple[dict[str, Any], ...]

    def signed(self) -> SignedAct:
        """Return the envelope, not yet verified; raises Malformed when it is none."""
        document = {"payloadType": self.payloadType, "payload": self.payload, "proofs": list(self.proofs)}
        return envelopes.from_json(document)


class WrapAnswer(Answered):
    functie: Functie
    scope: str
    epoch: int
    device: DeviceId | None
    blob: Sha256Hex
    data: str

    def given(self) -> GivenWrap:
        """Return the wrap with its bytes; raises ValueError when they are no base64."""
        return GivenWrap(Holding(self.functie, Scope(self.scope)), self.epoch, self.device, unbase64(self.data))


class ContentAnswer(Answered):
    blob: Sha256Hex
    kind: str
    act: ActId
    at: AwareDatetime
    size: int
    data: str | None


class HoldAnswer(Answered):
    functie: Functie
    scope: str
    ground: str
    since: AwareDatetime


class RetentionAnswer(Answered):
    """EV-03, as the service says it: when what the item holds is erased, and who holds it."""

    erase_at: AwareDatetime | None
    held: bool
    holds: tuple[HoldAnswer, ...]


class ItemAnswer(Answered):
    """One answer about one item."""

    item: LineAnswer
    recipient: str
    excluded: tuple[str, ...]
    participants: tuple[HoldingAnswer, ...]
    obligations: tuple[ObligationAnswer, ...]
    timeline: tuple[PeriodAnswer, ...] = ()
    linked: tuple[LinkedAnswer, ...]
    acts: tuple[SignedAnswer, ...]
    wraps: tuple[WrapAnswer, ...]
    contents: tuple[ContentAnswer, ...]
    retention: RetentionAnswer | None = None
    now: AwareDatetime


class RoleKeyAnswer(Answered):
    functie: Functie
    scope: str
    epoch: int
    blob: Sha256Hex
    data: str

    def bytes(self) -> bytes:
        """Return the sealed key; what is no base64 comes back empty, and no directory names that."""
        try:
            return unbase64(self.data)
        except ValueError:
            return b""


class ChannelAnswer(Answered):
    """A channel this person is rung on; `device` is the one that rings over Web Push."""

    channel: str
    refused: bool
    device: str | None


class MeAnswer(Answered):
    person: str
    device: str
    organisation: str
    log: str
    holdings: tuple[HoldingAnswer, ...]
    role_keys: tuple[RoleKeyAnswer, ...]
    channels: tuple[ChannelAnswer, ...]
    push_key: str | None
    policy_version: str
    now: AwareDatetime


class FactAnswer(Answered):
    position: int
    act: SignedAnswer


class FactsAnswer(Answered):
    facts: tuple[FactAnswer, ...]
    next: int
    more: bool


class StartAnswer(Answered):
    """What a session begins with: who this is, whom to believe, the items, and the one that waits.

    `cursor` is where hearing of changes goes on from what this answer tells.
    """

    me: MeAnswer
    directory: FactsAnswer
    items: ItemsAnswer
    item: ItemAnswer | None
    cursor: str


class OnDutyAnswer(Answered):
    person: str
    slot: str
    until: AwareDatetime | None
    override: bool


class DutyAnswer(Answered):
    """Who is on duty for one functie now, by pseudonym, and the number to call."""

    functie: Functie
    scope: str
    number: str | None
    rostered: bool
    on_duty: tuple[OnDutyAnswer, ...]


class AlarmAnswer(Answered):
    """A gap or alarm that stands; `about` is a functie with its scope, a pseudonym, a device, or nothing."""

    kind: str
    about: str
    since: AwareDatetime


class GapAnswer(Answered):
    """A stretch in which the roster names nobody; `scope` is empty for who may not see areas there."""

    functie: Functie
    scope: str
    slot: str
    starts: AwareDatetime
    ends: AwareDatetime


class LadderAnswer(Answered):
    """One open ladder as a watcher is shown it; a scope is empty where they may see no area."""

    item: ItemId
    flow: str
    state: str
    drill: bool
    what: str
    ladder: str
    waits_for: tuple[HoldingAnswer, ...]
    gezag: GezagAnswer | None = None
    start: AwareDatetime
    due: AwareDatetime | None
    late: bool
    rung: int
    rungs: int
    rung_people: int
    rings: int
    seen: int
    calling: int
    next_at: AwareDatetime | None
    climbs_at: AwareDatetime | None
    climbs_to: tuple[Functie, ...]
    reopens: str | None


class BoardAnswer(Answered):
    """Everything that stands at `now`: gaps, alarms, ladders with the most urgent first; `more`: some are left out."""

    gaps: tuple[GapAnswer, ...]
    alarms: tuple[AlarmAnswer, ...]
    ladders: tuple[LadderAnswer, ...]
    more: bool
    now: AwareDatetime


class EnrolmentAnswer(Answered):
    """Keys that an invited device offered; nothing of it counts before the invitation's MAC was checked."""

    token: str
    person: str
    organisation: str
    device: str
    signing_key: str
    x25519: str
    hybrid: str
    mac: str
    passkey: str | None = None


class EnrolmentsAnswer(Answered):
    enrolments: tuple[EnrolmentAnswer, ...]


class EnrolledAnswer(Answered):
    person: str
    organisation: str
    device: str


def unbase64(text: str) -> bytes:
    """Return the bytes of standard base64; raises ValueError for anything else."""
    return base64.b64decode(text, validate=True)
