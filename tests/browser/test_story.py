"""The main job from enrolling to a unit on the spot, in browsers of all its parties; each screen says how far it is."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.ids import ItemId
from tests.browser.handset import Handset
from tests.browser.stage import Stage

pytestmark = pytest.mark.slow

PERSON = "Mw. A. de Wit, rechter"
THREAT = "Onbekende man wachtte bij haar woning"
QUESTION = "Is er iemand bij haar thuis?"
ANSWER = "Ja, haar partner en een kind."
REASONS = "Concrete dreiging, direct nodig."
WORD = "Blijf surveilleren tot de aflossing."
UNIT = "Eenheid Oost, twee voertuigen"
RECEIVED = "Ontvangen door iemand die mag besluiten"


@pytest.mark.timeout(300)
async def test_the_main_job(stage: Stage) -> None:
    await stage.couple("nina", "lars")
    hovj, officer, lcc = await asyncio.gather(*(stage.enrolled(name) for name in ("hanna", "nina", "lars")))
    item = await asked(stage, hovj, officer)
    await received(hovj, officer)
    await more_asked(hovj, officer, item)
    await decided(stage, hovj, officer, item)
    order = await on_the_spot(stage, hovj, lcc, item)
    await python_reads(stage, item, order)


async def asked(stage: Stage, hovj: Handset, officer: Handset) -> ItemId:
    before = stage.bells("nina")
    await hovj.follow("Vraag spoedaanwijzing")
    await hovj.shows("Het verzoek is een telefoongesprek.")
    await hovj.fill(person=PERSON, need="Persoonsbeveiliging", callback="0300000000", keten_choice="no", threat=THREAT)
    card = await hovj.read_back()
    read = await card.inner_text()
    assert PERSON in read
    assert THREAT in read
    await hovj.hold()
    for name in ("Bewaard op deze telefoon", "Verstuurd", "Ontvangen door de dienst"):
        await hovj.step(name)
    await hovj.not_yet(RECEIVED)
    await stage.bell("nina", before)
    assert hovj.window.called == ["tel:0700000001"]
    await hovj.follow("Volg het verzoek")
    await hovj.shows("gebeld om")
    await officer.loudest()
    await officer.shows(PERSON)
    assert await officer.item() == await hovj.item()
    return ItemId(await hovj.item())


async def received(hovj: Handset, officer: Handset) -> None:
    await officer.press("Ik heb dit ontvangen")
    await hovj.step(RECEIVED)
    await hovj.not_yet("Besloten")
    await officer.step(RECEIVED)


async def more_asked(hovj: Handset, officer: Handset, item: str) -> None:
    await officer.more("Vraag om meer")
    await officer.sign(text=QUESTION)
    await officer.shows(QUESTION)
    await hovj.shows(QUESTION)
    await hovj.more("Beantwoord de vraag")
    await hovj.sign(text=ANSWER)
    await hovj.shows(ANSWER)
    await officer.shows(ANSWER)
    assert await officer.item() == item


async def decided(stage: Stage, hovj: Handset, officer: Handset, item: str) -> None:
    before = stage.bells("lars")
    await officer.follow("Besluit")
    await officer.fill(outcome="aangewezen")
    await officer.fill(
        reasons=REASONS,
        kerngezin="2",
        **{"opdracht.where": "Utrecht", "opdracht.callback": "0700000001"},
        **{"bericht_rccb.text": WORD, "bericht_rccb.callback": "0700000001"},
    )
    read = await (await officer.read_back()).inner_text()
    assert REASONS in read
    assert "aangewezen" in read
    await officer.hold()
    for one in (officer, hovj):
        await one.step("Besloten")
        await one.not_yet("Ter plaatse")
    await hovj.shows(REASONS)
    assert "NCTV" in await hovj.page.locator(".gezag").inner_text()
    await stage.bell("lars", before)


async def on_the_spot(stage: Stage, hovj: Handset, lcc: Handset, item: str) -> ItemId:
    await lcc.loudest()
    await lcc.shows(PERSON)
    await lcc.shows_not(THREAT)
    order = ItemId(await lcc.item())
    assert order != item
    await lcc.follow("Beantwoord de opdracht")
    await lcc.fill(answer="uitvoerbaar")
    arrival = datetime.now(ZoneInfo("Europe/Amsterdam")) + timedelta(minutes=20)
    await lcc.sign(text=UNIT, expected_at=arrival.strftime("%Y-%m-%dT%H:%M"))
    await lcc.shows(UNIT)
    await lcc.follow("De eenheid is ter plaatse")
    await lcc.shows("Lees na en onderteken")
    await lcc.hold()
    await lcc.shows("De dienst heeft het ontvangen")
    await hovj.step("Ter plaatse")
    return order


async def python_reads(stage: Stage, item: ItemId, order: ItemId) -> None:
    """What browsers sealed opens on Python's phones, each what is theirs."""
    said = [one.content.kind for one in (await (await stage.phone("hanna")).read(item)).contents]
    assert said == ["spoedaanwijzing", "vraag", "antwoord", "besluit"]
    case = await (await stage.phone("lisa")).read(order)
    assert [one.content.kind for one in case.contents] == ["opdracht", "antwoord"]
    word = await (await stage.phone("rick")).open_items()
    [heard] = (await (await stage.phone("rick")).read(word[0].id)).contents
    assert WORD in str(heard.content)
