"""Protected persons with a device of their own, and who follows up their signals, in a town with officials (SG-01)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import pytest

from domain.flows import duiding, signaal, signaallijn
from domain.functies import NATIONAL, Functie, Holding, Scope
from domain.ids import DeviceId, Dossier, ItemId, OrganisationId, PersonId, Sha256Hex
from domain.policy import Slot
from domain.ports import Answer
from handlers import queries, sessions
from handlers.flows import FLOWS
from handlers.views import ItemView
from storage.blobs import put_small
from storage.prepared import Transaction
from tests.harness.desk import LCC, RCCB, RECIPIENT, STAFF, Desk, blob, wrap
from tests.harness.ladders import POLICY
from tests.harness.town import ARR, HOVJ, LONG_AGO, Town

PERSON: Final = Holding(Functie.TE_BEVEILIGEN_PERSOON, Scope("own:" + "p" * 22))
PARTNER: Final = Holding(Functie.KERNGEZINSLID, Scope("own:" + "q" * 22))
OTHER: Final = Holding(Functie.TE_BEVEILIGEN_PERSOON, Scope("own:" + "r" * 22))
BBC: Final = Holding(Functie.ADVISEUR_BBC, ARR)
DIENST: Final = Holding(Functie.INLICHTINGENDIENST, NATIONAL)
PEOPLE: Final[Mapping[str, Holding]] = {"sam": PERSON, "kim": PARTNER, "noor": OTHER, "bbc": BBC, "dienst": DIENST}
DOSSIER: Final = "d" * 22
WHO: Final[Mapping[str, Holding]] = {**STAFF, **PEOPLE, "tweede_hovj": HOVJ}
_SEALED: Final = (*(f"{one}/None" for one in WHO.values()), "inhoud", "ontvangst", "antwoord", "duiding", "aanvulling")
"""What every wrap and content of these stories is made of."""


class Signals:
    """Acts of protected persons and of those who follow up; `side` says under whose authority the dossier stands."""

    def __init__(self, desk: Desk, *, founded: bool = False) -> None:
        self.desk, self.town = desk, desk.town
        self.left_out: list[str] = []
        self._keyless: tuple[Holding, ...] = ()
        if founded:
            return
        with self.town.unit() as uow:
            for organisation in ("personen", "aivd"):
                uow.directory.put_organisation(OrganisationId(organisation), organisation, LONG_AGO)
        for name, holding in PEOPLE.items():
            desk.add(name, holding, slot=Slot.ON_DUTY if holding == BBC else None)

    @property
    def side(self) -> str:
        return "stelsel" if self._designated else "lokaal"

    _designated = False

    def designate(self) -> str:
        """Bring the dossier under the authority of the NCTV; returns the spoedaanwijzing."""
        item, _ = self.desk.decided()
        self._designated = True
        return item

    def leave_out(self, *holdings: Holding) -> None:
        """P-02: everybody of these is left out of all that is opened from now on, and is given no key of it."""
        with self.town.unit() as uow:
            self.left_out = sorted({one for held in holdings for one in uow.directory.holders(held, self.town.now)})
        self._keyless = holdings

    def do(self, name: str, act: str, item: str | None = None, **params: Any) -> Answer:
        return self.desk.do(name, act, item, holding=WHO[name], **params)

    def done(self, name: str, act: str, item: str | None = None, **params: Any) -> Answer:
        """An act that must be accepted."""
        answer = self.do(name, act, item, **params)
        assert answer.status == 201, answer
        return answer

    def line(self, person: str = "sam", *, by: str | None = None, day_and_night: bool = True, **more: Any) -> str:
        """Let the present authority record who follows up this person's signals; returns the line."""
        item = self.desk.new_id()
        self.done(by or self.authority, "signaallijn.open", item, **self.recorded(person, day_and_night, **more))
        return item

    @property
    def authority(self) -> str:
        """Who acts for the authority: the NCTV's, or the HOvJ, or who takes his place where P-02 leaves no other."""
        local = (name for name in ("hovj", "coord", "pg") if WHO[name] not in self._keyless)
        return "behandelaar" if self._designated else next(local)

    @property
    def follower(self) -> str:
        return "lcc" if self._designated else "rccb"

    def recorded(self, person: str = "sam", day_and_night: bool = True, **more: Any) -> dict[str, Any]:
        holder, follower = WHO[person], WHO[self.follower]
        readers = signaallijn.sealed_for(holder, follower, self.side, ARR)
        return {
            "person": holder.functie.value,
            "own": holder.scope,
            "area": ARR,
            "day_and_night": day_and_night,
            **self.sealed(*readers),
        } | more

    def sealed(self, *readers: Holding) -> dict[str, Any]:
        opening = {"dossier": DOSSIER, "recipient": RECIPIENT, "wraps": self._wraps(readers), "content": blob("inhoud")}
        return {**opening, "excluded": self.left_out, "follows": None}

    def _wraps(self, readers: Iterable[Holding]) -> list[dict[str, Any]]:
        return [wrap(one) for one in readers if one not in self._keyless]

    def unsafe(
        self, person: str = "sam", *, silent: bool = False, drill: bool = False, item: str | None = None, **more: Any
    ) -> str:
        """Press `onveilig_nu`; returns the signal."""
        item = item or self.desk.new_id()
        answer = self.pressed(person, item, silent=silent, drill=drill, **more)
        assert answer.status == 201, answer
        return item

    def pressed(
        self, person: str, item: str | None = None, *, silent: bool = False, drill: bool = False, **more: Any
    ) -> Answer:
        """Press `onveilig_nu`, whatever the answer."""
        params = self._opening(person) | more
        return self.do(person, "signaal.onveilig", item or self.desk.new_id(), drill=drill, silent=silent, **params)

    def send(self, person: str = "sam", urgency: str = "overig") -> str:
        item = self.desk.new_id()
        self.done(person, "signaal.send", item, urgency=urgency, **self._opening(person))
        return item

    def _opening(self, person: str) -> dict[str, Any]:
        return self.sealed(*signaal.sealed_for(WHO[person], WHO[self.follower], self.side, ARR))

    def receive(self, item: str, name: str | None = None, *, promise_at: str | None = None) -> Answer:
        content = blob("ontvangst")
        return self.done(name or self.follower, "signaal.receive", item, content=content, promise_at=promise_at)

    def answer(self, item: str, *, promise_at: str | None = None) -> Answer:
        content = blob("antwoord")
        return self.done(self.follower, "signaal.answer", item, content=content, promise_at=promise_at)

    def interpretation(self, outcome: str = "geen_melding") -> dict[str, Any]:
        melding = outcome == "melding_dreiging"
        readers = duiding.sealed_for(WHO[self.follower], self.side, ARR, melding=melding)
        linked = {
            "flow": "duiding",
            "item": self.desk.new_id(),
            "recipient": RECIPIENT,
            "wraps": self._wraps(readers),
            "content": blob("duiding"),
            "joined": None,
        }
        return {"outcome": outcome, "linked": linked}

    def interpret(self, item: str, outcome: str = "geen_melding") -> str:
        """Say what the signal means; returns the interpretation."""
        params = self.interpretation(outcome)
        self.done(self.follower, "signaal.interpret", item, **params)
        return str(params["linked"]["item"])

    def viewer(self, name: str) -> sessions.Viewer:
        with self.town.unit() as uow:
            holdings = tuple(uow.directory.holdings_of(PersonId(name), self.town.now))
            employer = uow.directory.employer(PersonId(name))
        return sessions.Viewer(PersonId(name), DeviceId(f"{name}-1"), employer, holdings, Sha256Hex("0" * 64))

    def sees(self, name: str, item: str) -> ItemView:
        """What this person's device is answered about an item."""
        viewer = self.viewer(name)
        with self.town.engine.begin() as connection:
            transaction = Transaction(connection)
            put_small(transaction, {Sha256Hex(blob(one)): one.encode() for one in _SEALED}, self.town.now)
            transaction.flush()
        with self.town.unit() as uow:
            return queries.item_detail(uow, viewer, ItemId(item), 65536, POLICY, self.town.now)

    def listed(self, name: str) -> list[str]:
        viewer = self.viewer(name)
        with self.town.unit() as uow:
            found = queries.list_items(uow, viewer, 50, self.town.now)
        return [line.id for line in found.items]

    def of_dossier(self) -> list[str]:
        with self.town.unit() as uow:
            found = (
                uow.items.of_dossier(Dossier(DOSSIER), tuple(FLOWS), drill=drill, closed=True)
                for drill in (False, True)
            )
            return [one.id for items in found for one in items]


@pytest.fixture
def signals(desk: Desk) -> Signals:
    return Signals(desk)


__all__ = ["BBC", "DIENST", "HOVJ", "LCC", "OTHER", "PARTNER", "PERSON", "RCCB", "Signals", "Town", "signals"]
