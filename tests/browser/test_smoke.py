"""Two people in two browsers: a phone enrols and asks, another is rung, opens what was asked and receives it."""

from __future__ import annotations

import asyncio

import pytest

from tests.browser.stage import Stage

PERSON = "Mw. A. de Wit, rechter"


@pytest.mark.timeout(300)
async def test_asked_in_one_browser_and_received_in_another(stage: Stage) -> None:
    await stage.couple("nina")
    hovj, officer = await asyncio.gather(stage.enrolled("hanna"), stage.enrolled("nina"))
    before = stage.bells("nina")
    await hovj.follow("Vraag spoedaanwijzing")
    await hovj.fill(person=PERSON, need="Persoonsbeveiliging", callback="030 000 00 00", keten_choice="no")
    assert PERSON in await (await hovj.read_back()).inner_text()
    await hovj.hold()
    await hovj.shows("De dienst heeft het ontvangen")
    await stage.bell("nina", before)
    await officer.loudest()
    await officer.shows(PERSON)
    await officer.press("Ik heb dit ontvangen")
    await hovj.follow("Volg het verzoek")
    await hovj.shows("Ontvangen door iemand die mag besluiten")
