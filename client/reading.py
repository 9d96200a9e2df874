"""Reads an item: verifies its acts, its keys and its content against the directory, and refuses what does not fit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

from client.age import HybridIdentity
from client.answers import ContentAnswer, ItemAnswer, unbase64
from client.content import ContentRefused, Opened, open_content
from client.content_rules import (
    OUTCOMES_OF,
    may_stand_in,
    must_say_its_outcome,
    must_say_what_its_act_asks,
    newest_outcome,
)
from client.directory import Directory
from client.itemkeys import RoleKeys
from client.removed import signed_after_removal
from client.sealing import SealingError
from client.signing import blob_name
from domain.acts.envelope import SignedAct
from domain.acts.item import Rekey
from domain.acts.payload import ActPayload, Params, parse_payload
from domain.acts.sealed import Opening
from domain.acts.webauthn import verify_proof
from domain.catalogue import SPECS, read_act
from domain.contents import may_stand
from domain.errors import Malformed, SignatureInvalid
from domain.flows.spoedaanwijzing.acts import Decide, Outcome, Register
from domain.flows.spoedaanwijzing.content import BesluitContent, SpoedaanwijzingContent
from domain.flows.spoedaanwijzing.opening import FLOW
from domain.flows.spoedaanwijzing.voice import SHOWN_MEANWHILE
from domain.functies import Functie, Holding, Scope
from domain.ids import ActId, DeviceId, ItemId, PersonId
from domain.items import SUSPENDED

ATTACHMENT = "bijlage"
"""The service's word for content that is an attachment: opened on its own, as a stream."""
LOKET = "loketantwoord"
"""The service's word for an answer of the loket: nobody signed it inside, `client.risicomoment` proves it (RM-02)."""
DECISION = "besluit"
"""The service's word for content that is a decision."""
JoinedOutcomes = dict[tuple[ItemId, ActId], Outcome]
"""What verified acts on other requests decide for a request that was joined to theirs (SA-12)."""


class ItemRefused(Exception):
    """What the service says of an item does not verify; show nothing of it, and call by telephone."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{sentence}; do not rely on this item and call by telephone.")
        self.code = code


@dataclass(frozen=True, slots=True)
class VerifiedItemAct:
    """An act on the item whose signature is its device's; `params` are what was signed."""

    payload: ActPayload
    params: Params
    person: PersonId
    since_removed: bool
    """Signed by a device after officers took it out of use: shown beside the act, because the service took it."""

    @property
    def requester(self) -> Holding | None:
        """Who asks, when this act opened an item: who submitted it, or the caller who was written down (SA-03)."""
        if isinstance(self.params, Register):
            return Holding(Functie(self.params.caller_functie), Scope(self.params.caller_scope))
        return self.payload.holding if isinstance(self.params, Opening) else None


@dataclass(frozen=True)
class Case:
    """One item as this person may believe it.

    `answer` holds what the service says (state, obligations, times: its word); `acts` and `contents` are proven by
    signatures. `recipient` is the key that new content goes to; None where this device cannot answer safely.
    """

    answer: ItemAnswer
    acts: tuple[VerifiedItemAct, ...]
    contents: tuple[Opened, ...]
    attachments: tuple[ContentAnswer, ...]
    locked: tuple[ContentAnswer, ...]
    """Content for which this device was given no key (yet), or that is too large to come along."""
    identities: Mapping[str, HybridIdentity]
    recipient: str | None
    excluded: frozenset[PersonId]
    outcome: Outcome | None
    """The newest outcome that was signed for this request; None where none was, or none that opens here."""

    @property
    def id(self) -> ItemId:
        return self.answer.item.id

    @property
    def state(self) -> str:
        """Where it stands, as the service says; of a decision that does not open here: that there is one, not which."""
        said = self.answer.item.state
        told = self.opening is None or self.answer.item.flow != FLOW or self.outcome in OUTCOMES_OF[said]
        return said if told else SHOWN_MEANWHILE

    @property
    def joined(self) -> JoinedOutcomes:
        """What the acts of this item decide for requests that were joined to it: for reading those."""
        return {
            (ItemId(one.item), ActId(act.payload.id)): one.outcome
            for act in self.acts
            if isinstance(act.params, Decide)
            for one in act.params.joined
        }

    @property
    def version(self) -> int:
        return self.answer.item.version

    def content(self, kind: str) -> Opened | None:
        """Return the newest content of a kind."""
        return next((one for one in reversed(self.contents) if one.content.kind == kind), None)

    def callback_verified(self, directory: Directory) -> bool:
        """Tell whether the number to call back is the requester's own in the signed directory (SA-01).

        Any other is shown as "niet geverifieerd", also when it is somebody else's number there; never blocking.
        """
        request = self.content(FLOW)
        requester = None if self.opening is None else self.opening.requester
        if request is None or requester is None or not isinstance(request.content, SpoedaanwijzingContent):
            return False
        return directory.has_number(requester, request.content.callback)

    @property
    def opening(self) -> VerifiedItemAct | None:
        """The signed act that opened the item; None for a linked one, whose readers are not shown it."""
        return next((act for act in self.acts if isinstance(act.params, Opening)), None)


