"""The screens of the periodic review: each says which day it becomes and who is the authority, for everybody to use."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest
from playwright.sync_api import expect

from tests.browser.gallery import NARROW, Gallery
from tests.browser.test_states import wrong

pytestmark = pytest.mark.slow

ITEM: Final = "item/itemA"
PLAN: Final = "open/herbeoordeling.plan"
TEAM: Final[dict[str, Any]] = {"who": "team", "item": "review"}
NCTV: Final = "Gezag: de NCTV, sinds 14.31 uur"
MONDAY: Final = "maandag 16 maart 2026 om 20.32 uur"

State = tuple[str, dict[str, Any], tuple[str, ...]]
STATES: Final[dict[str, State]] = {
    "the first review to plan": (
        PLAN,
        {"who": "hovj"},
        (
            "Na de vaste termijn: 1 maand",
            "Dat is vrijdag 10 april 2026 om 14.32 uur.",
            "De klok gaat tussen nu en dan een uur vooruit. De kloktijd blijft gelijk.",
            "Gezag nu: hoofdofficier van justitie Noord-Holland",
            "Niet de standaardmaatregelen van categorie I.",
        ),
    ),
    "one that follows from a designation": (
        f"{PLAN}/itemA",
        {"who": "piket", "item": "designated"},
        ("Volgt uit", NCTV),
    ),
    "a review": (f"{ITEM}/herbeoordeling.review", TEAM, (NCTV, "Nog nodig?", "voortzetten", "Nieuwe brief")),
    "one that is put earlier": (f"{ITEM}/herbeoordeling.adjust", TEAM, (f"Nu gepland: {MONDAY}.", "Over 10 werkdagen")),
    "new information": (f"{ITEM}/herbeoordeling.trigger", TEAM, ("Afgesproken soorten staan bovenaan.",)),
    "who will be prompted": (
        ITEM,
        TEAM,
        ("Volgende herbeoordeling", MONDAY, "Wie aan de beurt is, krijgt een seintje:"),
    ),
    "the agenda": ("van/herbeoordeling/agenda", {"who": "team"}, ("maart 2026", MONDAY, NCTV)),
    "those of a dossier": (
        "van/herbeoordeling/agenda/itemA",
        TEAM,
        ("Herbeoordelingen van dit dossier", "maatregelen, Noord-Holland", "Gezag"),
    ),
    "how the authority passed": (ITEM, {"item": "designated"}, ("Hoe het gezag overging",)),
}


@pytest.mark.parametrize("state", STATES)
def test_each_screen_says_the_day_and_the_authority_and_everybody_can_use_it(gallery: Gallery, state: str) -> None:
    route, like, texts = STATES[state]
    with gallery.show(route, size=NARROW, **like) as screen:
        for text in texts:
            expect(screen.page.get_by_text(text).first).to_be_visible()
        assert wrong(screen) == []


def test_a_moment_that_is_typed_says_which_day_it_is_and_why(gallery: Gallery) -> None:
    """X-06, HB-01: over the change of the clocks, on a holiday, too late, and ten working days on."""
    with gallery.show(PLAN, size=NARROW, who="hovj") as screen:
        page = screen.page
        page.locator('[name=when][value="own"]').check()
        for typed, said in (
            ("2026-03-29T02:30", "In die nacht bestaat deze tijd niet"),
            ("2026-10-25T02:30", "In die nacht komt deze tijd twee keer"),
            ("2026-04-27T10:00", "Let op: dan is het Koningsdag."),
            ("2026-04-25T10:00", "Let op: dan is het weekend of een vrije dag."),
            ("2026-03-01T10:00", "Dit moment is al voorbij."),
        ):
            page.locator("[name=next_at]").fill(typed)
            expect(page.get_by_text(said).first).to_be_visible()
        page.get_by_text("Over 10 werkdagen").click()
        expect(page.get_by_text("Dat is dinsdag 24 maart 2026 om 14.32 uur.")).to_be_visible()
        assert wrong(screen) == []


def test_a_review_asks_for_what_its_outcome_needs_and_nothing_after_an_end(gallery: Gallery) -> None:
    with gallery.show(f"{ITEM}/herbeoordeling.review", size=NARROW, **TEAM) as screen:
        page = screen.page
        page.locator('[name=outcome][value="beeindigen"]').check()
        expect(page.locator("[name=when]")).to_have_count(0)
        page.locator('[name=outcome][value="opschalen"]').check()
        page.get_by_role("button", name="Lees eerst na").click()
        expect(page.locator(".utrecht-form-field--invalid", has=page.locator("[name=measures]"))).to_be_visible()
        expect(page.locator('[name=outcome][value="geinformeerd"]')).to_have_count(0)
        assert wrong(screen) == []


def test_the_screens_are_there_in_english(gallery: Gallery) -> None:
    with gallery.show(PLAN, size=NARROW, who="hovj", language="en") as screen:
        expect(screen.page.get_by_text(re.compile("That is Friday,? 10 April 2026 at 14:32"))).to_be_visible()
        assert wrong(screen) == []
