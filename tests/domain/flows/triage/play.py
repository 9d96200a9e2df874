"""One triage played in memory: acts go through the rules, what they decide is folded, and obligations are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from domain.acts.payload import parse_model
from domain.acts.spec import ParsedAct
from domain.catalogue import SPECS
from domain.errors import Malformed, Refusal
from domain.events import (
    ContentAdded,
    Event,
    GezagPassed,
    LinkedProgressed,
    ObligationMoved,
    ObligationOpened,
    ObligationSettled,
    ParticipantAdded,
)
from domain.facts import Facts
from domain.flows import triage
from domain.flows.triage.state import Triage
from domain.folding import fold_item
from domain.functies import NATIONAL, RULES, Functie, Holding, Scope, ScopeKind
from domain.ids import ActId, DeviceId, ItemId, OrganisationId, PersonId, Sha256Hex
from domain.items import Actor, Gezag, Item
from domain.obligations import Obligation
from domain.parties import OVER
from tests.harness.ladders import NIGHT, POLICY

ARR: Final = Scope("arr:gelderland")
RCCB: Final = Holding(Functie.RCCB, Scope("eenheid:oost-nederland"))
HOVJ: Final = Holding(Functie.HOVJ, ARR)
NCTV: Final = Holding(Functie.NCTV, NATIONAL)
ITEM: Final = ItemId("t" * 22)
SPOED: Final = ItemId("s" * 22)
BLOB: Final = "a" * 64
RECIPIENT: Final = "age1" + "q" * 58
CONTENT: Final[dict[str, Any]] = {"content": BLOB}
NCTV_AUTHORITY: Final = Gezag(NCTV, NIGHT - timedelta(days=1), ("persoon",))
SUBMIT: Final[dict[str, Any]] = {
    "dossier": "dossier-1",
    "recipient": RECIPIENT,
    "wraps": [],
    "excluded": [],
    "line": "directe_opname",
    **CONTENT,
}
"""What every intake form names; a test says what is otherwise."""


def linked(flow: str, item: str = "g" * 22) -> dict[str, Any]:
    """A linked item as an act carries it, sealed to nobody yet."""
    return {"flow": flow, "item": item, "recipient": RECIPIENT, "wraps": [], "content": BLOB}


def holding_of(functie: Functie) -> Holding:
    """The functie where it would be nearest to this case."""
    match RULES[functie].scope:
        case ScopeKind.NATIONAL:
            return Holding(functie, NATIONAL)
        case ScopeKind.ARRONDISSEMENT:
            return Holding(functie, ARR)
        case ScopeKind.EENHEID:
            return RCCB
        case ScopeKind.GEMEENTE:
            return Holding(functie, Scope("gm:0268"))
        case ScopeKind.ORGANISATION:
            return Holding(functie, Scope("org:nctv"))
        case kind:
            return Holding(functie, Scope(kind.value))


def actor(holding: Holding, person: str | None = None) -> Actor:
    """Somebody who acts as that; one person per functie unless named."""
    return Actor(PersonId(person or holding.functie.value), DeviceId("d"), holding, OrganisationId("om"))


def parsed(name: str, params: dict[str, Any], *, drill: bool = False) -> ParsedAct:
    """An act as a rule sees it.

    Raises:
        Malformed: when the parameters are not those of the act.
    """
    spec = SPECS[name]
    return ParsedAct(spec, parse_model(spec.params, params), ActId("x"), ITEM, Sha256Hex(BLOB), drill)


@dataclass
class Play:
    """A triage as it stands, with who takes part, what waits, and who is the authority over its dossier."""

    item: Item[Triage]
    facts: Facts
    now: datetime
    last: Sequence[Event] = ()
    log: list[Event] = field(default_factory=list)

    @classmethod
    def opened(
        cls,
        by: Holding = HOVJ,
        facts: Facts | None = None,
        now: datetime = NIGHT,
        *,
        drill: bool = False,
        **params: Any,
    ) -> Play:
        """Put a case forward; raises what the rules refuse."""
        facts = facts or Facts()
        act = parsed("triage.submit", {**SUBMIT, **params}, drill=drill)
        item, events = triage.open_item(act, ITEM, actor(by), facts, POLICY, now)
        play = cls(item, Facts(gezag=facts.gezag), now)
        play.take(events)
        return play

    def do(self, who: Functie | Holding, verb: str, **params: Any) -> Play:
        """Do an act as the pipeline would, with the fence and need to know; raises what is refused."""
        holding = who if isinstance(who, Holding) else holding_of(who)
        act = parsed(f"triage.{verb}", params, drill=self.item.drill)
        assert holding.functie in act.spec.may, f"{holding.functie} may never do {verb}"
        assert holding in self.facts.participants, f"{holding.functie} takes no part"
        self.take(triage.decide(self.item, act, actor(holding), self.facts, POLICY, self.now))
        return self

    def hears(self, flow: str, state: str, item: str = "g" * 22) -> Play:
        """Something linked to it, or that follows from it, reaches a state."""
        progress = LinkedProgressed(ItemId(item), flow, state)
        self.take(triage.progressed(self.item, progress, self.facts, POLICY, self.now))
        return self

    def passes(self, holding: Holding) -> Play:
        """The authority over its dossier passes by something else."""
        event = GezagPassed(holding, self.now, OVER)
        self.take(triage.passed(self.item, event, self.facts, POLICY, self.now))
        return self

    def may(self, functie: Functie, name: str, params: dict[str, Any]) -> bool:
        """Tell whether the act would be accepted now; nothing changes."""
        act, holding = parsed(name, params, drill=self.item.drill), holding_of(functie)
        if functie not in act.spec.may or holding not in self.facts.participants:
            return False
        try:
            triage.decide(self.item, act, actor(holding), self.facts, POLICY, self.now)
        except (Refusal, Malformed):
            return False
        return True

    def everybody(self) -> Play:
        """Let everybody who must have a wrap take part, as when every rung was reached."""
        self.facts = replace(self.facts, participants=self.facts.participants | set(triage.addressees(self.item)))
        return self

    @property
    def open(self) -> set[str]:
        return set(self.facts.open)

    def take(self, events: Sequence[Event]) -> None:
        """Fold and keep what was decided."""
        self.last = events
        self.log += events
        waiting, parts, gezag = dict(self.facts.open), set(self.facts.participants), self.facts.gezag
        for event in events:
            self.item = fold_item(self.item, event, self.now, triage.fold)
            match event:
                case ObligationOpened(what=what):
                    assert what not in waiting, f"{what} is open already"
                    waiting[what] = _obligation(event, self.now)
                case ObligationSettled(what=what):
                    waiting.pop(what)
                case ParticipantAdded(holding=holding):
                    parts.add(holding)
                case GezagPassed(holding=holding, since=since, over=over):
                    gezag = Gezag(holding, since, over) if holding.functie is Functie.NCTV else None
                case ObligationMoved():
                    raise AssertionError("no triage moves a clock")
        self.facts = replace(self.facts, open=waiting, participants=frozenset(parts), gezag=gezag)

    def happened(self, kind: type[Event]) -> list[Event]:
        """The events of that kind in the last act."""
        return [one for one in self.last if isinstance(one, kind)]


def _obligation(event: ObligationOpened, now: datetime) -> Obligation:
    ladder = POLICY.ladder(event.ladder, event.settles_by[0].functie)
    return Obligation(
        0, ITEM, event.what, event.settles_by, ladder, POLICY.version, now, event.start, event.due, -1,
        event.start, None, None, None,
    )  # fmt: skip


def admitted(**params: Any) -> Play:
    """A case that the NCTV admitted at once."""
    return Play.opened(**params).do(Functie.NCTV_TEAMLEIDER, "judge", outcome="opgenomen", **CONTENT)


def refused(**params: Any) -> Play:
    """A case that the NCTV did not admit."""
    return Play.opened(**params).do(Functie.NCTV_TEAMLEIDER, "judge", outcome="niet_opgenomen", **CONTENT)


def tabled(**params: Any) -> Play:
    """A case on the agenda of the triagetafel, three days from now."""
    at = (NIGHT + timedelta(days=3)).isoformat()
    play = Play.opened(line="triagetafel", **params)
    return play.do(Functie.TRIAGESECRETARIAAT, "schedule", at=at, invited=["rccb", "adviseur_bb"])


def has_content(play: Play, kind: str) -> bool:
    """Whether the last act added content of that kind."""
    return any(isinstance(one, ContentAdded) and one.kind == kind for one in play.last)