_OPENED: Final = frozenset(spec.family for spec in SPECS.values() if spec.opens)
"""Flows whose items a signed act opens by itself: none of them hangs on another item."""


def read_case(
    answer: ItemAnswer, item: ItemId, directory: Directory, roles: RoleKeys, joined: JoinedOutcomes | None = None
) -> Case:
    """Return the item, verified; `joined` is what this person read in acts on other items (`Case.joined`).

    Raises:
        ItemRefused: when an act is not signed by whom it says, belongs elsewhere, or the answer contradicts it.
        SealingError: when a wrap holds another key than the one that was signed for.
        ContentRefused: when content is not what its item, act and signer make it.
    """
    if answer.item.id != item:
        raise ItemRefused("item.other", "The service answered about another item")
    acts = _verified_acts(answer, item, directory)
    opening = next((act for act in acts.values() if isinstance(act.params, Opening)), None)
    if opening is None and answer.item.parent is None:
        raise ItemRefused("item.unopened", "The item has no signed act that opened it")
    _no_key_of_the_removed(acts.values())
    rekeyed = _rekeyed(opening, acts.values())
    try:
        given = [wrap.given() for wrap in answer.wraps]
    except ValueError as wrong:
        raise ItemRefused("wrap.malformed", "A wrap of the item's key is malformed") from wrong
    if isinstance(opening, VerifiedItemAct) and isinstance(opening.params, Opening):
        named = [opening.params.recipient, *rekeyed]
        identities = roles.open_wraps(given, named)
        _must_exclude(answer.excluded, opening)
    else:
        named = rekeyed
        identities = roles.open_unnamed(given)
    decided = {act: outcome for (other, act), outcome in (joined or {}).items() if other == item}
    decided |= {name: act.params.outcome for name, act in acts.items() if isinstance(act.params, Decide)}
    contents, locked = _contents(answer, identities, directory, acts, opening, decided)
    outcome = _outcome(answer, opening, acts.values(), contents, locked, decided)
    recipient = named[-1] if named else next((one.recipient for one in contents), None)
    return Case(
        answer,
        tuple(acts.values()),
        tuple(contents),
        tuple(one for one in answer.contents if one.kind == ATTACHMENT),
        tuple(locked),
        identities,
        recipient,
        frozenset(PersonId(name) for name in answer.excluded).union(*(one.excluded for one in contents)),
        outcome,
    )


