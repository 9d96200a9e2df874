"""The app reads every answer about an item as Python does: believes the same of it, or refuses it for its reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from tests.client.service import running
from tests.harness.stores import sqlite_template, sqlite_url
from tests.webapp import reading_stories as stories
from tests.webapp.node import vitest
from tests.webapp.readings import facts_of

__all__ = ["sqlite_template", "sqlite_url"]

ANYWHERE: Final = {None, "item.unopened"}
"""Why one or another change to any answer is refused; None: what it changes is the service's word, or nothing."""
STORIES: Final[dict[stories.Story, set[str]]] = {
    stories.a_designation: {
        "item.other", "item.excluded", "act.signature", "content.malformed", "sealing", "item.flow", "item.state",
        "content.hand", "content.official", "content.signature", "content.functie", "content.sealed",
        "content.swapped", "content.place", "act.functie", "act.elsewhere",
    },
    stories.a_refusal: {"item.state", "item.flow"},
    stories.two_joined: {"content.outcome", "item.state", "sealing"},
    stories.new_keys: {"item.rekeyed", "sealing", "content.swapped"},
    stories.by_passkey: {"act.signature"},
    stories.an_end: {"item.state", "item.flow"},
    stories.a_call: {"item.state", "sealing"},
    stories.a_drill: {"item.state", "act.elsewhere"},
    stories.a_removal: {"item.removed", "content.removed"},
}  # fmt: skip
"""Every story, with the refusals that it must meet besides."""
SLOW: Final = set(STORIES) - {stories.a_designation}


@pytest.mark.timeout(240)  # a service, phones, and hundreds of files that Node opens
@pytest.mark.parametrize(
    "story",
    [pytest.param(one, id=one.__name__, marks=[pytest.mark.slow] if one in SLOW else []) for one in STORIES],
)
async def test_the_app_reads_every_answer_as_the_client_does(
    story: stories.Story, tmp_path: Path, sqlite_url: str
) -> None:
    async with running(tmp_path, sqlite_url) as world:
        answers = await story(world)
        facts = await facts_of(await world.phone("rob"))
        vectors = {"genesis": world.world.genesis, "facts": facts, "answers": answers}
    codes = {lie["said"].get("code") for one in answers for lie in one["lies"]}
    assert codes >= ANYWHERE | STORIES[story], (ANYWHERE | STORIES[story]) - codes
    for one in answers:
        assert ("code" in one["lies"][0]["said"]) == (one["name"] == stories.LIED_TO), one["name"]
    (tmp_path / "readings.json").write_text(json.dumps(vectors), encoding="utf-8")
    vitest("tests/device-reading.cross.ts", vectors=tmp_path)
