"""A risk moment at a desk: who reports it, who takes it on either side, and what each of them sees (RM-01 … RM-07)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import pytest

from domain.flows import risicomoment, risicoweging
from domain.functies import Functie, Holding, Scope
from domain.ids import DeviceId, ItemId, OrganisationId, PersonId, Sha256Hex
from domain.policy import Slot
from domain.ports import Answer
from handlers import queries, sessions
from handlers.views import ItemList, ItemView
from storage.blobs import put_small
from storage.prepared import Transaction
from tests.harness.desk import RCCB, RECIPIENT, STAFF, Desk, blob, wrap
from tests.harness.ladders import POLICY
from tests.harness.town import ARR, HOVJ, LONG_AGO

GEMEENTE: Final = Scope("gm:GM0202")
PERSON: Final = Holding(Functie.TE_BEVEILIGEN_PERSOON, Scope("own:" + "p" * 22))
REPORTER: Final = Holding(Functie.AANMELDER, Scope("own:" + "p" * 22))
MAYOR: Final = Holding(Functie.BURGEMEESTER, GEMEENTE)
BBC: Final = Holding(Functie.ADVISEUR_BBC, ARR)
PEOPLE: Final[Mapping[str, Holding]] = {"sam": PERSON, "bva": REPORTER, "mayor": MAYOR, "bbc": BBC}
WHO: Final[Mapping[str, Holding]] = {**STAFF, **PEOPLE}
CONTENT: Final[Mapping[str, Any]] = {"content": blob("x")}


class Loket:
    """Acts of a reporter and of the receivers, through the real pipeline."""

    def __init__(self, desk: Desk, *, people: bool = True) -> None:
        self.desk, self.town = desk, desk.town
        with self.town.unit() as uow:
            for organisation in (*(("personen",) if people else ()), "werkgever", "gemeente"):
                uow.directory.put_organisation(OrganisationId(organisation), organisation, LONG_AGO)
        if not people:  # they are there already
            return
        for name, holding in PEOPLE.items():
            desk.add(name, holding, slot=Slot.ON_DUTY if name in ("bbc", "mayor") else None)

    def do(self, name: str, act: str, item: str | None = None, **params: Any) -> Answer:
        return self.desk.do(name, act, item, holding=WHO[name], **params)

    def done(self, name: str, act: str, item: str | None = None, **params: Any) -> Answer:
        """An act that must be accepted."""
        answer = self.do(name, act, item, **params)
        assert answer.status == 201, answer
        return answer

    def times(self, hours: float, length: float = 2) -> dict[str, str]:
        starts = self.town.now + timedelta(hours=hours)
        return {"starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=length)).isoformat()}

    def request(self, name: str = "sam", hours: float = 100, **more: Any) -> dict[str, Any]:
        readers = risicomoment.sealed_for(WHO[name], RCCB, ARR)
        opening = {"dossier": "d" * 22, "recipient": RECIPIENT, "wraps": [wrap(one) for one in readers]}
        named = {"content": blob("risicomoment"), "excluded": [], "gemeente": GEMEENTE, **self.times(hours)}
        return {**opening, **named, **more}

    def report(self, name: str = "sam", hours: float = 100, *, drill: bool = False, **more: Any) -> str:
        """Report a moment that starts in so many hours; returns the report."""
        item = self.desk.new_id()
        self.done(name, "risicomoment.report", item, drill=drill, **self.request(name, hours, **more))
        return item

    def take(self, item: str, name: str = "rccb", *, drill: bool = False) -> str:
        """Take the report; returns what its receivers weigh."""
        linked = self.weighing()
        self.done(name, "risicomoment.take", item, drill=drill, linked=linked)
        return str(linked["item"])

    def weighing(self) -> dict[str, Any]:
        return {
            "flow": "risicoweging",
            "item": self.desk.new_id(),
            "recipient": RECIPIENT,
            "wraps": [wrap(one) for one in risicoweging.sealed_for(RCCB, ARR, GEMEENTE)],
            "content": blob("risicoweging"),
            "joined": None,
        }

    def establish(
        self, weighing: str, outcome: str = "geadviseerd", name: str = "rccb", about: str = "persoon"
    ) -> Answer:
        return self.done(name, "risicoweging.establish", weighing, outcome=outcome, about=about, **CONTENT)

    def decide(self, weighing: str, outcome: str = "maatregelen", name: str = "hovj") -> Answer:
        return self.done(name, "risicoweging.decide", weighing, outcome=outcome, **CONTENT)

    def viewer(self, name: str) -> sessions.Viewer:
        with self.town.unit() as uow:
            holdings = tuple(uow.directory.holdings_of(PersonId(name), self.town.now))
            employer = uow.directory.employer(PersonId(name))
        return sessions.Viewer(PersonId(name), DeviceId(f"{name}-1"), employer, holdings, Sha256Hex("0" * 64))

    def sees(self, name: str, item: str) -> ItemView:
        """What this person's device is answered about an item."""
        sealed = (*(f"{one}/None" for one in WHO.values()), "risicomoment", "risicoweging", "antwoord", "x")
        with self.town.engine.begin() as connection:
            transaction = Transaction(connection)
            put_small(transaction, {Sha256Hex(blob(one)): one.encode() for one in sealed}, self.town.now)
            transaction.flush()
        viewer = self.viewer(name)
        with self.town.unit() as uow:
            return queries.item_detail(uow, viewer, ItemId(item), 65536, POLICY, self.town.now)

    def listed(self, name: str) -> ItemList:
        viewer = self.viewer(name)
        with self.town.unit() as uow:
            return queries.list_items(uow, viewer, 50, self.town.now)


@pytest.fixture
def loket(desk: Desk) -> Loket:
    return Loket(desk)


__all__ = ["BBC", "CONTENT", "GEMEENTE", "HOVJ", "MAYOR", "PERSON", "REPORTER", "WHO", "Loket", "loket"]
