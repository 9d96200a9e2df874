"""A watcher's board against the real service: live, acted from, and plainly dead while the line is cut."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Locator, expect

from domain.functies import Functie, Holding, Scope
from domain.ids import PersonId
from tests.browser.handset import PIN, Handset
from tests.browser.stage import Stage
from tests.client.test_over_http import REQUEST

pytestmark = pytest.mark.slow

WATCH = Holding(Functie.ESCALATIEWACHTER, Scope("board"))
WATCHER = "lisa"
NONE = re.compile(r"^Geen contact sinds \d\d\.\d\d uur$")
SOON = 60_000
"""Milliseconds: thirty seconds of silence, and a machine that does other things too."""


async def watching(stage: Stage) -> Handset:
    """Somebody of the LCC whom officers let watch, at the address that one types."""
    await stage.sign_as_officers(lambda officer: officer.officer().grant(PersonId(WATCHER), WATCH))
    watcher = await stage.enrolled(WATCHER)
    await watcher.page.goto(f"{watcher.app}/bord")
    await watcher.unlock(PIN, then="Bord")
    await expect(watcher.page).to_have_url(f"{watcher.app}/#/bord")
    return watcher


def row(watcher: Handset, what: str) -> Locator:
    return watcher.page.locator(".board__ladders .rowed").filter(has_text=what)


@pytest.mark.timeout(300)
async def test_a_request_appears_by_itself_and_is_rung_for_again_without_a_word_of_it(stage: Stage) -> None:
    watcher = await watching(stage)
    await watcher.shows("Er staat niets open.")
    hanna = await stage.phone("hanna")
    assert (await hanna.submit_spoedaanwijzing(REQUEST)).answer.status == 201
    waiting = row(watcher, "Ontvangst bevestigen")
    await expect(waiting).to_contain_text("Wacht op piket NCTV")
    await expect(row(watcher, "Elkaar spreken")).to_contain_text("gebied niet zichtbaar")
    await waiting.locator("summary").click()
    await waiting.get_by_role("button", name="Bel iedereen nog een keer").click()
    await watcher.hold()
    await watcher.shows("De dienst heeft het ontvangen")
    assert REQUEST.person not in await watcher.page.locator("body").inner_text()
    assert not [one for one in watcher.window.line.calls("/v1/items/") if one.path.startswith("/v1/items/")]


@pytest.mark.timeout(300)
async def test_a_device_is_stopped_and_the_board_shows_it(stage: Stage) -> None:
    watcher = await watching(stage)
    await watcher.go("#/toestellen")
    card = watcher.page.locator(".card").filter(has_text="Toestel van hanna").first
    await card.get_by_role("button", name="Zet dit toestel stil").click()
    await watcher.hold()
    await watcher.shows("De dienst heeft het ontvangen")
    await watcher.go("#/bord")
    alarm = watcher.page.locator(".board__alarms .rowed").filter(has_text="Een toestel is stilgezet")
    await expect(alarm).to_contain_text("Toestel van hanna")
    await alarm.get_by_role("button", name="Geef dit toestel vrij").click()
    await watcher.hold()
    await expect(alarm).to_have_count(0)


@pytest.mark.timeout(300)
async def test_a_board_without_a_line_says_so_and_comes_back_by_itself(stage: Stage) -> None:
    watcher = await watching(stage)
    none, clock = watcher.page.get_by_text(NONE), watcher.page.locator(".vigil time")
    await expect(clock).to_be_visible()
    watcher.window.line.cut()
    await expect(none).to_be_visible(timeout=SOON)
    await expect(clock).to_have_count(0)
    watcher.window.line.mend()
    await expect(clock).to_be_visible(timeout=SOON)
    await expect(none).to_have_count(0)
