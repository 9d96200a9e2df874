"""Reviews over HTTP, with real keys: who can open what is reviewed, and who is told why not (HB-01, HB-04, P-06)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio

from client.content import ContentRefused
from client.genesis import World, found_practice_world
from client.herbeoordeling import HerbeoordelingActs
from domain.flows.herbeoordeling.content import (
    HerbeoordelingContent,
    InformerenContent,
    NieuweInformatieContent,
    TeHerbeoordelenContent,
)
from domain.functies import NATIONAL, Functie, Holding
from domain.ids import ItemId
from tests.client import service
from tests.client.service import Running, running
from tests.client.world import ARR, NOW, SPEC, person, seeded
from tests.harness.stores import database_url, on_postgres_slowly, sqlite_template, sqlite_url

__all__ = ["database_url", "sqlite_template", "sqlite_url"]

pytestmark = on_postgres_slowly

BEHANDELAAR: Final = Holding(Functie.NCTV_BEHANDELAAR, NATIONAL)
PLAN: Final = TeHerbeoordelenContent(
    kind="herbeoordeling_plan",
    measures="Rondgang langs de woning",
    triggers=["Nieuwe bedreiging"],
    callback="030 000 00 00",
)
REVIEW: Final = HerbeoordelingContent(
    kind="herbeoordeling",
    opportune=True,
    proportionate=True,
    up_to_date=True,
    reasons="De dreiging staat nog",
    measures="Ook in de nacht",
)


@cache
def world_with_reviewers() -> World:
    spec = replace(SPEC, people=(*SPEC.people, person("bea", "nctv", BEHANDELAAR)))
    return found_practice_world(spec, random=seeded(12), clock=lambda: NOW)


@pytest_asyncio.fixture
async def world(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    monkeypatch.setattr(service, "practice_world", world_with_reviewers)
    async with running(tmp_path, database_url) as found:
        yield found


async def at(world: Running, name: str) -> HerbeoordelingActs:
    return HerbeoordelingActs(await world.phone(name))


async def kinds(world: Running, name: str, item: ItemId) -> list[str]:
    """The kinds of what somebody can open."""
    return [one.content.kind for one in (await (await world.phone(name)).read(item)).contents]


async def test_hb_02_hb_04_planned_by_the_hovj_asked_for_by_the_rccb_and_reviewed_with_reasons(world: Running) -> None:
    hanna, rob = await at(world, "hanna"), await at(world, "rob")
    planned = await hanna.plan(PLAN, ARR)
    assert (planned.answer.status, planned.answer.state) == (201, "gepland")
    assert await kinds(world, "rob", planned.item) == ["herbeoordeling_plan"]
    new = NieuweInformatieContent(
        kind="nieuwe_informatie", text="Nieuwe bedreiging op straat", trigger="Nieuwe bedreiging"
    )
    assert (await rob.trigger(planned.item, new)).state == "gevraagd"
    assert (await hanna.review(planned.item, "opschalen", REVIEW)).state == "gepland"
    assert (await rob.acknowledge(planned.item)).status == 201
    assert await kinds(world, "rob", planned.item) == ["herbeoordeling_plan", "nieuwe_informatie", "herbeoordeling"]


async def test_hb_02_somebody_who_is_not_the_authority_is_told_so(world: Running) -> None:
    bea = await at(world, "bea")
    assert (await bea.plan(PLAN, ARR)).answer.code == "gezag.other"
    threat = await bea.plan(PLAN, ARR, subject="object_of_dienst")
    assert (threat.answer.status, threat.answer.state) == (201, "gepland"), "the threat level of objects is the NCTV's"


async def test_hb_02_hb_05_what_a_review_says_must_fit_its_outcome_before_it_is_sent(world: Running) -> None:
    hanna = await at(world, "hanna")
    item = (await hanna.plan(PLAN, ARR)).item
    told = InformerenContent(kind="informeren", text="Niets nieuws")
    for outcome, content, word in (
        ("opschalen", REVIEW.model_copy(update={"measures": None}), "herbeoordeling.measures"),
        ("voortzetten", told, "herbeoordeling.kind"),
        ("geinformeerd", REVIEW, "herbeoordeling.kind"),
        ("geinformeerd", told, "herbeoordeling.official"),
    ):
        with pytest.raises(ContentRefused) as refused:
            await hanna.review(item, outcome, content)  # type: ignore[arg-type]  # the pairs, as literals
        assert refused.value.code == word
    assert (await hanna.review(item, "voortzetten", REVIEW)).status == 201
