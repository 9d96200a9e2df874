"""Reviews on the app and on Python phones together: planned, asked for, done and ended, each reading the other (HB)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from client.herbeoordeling import HerbeoordelingActs
from domain.flows.herbeoordeling.content import NieuweInformatieContent
from domain.ids import ItemId
from tests.client import service
from tests.client.test_herbeoordeling import world_with_reviewers
from tests.harness.stores import sqlite_template, sqlite_url
from tests.webapp.stage import Stage, stage

__all__ = ["sqlite_template", "sqlite_url"]


class Rccb:
    """What the rccb does on a phone of Python when the app's test asks for it."""

    def __init__(self, set_up: Stage) -> None:
        self.set_up = set_up
        set_up.steps |= {"trigger": self.trigger, "acknowledge": self.acknowledge}

    async def trigger(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Read which information was agreed, and say that this is it (HB-04)."""
        rob, item = await self.set_up.phone("rob"), ItemId(asked["item"])
        plan = (await rob.read(item)).content("herbeoordeling_plan")
        assert plan is not None
        triggers = plan.content.model_dump(mode="json")["triggers"]
        said = NieuweInformatieContent(kind="nieuwe_informatie", text="Op straat", trigger=triggers[0])
        answer = await HerbeoordelingActs(rob).trigger(item, said)
        return {"status": answer.status, "state": answer.state, "triggers": triggers}

    async def acknowledge(self, asked: dict[str, Any]) -> dict[str, Any]:
        rob, item = await self.set_up.phone("rob"), ItemId(asked["item"])
        answer = await HerbeoordelingActs(rob).acknowledge(item)
        return {"status": answer.status, "kinds": [one.content.kind for one in (await rob.read(item)).contents]}


async def test_hb_01_hb_02_hb_04_the_app_and_python_plan_ask_review_and_end_together(
    tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "practice_world", world_with_reviewers)
    async with stage(tmp_path, sqlite_url) as set_up:
        Rccb(set_up)
        await set_up.play("tests/device-herbeoordeling.cross.ts", tmp_path / "vectors", "hanna", "bea")
