"""A bad line: what was signed stays on the phone, is sent once, and no wait is silent."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import expect

from tests.browser.chromium import PATIENCE
from tests.browser.handset import PIN, Handset
from tests.browser.stage import Stage

pytestmark = pytest.mark.slow

KEPT = "Bewaard op deze telefoon, nog niet verstuurd"
NO_CONTACT = "Geen contact met de dienst. Bel nu."
PERSON = "Dhr. C. Bakker, wethouder"
PAYLOAD = re.compile(rb'"payload": ?"([^"]+)"')


async def submit(hovj: Handset) -> None:
    await hovj.go("#/nieuw")
    await hovj.sign(person=PERSON, need="Beveiliging", callback="0300000000", keten_choice="no")


async def items(stage: Stage) -> int:
    """How many requests the service has, as an officer's own phone reads them."""
    return len([one for one in await (await stage.phone("niels")).open_items() if one.flow == "spoedaanwijzing"])


@pytest.mark.timeout(300)
async def test_offline_in_the_middle_of_a_submit(stage: Stage) -> None:
    """Kept through a lost line, a lock and a reload; sent when the line is back; exactly one item comes of it."""
    hovj = await stage.enrolled("hanna")
    hovj.window.line.cut()
    await submit(hovj)
    await hovj.shows(KEPT)
    await hovj.shows("Wacht niet. Bel het nummer onderaan.")
    await hovj.shows(NO_CONTACT)
    assert hovj.window.called == ["tel:0700000001"]
    await hovj.go("#/toestel")
    await hovj.press("Vergrendel")
    await hovj.page.reload()
    await hovj.unlock(then="Dit toestel")
    await hovj.go("#/")
    await hovj.shows(KEPT)
    await hovj.shows("Bel 070")
    assert await items(stage) == 0
    hovj.window.line.mend()
    await expect(hovj.page.locator(".entry").filter(has_text="Spoedaanwijzing")).to_have_count(1, timeout=3 * PATIENCE)
    await hovj.shows_not(KEPT)
    assert await items(stage) == 1


@pytest.mark.timeout(300)
async def test_the_service_is_killed_in_the_middle_of_a_submit(stage: Stage) -> None:
    """The answer is lost, the service dies and comes back: the same bytes are sent again, and one item stands."""
    hovj = await stage.enrolled("hanna")
    await hovj.go("#/nieuw")
    await hovj.fill(person=PERSON, need="Beveiliging", callback="0300000000", keten_choice="no")
    await hovj.read_back()
    posted = len(hovj.window.line.calls("/v1/acts"))
    hovj.window.line.deaf = "/v1/acts"
    await hovj.hold()
    async with asyncio.timeout(60):
        await hovj.window.line.lost.wait()
    assert await items(stage) == 1
    await hovj.not_yet("Ontvangen door de dienst")
    await stage.service.kill()
    hovj.window.line.deaf = None
    await hovj.shows(NO_CONTACT)
    await stage.service.start()
    await hovj.step("Ontvangen door de dienst")
    sent = hovj.window.line.calls("/v1/acts")[posted:]
    assert len(sent) > 1
    assert len({payload for one in sent for payload in PAYLOAD.findall(one.body)}) == 1
    assert await items(stage) == 1


@pytest.mark.timeout(300)
async def test_two_tabs_take_turns(stage: Stage) -> None:
    """Two tabs of one phone sign at the same moment: both acts are stored, and the chain of this phone is whole."""
    first = await stage.enrolled("hanna")
    second = await first.tab()
    await second.open()
    await second.unlock(PIN)
    for one in (first, second):
        await one.go("#/nieuw")
        await one.fill(person=PERSON, need="Beveiliging", callback="0300000000", keten_choice="no")
        await one.read_back()
    await asyncio.gather(*(one.tap_twice() for one in (first, second)))
    for one in (first, second):
        await one.step("Ontvangen door de dienst")
    assert await items(stage) == 2
    answers = [bytes(one.answer) for one in first.window.line.calls("/v1/acts")]
    assert not [one for one in answers if b"chain.broken" in one]
