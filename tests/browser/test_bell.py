"""Web Push in a real browser: a person without Telegram is rung, sees one fixed sentence, and hears of gaps."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import expect

from client.phone import Phone
from domain.flows.spoedaanwijzing.content import SpoedaanwijzingContent
from tests.browser.pushed import pushed
from tests.browser.stage import Stage

pytestmark = pytest.mark.slow

BELL = "Laat dit toestel bellen"
ON = "De bel staat aan op dit toestel."
OFF = "De bel staat uit op dit toestel."
DEAD = "De bel op dit toestel doet het niet meer"
TEST = "Proefmelding. U hoeft niets te doen."
RINGS = "Er staat iets voor u klaar."
OVER = "Afgerond. U hoeft niets te doen."
PERSON = "Mw. A. de Wit, rechter"
REQUEST = SpoedaanwijzingContent(kind="spoedaanwijzing", person=PERSON, need="Beveiliging", callback="030 000 00 00")


@pytest.mark.timeout(240)
async def test_a_person_without_telegram_is_rung_by_the_browser_opens_the_app_and_receives(stage: Stage) -> None:
    officer = await stage.enrolled("nina")
    async with pushed(officer) as push:
        await officer.unlock()
        await officer.go("#/toestel")
        await officer.shows(OFF)
        await officer.press(BELL)
        await officer.shows(ON)

        await officer.press("Test mijn bel")
        assert await push.deliver() == TEST
        await push.shows(TEST)

        hanna = await stage.phone("hanna")
        asked = await hanna.submit_spoedaanwijzing(REQUEST)
        assert asked.item is not None
        assert await push.deliver() == RINGS
        rung = await push.shows(RINGS)
        assert (rung["body"], rung["data"], rung["lang"]) == ("", None, "nl")
        assert asked.item not in str(await push.shown())

        await officer.go("#/instellingen")
        await push.tap()
        await expect(officer.page).to_have_url(f"{officer.app}/#/")
        await officer.loudest()
        await officer.shows(PERSON)
        await officer.press("Ik heb dit ontvangen")
        await officer.step("Ontvangen")
        said = await push.deliver()
        while said != OVER:  # a ring that was under way when it was received
            said = await push.deliver()
        over = await push.shows(OVER, silent=True)
        assert over["tag"] == rung["tag"], "it takes the place of the bell that is over"


async def crossed_out(phone: Phone) -> None:
    """Wait until the service heard that this person's subscription is gone."""
    async with asyncio.timeout(60):
        refused = False
        while not refused:
            refused = (await phone.api.me()).channels[0].refused


@pytest.mark.timeout(240)
async def test_a_subscription_that_is_gone_is_shown_as_dead_and_set_anew(stage: Stage) -> None:
    handset = await stage.enrolled("nina")
    async with pushed(handset) as push:
        await handset.unlock()
        await handset.go("#/toestel")
        await handset.press(BELL)
        await handset.shows(ON)
        push.service.unsubscribe("nina")
        phone = await stage.phone("nina")
        assert (await phone.test_channels()).status == 201
        await crossed_out(phone)
        await handset.go("#/")
        await handset.go("#/toestel")
        await handset.shows(DEAD)
        await handset.press("Zet de bel weer aan")
        await handset.shows(ON)
        assert [one.refused for one in (await phone.api.me()).channels] == [False]

        push.service.unsubscribe("nina")
        await handset.page.evaluate("localStorage.removeItem('subscribed')")
        before = await handset.page.evaluate("localStorage.getItem('bel')")
        await push.changes()
        await push.shows("Open Piket om de bel op dit toestel aan te houden.")
        await handset.page.wait_for_function("(before) => localStorage.getItem('bel') !== before", arg=before)
        await handset.press("Test mijn bel")
        assert await push.deliver() == TEST

        await handset.go("#/")
        await handset.go("#/toestel")
        await handset.press("Laat dit toestel niet bellen")
        await handset.shows(OFF)
        assert not (await phone.api.me()).channels


@pytest.mark.timeout(120)
async def test_a_browser_that_refuses_says_so_and_where_to_change_it(stage: Stage) -> None:
    handset = await stage.enrolled("nina")
    async with pushed(handset, allowed=False):
        await handset.unlock()
        await handset.go("#/toestel")
        await handset.press(BELL)
        await handset.shows("De browser staat geen meldingen toe")
