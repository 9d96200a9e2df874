"""One notice in memory: acts go through the pure rules, and what they say is folded; no store, no engine, no bells."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from domain import events as happened
from domain.acts.payload import parse_model
from domain.acts.spec import ParsedAct
from domain.catalogue import SPECS
from domain.events import Event
from domain.facts import Facts
from domain.flows import burgemeestersbericht as flow
from domain.flows.burgemeestersbericht.parties import Notice
from domain.folding import fold_item
from domain.functies import NATIONAL, Functie, Holding, Scope
from domain.ids import ActId, DeviceId, ItemId, OrganisationId, PersonId, Sha256Hex
from domain.items import Actor, Gezag
from domain.obligations import Obligation
from tests.harness.ladders import NIGHT, POLICY

GEMEENTE: Final = Scope("gm:GM0268")
ARNHEM: Final = Scope("arr:gelderland")
OOST: Final = Scope("eenheid:oost-nederland")
MAYOR: Final = Holding(Functie.BURGEMEESTER, GEMEENTE)
LOCO: Final = Holding(Functie.LOCO_BURGEMEESTER, GEMEENTE)
BEHANDELAAR: Final = Holding(Functie.NCTV_BEHANDELAAR, NATIONAL)
TEAMLEIDER: Final = Holding(Functie.NCTV_TEAMLEIDER, NATIONAL)
PIKET: Final = Holding(Functie.NCTV_PIKET, NATIONAL)
HOVJ: Final = Holding(Functie.HOVJ, ARNHEM)
RCCB: Final = Holding(Functie.RCCB, OOST)
LCC: Final = Holding(Functie.LCC, NATIONAL)
CONTACT: Final = Holding(Functie.GEMEENTE_CONTACT, GEMEENTE)

PEOPLE: Final = {
    "bea": (BEHANDELAAR, "nctv"),
    "tom": (TEAMLEIDER, "nctv"),
    "pia": (PIKET, "nctv"),
    "maud": (MAYOR, "gemeente"),
    "loes": (LOCO, "gemeente"),
    "lars": (LOCO, "gemeente"),
    "hans": (HOVJ, "om"),
    "rick": (RCCB, "politie"),
    "lea": (LCC, "politie"),
    "kim": (LCC, "kmar"),
}
ITEM: Final = ItemId("n" * 22)
RECIPIENT: Final = "age1pq1" + "q" * 60


def blob(name: str) -> Sha256Hex:
    return Sha256Hex(hashlib.sha256(name.encode()).hexdigest())


def wrap(holding: Holding, device: str | None = None) -> dict[str, Any]:
    named = blob(f"{holding}/{device}")
    return {"functie": holding.functie, "scope": holding.scope, "epoch": 1, "device": device, "blob": named}


def actor(name: str) -> Actor:
    holding, employer = PEOPLE[name]
    return Actor(PersonId(name), DeviceId(f"{name}-1"), holding, OrganisationId(employer))


def parsed(act: str, params: dict[str, Any], *, drill: bool = False) -> ParsedAct:
    """The act as the pipeline hands it to the rules; parameters pass the strict model, as from JSON."""
    spec = SPECS[act]
    return ParsedAct(spec, parse_model(spec.params, params), ActId("a"), ITEM, blob("act"), drill)


def sending(**more: Any) -> dict[str, Any]:
    """Parameters of a notice that waits for four eyes, about what nobody will see."""
    return {
        "dossier": "d" * 22,
        "recipient": RECIPIENT,
        "wraps": [wrap(one) for one in flow.sealed_for(GEMEENTE, BEHANDELAAR)],
        "content": blob("bericht"),
        "excluded": [],
        "gemeente": GEMEENTE,
        "until_at": None,
        "scenario": "opname",
        "visible": False,
    } | more


def acute(**more: Any) -> dict[str, Any]:
    found = sending(**more)
    return {name: value for name, value in found.items() if name not in ("scenario", "visible")}


class Desk:
    """`item` as it stands, what is `open` on it, who takes part, and everything that `happened`."""

    def __init__(self) -> None:
        self.now = NIGHT
        self.open: dict[str, Obligation] = {}
        self.participants: set[Holding] = set()
        self.happened: list[Event] = []
        self.item: Notice

    @classmethod
    def sent(cls, by: str = "bea", *, gezag: Gezag | None = None, drill: bool = False, **more: Any) -> Desk:
        """A notice that waits for its release."""
        return cls()._opened(by, "burgemeestersbericht.send", sending(**more), gezag, drill)

    @classmethod
    def acute(cls, by: str = "bea", *, gezag: Gezag | None = None, drill: bool = False, **more: Any) -> Desk:
        """A notice that the mayor can read at once."""
        return cls()._opened(by, "burgemeestersbericht.send_acute", acute(**more), gezag, drill)

    @classmethod
    def released(cls, **more: Any) -> Desk:
        desk = cls.sent(**more)
        desk.do("tom", "release", read=blob("bericht"))
        return desk

    @classmethod
    def known(cls, **more: Any) -> Desk:
        desk = cls.released(**more)
        desk.do("maud", "acknowledge", read=blob("bericht"))
        return desk

    def _opened(self, by: str, act: str, params: dict[str, Any], gezag: Gezag | None, drill: bool) -> Desk:
        facts = Facts(gezag=gezag)
        self.item, events = flow.open_item(parsed(act, params, drill=drill), ITEM, actor(by), facts, POLICY, self.now)
        self.fold(events)
        return self

    def do(self, name: str, verb: str, **params: Any) -> list[Event]:
        """Carry out one act, as anybody who takes part; raises what the rules raise."""
        act = parsed(f"burgemeestersbericht.{verb}", params)
        assert self.may(name, verb)
        events = flow.decide(self.item, act, actor(name), self.facts, POLICY, self.now)
        self.fold(events)
        return events

    def may(self, name: str, verb: str) -> bool:
        """Whether the pipeline lets this person's act reach the rules: the outer fence, and a part in the item."""
        holding = actor(name).holding
        return holding.functie in SPECS[f"burgemeestersbericht.{verb}"].may and holding in self.participants

    @property
    def facts(self) -> Facts:
        return Facts(open=dict(self.open), participants=frozenset(self.participants))

    def wait(self, **elapsed: float) -> datetime:
        self.now += timedelta(**elapsed)
        return self.now

    def fold(self, events: Sequence[Event]) -> None:
        for event in events:
            self.item = fold_item(self.item, event, self.now, flow.fold)
            match event:
                case happened.ObligationOpened(what=what):
                    assert what not in self.open, f"{what} is open already"
                    self.open[what] = self._obligation(event)
                case happened.ObligationSettled(what=what):
                    del self.open[what]
                case happened.ObligationMoved(what=what, start=start):
                    self.open[what] = replace(self.open[what], start=start)
                case happened.ParticipantAdded(holding=holding):
                    self.participants.add(holding)
        self.happened += events

    def _obligation(self, event: happened.ObligationOpened) -> Obligation:
        return Obligation(
            id=0,
            item=ITEM,
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


def told(events: Sequence[Event]) -> set[tuple[str, str]]:
    """Whom these events tell what, by person or holding."""
    holdings = {(str(one.holding), one.why) for one in events if isinstance(one, happened.Told)}
    return holdings | {(str(one.person), one.why) for one in events if isinstance(one, happened.PersonTold)}
