"""A risk moment over HTTP, with real keys, on both databases: who can open what, and an answer from nobody (RM-02)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio

from client.age import HybridIdentity
from client.content import ContentRefused
from client.genesis import World, found_practice_world
from client.loket import new_key, open_answer, seal_answer
from client.opening import Submitted
from client.risicomoment import RisicomomentActs, answer_of, told_by
from client.transport import ServerRefused
from domain.areas import Gemeente
from domain.audit.notes import SignatureType, SignerKey
from domain.flows.risicomoment.acts import Report, Take
from domain.flows.risicoweging.content import RisicobesluitContent, RisicowegingContent, VaststellingContent
from domain.functies import Functie, Holding, Scope
from domain.ids import ActId, ItemId, OrganisationId
from tests.client import service
from tests.client.service import Running, running
from tests.client.world import ARR, EENHEID, HOVJ, LCC, LOGS, NOW, PIKET, RCCB, SPEC, person, seeded
from tests.harness.ladders import POLICY
from tests.harness.stores import database_url, sqlite_template, sqlite_url

__all__ = ["database_url", "sqlite_template", "sqlite_url"]

SAM: Final = Holding(Functie.TE_BEVEILIGEN_PERSOON, Scope("own:" + "s" * 22))
PERSONEN: Final = SignerKey("piket.example/log/personen", SignatureType.ED25519, bytes([9]) * 32)
PLACE: Final[Gemeente] = next(
    one for one in POLICY.gemeenten.values() if (one.arrondissement, one.eenheid) == (ARR, EENHEID)
)
KNOWN: Final = RisicowegingContent(kind="risicoweging", known="Eerder bedreigd")
NONE_ADVISED: Final = VaststellingContent(kind="vaststelling", outcome="geen_extra", reasons="Geen aanleiding")
ADVISED: Final = VaststellingContent(kind="vaststelling", outcome="geadviseerd", reasons="Recente dreiging")


@cache
def world_with_a_reporter() -> World:
    spec = replace(
        SPEC,
        organisations={**SPEC.organisations, OrganisationId("personen"): "personen"},
        people=(
            *(one for one in SPEC.people if one.founder),
            person("hanna", "om", HOVJ),
            person("pieter", "nctv", PIKET),
            person("rob", "politie", RCCB),
            person("lies", "politie", LCC),
            person("sam", "personen", SAM),
        ),
        duties=(),
        log_keys=(*SPEC.log_keys, PERSONEN.verifier.encode()),
    )
    return found_practice_world(spec, random=seeded(14), clock=lambda: NOW)


@pytest_asyncio.fixture
async def world(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    monkeypatch.setattr(service, "practice_world", world_with_a_reporter)
    monkeypatch.setattr(service, "LOGS", {**LOGS, "personen": PERSONEN})
    async with running(tmp_path, database_url) as found:
        yield found


@pytest.mark.parametrize("elsewhere", [None, Scope("eenheid:elders")])
async def test_p_02_what_is_weighed_is_sealed_to_the_eenheid_that_the_report_asks(
    world: Running, elsewhere: Scope | None
) -> None:
    starts = world.clock.now() + timedelta(hours=3)
    sam, pieter = await at(world, "sam"), await at(world, "pieter")
    times = (starts, starts + timedelta(hours=2))
    sent = await sam.report("Een lezing", "De bibliotheek", "Tweehonderd", *times, PLACE, rccb=elsewhere)
    await pieter.take(sent.item, KNOWN, PLACE)
    signed = [one.params for one in (await (await world.phone("pieter")).read(sent.item)).acts]
    wraps = [
        one.wraps if isinstance(one, Report) else one.linked.wraps for one in signed if isinstance(one, Report | Take)
    ]
    for sealed_to in wraps:
        assert ("rccb" in {wrap.functie for wrap in sealed_to}) is (elsewhere is None)
    assert len(wraps) == 2


async def at(world: Running, name: str) -> RisicomomentActs:
    return RisicomomentActs(await world.phone(name))


async def reported(world: Running, hours: float = 3) -> Submitted:
    starts = world.clock.now() + timedelta(hours=hours)
    sam = await at(world, "sam")
    return await sam.report("Een lezing", "De bibliotheek", "Tweehonderd", starts, starts + timedelta(hours=2), PLACE)


@pytest.mark.parametrize("taker", ["rob", "pieter"])
async def test_rm_02_the_answer_is_proven_and_tells_no_side(world: Running, taker: str) -> None:
    sent = await reported(world)
    assert (sent.answer.status, sent.answer.state) == (201, "bij_loket")
    one = await at(world, taker)
    weighing, answer = await one.take(sent.item, KNOWN, PLACE)
    assert answer.status == 201
    assert (await one.establish(weighing, NONE_ADVISED, "persoon")).state == "geen_extra"
    assert (await one.answer(sent.item, "geen_extra", "Wij zien geen extra risico.")).state == "beantwoord"
    phone = await world.phone("sam")
    case = await phone.read(sent.item)
    assert (case.state, answer_of(case)) == ("bij_loket", None)
    with pytest.raises(ServerRefused):
        await phone.read(weighing)
    await world.settle(timedelta(minutes=16).total_seconds())
    case = await phone.read(sent.item)
    told = answer_of(case)
    assert told is not None
    said = told.content
    assert (case.state, said.outcome, said.text) == ("beantwoord", "geen_extra", "Wij zien geen extra risico.")
    assert [told.told] == told_by(case) == [case.acts[0].payload.id]
    assert {act.person for act in case.acts} == {"sam"}
    assert case.answer.item.gezag is None
    assert not {taker, f"{taker}-1"} & set(str(case.answer).replace("'", " ").split())
    assert (await (await at(world, "sam")).read_answer(sent.item)).status == 201


async def test_rm_02_receivers_see_who_signed_the_answer(world: Running) -> None:
    sent = await reported(world)
    rob = await at(world, "rob")
    weighing, _ = await rob.take(sent.item, KNOWN, PLACE)
    await rob.establish(weighing, NONE_ADVISED, "persoon")
    await rob.answer(sent.item, "geen_extra", "Geen extra risico.")
    case = await (await world.phone("pieter")).read(sent.item)
    assert answer_of(case) is not None
    assert [act.person for act in case.acts if act.payload.act == "risicomoment.answer"] == ["rob"]


async def test_rm_03_rm_05_decided_by_the_hovj_and_called_off_by_the_reporter(world: Running) -> None:
    sent = await reported(world)
    rob, hanna, sam = await at(world, "rob"), await at(world, "hanna"), await at(world, "sam")
    weighing, _ = await rob.take(sent.item, KNOWN, PLACE)
    await rob.establish(weighing, ADVISED, "persoon")
    decision = RisicobesluitContent(kind="risico_besluit", outcome="maatregelen", reasons="Nodig", order="Toezicht")
    assert (await hanna.decide(weighing, decision)).state == "uitvoeren"
    kinds = [one.content.kind for one in (await (await world.phone("rob")).read(weighing)).contents]
    assert kinds == ["risicoweging", "vaststelling", "risico_besluit"]
    assert (await sam.cancel(sent.item)).state == "ingetrokken"
    assert (await rob.acknowledge(weighing)).state == "ingetrokken"


def test_rm_02_an_answer_with_another_key_item_act_or_text_is_refused() -> None:
    random = seeded(3)
    identity, key, other = HybridIdentity.generate(random), new_key(random), new_key(random)
    item, act = ItemId("A" * 22), ActId("019aa111-0000-7000-8000-000000000001")
    sealed = seal_answer(key, item, act, "maatregelen", "Er komt toezicht.", identity.recipient().to_string())
    changed = ActId(act.replace("1", "3"))
    opened = open_answer(sealed, [identity], key, item, [changed, act])
    assert (opened.content.text, opened.told) == ("Er komt toezicht.", act)
    elsewhere = [(other, item, act), (key, ItemId("B" * 22), act), (key, item, ActId(act.replace("1", "2")))]
    for with_key, on_item, told in elsewhere:
        with pytest.raises(ContentRefused) as refused:
            open_answer(sealed, [identity], with_key, on_item, [told])
        assert refused.value.code == "loket.proof"
    stranger = HybridIdentity.generate(random)
    with pytest.raises(ContentRefused):
        open_answer(sealed, [stranger], key, item, [act])


def test_rm_02_answers_of_any_length_are_padded_to_the_same_size() -> None:
    identity = HybridIdentity.generate(seeded(4))
    named = (new_key(seeded(5)), ItemId("A" * 22), ActId("019aa111-0000-7000-8000-000000000001"))
    to = identity.recipient().to_string()
    assert len({len(seal_answer(*named, "geen_extra", "x" * long, to)) for long in (1, 100, 600)}) == 1
