"""One report and what is weighed of it, played through their pure rules alone, as the engine would carry them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from domain import folding
from domain.acts.payload import parse_model
from domain.acts.sealed import LinkedItem
from domain.acts.spec import ParsedAct
from domain.catalogue import SPECS
from domain.errors import NotAllowed
from domain.events import (
    Elsewhere,
    Event,
    GezagPassed,
    LinkedOpened,
    LinkedProgressed,
    ObligationMoved,
    ObligationOpened,
    ObligationSettled,
    ParticipantAdded,
)
from domain.facts import Facts
from domain.flows import risicomoment, risicoweging
from domain.functies import NATIONAL, RULES, Functie, Holding, Scope, ScopeKind
from domain.ids import ActId, DeviceId, ItemId, OrganisationId, PersonId, Sha256Hex
from domain.items import Actor, Gezag, Item
from domain.obligations import Obligation
from domain.parties import NCTV, hovj
from tests.harness.ladders import POLICY

NOW: Final = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
GEMEENTE: Final = Scope("gm:GM0202")
AREA: Final = POLICY.gemeenten[GEMEENTE].arrondissement
EENHEID: Final = POLICY.gemeenten[GEMEENTE].eenheid
HASH: Final = "ab" * 32
REPORT: Final = ItemId("A" * 22)
WEIGHING: Final = ItemId("B" * 22)
SPOED: Final = ItemId("C" * 22)
OWN: Final = Scope("own:" + "p" * 22)
OVER: Final = ("persoon", "kerngezin")
FLOWS: Final[dict[str, Any]] = {"risicomoment": risicomoment, "risicoweging": risicoweging}
_PLACES: Final = {
    ScopeKind.NATIONAL: NATIONAL,
    ScopeKind.ARRONDISSEMENT: AREA,
    ScopeKind.EENHEID: EENHEID,
    ScopeKind.GEMEENTE: GEMEENTE,
    ScopeKind.ORGANISATION: Scope("org:om"),
    ScopeKind.OWN: OWN,
    ScopeKind.BOARD: Scope("board"),
}


def held(functie: Functie) -> Holding:
    """The holding of a functie nearest to this report."""
    return Holding(functie, _PLACES[RULES[functie].scope])


def actor(functie: Functie, holding: Holding | None = None) -> Actor:
    return Actor(PersonId(functie), DeviceId(f"{functie}-1"), holding or held(functie), OrganisationId("om"))


def linked() -> dict[str, object]:
    recipient = "age1pq1" + "q" * 60
    return {"flow": "risicoweging", "item": WEIGHING, "recipient": recipient, "wraps": [], "content": HASH}


class Report:
    """A report of a moment that starts in `hours`; `nctv` says whether the NCTV is the authority over its dossier.

    Everybody who holds one of `left_out` is left out of it (P-02).
    """

    def __init__(
        self,
        hours: float = 100,
        *,
        length: float = 2,
        by: Functie = Functie.TE_BEVEILIGEN_PERSOON,
        nctv: bool = False,
        now: datetime = NOW,
        others: Sequence[Item[Any]] = (),
        left_out: Sequence[Functie] = (),
        **more: object,
    ) -> None:
        self.now = now
        self.gezag = Gezag(NCTV, now, OVER) if nctv else None
        self.items: dict[ItemId, Item[Any]] = {}
        self.open: dict[ItemId, dict[str, Obligation]] = {REPORT: {}, WEIGHING: {}}
        self.participants: dict[ItemId, set[Holding]] = {REPORT: set(), WEIGHING: set()}
        self.log: list[tuple[ItemId, Event]] = []
        self._linked: LinkedItem | None = None
        params = {
            "dossier": "dossier-1",
            "recipient": "age1pq1" + "q" * 60,
            "wraps": [],
            "content": HASH,
            "excluded": [],
            "gemeente": GEMEENTE,
            **self.times(hours, length),
            **more,
        }
        act = self._parsed("risicomoment.report", by, params)
        out = frozenset(held(one) for one in left_out)
        facts = replace(self.facts(REPORT), others={one.id: (one, Facts()) for one in others}, vacant=out, touched=out)
        item, events = risicomoment.open_item(act, REPORT, actor(by), facts, POLICY, now)
        self.items[REPORT] = item
        self.apply(REPORT, events)

    def times(self, hours: float, length: float = 2) -> dict[str, Any]:
        starts = self.now + timedelta(hours=hours)
        return {"starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=length)).isoformat()}

    def facts(self, item: ItemId) -> Facts:
        return Facts(dict(self.open[item]), frozenset(self.participants[item]), gezag=self.gezag)

    @property
    def report(self) -> Item[Any]:
        return self.items[REPORT]

    @property
    def weighing(self) -> Item[Any]:
        return self.items[WEIGHING]

    def do(self, name: str, functie: Functie, holding: Holding | None = None, **params: object) -> list[Event]:
        """Carry out one act on whichever of the two items it belongs to; what happens is folded and kept."""
        act = self._parsed(name, functie, params)
        family = name.partition(".")[0]
        item = REPORT if family == "risicomoment" else WEIGHING
        self._linked = getattr(act.params, "linked", None)
        rules = FLOWS[family]
        events: list[Event] = rules.decide(
            self.items[item], act, actor(functie, holding), self.facts(item), POLICY, self.now
        )
        self.apply(item, events)
        return events

    def take(self, functie: Functie = Functie.RCCB) -> None:
        self.do("risicomoment.take", functie, linked=linked())

    def establish(
        self, outcome: str = "geadviseerd", functie: Functie = Functie.RCCB, about: str = "persoon"
    ) -> list[Event]:
        return self.do("risicoweging.establish", functie, outcome=outcome, about=about, content=HASH)

    def change(self, hours: float, functie: Functie = Functie.TE_BEVEILIGEN_PERSOON) -> list[Event]:
        return self.do("risicomoment.change", functie, content=HASH, **self.times(hours))

    def passes(self, *, nctv: bool) -> None:
        """The authority over the dossier passes by what happens to another item of it."""
        event = GezagPassed(NCTV if nctv else hovj(AREA), self.now, OVER)
        self.gezag = Gezag(NCTV, self.now, OVER) if nctv else None
        for item in list(self.items):
            if self.items[item].closed_at is None:
                rules = FLOWS[self.items[item].flow]
                self.apply(item, rules.passed(self.items[item], event, self.facts(item), POLICY, self.now))

    def spoed(self, state: str = "verstuurd") -> None:
        """A spoedaanwijzing that follows from what is weighed reaches `state` (RM-06)."""
        event = LinkedProgressed(SPOED, "spoedaanwijzing", state)
        self.apply(WEIGHING, risicoweging.progressed(self.weighing, event, self.facts(WEIGHING), POLICY, self.now))

    def apply(self, item: ItemId, events: list[Event]) -> None:
        before = self.items[item].state
        rules = FLOWS[self.items[item].flow]
        for event in events:
            self.items[item] = folding.fold_item(self.items[item], event, self.now, rules.fold)
        for event in events:
            self.log.append((item, event))
            self._carry_out(item, event)
        new = all(one != item for one, _ in self.log[: -len(events)]) if events else False
        if self.items[item].state != before or new:
            self._tell(item)

    def _tell(self, item: ItemId) -> None:
        other = WEIGHING if item == REPORT else REPORT
        if other in self.items and self.items[other].closed_at is None:
            told = LinkedProgressed(item, self.items[item].flow, self.items[item].state)
            rules = FLOWS[self.items[other].flow]
            self.apply(other, rules.progressed(self.items[other], told, self.facts(other), POLICY, self.now))

    def _carry_out(self, item: ItemId, event: Event) -> None:
        waiting = self.open[item]
        match event:
            case ObligationOpened(what=what):
                assert what not in waiting, f"{what} waits on two"
                waiting[what] = self._obligation(item, event)
            case ObligationSettled(what=what):
                del waiting[what]
            case ObligationMoved(what=what, start=start):
                waiting[what] = replace(waiting[what], start=start)
            case ParticipantAdded(holding=holding):
                self.participants[item].add(holding)
            case Elsewhere(item=other, events=there) if other in self.items:
                self.apply(other, list(there))
            case LinkedOpened():
                assert self._linked is not None
                opened, events = risicoweging.open_linked(
                    self.items[item], self._linked, actor(Functie.RCCB), frozenset(), POLICY, self.now
                )
                self.items[opened.id] = opened
                self.apply(opened.id, events)

    def _obligation(self, item: ItemId, event: ObligationOpened) -> Obligation:
        return Obligation(
            id=len(self.log) + 1,
            item=item,
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

    def _parsed(self, name: str, functie: Functie, params: dict[str, Any]) -> ParsedAct:
        spec = SPECS[name]
        read = parse_model(spec.params, params, within="params")
        if functie not in spec.may:
            raise NotAllowed("functie.not_allowed", "This functie does not do this; another one must.", field="functie")
        return ParsedAct(spec, read, ActId("a"), None, Sha256Hex(HASH), drill=False)
