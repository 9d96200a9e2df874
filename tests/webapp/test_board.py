"""The app shows on the board what Python's client is told, and acts from it are taken by the service."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from client.answers import BoardAnswer, LadderAnswer
from client.board import Watch
from domain.functies import Functie, Holding, Scope
from domain.ids import ItemId, PersonId
from tests.client.test_over_http import REQUEST
from tests.client.test_stories_over_http import SECOND
from tests.harness.stores import sqlite_template, sqlite_url
from tests.webapp.stage import Stage, stage

__all__ = ["sqlite_template", "sqlite_url"]

WATCH = Holding(Functie.ESCALATIEWACHTER, Scope("board"))
SAME = ("item", "flow", "state", "drill", "what", "late", "rung", "rungs", "rings", "seen", "calling", "reopens")


def ladder(one: LadderAnswer) -> dict[str, Any]:
    """A ladder as the app should show it; its moments apart."""
    return {name: getattr(one, name) for name in SAME} | {
        "people": one.rung_people,
        "waitsFor": [(held.functie.value, held.scope) for held in one.waits_for],
        "climbsTo": [functie.value for functie in one.climbs_to],
    }


def shown(one: dict[str, Any]) -> dict[str, Any]:
    """A ladder as the app showed it."""
    return {name: one[name] for name in (*SAME, "people", "climbsTo")} | {
        "waitsFor": [(held["functie"], held["scope"]) for held in one["waitsFor"]]
    }


class Watching:
    """What Python does when the app's test asks for it, and what its own watchers are told of the board."""

    def __init__(self, set_up: Stage, folder: Path) -> None:
        self.set_up, self.folder = set_up, folder
        set_up.steps |= {name: getattr(self, name) for name in ("watch", "submit", "receive", "same")}

    async def watch(self, asked: dict[str, Any]) -> dict[str, Any]:
        officer = await self.set_up.phone("stichter-a")
        for name in asked["people"]:
            draft = officer.officer().grant(PersonId(name), WATCH)
            assert (await officer.carry_out(draft, also=SECOND)).status == 201
        return {}

    async def submit(self, _asked: dict[str, Any]) -> dict[str, Any]:
        hanna = await self.set_up.phone("hanna")
        return {"item": (await hanna.submit_spoedaanwijzing(REQUEST)).item, "device": hanna.keyring.device}

    async def receive(self, asked: dict[str, Any]) -> dict[str, Any]:
        assert (await (await self.set_up.phone("pieter")).receive(ItemId(asked["item"]))).status == 201
        return {}

    async def same(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Compare what the app wrote down with what the same two people are told here."""
        for file, name in asked.items():
            told: BoardAnswer = await Watch(await self.set_up.phone(name)).board()
            app = json.loads((self.folder / f"{file}.json").read_text("utf-8"))
            assert [shown(one) for one in app["ladders"]] == [ladder(one) for one in told.ladders]
            assert [one["kind"] for one in app["alarms"]] == [one.kind for one in told.alarms]
            gaps = [(one["functie"], one["scope"], one["slot"]) for one in app["gaps"]]
            assert gaps == [(one.functie.value, one.scope, one.slot) for one in told.gaps]
            assert app["more"] is told.more
            assert told.ladders
            assert told.alarms
        return {"same": True}


async def test_the_app_shows_the_board_that_python_is_told(tmp_path: Path, sqlite_url: str) -> None:
    people = ("kees", "gerard", "rob", "hanna", "stichter-b")
    async with stage(tmp_path, sqlite_url) as set_up:
        Watching(set_up, tmp_path / "vectors")
        await set_up.play("tests/board.cross.ts", tmp_path / "vectors", *people)
