"""A notice to a mayor over HTTP, with real keys: who can open it and who cannot (BB-02 … BB-06, P-01)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio

from client.burgemeestersbericht import BurgemeestersActs, NothingRead
from client.genesis import World, found_practice_world
from client.reading import ItemRefused
from client.transport import ServerRefused
from domain.audit.notes import SignatureType, SignerKey
from domain.content import AntwoordContent, VraagContent
from domain.flows.burgemeestersbericht.content import (
    BerichtCorrectieContent,
    BerichtEindeContent,
    BurgemeestersberichtContent,
    VierhoekContent,
)
from domain.functies import NATIONAL, Functie, Holding, Scope
from domain.ids import ItemId, OrganisationId, PersonId
from tests.client import service
from tests.client.service import Running, running
from tests.client.test_over_http import REQUEST
from tests.client.world import HOVJ, LCC, LOGS, NOW, PIKET, RCCB, SPEC, person, seeded
from tests.harness.stores import database_url, on_postgres_slowly, sqlite_template, sqlite_url

__all__ = ["database_url", "sqlite_template", "sqlite_url"]

pytestmark = on_postgres_slowly

UTRECHT: Final = Scope("gm:GM0344")
MAYOR: Final = Holding(Functie.BURGEMEESTER, UTRECHT)
LOCO: Final = Holding(Functie.LOCO_BURGEMEESTER, UTRECHT)
BEHANDELAAR: Final = Holding(Functie.NCTV_BEHANDELAAR, NATIONAL)
TEAMLEIDER: Final = Holding(Functie.NCTV_TEAMLEIDER, NATIONAL)
GEMEENTE: Final = SignerKey("piket.example/log/gemeente", SignatureType.ED25519, bytes([9]) * 32)
WORDS = {
    "what": "Er wordt iemand in uw gemeente beveiligd",
    "may_do": "Niets zelf ondernemen",
    "share_with": "Met niemand",
    "say": "Geen mededelingen",
    "call": "+31 70 555 0001",
}
NOTICE: Final = BurgemeestersberichtContent(kind="burgemeestersbericht", **WORDS)


@cache
def world_with_mayors() -> World:
    spec = replace(
        SPEC,
        organisations={**SPEC.organisations, OrganisationId("gemeente"): "gemeente"},
        people=(
            *(one for one in SPEC.people if one.founder),
            person("hanna", "om", HOVJ),
            person("pieter", "nctv", PIKET),
            person("bea", "nctv", BEHANDELAAR),
            person("tom", "nctv", TEAMLEIDER),
            person("rob", "politie", RCCB),
            person("lies", "politie", LCC),
            person("maud", "gemeente", MAYOR),
            person("loes", "gemeente", LOCO),
            person("lars", "gemeente", LOCO),
        ),
        log_keys=(*SPEC.log_keys, GEMEENTE.verifier.encode()),
    )
    return found_practice_world(spec, random=seeded(11), clock=lambda: NOW)


@pytest_asyncio.fixture
async def world(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    monkeypatch.setattr(service, "practice_world", world_with_mayors)
    monkeypatch.setattr(service, "LOGS", {**LOGS, "gemeente": GEMEENTE})
    async with running(tmp_path, database_url) as found:
        yield found


async def at(world: Running, name: str) -> BurgemeestersActs:
    return BurgemeestersActs(await world.phone(name))


async def read(world: Running, name: str, item: ItemId) -> list[str]:
    """The kinds of what somebody can open."""
    return [one.content.kind for one in (await (await world.phone(name)).read(item)).contents]


async def test_bb_02_bb_04_released_by_a_second_official_read_and_acknowledged_by_the_mayor(world: Running) -> None:
    bea, tom, maud = [await at(world, name) for name in ("bea", "tom", "maud")]
    sent = await bea.send(UTRECHT, NOTICE, scenario="opname")
    assert (sent.answer.status, sent.answer.state, sent.gaps) == (201, "ter_vrijgave", ())
    with pytest.raises(ServerRefused):
        await maud.acknowledge(sent.item)
    assert (await bea.release(sent.item)).code == "burgemeestersbericht.four_eyes"
    assert (await tom.release(sent.item)).state == "verstuurd"
    assert await read(world, "maud", sent.item) == ["burgemeestersbericht"]
    assert (await maud.acknowledge(sent.item)).state == "kennisgenomen"
    await maud.ask(sent.item, VraagContent(kind="vraag", text="Mag de wijkagent dit weten?"))
    assert (await bea.answer(sent.item, AntwoordContent(kind="antwoord", text="Nee"))).status == 201
    correction = BerichtCorrectieContent(kind="bericht_correctie", wrong="De wijk", **WORDS)
    assert (await bea.correct(sent.item, correction)).state == "verstuurd"
    assert (await maud.acknowledge(sent.item)).state == "kennisgenomen"
    gone = BerichtEindeContent(kind="bericht_einde", text="Verhuisd", say="Niets", call="+31 70 555 0001")
    assert (await bea.end(sent.item, gone)).state == "beeindigd"
    assert (await maud.acknowledge(sent.item)).status == 201
    assert (await tom.release(sent.item)).status == 201


async def test_bb_05_the_stand_in_opens_it_on_the_own_device_and_no_other_does(world: Running) -> None:
    pieter, loes, lars = [await at(world, name) for name in ("pieter", "loes", "lars")]
    sent = await pieter.send_acute(UTRECHT, NOTICE)
    assert sent.answer.state == "verstuurd"
    with pytest.raises(ServerRefused):
        await loes.acknowledge(sent.item)
    assert (await pieter.stand_in(sent.item, PersonId("loes"))).status == 201
    assert await read(world, "loes", sent.item) == ["burgemeestersbericht"]
    assert await read(world, "lars", sent.item) == []
    with pytest.raises(NothingRead):
        await lars.acknowledge(sent.item)
    assert (await loes.acknowledge(sent.item)).state == "kennisgenomen"


async def test_bb_01_bb_04_om_and_police_see_that_and_not_what_until_they_come_to_the_table(world: Running) -> None:
    bea, rob, lies = [await at(world, name) for name in ("bea", "rob", "lies")]
    sent = await bea.send_acute(UTRECHT, NOTICE)
    for name in ("hanna", "rob", "lies"):
        assert await read(world, name, sent.item) == []
    assert (await lies.informed(sent.item)).status == 201
    assert (await rob.ask_vierhoek(sent.item)).status == 201
    where = VierhoekContent(kind="vierhoek", where="Stadhuis", subject="Afstemming")
    assert (await bea.plan_vierhoek(sent.item, NOW.replace(day=16), where)).status == 201
    assert await read(world, "rob", sent.item) == ["burgemeestersbericht", "vierhoek"]
    assert await read(world, "hanna", sent.item) == ["burgemeestersbericht", "vierhoek"]
    assert await read(world, "lies", sent.item) == []


async def test_bb_05_p_01_who_may_stand_in_and_was_given_no_key_makes_none(
    world: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieter = await at(world, "pieter")
    sent = await pieter.send_acute(UTRECHT, NOTICE)
    await pieter.stand_in(sent.item, PersonId("loes"))
    lars = await world.phone("lars")
    assert (await lars.rekey(sent.item)).code == "key.none"
    assert await read(world, "maud", sent.item) == ["burgemeestersbericht"]
    monkeypatch.setattr("handlers.items.must_have_key", lambda *_: None)  # a service that lets it through
    assert (await lars.rekey(sent.item)).status == 201
    for name in ("pieter", "maud", "loes"):
        with pytest.raises(ItemRefused) as refused:
            await read(world, name, sent.item)
        assert refused.value.code == "item.rekeyed"


async def test_bb_05_a_new_key_reaches_the_stand_in_by_name_and_never_the_role(world: Running) -> None:
    pieter, loes = await at(world, "pieter"), await at(world, "loes")
    sent = await pieter.send_acute(UTRECHT, NOTICE)
    await pieter.stand_in(sent.item, PersonId("loes"))
    for name in ("pieter", "loes", "pieter"):
        assert (await (await world.phone(name)).rekey(sent.item)).status == 201
    await loes.ask(sent.item, VraagContent(kind="vraag", text="Mag ik bellen?"))
    for name in ("pieter", "maud", "loes"):
        assert await read(world, name, sent.item) == ["burgemeestersbericht", "vraag"]
    assert await read(world, "lars", sent.item) == []


async def test_p_02_who_is_excluded_from_the_case_is_excluded_from_what_follows_from_it(world: Running) -> None:
    hanna, pieter = await world.phone("hanna"), await world.phone("pieter")
    spoed = await hanna.submit_spoedaanwijzing(REQUEST, excluded=[PersonId("lars")])
    dossier = (await pieter.read(spoed.item)).answer.item.dossier
    sent = await BurgemeestersActs(pieter).send_acute(UTRECHT, NOTICE, dossier=dossier, follows=spoed.item)
    assert sent.answer.status == 201
    assert (await pieter.read(sent.item)).excluded == {"lars"}
