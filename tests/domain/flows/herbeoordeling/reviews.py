"""The reviews of one dossier, played through their pure rules alone: acts, a passing authority, what waits for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from domain import folding
from domain.acts.payload import parse_model
from domain.acts.spec import ParsedAct
from domain.errors import NotAllowed
from domain.events import Event, GezagPassed, ObligationOpened, ObligationSettled, ParticipantAdded
from domain.facts import Facts
from domain.flows import herbeoordeling
from domain.flows.herbeoordeling.acts import SPECS
from domain.flows.herbeoordeling.state import Herbeoordeling
from domain.functies import NATIONAL, RULES, Functie, Holding, Scope, ScopeKind
from domain.ids import ActId, DeviceId, ItemId, OrganisationId, PersonId, Sha256Hex
from domain.items import Actor, Gezag, Item
from domain.obligations import Obligation
from domain.parties import NCTV, hovj
from tests.harness.ladders import POLICY

AREA: Final = Scope("arr:gelderland")
EENHEID: Final = POLICY.eenheid_of[AREA]
GEMEENTE: Final = Scope("gm:GM0202")
NOW: Final = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
HASH: Final = "ab" * 32
OVER: Final = ("persoon", "kerngezin")
_OF: Final = {one.name.partition(".")[2]: one for one in SPECS}
_PLACES: Final = {
    ScopeKind.NATIONAL: NATIONAL,
    ScopeKind.ARRONDISSEMENT: AREA,
    ScopeKind.EENHEID: EENHEID,
    ScopeKind.GEMEENTE: GEMEENTE,
    ScopeKind.ORGANISATION: Scope("org:om"),
    ScopeKind.OWN: Scope("own"),
    ScopeKind.BOARD: Scope("board"),
}


def held(functie: Functie) -> Holding:
    """The holding of a functie that an item of the area would ring."""
    return Holding(functie, _PLACES[RULES[functie].scope])


def actor(functie: Functie, holding: Holding | None = None) -> Actor:
    return Actor(PersonId(functie), DeviceId(f"{functie}-1"), holding or held(functie), OrganisationId("om"))


def parsed(verb: str, functie: Functie, params: Mapping[str, Any]) -> ParsedAct:
    """The act as a door and the pipeline would let it through: its parameters read, its functie among those who may.

    Raises:
        Malformed: when the parameters are none of this act's.
        NotAllowed: when the functie may never do it.
    """
    spec = _OF[verb]
    read = parse_model(spec.params, dict(params), within="params")
    if functie not in spec.may:
        raise NotAllowed("functie.not_allowed", "This functie does not do this; another one must.", field="functie")
    return ParsedAct(spec, read, ActId("a"), None, Sha256Hex(HASH), drill=False)


def opening(**more: object) -> dict[str, object]:
    found: dict[str, object] = {
        "dossier": "dossier-1",
        "recipient": "age1pq1" + "q" * 60,
        "wraps": [],
        "content": HASH,
        "excluded": [],
        "subject": "maatregelen",
        "area": AREA,
    }
    return found | more


class Reviews:
    """One item of the flow. `nctv` says whether the NCTV is the authority over its dossier when it is planned."""

    def __init__(
        self,
        *,
        nctv: bool,
        now: datetime = NOW,
        by: Functie | None = None,
        others: Sequence[Item[Herbeoordeling]] = (),
        vacant: frozenset[Holding] = frozenset(),
        **params: object,
    ) -> None:
        self.now = now
        self.gezag = Gezag(NCTV, now, OVER) if nctv else None
        self.open: dict[str, Obligation] = {}
        self.participants: set[Holding] = set()
        self.log: list[Event] = []
        functie = by or (Functie.NCTV_BEHANDELAAR if nctv else Functie.HOVJ)
        act = parsed("plan", functie, opening(**params))
        facts = replace(self.facts, others={one.id: (one, Facts()) for one in others}, vacant=vacant)
        self.item, events = herbeoordeling.open_item(act, ItemId("A" * 22), actor(functie), facts, POLICY, now)
        self.apply(events)

    @property
    def facts(self) -> Facts:
        since = None if self.gezag is None or self.gezag.holding != NCTV else self.gezag.since
        around = frozenset(self.participants)
        return Facts(open=dict(self.open), participants=around, gezag=self.gezag, designated_since=since)

    @property
    def state(self) -> str:
        return self.item.state

    @property
    def data(self) -> Herbeoordeling:
        return self.item.data

    def do(self, verb: str, functie: Functie, holding: Holding | None = None, **params: object) -> list[Event]:
        """Carry out one act; what it makes happen is folded and kept."""
        act = parsed(verb, functie, params)
        events = herbeoordeling.decide(self.item, act, actor(functie, holding), self.facts, POLICY, self.now)
        return self.apply(events)

    def review(self, functie: Functie, outcome: str = "voortzetten", next_at: datetime | None = None) -> list[Event]:
        named = None if next_at is None else next_at.isoformat()
        return self.do("review", functie, outcome=outcome, content=HASH, next_at=named)

    def passes(self, *, nctv: bool) -> list[Event]:
        """The authority over the dossier passes by what happens to another item of it."""
        event = GezagPassed(NCTV if nctv else hovj(AREA), self.now, OVER)
        self.gezag = Gezag(NCTV, self.now, OVER) if nctv else None
        return self.apply(herbeoordeling.passed(self.item, event, self.facts, POLICY, self.now))

    def waits_for(self, what: str) -> Functie:
        return self.open[what].settles_by[0].functie

    def apply(self, events: list[Event]) -> list[Event]:
        for event in events:
            self.item = folding.fold_item(self.item, event, self.now, herbeoordeling.fold)
            match event:
                case ObligationOpened(what=what):
                    assert what not in self.open, f"{what} waits on two"
                    self.open[what] = self._obligation(event)
                case ObligationSettled(what=what):
                    del self.open[what]
                case ParticipantAdded(holding=holding):
                    self.participants.add(holding)
        self.log += events
        return events

    def _obligation(self, event: ObligationOpened) -> Obligation:
        return Obligation(
            id=len(self.log) + 1,
            item=self.item.id,
            what=event.what,
            settles_by=event.settles_by,
            ladder=POLICY.ladder(event.ladder, event.settles_by[0].functie),
            policy_version=POLICY.version,
            opened_at=self.now,
            start=event.start,
            due=event.due,
            rung=-1,
            next_at=event.start,
            settled_at=None,
            settled_by=None,
            outcome=None,
        )
