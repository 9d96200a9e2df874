"""A triage over HTTP, with real keys, on both databases: who can open what, and what readers are told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
import pytest_asyncio

from client.answers import ItemAnswer
from client.content import ContentRefused
from client.genesis import World, found_practice_world
from client.reading import ItemRefused, read_case
from client.transport import ServerRefused
from client.triage import TriageActs, lacking
from domain.acts.payload import parse_model
from domain.content import VraagContent
from domain.flows.geschil.content import GeschilContent
from domain.flows.triage.content import (
    AanvullingTriageContent,
    AgendaContent,
    DossieroordeelContent,
    IntakeContent,
    OordeelContent,
    OverdrachtsdossierContent,
    TafelContent,
)
from domain.flows.triage.toetsingskader import Ontbreekt, Toetsingskader
from domain.functies import NATIONAL, Functie, Holding
from domain.ids import ItemId
from tests.client import service
from tests.client.service import Running, running
from tests.client.world import HOVJ, NOW, RCCB, SPEC, person, seeded
from tests.harness.stores import database_url, on_postgres_slowly, sqlite_template, sqlite_url

__all__ = ["database_url", "sqlite_template", "sqlite_url"]

pytestmark = on_postgres_slowly

PEOPLE: Final = {
    "hanna": ("om", HOVJ),
    "sien": ("om", Holding(Functie.TRIAGESECRETARIAAT, NATIONAL)),
    "coen": ("om", Holding(Functie.COORDINEREND_HOVJ, NATIONAL)),
    "tom": ("nctv", Holding(Functie.NCTV_TEAMLEIDER, NATIONAL)),
    "bea": ("nctv", Holding(Functie.NCTV_BEHANDELAAR, NATIONAL)),
    "dirk": ("nctv", Holding(Functie.DIRECTEUR_NCTV, NATIONAL)),
    "rob": ("politie", RCCB),
    "bram": ("politie", Holding(Functie.ADVISEUR_BB, NATIONAL)),
}
SERIOUS: Final[dict[str, Any]] = {
    "a": {
        "gericht_op_leven": "direct",
        "feit": "artikel_285",
        "factoren": ["psychische_stoornis"],
        "dreiger_bekend": True,
    },
    "b": {"fenomeen": "gefixeerde_eenling"},
    "c": {"van": ["politie"], "beoordeling_hovj": "Reden genoeg"},
}
UNSURE: Final = {**SERIOUS, "b": {"fenomeen": None}}


def intake(line: str, criteria: dict[str, Any]) -> IntakeContent:
    said = {"kind": "intake", "person": "Iemand", "threat": "Dreiging", "context": "Context", "line": line}
    return parse_model(IntakeContent, {**said, "criteria": criteria})


def judgement(outcome: str) -> OordeelContent:
    said = {"kind": "oordeel", "outcome": outcome, "reasons": "Weging", "information": ["Dreigingsanalyse"]}
    return parse_model(OordeelContent, said)


@cache
def world_of_triage() -> World:
    founders = [one for one in SPEC.people if one.founder]
    people = [person(name, where, holding) for name, (where, holding) in PEOPLE.items()]
    return found_practice_world(
        replace(SPEC, people=(*founders, *people), duties=()), random=seeded(12), clock=lambda: NOW
    )


@pytest_asyncio.fixture
async def world(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    monkeypatch.setattr(service, "practice_world", world_of_triage)
    async with running(tmp_path, database_url) as found:
        yield found


async def at(world: Running, name: str) -> TriageActs:
    return TriageActs(await world.phone(name))


async def read(world: Running, name: str, item: ItemId) -> list[str]:
    """The kinds of what somebody can open."""
    return [one.content.kind for one in (await (await world.phone(name)).read(item)).contents]


async def test_tr_01_tr_05_tr_06_put_forward_judged_and_handed_over(world: Running) -> None:
    hanna, tom, bea = [await at(world, name) for name in ("hanna", "tom", "bea")]
    sent = await hanna.submit(intake("directe_opname", SERIOUS))
    assert (sent.answer.status, sent.answer.state) == (201, "te_beoordelen")
    assert await read(world, "tom", sent.item) == ["intake"]
    await bea.ask(sent.item, VraagContent(kind="vraag", text="Sinds wanneer?"))
    await hanna.supplement(sent.item, AanvullingTriageContent(kind="aanvulling_triage", text="Sinds mei"))
    assert (await tom.judge(sent.item, judgement("opgenomen"))).state == "opgenomen"
    assert await read(world, "hanna", sent.item) == ["intake", "vraag", "aanvulling_triage", "oordeel"]
    file = OverdrachtsdossierContent(kind="overdrachtsdossier", text="Dossier", parts=["Dreigingsanalyse"])
    assert (await hanna.transfer(sent.item, file)).status == 201
    lacks = DossieroordeelContent(kind="dossieroordeel", text="De plattegrond ontbreekt")
    assert (await bea.check_dossier(sent.item, lacks)).state == "opgenomen"
    await hanna.transfer(sent.item, file)
    assert (await bea.check_dossier(sent.item)).state == "overgedragen"


async def test_tr_03_the_senders_app_refuses_the_wrong_line_and_readers_see_what_is_missing(
    world: Running,
) -> None:
    hanna = await at(world, "hanna")
    for line, criteria in (("directe_opname", UNSURE), ("triagetafel", SERIOUS)):
        with pytest.raises(ContentRefused) as refusal:
            await hanna.submit(intake(line, criteria))
        assert refusal.value.code == "intake.criteria"
    sent = await hanna.submit(intake("triagetafel", UNSURE))
    assert sent.answer.state == "te_agenderen"
    tom = await world.phone("tom")
    assert lacking(await tom.read(sent.item)) == ()
    worse = parse_model(Toetsingskader, {**UNSURE, "c": {"van": [], "beoordeling_hovj": "Gewogen"}})
    await hanna.supplement(
        sent.item, AanvullingTriageContent(kind="aanvulling_triage", text="Zonder inzicht", criteria=worse)
    )
    for name in ("tom", "sien"):
        assert lacking(await (await world.phone(name)).read(sent.item)) == (Ontbreekt.C_INZICHT,)


async def test_tr_07_p_01_the_table_reads_it_from_the_invitation_on(world: Running) -> None:
    hanna, sien, tom = [await at(world, name) for name in ("hanna", "sien", "tom")]
    sent = await hanna.submit(intake("triagetafel", UNSURE))
    for name in ("rob", "bram"):
        with pytest.raises(ServerRefused):
            await read(world, name, sent.item)
    where = AgendaContent(kind="agenda", where="Openbaar Ministerie, zaal 3")
    scheduled = await sien.schedule(sent.item, NOW + timedelta(days=2), ["rccb", "adviseur_bb"], where)
    assert scheduled.state == "geagendeerd"
    for name in ("rob", "bram"):
        assert await read(world, name, sent.item) == ["intake", "agenda"]
    report = TafelContent(kind="triagetafel", outcome="gezag_hovj", report="Lokaal", present=["hovj", "rccb"])
    assert (await sien.discuss(sent.item, report)).state == "te_beoordelen"
    assert (await tom.judge(sent.item, judgement("niet_opgenomen"))).state == "niet_opgenomen"


async def test_tr_08_who_is_consulted_reads_the_case_and_nobody_else(world: Running) -> None:
    hanna, tom = await at(world, "hanna"), await at(world, "tom")
    sent = await hanna.submit(intake("directe_opname", SERIOUS))
    await tom.judge(sent.item, judgement("niet_opgenomen"))
    answer = await hanna.dispute(sent.item, GeschilContent(kind="geschil", text="De dreiging is groter"))
    assert answer.state == "betwist"
    for name in ("coen", "dirk"):
        assert await read(world, name, sent.item) == ["intake", "oordeel"]


async def test_tr_05_a_service_that_says_a_case_was_judged_which_nobody_judged_is_refused(world: Running) -> None:
    hanna = await at(world, "hanna")
    sent = await hanna.submit(intake("directe_opname", SERIOUS))
    phone = await world.phone("hanna")
    document = (await phone.api.item(sent.item)).model_dump(mode="json", by_alias=True)
    for state in ("opgenomen", "niet_opgenomen", "beeindigd"):
        document["item"]["state"] = state
        with pytest.raises(ItemRefused) as refusal:
            read_case(ItemAnswer.model_validate(document), sent.item, phone.directory, phone.roles)
        assert refusal.value.code == "item.state"
