"""Notices to mayors at the screens of their parties: one with four eyes, and many in one gesture (BB-01 … BB-08)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.handset import Handset
from tests.browser.service import found_world
from tests.browser.stage import Stage
from tests.browser.stage import stage as staged

pytestmark = pytest.mark.slow

WHAT, MAY, SHARE, SAY = (
    "In uw gemeente wordt iemand beveiligd.",
    "Laat het aan de politie.",
    "Met niemand.",
    "Geen mededelingen.",
)
CALL: Final = "NCTV, 070 000 00 01"
NOTICE: Final = {"what": WHAT, "may_do": MAY, "share_with": SHARE, "say": SAY, "call": CALL}
QUESTION, ANSWER = "Wat zeg ik tegen de buren?", "Verwijs naar de voorlichting."
GONE: Final = "Het was niet voor deze gemeenten bedoeld."
SOME: Final = 6
"""So many gemeenten lie in the eenheid Amsterdam; with Utrecht and Zeist more than stand apart in a list."""


@pytest_asyncio.fixture
async def night(app: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    """The stage with the NCTV's desk and two mayors in the cast."""
    world = tmp_path / "world"
    world.mkdir()
    await found_world(world, "mayor_told_after_four_eyes")
    async with staged(world, app, tmp_path / "service") as found:
        yield found
        assert found.faults() == []


def local(hours: int) -> str:
    at = (datetime.now(UTC) + timedelta(hours=hours)).astimezone(ZoneInfo("Europe/Amsterdam"))
    return at.strftime("%Y-%m-%dT%H:%M")


async def choose(desk: Handset, *names: str) -> None:
    for name in names:
        await desk.page.locator('[name="gemeente_find"]').fill(name)
        await desk.page.get_by_role("checkbox", name=name, exact=True).first.check()


async def write(desk: Handset, **more: str) -> None:
    await desk.fill(**NOTICE, scenario="planbaar", visible="true", keten_choice="no", **more)
    await desk.press("Lees eerst na")
    await expect(desk.page.locator(".readback")).to_be_visible(timeout=60_000)


@pytest.mark.timeout(300)
async def test_bb_01_bb_08_one_notice_is_released_read_asked_about_and_talked_over(night: Stage) -> None:
    desk, second, mayor = await asyncio.gather(*(night.enrolled(name) for name in ("bea", "tess", "maud")))
    await desk.go("#/open/burgemeestersbericht.send")
    await choose(desk, "Utrecht")
    await write(desk)
    await desk.shows("Aan de burgemeester van Utrecht")
    await desk.hold()
    await desk.shows("Alle 1 verstuurd")
    await desk.follow("Volg wie het weet")
    await desk.title("Berichten aan burgemeesters")
    await desk.shows("Wacht op een tweede collega: 1")
    await desk.follow("Utrecht")
    item = await desk.item()

    await second.go(f"#/item/{item}")
    await second.shows(WHAT)
    await second.follow("Gelezen en akkoord")
    await second.hold()
    await second.shows("Verstuurd, nog niet gelezen")

    await mayor.go(f"#/item/{item}")
    for text in (WHAT, MAY, SHARE, SAY):
        await mayor.shows(text)
    await expect(mayor.page.locator(".night").get_by_role("link", name=CALL)).to_have_attribute(
        "href", "tel:0700000001"
    )
    await mayor.follow("Ik heb het gelezen")
    await mayor.hold()
    await mayor.shows("De burgemeester weet het")
    await mayor.more("Vraag stellen")
    await mayor.sign(text=QUESTION)
    await mayor.more("Vierhoeksoverleg vragen")
    await mayor.sign(text="Graag met de politie erbij.")

    await desk.go(f"#/item/{item}")
    await desk.shows(QUESTION)
    await desk.follow("Antwoord geven")
    await desk.sign(text=ANSWER)
    await desk.follow("Vierhoeksoverleg plannen")
    await desk.sign(at=local(3), kmar="false", where="Stadhuis", subject="Wie zegt wat")
    await mayor.shows(ANSWER)
    await expect(mayor.page.get_by_role("heading", name="Vierhoeksoverleg").first).to_be_visible()
    await mayor.shows("Stadhuis")


@pytest.mark.timeout(300)
async def test_bb_03_bb_06_many_notices_are_one_gesture_released_followed_and_taken_back_at_once(night: Stage) -> None:
    await night.couple("maud", "buur")
    desk, second, mayor = await asyncio.gather(*(night.enrolled(name) for name in ("bea", "tess", "maud")))
    await desk.go("#/open/burgemeestersbericht.send")
    await choose(desk, "Utrecht", "Zeist", "Hoorn", "Schagen")
    await desk.page.locator('[name="eenheid"]').select_option("eenheid:amsterdam")
    await desk.press(re.compile(rf"Kies de {SOME} gemeenten"), exact=False)
    count = SOME + 4
    await desk.shows(f"{count} gekozen")
    await write(desk)
    await desk.shows(f"Aan {count} burgemeesters")
    await desk.shows(f"Van {count - 2} is geen sleutel bekend")
    await desk.hold()
    await desk.shows(f"Alle {count} verstuurd")
    await desk.follow("Volg wie het weet")
    await desk.shows(f"Niemand bereikt, bel zelf: {count - 2}")
    dossier = desk.page.url.rpartition("/")[2]

    await second.go("#/")
    await second.follow(re.compile(rf"Bericht aan de burgemeester: {count}"))
    await second.follow(f"Gelezen en akkoord: voor {count}")
    await expect(second.page.locator(".readback")).to_be_visible(timeout=60_000)
    await second.shows("U bevestigt dat u dit las")
    await second.shows(WHAT)
    await second.hold()
    await second.title("Berichten aan burgemeesters")
    await second.shows("Ontvangen, nog niet gezien: 2")

    await mayor.go("#/")
    await mayor.loudest()
    await mayor.shows(WHAT)
    await mayor.shows_not("Zeist")
    await mayor.follow("Ik heb het gelezen")
    await mayor.hold()
    await desk.shows(f"1 van {count} burgemeesters weten het")

    await desk.go(f"#/van/burgemeestersbericht/alle/{dossier}recall")
    await desk.shows(f"Dit gaat in één keer naar {count} burgemeesters.")
    await desk.fill(reasons=GONE, call=CALL)
    await desk.press("Lees eerst na")
    await expect(desk.page.locator(".readback")).to_be_visible(timeout=60_000)
    await desk.hold()
    await mayor.shows("Dit bericht is teruggenomen. Gebruik het niet meer.")
    await mayor.shows(GONE)
