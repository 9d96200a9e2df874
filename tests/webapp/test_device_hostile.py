"""What Python's phone refuses of a lying service, the app's phone refuses, for the same reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from client.answers import ItemAnswer
from client.content import ContentRefused
from client.reading import ItemRefused, read_case
from client.sealing import SealingError
from domain.ids import ItemId, OrganisationId, PersonId
from tests.client.world import HOVJ, keyring_of
from tests.harness.stores import sqlite_template, sqlite_url
from tests.webapp.stage import Stage, stage

__all__ = ["sqlite_template", "sqlite_url"]


class Judge:
    """Python's phone of the same person, who reads the same answers."""

    def __init__(self, set_up: Stage) -> None:
        self.set_up = set_up
        set_up.steps |= {"raw": self.raw, "judge": self.judge, "officers_act_is_refused": self.officers_act_is_refused}

    async def raw(self, asked: dict[str, Any]) -> Any:
        """What the service honestly says of an item."""
        pieter = await self.set_up.phone("pieter")
        return (await pieter.transport.read("GET", f"/v1/items/{asked['item']}")).json()

    async def officers_act_is_refused(self, asked: dict[str, Any]) -> None:
        """It consumed a number, and the next fact stands after the hole; the log says so when this returns."""
        officer = await self.set_up.phone("stichter-a")
        also = [keyring_of("stichter-b")]
        twice = await officer.carry_out(officer.officer().grant(PersonId("hanna"), HOVJ), also=also)
        added = officer.officer().add_person(PersonId(asked["person"]), OrganisationId("om"))
        answers = [twice.status, (await officer.carry_out(added, also=also)).status]
        assert answers == [409, 201]
        await self.set_up.world.settle()

    async def judge(self, asked: dict[str, Any]) -> dict[str, str | None]:
        """What Python refuses an answer for; None when it believes it."""
        pieter = await self.set_up.phone("pieter")
        try:
            answer = ItemAnswer.model_validate(asked["answer"])
            read_case(answer, ItemId(asked["item"]), pieter.directory, pieter.roles)
        except ValidationError:
            return {"code": "answer.malformed"}
        except SealingError:
            return {"code": "SealingError"}
        except (ItemRefused, ContentRefused) as refused:
            return {"code": refused.code}
        return {"code": None}


async def test_the_app_refuses_what_python_refuses(tmp_path: Path, sqlite_url: str) -> None:
    async with stage(tmp_path, sqlite_url) as set_up:
        Judge(set_up)
        await set_up.play("tests/device-hostile.cross.ts", tmp_path / "vectors", "hanna", "pieter")
