"""EV-02: the kwaliteitsmonitor on a telephone and a wide screen: chosen, read, drawn under the strict policy, saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.gallery import NARROW, PHONE, WALL, Gallery, Scheme

pytestmark = pytest.mark.slow

FOCUSED = "document.activeElement?.getAttribute('name') ?? document.activeElement?.innerText"
INSIDE = """(plot) => {
  const box = plot.getBoundingClientRect();
  const within = (one) => one.left >= box.left && one.right <= box.right + 1 && one.bottom <= box.bottom + 1;
  return [...plot.querySelectorAll("text")].every((one) => within(one.getBoundingClientRect()));
}"""
WHAT, WHOM, MONTH = "select[name=indicator]", "select[name=party]", "select[name=month]"
STATES: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "figures": ({"who": "wacht"}, ("Kwaliteitsmonitor", "Er staan geen personen", "oktober 2026", "ongeveer 20")),
    "no month yet": ({"who": "wacht", "empty": True}, ("Er is nog geen hele maand geteld",)),
    "an officer of their own organisation": ({"who": "beheer"}, ("minder dan 5", "Te weinig om een verdeling")),
    "not for this person": (
        {"who": "wacht", "fails": "quality.unknown"}, ("De kwaliteitsmonitor is niet voor u", "Probeer opnieuw"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "light"), (PHONE, "dark"), (WALL, "light")])
@pytest.mark.parametrize("state", STATES)
def test_ev_02_every_state_is_clear_to_everybody(
    gallery: Gallery, state: str, size: tuple[int, int], scheme: Scheme
) -> None:
    like, words = STATES[state]
    with gallery.show("kwaliteit", size=size, scheme=scheme, **like) as screen:
        for word in words:
            expect(screen.page.locator("main")).to_contain_text(word)
        assert screen.axe() == []
        assert screen.small() == []
        assert screen.too_wide() == 0
        assert screen.violations() == []


def test_ev_02_one_chooses_what_of_whom_and_when_by_the_lists(gallery: Gallery) -> None:
    with gallery.show("kwaliteit", who="wacht") as screen:
        page = screen.page
        page.locator(WHAT).select_option("opdracht.beantwoorden")
        assert page.locator(f"{WHOM} option:not([value=''])").all_inner_texts() == ["KMar", "politie"]
        page.locator(WHOM).select_option("politie|")
        heading = page.locator("#of-month")
        expect(heading).to_have_text("Opdracht aan het LCC: Opdracht beantwoorden, politie, oktober 2026")
        rows = {row.locator("th").inner_text(): row.locator("td").first.inner_text()
                for row in page.locator("section").first.locator("table").first.locator("tr").all()}  # fmt: skip
        assert rows["Keren gedaan"] == "ongeveer 15"
        assert rows["De helft binnen"] == "10 min"
        assert rows["Bijna alle binnen"] == "meer dan 30 d"
        assert (rows["Op tijd"], rows["Te laat"]) == ("ongeveer 10", "ongeveer 5")
        assert rows["Ladder geklommen"] == rows["Ontvangst heropend"] == "minder dan 5"
        spread = [row.inner_text().split("\t")[:2] for row in page.locator("table:has(.bar-plot) tbody tr").all()]
        assert [[one.strip() for one in row] for row in spread][:2] == [
            ["2 min tot 10 min", "10"],
            ["meer dan 10 min", "5"],
        ]
        page.locator(MONTH).select_option("2026-09")
        expect(heading).to_contain_text("september 2026")
        page.locator(WHAT).select_option("rings.night")
        expect(heading).to_contain_text("piket NCTV (NCTV)")
        assert "Mensen die gebeld zijn" in screen.text()


def test_ev_02_the_plot_says_what_it_is_and_the_table_says_the_same(gallery: Gallery) -> None:
    with gallery.show("kwaliteit", who="wacht", size=WALL) as screen:
        plot = screen.page.get_by_role("img")
        name = plot.get_attribute("aria-label") or ""
        assert "Spoedaanwijzing: Ontvangst bevestigen" in name
        assert "tabel hieronder" in name
        assert plot.locator("circle").count() == 10, "a month with too few has no mark"
        assert plot.locator("rect").count() == 10
        table = screen.page.locator("section[aria-labelledby=by-month] table tbody tr")
        assert table.count() == 13
        assert table.nth(12).inner_text().split("\t")[1:] == ["20", "1 min", "5 min"]
        assert table.nth(2).inner_text().split("\t")[1:] == ["–", "–", "–"]
        inside = plot.evaluate(INSIDE)
        assert inside, "no word of the plot is cut off"
        assert screen.page.locator("[style]").count() == 0


@pytest.mark.parametrize("size", [NARROW, WALL])
def test_ev_02_the_figures_are_saved_as_csv(gallery: Gallery, size: tuple[int, int]) -> None:
    with gallery.show("kwaliteit", who="wacht", size=size) as screen:
        with screen.page.expect_download() as saved:
            screen.page.get_by_role("button", name="Bewaar als CSV").click()
        assert saved.value.suggested_filename == "piket-2026-10.csv"
        assert Path(saved.value.path()).read_bytes() == b"month,indicator\r\n"
        assert screen.violations() == []


def test_ev_02_everything_is_reached_by_keyboard_and_said_in_english(gallery: Gallery) -> None:
    with gallery.show("kwaliteit", who="wacht", language="en") as screen:
        page = screen.page
        reached = []
        for _ in range(20):
            page.keyboard.press("Tab")
            reached.append(
                page.evaluate("document.activeElement?.getAttribute('name') ?? document.activeElement?.innerText")
            )
        assert {"indicator", "party", "month", "Save as CSV"} <= set(reached)
        page.locator(WHAT).focus()
        page.keyboard.press("ArrowDown")
        expect(page.locator("#of-month")).to_contain_text("October 2026")
        assert "No persons, no cases and no drills" in screen.text()


def test_ev_02_the_menu_leads_there_for_who_may_see_it_and_nobody_else(gallery: Gallery) -> None:
    with gallery.show("", who="wacht") as screen:
        screen.page.get_by_role("link", name="Cijfers").click()
        expect(screen.page.locator("h1")).to_have_text("Kwaliteitsmonitor")
    with gallery.show("", who="piket") as screen:
        assert screen.page.get_by_role("link", name="Cijfers").count() == 0
