"""The screens of a risk moment: reported, waiting, answered, taken, weighed; for everybody, light and dark."""

from __future__ import annotations

from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.gallery import NARROW, Gallery
from tests.browser.test_states import wrong

pytestmark = pytest.mark.slow

MELDER: Final[dict[str, Any]] = {"who": "melder"}
State = tuple[str, dict[str, Any], tuple[str, ...]]
STATES: Final[dict[str, State]] = {
    "start of a reporter": ("", {**MELDER, "empty": True}, ("Risicomoment melden",)),
    "report": ("open/risicomoment.report", MELDER, ("Is er nu gevaar? Bel 112.", "Wanneer begint het?")),
    "reported": ("item/itemR", {**MELDER, "item": "reported"}, ("Bij het loket", "Het loket antwoordt", "Haarlem")),
    "no answer yet": ("item/itemR", {**MELDER, "item": "reported_late"}, ("Het antwoord is er nog niet.",)),
    "answered": ("item/itemR", {**MELDER, "item": "answered"}, ("Er is toezicht bij de ingang", "Ik heb het gelezen")),
    "answered before it changed": (
        "item/itemR", {**MELDER, "item": "answered_before"}, ("Dit antwoord gaat over de melding vóór uw wijziging.",),
    ),
    "an answer from nobody": (
        "item/itemR", {**MELDER, "item": "answered_wrong"}, ("Het antwoord van het loket klopt niet",),
    ),
    "to take": ("item/itemR", {"who": "rccb", "item": "to_take"}, ("Oppakken", "Overlapt met een andere melding")),
    "take": ("item/itemR/risicomoment.take", {"who": "rccb", "item": "to_take"}, ("Wat weet u al?",)),
    "to assess": ("item/itemR", {"who": "rccb", "item": "taken"}, ("Beoordeel dit risicomoment", "Overlap onbekend")),
    "answer": ("item/itemR/risicomoment.answer", {"who": "rccb", "item": "taken"}, ("zonder uw naam of dienst",)),
    "assess": ("item/itemW/risicoweging.establish", {"who": "rccb", "item": "weighed"}, ("Vorig jaar was het er",)),
    "to decide": (
        "item/itemW", {"who": "hovj", "item": "to_decide"}, ("Maak hier een spoedaanwijzing van", "Wanneer en waar"),
    ),
    "an emergency of it": ("nieuw/itemW", {"who": "hovj", "item": "to_decide"}, ("Om wie gaat het?",)),
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_each_screen_of_a_risk_moment_can_be_used_by_everybody(gallery: Gallery, state: str) -> None:
    route, like, texts = STATES[state]
    with gallery.show(route, size=NARROW, **like) as screen:
        for text in texts:
            expect(screen.page.get_by_text(text).first).to_be_visible()
        assert wrong(screen) == []


def moment(page: Page, edge: str, text: str) -> None:
    page.locator(f"[name={edge}]").fill(text)


def test_x_06_in_the_night_the_clock_goes_back_it_asks_which_of_both_is_meant(gallery: Gallery) -> None:
    with gallery.show("open/risicomoment.report", size=NARROW, **MELDER) as screen:
        page = screen.page
        moment(page, "starts_at", "2026-10-25T02:30")
        expect(page.get_by_text("Deze tijd komt twee keer.")).to_be_visible()
        page.get_by_label("tweede keer (wintertijd)").check()
        moment(page, "ends_at", "2026-03-29T02:30")
        expect(page.get_by_text("Deze tijd bestaat niet")).to_be_visible()
        moment(page, "ends_at", "2026-10-25T05:30")
        expect(page.get_by_text("In Nederlandse tijd: zondag 25 oktober 2026 om 05:30")).to_be_visible()
        assert wrong(screen) == []


def test_rm_06_what_is_known_stands_in_the_request_already(gallery: Gallery) -> None:
    with gallery.show("nieuw/itemW", size=NARROW, who="hovj", item="to_decide") as screen:
        expect(screen.page.locator("[name=person]")).to_have_value("De schrijver R. Vos")
        expect(screen.page.locator("[name=need]")).to_have_value("Twee agenten bij de ingang")
