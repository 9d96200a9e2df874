"""A request by telephone, its confirmation, "ik bel", a refusal and the dispute, each at the screens of its parties."""

from __future__ import annotations

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import expect

from domain.flows.spoedaanwijzing.content import SpoedaanwijzingContent
from tests.browser.stage import Stage

pytestmark = pytest.mark.slow

PERSON = "Dhr. B. Smit, officier"
CORRECTION = "Het gaat om de heer Smits."
REASONS = "Geen concrete dreiging bekend."
DISPUTE = "De dreiging is gisteren herhaald."
REQUEST = SpoedaanwijzingContent(kind="spoedaanwijzing", person=PERSON, need="Beveiliging", callback="030 999 99 99")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.timeout(300)
async def test_a_request_by_telephone_is_recorded_confirmed_refused_and_disputed(stage: Stage) -> None:
    await stage.couple("dirk")
    officer, caller, director = await asyncio.gather(*(stage.enrolled(name) for name in ("nina", "hanna", "dirk")))
    # SA-03: the officer records what was asked by telephone, with the time of the call; the caller corrects it.
    await officer.follow("Leg telefonisch verzoek vast")
    called = datetime.now(AMSTERDAM).strftime("%Y-%m-%dT%H:%M")
    await officer.fill(caller_functie="hovj", caller_scope="arr:midden-nederland", called_at=called)
    await officer.sign(person=PERSON, need="Beveiliging", callback="0300000000", keten_choice="no")
    await officer.follow("Volg het verzoek")
    item = await officer.item()
    await caller.loudest()
    assert await caller.item() == item
    await caller.shows(PERSON)
    await caller.follow("Bevestig of verbeter het verzoek")
    await caller.sign(text=CORRECTION)
    await caller.shows(CORRECTION)
    await officer.shows(CORRECTION)
    # SA-08: refused, told by voice first; the director says "ik bel", which all see and which closes nothing.
    await officer.follow("Besluit")
    await officer.fill(outcome="niet_aangewezen")
    await officer.sign(reasons=REASONS)
    await officer.shows(REASONS)
    await caller.shows_not(REASONS)
    await director.loudest()
    await director.shows(REASONS)
    await director.press("Ik bel")
    await director.shows("De dienst heeft het ontvangen")
    await officer.shows("zegt: ik bel")
    await director.press("Ik weet het")
    await expect(director.page.get_by_role("button", name="Ik weet het")).to_have_count(0)
    await officer.press("Wij hebben elkaar gesproken")
    await caller.shows(REASONS)
    # TR-08: the HOvJ disputes; what it says opens on Python's phone of the first rung.
    await caller.follow("Betwist het besluit")
    await caller.sign(**{"linked.text": DISPUTE})
    await caller.shows("Hoort hierbij")
    coen = await stage.phone("coen")
    [line] = [one for one in await coen.open_items() if one.flow == "geschil"]
    assert DISPUTE in str([one.content for one in (await coen.read(line.id)).contents])


@pytest.mark.timeout(300)
async def test_the_browser_opens_what_python_sealed(stage: Stage) -> None:
    """A request on behalf, made on Python's phone: the HOvJ and the officer read it, and it is withdrawn."""
    noor = await stage.phone("noor")
    officer, hovj = await asyncio.gather(*(stage.enrolled(name) for name in ("nina", "hanna")))
    await noor.sync()
    await noor.submit_spoedaanwijzing(REQUEST)
    for one in (officer, hovj):
        await one.loudest()
        await one.shows(PERSON)
        await one.shows("niet geverifieerd")
    await hovj.more("Trek het verzoek in")
    await hovj.hold()
    await officer.shows("Dit verzoek is ingetrokken")