def _outcome(
    answer: ItemAnswer,
    opening: VerifiedItemAct | None,
    acts: Collection[VerifiedItemAct],
    contents: Collection[Opened],
    locked: Collection[ContentAnswer],
    decided: Mapping[ActId, Outcome],
) -> Outcome | None:
    """Return the newest signed outcome of a request, which its state must not contradict (SA-06, SA-08, SA-12).

    Raises:
        ItemRefused: when the state says a decision that nobody signed, or another; or is none of a request.
    """
    flow = answer.item.flow
    if flow in _OPENED if opening is None else flow != opening.payload.act.partition(".")[0]:
        raise ItemRefused("item.flow", "The service says that the item is of another flow than it was opened in")
    suspended = answer.item.state == SUSPENDED and answer.item.drill
    if opening is not None and not suspended and not may_stand(flow, answer.item.state, [act.params for act in acts]):
        raise ItemRefused("item.state", "The service says another state than what was signed for the item")
    if opening is None or flow != FLOW:
        return None
    said = [one.content.outcome for one in contents if isinstance(one.content, BesluitContent)]
    outcome = newest_outcome([*decided.values(), *(one for one in said if one is not None)])
    unread = any(one.kind == DECISION and one.act not in decided for one in locked)
    state, drill = answer.item.state, answer.item.drill
    if not may_stand_in(state, outcome, unread) or (state == SUSPENDED and not drill):
        raise ItemRefused("item.state", "The service says another state than what was signed for the item")
    return outcome


def _no_key_of_the_removed(acts: Collection[VerifiedItemAct]) -> None:
    """Who took a device that is revoked now can open no item and give no key of one; earlier keys of it stay good.

    Raises:
        ItemRefused: when one is presented all the same.
    """
    if any(act.since_removed and _gives(act) for act in acts):
        raise ItemRefused("item.removed", "A key of the item is from a device that had been taken out of use")


def _rekeyed(opening: VerifiedItemAct | None, acts: Collection[VerifiedItemAct]) -> list[str]:
    """Return the item's later keys, oldest first: by the version, then the moment, that each names.

    Raises:
        ItemRefused: when somebody gave a key to whom the item was never sealed, or who is excluded from it.
    """
    rekeys = [act for act in acts if isinstance(act.params, Rekey)]
    rekeys.sort(key=lambda act: (act.payload.version or 0, act.payload.at))
    if opening is not None and isinstance(opening.params, Opening):
        excluded = opening.params.excluded
        readers: set[tuple[Holding, str | None]] = {(opening.payload.holding, None)}
        wrapping = [opening, *(act for act in acts if act is not opening and _gives(act))]
        while found := [act for act in wrapping if _sealed_to(act, readers) and act.person not in excluded]:
            readers |= {(wrap.holding, wrap.device) for act in found for wrap in getattr(act.params, "wraps", ())}
            wrapping = [act for act in wrapping if act not in found]
        if wrapping:
            raise ItemRefused("item.rekeyed", "A key of the item is from somebody to whom it was never sealed")
    return [act.params.recipient for act in rekeys if isinstance(act.params, Rekey)]


def _gives(act: VerifiedItemAct) -> bool:
    """Tell whether an act makes the item's key or seals it for somebody, whichever its flow; no wrap gives nothing."""
    return isinstance(act.params, Opening | Rekey) or bool(getattr(act.params, "wraps", ()))


def _sealed_to(act: VerifiedItemAct, readers: Collection[tuple[Holding, str | None]]) -> bool:
    """Tell whether the item was sealed to who signed: to the role, or, where others of it get none, to this device."""
    holding = act.payload.holding
    return (holding, None) in readers or (holding, act.payload.device) in readers


def _verified_acts(answer: ItemAnswer, item: ItemId, directory: Directory) -> dict[ActId, VerifiedItemAct]:
    found: dict[ActId, VerifiedItemAct] = {}
    for one in answer.acts:
        try:
            signed = one.signed()
            payload = parse_payload(signed.payload)
            _, params = read_act(payload)
            person = _signed_by(signed, payload, directory)
        except (Malformed, SignatureInvalid) as wrong:
            raise ItemRefused("act.signature", "An act on the item is not signed as it must be") from wrong
        if payload.item != item or signed.drill != answer.item.drill:
            raise ItemRefused("act.elsewhere", "An act was done on another item, or in another world (a drill)")
        if not directory.holds(person, payload.holding) and (person, payload.holding) not in directory.ended:
            raise ItemRefused("act.functie", "An act was signed in a functie its signer never held")
        found[ActId(payload.id)] = VerifiedItemAct(payload, params, person, since_removed=False)
    payloads = [act.payload for act in found.values()]
    return {
        name: replace(act, since_removed=signed_after_removal(act.payload, payloads, directory))
        for name, act in found.items()
    }


