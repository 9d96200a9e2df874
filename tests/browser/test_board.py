"""The watchers' board, on a wall and a telephone: nothing is left out in silence, a dead board never looks alive."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.gallery import NARROW, PHONE, WALL, Gallery, Scheme

NONE = "Geen contact sinds 14.32 uur"
pytestmark = pytest.mark.slow

NUMBER = "+31 70 555 0100".replace(" ", "\N{NO-BREAK SPACE}")
DEAF = {"after": 1}


def seconds(page: Page) -> int:
    """What the clock of the board says, in seconds of the day."""
    hours, minutes, rest = page.locator(".vigil time").inner_text().split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(rest)


def test_a_wall_says_how_many_ladders_do_not_fit_and_shows_none_by_halves(gallery: Gallery) -> None:
    with gallery.show("bord", size=WALL, who="wacht", ladders=40) as screen:
        rows = screen.page.locator(".board__ladders .rowed")
        shown = [row for row in rows.all() if row.is_visible()]
        assert rows.count() == 40
        assert 3 <= len(shown) < 40
        room = screen.page.locator("[data-list=ladders]").bounding_box()
        last = shown[-1].bounding_box()
        assert room is not None
        assert last is not None
        assert last["y"] + last["height"] <= room["y"] + room["height"] + 1
        late = sum("Te laat" in row.inner_text() or "TE LAAT" in row.inner_text() for row in shown)
        rest = screen.page.locator(".board__ladders .board__rest").inner_text()
        assert rest == f"Nog {40 - len(shown)} past hier niet, {8 - late} te laat"
        assert "8 te laat, 40 open" in screen.text()
        assert "Er staat nog meer open dan dit bord kan laten zien." in screen.text()
        assert screen.page.evaluate("document.scrollingElement.scrollHeight <= window.innerHeight")


def test_a_wall_on_which_everything_fits_says_that_this_is_all(gallery: Gallery) -> None:
    with gallery.show("bord", size=WALL, who="wacht", ladders=2) as screen:
        assert screen.page.locator(".board__ladders .board__rest").inner_text() == "Dit is alles."


def test_a_telephone_shows_every_ladder(gallery: Gallery) -> None:
    with gallery.show("bord", size=NARROW, who="wacht", ladders=40) as screen:
        rows = screen.page.locator(".board__ladders .rowed")
        assert all(row.is_visible() for row in rows.all())
        assert (rows.count(), screen.too_wide()) == (40, 0)


def test_a_row_is_understood_by_its_words_and_read_from_three_metres(gallery: Gallery) -> None:
    with gallery.show("bord", size=WALL, who="wacht", ladders=5) as screen:
        first, second, third = screen.page.locator(".board__ladders .rowed").all()[:3]
        assert re.search(r"TE LAAT\s+Besluiten\s+moest voor 14.28 uur\s+4 minuten geleden", first.inner_text())
        assert "Laatste trede. Iedereen blijft gebeld, weer om 14:32:38" in first.inner_text()
        soon = r"Straks trede 4: om 14:32:56 \(over 3\d seconden\), Coördinerend HOvJ"
        assert re.search(soon, second.inner_text())
        assert "3 mensen, 12 keer gebeld, 1 gezien" in second.inner_text()
        assert "Niemand kan gebeld worden" in third.inner_text()
        assert "hoofdofficier van justitie (gebied niet zichtbaar)" in third.inner_text()
        sizes = screen.page.evaluate(
            """() => [".rowed__name", ".rowed__due", ".rowed__next"].map((one) =>
               parseFloat(getComputedStyle(document.querySelector(`.board__ladders ${one}`)).fontSize))"""
        )
        assert min(sizes) >= 26, "1.4 percent of the width of the wall"
        assert min(sizes[:2]) >= 32


def test_the_clock_ticks_and_the_data_age_until_the_next_answer(gallery: Gallery) -> None:
    with gallery.show("bord", size=PHONE, clock=True, who="wacht") as screen:
        before = seconds(screen.page)
        screen.page.clock.run_for(4_000)
        assert 3 <= seconds(screen.page) - before <= 5
        assert re.search("Gegevens van [345] seconden geleden", screen.text())
        screen.page.clock.run_for(7_000)
        assert re.search(r"Gegevens van (nu|1 seconde geleden)", screen.text()), "it asked again after ten seconds"


@pytest.mark.parametrize("deaf", [DEAF, DEAF | {"hangs": True}], ids=["refused", "hanging"])
@pytest.mark.parametrize("size", [WALL, NARROW], ids=["wall", "narrow"])
def test_without_contact_the_board_says_so_hugely_and_nothing_ticks(
    gallery: Gallery, size: tuple[int, int], deaf: dict[str, Any]
) -> None:
    with gallery.show("bord", size=size, clock=True, who="wacht", deaf=deaf) as screen:
        screen.page.clock.run_for(29_000)
        assert NONE not in screen.text()
        screen.page.clock.run_for(3_000)
        expect(screen.page.get_by_role("alert").filter(has_text=NONE)).to_be_visible()
        assert screen.page.locator(".vigil time").count() == 0
        assert NUMBER in screen.page.locator(".vigil__detail").inner_text()
        word = screen.page.locator(".vigil__none")
        assert word.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)") >= size[0] / 20
        assert not screen.page.locator(".line--online").is_visible(), "no word on the screen may say that all is well"
        assert screen.axe() == []
        assert screen.too_wide() == 0
        if size == NARROW:
            assert "Zo was het om 14.32 uur" in screen.text()


def test_a_board_that_hears_again_lives_again(gallery: Gallery) -> None:
    with gallery.show("bord", size=WALL, clock=True, who="wacht", deaf=DEAF | {"answers": 4}) as screen:
        screen.page.clock.run_for(35_000)
        assert NONE in screen.text()
        screen.page.clock.run_for(20_000)
        assert NONE not in screen.text()
        assert screen.page.locator(".vigil time").is_visible()


def test_a_clock_that_is_set_back_makes_no_board_younger(gallery: Gallery) -> None:
    with gallery.show("bord", size=PHONE, clock=True, who="wacht", deaf=DEAF) as screen:
        screen.page.evaluate("() => { const then = Date.now() - 3_600_000; Date.now = () => then; }")
        screen.page.clock.run_for(35_000)
        assert "Geen contact sinds" in screen.text()


def test_a_board_that_never_had_contact_says_that(gallery: Gallery) -> None:
    with gallery.show("bord", who="wacht", deaf={"after": 0}) as screen:
        expect(screen.page.get_by_text("Nog geen contact")).to_be_visible()


def test_who_does_not_watch_is_told_that_this_is_not_theirs(gallery: Gallery) -> None:
    with gallery.show("bord", fails="board.unknown") as screen:
        expect(screen.page.get_by_text("Dit overzicht is niet voor u")).to_be_visible()


ACTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "ring again": (
        ".board__ladders .rowed",
        "Bel iedereen nog een keer",
        {"act": "item.ring_again", "item": "item0", "what": "besluiten", "unread": {"drill": False}},
    ),
    "reopen": (
        ".board__ladders .rowed",
        "Niemand pakt het op: bel opnieuw",
        {"act": "item.reopen", "item": "item0", "what": "ontvangen", "unread": {"drill": False}},
    ),
    "freeze": (
        ".board__alarms .rowed",
        "Zet dit toestel stil",
        {"act": "directory.freeze_device", "device": "h5Rr9m", "frozen": True},
    ),
}


@pytest.mark.parametrize("size", [WALL, NARROW], ids=["wall", "narrow"])
@pytest.mark.parametrize("act", ACTS)
def test_an_act_from_the_board_is_read_back_and_signed_by_keyboard(
    gallery: Gallery, act: str, size: tuple[int, int]
) -> None:
    row, name, intent = ACTS[act]
    with gallery.show("bord", size=size, who="wacht") as screen:
        first = screen.page.locator(row).first
        if act != "freeze":
            first.locator("summary").press("Enter")
        first.get_by_role("button", name=name).press("Enter")
        expect(screen.page.locator("#signing")).to_be_focused()
        card = screen.page.locator(".readback")
        expect(card).to_contain_text({"ring again": "Besluiten", "reopen": "Ontvangst", "freeze": "h5Rr9m"}[act])
        assert screen.page.locator(".board__ladders .rowed").count() == 5, "the board goes on beside it"
        hold = screen.page.locator("hold-button button")
        hold.press("Enter")
        screen.page.wait_for_timeout(450)
        hold.press("Enter")
        expect(screen.page.get_by_text("De dienst heeft het ontvangen").first).to_be_visible()
        assert screen.page.evaluate("window.phone.done") == [intent]
        assert screen.violations() == []


@pytest.mark.parametrize(("chosen", "dark"), [("system", True), ("dark", True), ("light", False)])
def test_a_wall_is_dark_unless_somebody_chose_light(gallery: Gallery, chosen: str, dark: bool) -> None:
    with gallery.show("bord", size=WALL, scheme="light", look=chosen, who="wacht") as screen:
        ground = screen.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert (ground == "rgb(16, 19, 23)") is dark


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WALL, PHONE, NARROW], ids=["wall", "phone", "narrow"])
def test_the_board_can_be_used_by_everybody(gallery: Gallery, size: tuple[int, int], scheme: Scheme) -> None:
    with gallery.show("bord", size=size, scheme=scheme, look=scheme, who="wacht") as screen:
        screen.page.locator(".board__ladders summary").first.click()
        assert (screen.axe(), screen.small(), screen.too_wide(), screen.violations()) == ([], [], 0, [])
