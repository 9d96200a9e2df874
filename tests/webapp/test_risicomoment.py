"""A risk moment between phones of both kinds: what the app reports and answers Python believes, and back (RM-02)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from client.risicomoment import RisicomomentActs, answer_of, told_by
from domain.flows.risicoweging.content import RisicowegingContent
from domain.ids import ItemId
from tests.client import service
from tests.client.test_risicomoment import NONE_ADVISED, PERSONEN, PLACE, world_with_a_reporter
from tests.client.world import LOGS
from tests.harness.stores import sqlite_template, sqlite_url
from tests.webapp.stage import Stage, stage

__all__ = ["sqlite_template", "sqlite_url"]


class Others:
    """What Python's phones do when the app's test asks for it."""

    def __init__(self, set_up: Stage) -> None:
        self.set_up = set_up
        set_up.steps |= {
            "place": self.place,
            "report": self.report,
            "handle": self.handle,
            "later": self.later,
            "answer": self.answer,
        }

    async def acts(self, name: str) -> RisicomomentActs:
        return RisicomomentActs(await self.set_up.phone(name))

    async def place(self, _asked: dict[str, Any]) -> dict[str, str]:
        return {"gemeente": f"gm:{PLACE.code}"}

    async def report(self, _asked: dict[str, Any]) -> dict[str, Any]:
        starts = self.set_up.world.clock.now() + timedelta(hours=3)
        times = (starts, starts + timedelta(hours=2))
        return {
            "item": (await (await self.acts("sam")).report("Een debat", "Het stadhuis", "Honderd", *times, PLACE)).item
        }

    async def handle(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The rccb takes it, sees no reason for more, and answers; gives what the HOvJ reads of it."""
        item, rob = ItemId(asked["item"]), await self.acts("rob")
        known = RisicowegingContent(kind="risicoweging", known="Niets bekend")
        weighing, _ = await rob.take(item, known, PLACE)
        await rob.establish(weighing, NONE_ADVISED, "persoon")
        answer = await rob.answer(item, asked["outcome"], asked["text"])
        assert answer.status == 201, answer
        read = (await (await self.set_up.phone("hanna")).read(weighing)).content("risicoweging")
        assert read is not None
        assert isinstance(read.content, RisicowegingContent)
        return {name: getattr(read.content, name) for name in ("what", "where", "person")}

    async def later(self, _asked: dict[str, Any]) -> dict[str, Any]:
        """Until an answer to what is near is shown."""
        await self.set_up.world.settle(timedelta(minutes=16).total_seconds())
        return {}

    async def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        case = await (await self.set_up.phone("sam")).read(ItemId(asked["item"]))
        found = answer_of(case)
        assert found is not None
        own = found.content
        return {"outcome": own.outcome, "text": own.text, "current": found.told == told_by(case)[0]}


async def test_rm_01_rm_02_rm_06_both_kinds_of_phones_report_take_and_answer(
    tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "practice_world", world_with_a_reporter)
    monkeypatch.setattr(service, "LOGS", {**LOGS, "personen": PERSONEN})
    async with stage(tmp_path, sqlite_url) as set_up:
        Others(set_up)
        await set_up.play("tests/risicomoment.cross.ts", tmp_path / "vectors", "sam", "rob", "hanna")
