"""Acts from forms that are made of the models alone: what the app signs, Python reads, and the rules take."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from client.triage import TriageActs
from domain.flows.spoedaanwijzing.content import SpoedaanwijzingContent
from domain.ids import ItemId, PersonId
from tests.client import service
from tests.client.test_triage import SERIOUS, intake, world_of_triage
from tests.harness.stores import sqlite_template, sqlite_url
from tests.webapp.stage import Stage, stage

__all__ = ["sqlite_template", "sqlite_url"]


class Others:
    """What Python's phones do when the app's test asks for it."""

    def __init__(self, set_up: Stage) -> None:
        self.set_up = set_up
        set_up.steps |= {"submit": self.submit, "read": self.read, "request": self.request}

    async def submit(self, _asked: dict[str, Any]) -> dict[str, Any]:
        """The HOvJ puts a case forward for direct admission (TR-01)."""
        phone = await self.set_up.phone("hanna")
        return {"item": (await TriageActs(phone).submit(intake("directe_opname", SERIOUS))).item}

    async def request(self, _asked: dict[str, Any]) -> dict[str, Any]:
        """The HOvJ asks for a designation of which the adviseur BB is left out (P-02)."""
        phone = await self.set_up.phone("hanna")
        content = SpoedaanwijzingContent(kind="spoedaanwijzing", person="Iemand", need="Nu", callback="0300000000")
        sent = await phone.submit_spoedaanwijzing(content, excluded=[PersonId("bram")])
        case = await phone.read(sent.item)
        return {"request": sent.item, "dossier": case.answer.item.dossier, "excluded": "bram"}

    async def read(self, asked: dict[str, Any]) -> dict[str, Any]:
        case = await (await self.set_up.phone("hanna")).read(ItemId(asked["item"]))
        return {"state": case.state, "contents": [one.content.model_dump(mode="json") for one in case.contents]}


async def test_tr_05_python_believes_a_question_and_a_judgement_from_the_apps_forms(
    tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "practice_world", world_of_triage)
    async with stage(tmp_path, sqlite_url) as set_up:
        Others(set_up)
        await set_up.play("tests/device-flows.cross.ts", tmp_path / "vectors", "tom", "bea", "hanna")
