"""What the app's phones do after a refusal, at an end, with new keys and joined requests, Python's phones believe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from client.reading import Case
from domain.content import VraagContent
from domain.functies import NATIONAL, Functie, Holding
from domain.ids import ItemId, PersonId
from tests.client.test_outcomes import REFUSAL, joined
from tests.client.test_over_http import REQUEST
from tests.client.world import keyring_of
from tests.harness.stores import sqlite_template, sqlite_url
from tests.webapp.stage import Stage, stage

__all__ = ["sqlite_template", "sqlite_url"]

TEAMLEIDER = Holding(Functie.NCTV_TEAMLEIDER, NATIONAL)
SECOND = [keyring_of("stichter-b")]


def shown(case: Case) -> dict[str, Any]:
    return {
        "state": case.state,
        "outcome": case.outcome,
        "kinds": [one.content.kind for one in case.contents],
        "recipient": case.recipient,
        "linked": {one.flow: one.id for one in case.answer.linked},
    }


class Others:
    """What Python's phones, officers and the clock do when the app's test asks for it."""

    def __init__(self, set_up: Stage) -> None:
        self.set_up = set_up
        set_up.steps |= {
            name: getattr(self, name) for name in ("submit", "read", "ask", "settle", "teamleider", "dishonest")
        }

    async def submit(self, asked: dict[str, Any]) -> dict[str, Any]:
        return {"item": (await (await self.set_up.phone(asked["who"])).submit_spoedaanwijzing(REQUEST)).item}

    async def read(self, asked: dict[str, Any]) -> dict[str, Any]:
        return shown(await (await self.set_up.phone(asked["who"])).read(ItemId(asked["item"])))

    async def ask(self, asked: dict[str, Any]) -> dict[str, Any]:
        phone = await self.set_up.phone(asked["who"])
        question = VraagContent(kind="vraag", text="Waar is hij nu?")
        return {"status": (await phone.ask(ItemId(asked["item"]), question)).status}

    async def settle(self, _asked: dict[str, Any]) -> dict[str, Any]:
        """An hour passes: what was kept back until it was told by voice is told."""
        await self.set_up.world.settle(3600)
        return {}

    async def teamleider(self, _asked: dict[str, Any]) -> dict[str, Any]:
        """Officers give a functie that had nobody to dirk, and a key for it."""
        officer = await self.set_up.phone("stichter-a")
        grant = officer.officer().grant(PersonId("dirk"), TEAMLEIDER)
        assert (await officer.carry_out(grant, also=SECOND)).status == 201
        await officer.sync()
        epoch = officer.officer().new_epoch(officer.directory, TEAMLEIDER)
        assert (await officer.carry_out(epoch, also=SECOND)).status == 201
        return {}

    async def dishonest(self, _asked: dict[str, Any]) -> dict[str, Any]:
        """A decision on two requests of which the content of one says another outcome than its act (SA-12)."""
        _, _, one, two = await joined(self.set_up.world, "aangewezen", REFUSAL)
        return {"one": one, "two": two}


async def test_python_believes_what_the_apps_phones_do_further(tmp_path: Path, sqlite_url: str) -> None:
    async with stage(tmp_path, sqlite_url) as set_up:
        Others(set_up)
        people = ("hanna", "nadia", "pieter", "dirk", "lies")
        await set_up.play("tests/device-acts.cross.ts", tmp_path / "vectors", *people)


async def test_sa12_requests_that_go_together_are_decided_on_the_app_as_the_rules_ask(
    tmp_path: Path, sqlite_url: str
) -> None:
    async with stage(tmp_path, sqlite_url) as set_up:
        Others(set_up)
        await set_up.play("tests/device-joined.cross.ts", tmp_path / "vectors", "hanna", "nadia", "pieter")
