"""The app's phones and Python's do the main job together over the real service; what is lost is sent again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from client.reading import Case
from domain.content import AntwoordContent, VraagContent
from domain.ids import ItemId
from tests.client.test_over_http import DECISION, ORDER, REQUEST, WORD
from tests.harness.stores import sqlite_template, sqlite_url
from tests.webapp.stage import Stage, stage

__all__ = ["sqlite_template", "sqlite_url"]


def said(case: Case, *kinds: str) -> dict[str, Any]:
    """What stands in an item, by kind, as JSON."""
    found = {kind: case.content(kind) for kind in kinds}
    return {kind: None if one is None else one.content.model_dump(mode="json") for kind, one in found.items()}


class Others:
    """What Python's phones do when the app's test asks for it."""

    def __init__(self, set_up: Stage) -> None:
        self.set_up = set_up
        set_up.steps |= {
            name: getattr(self, name) for name in ("submit", "receive", "answer", "decide", "decided", "stored")
        }

    async def submit(self, _asked: dict[str, Any]) -> dict[str, Any]:
        return {"item": (await (await self.set_up.phone("nadia")).submit_spoedaanwijzing(REQUEST)).item}

    async def receive(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Read what the app sealed, receive it and ask more."""
        pieter, item = await self.set_up.phone("pieter"), ItemId(asked["item"])
        case = await pieter.read(item)
        assert (await pieter.receive(item)).status == 201
        assert (await pieter.ask(item, VraagContent(kind="vraag", text="Waar is hij nu?"))).status == 201
        request = said(case, "spoedaanwijzing")["spoedaanwijzing"]
        return {"request": request, "verified": case.callback_verified(pieter.directory)}

    async def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        nadia, item = await self.set_up.phone("nadia"), ItemId(asked["item"])
        question = said(await nadia.read(item), "vraag")
        assert (await nadia.answer(item, AntwoordContent(kind="antwoord", text="Thuis"))).status == 201
        return question

    async def decide(self, asked: dict[str, Any]) -> dict[str, Any]:
        pieter, item = await self.set_up.phone("pieter"), ItemId(asked["item"])
        found = said(await pieter.read(item), "antwoord", "aanvulling")
        assert (await pieter.decide(item, "aangewezen", DECISION, order=ORDER, word=WORD)).status == 201
        return found

    async def decided(self, asked: dict[str, Any]) -> dict[str, Any]:
        return said(await (await self.set_up.phone("nadia")).read(ItemId(asked["item"])), "besluit")

    async def stored(self, asked: dict[str, Any]) -> dict[str, Any]:
        """How many items this act opened, and what stands in the one."""
        pieter = await self.set_up.phone("pieter")
        cases = [await pieter.read(line.id) for line in await pieter.open_items()]
        opened = [case for case in cases if any(act.payload.id == asked["act"] for act in case.acts)]
        return {"stored": len(opened), "content": said(opened[0], "spoedaanwijzing")["spoedaanwijzing"]}


@pytest.mark.timeout(180)  # a whole story between two processes
async def test_the_app_and_python_do_the_main_job_together(tmp_path: Path, sqlite_url: str) -> None:
    async with stage(tmp_path, sqlite_url) as set_up:
        Others(set_up)
        await set_up.play("tests/device.cross.ts", tmp_path / "vectors", "hanna", "pieter", "lies", "rob")