def _signed_by(signed: SignedAct, payload: ActPayload, directory: Directory) -> PersonId:
    persons: dict[str, PersonId] = {}
    for proof in signed.proofs:
        device = directory.devices.get(proof.device)
        if device is None:
            raise SignatureInvalid("device.unknown", "The directory does not know the device.")
        verify_proof(proof, signed.signed_bytes, device.key, device.passkey, directory.app)
        persons[device.id] = device.person
    if payload.device not in persons:
        raise SignatureInvalid("proof.device", "The acting device did not sign.")
    return persons[payload.device]


def _contents(
    answer: ItemAnswer,
    identities: Mapping[str, HybridIdentity],
    directory: Directory,
    acts: Mapping[ActId, VerifiedItemAct],
    opening: VerifiedItemAct | None,
    decided: Mapping[ActId, Outcome],
) -> tuple[list[Opened], list[ContentAnswer]]:
    opened: list[Opened] = []
    locked: list[ContentAnswer] = []
    for one in answer.contents:
        if one.kind in (ATTACHMENT, LOKET):
            continue
        if one.data is None or not identities:
            locked.append(one)
            continue
        try:
            data = unbase64(one.data)
        except ValueError as wrong:
            raise ItemRefused("content.malformed", "Content of the item is malformed") from wrong
        act = acts.get(one.act)
        if blob_name(data) != one.blob or (act is not None and one.blob not in act.payload.blobs):
            raise ItemRefused("content.swapped", "Content is not what its act was signed over")
        content = _open(data, identities, directory, answer.item.id, one.act)
        if opening is not None and _excludes_more_later(opening):
            _must_exclude(content.excluded, opening)
        elif set(content.excluded) != set(answer.excluded):
            raise ItemRefused("item.excluded", "The service changed who is excluded from the item")
        if act is not None:
            _same_hand(content, act, act.payload.device)
            must_say_what_its_act_asks(act.params, content.content)
        must_say_its_outcome(content.content, decided.get(one.act))
        opened.append(content)
    return opened, locked


def _excludes_more_later(opening: VerifiedItemAct) -> bool:
    """P-02: what its flow says, as of a person's signal: whom the authority left out since is left out as well."""
    return isinstance(opening.params, Opening) and opening.params.left_out_since


def _must_exclude(told: Collection[str], opening: VerifiedItemAct) -> None:
    """Refuse an answer, or content, that leaves in somebody whom the act that opened the item left out (P-02).

    Raises:
        ItemRefused: also when it leaves out anybody else, except of a signal.
    """
    signed = set(getattr(opening.params, "excluded", ()))
    if set(told) != signed and not (_excludes_more_later(opening) and set(told) >= signed):
        raise ItemRefused("item.excluded", "The service changed who is excluded from the item")


def _same_hand(content: Opened, act: VerifiedItemAct, device: str) -> None:
    if (content.device, content.holding, content.name) != (DeviceId(device), act.payload.holding, act.payload.act):
        raise ItemRefused("content.hand", "Content was written by another hand than its act")


def _open(
    data: bytes, identities: Mapping[str, HybridIdentity], directory: Directory, item: ItemId, act: ActId
) -> Opened:
    """Open with the one key that fits; what opens with none of the item's keys is refused."""
    refusal: ContentRefused | None = None
    for identity in identities.values():
        try:
            return open_content(data, identity, directory, item=item, act=act)
        except ContentRefused as refused:
            if refused.code != "content.sealed":
                raise
            refusal = refused
    raise refusal or SealingError("There is no key for this content; ask for it to be shared again.")
