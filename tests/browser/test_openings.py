"""Opening an item of any flow: each form, with what was left out, and read back; and a page that cannot be had."""

from __future__ import annotations

import re
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.browser.forms import OPENINGS
from tests.browser.gallery import NARROW, Gallery
from tests.browser.test_forms import FILL, check
from tests.browser.test_states import NUMBER, wrong

pytestmark = pytest.mark.slow

PASSES: Final = 4
"""An answer may bring up the next question."""


@pytest.mark.parametrize("opening", OPENINGS)
def test_each_item_can_be_opened_by_everybody_from_question_to_signature(gallery: Gallery, opening: str) -> None:
    place = OPENINGS[opening]
    with gallery.show(place.route, size=NARROW, **place.like) as screen:
        page = screen.page
        page.locator("form").wait_for()
        check(page)
        expect(page.locator(".fault").first).to_be_visible()
        assert wrong(screen) == []
        if page.locator("[name=gemeente_find]").count():
            page.locator("[name=gemeente_find]").fill("Haarlem")
            page.locator("label.choice").filter(has_text=re.compile(r"^\s*Haarlem\s*$")).first.click()
        for _ in range(PASSES):
            page.locator("form").evaluate(FILL)
            page.evaluate("new Promise(requestAnimationFrame)")
        assert wrong(screen) == []
        check(page)
        expect(page.locator(".readback")).to_be_visible()
        assert wrong(screen) == []
        page.locator("hold-button button").focus()
        page.keyboard.press("Enter")
        page.locator(".hold--armed").wait_for()
        tapped = page.evaluate("performance.now()")
        page.wait_for_function("(before) => performance.now() - before > 500", arg=tapped)
        page.keyboard.press("Enter")
        page.locator("hold-button").wait_for(state="detached")
        expect(
            page.get_by_role("link", name=re.compile("^(Bekijk hoe het staat|Volg |Naar uw )")).first
        ).to_be_visible()
        assert wrong(screen) == []
        assert screen.violations() == []


def test_tr_03_a_form_says_by_which_line_it_goes_or_what_each_lacks(gallery: Gallery) -> None:
    with gallery.show("open/triage.submit", size=NARROW, who="hovj") as screen:
        page = screen.page

        def answer(name: str, value: str) -> None:
            page.locator(f"label.choice:has([name='criteria.{name}'][value={value}])").click()

        answer("a.gericht_op_leven", "nee")
        answer("a.feit", "artikel_285")
        expect(page.get_by_text("A. Wat weegt bij de dreiger mee?")).to_be_visible()
        expect(page.get_by_role("heading", name="B. Waar komt de dreiging vandaan?")).to_have_count(0)
        answer("a.feit", "geen")
        expect(page.get_by_text("A. Wat weegt bij de dreiger mee?")).to_have_count(0)
        answer("a.dreiger_bekend", "false")
        answer("b.fenomeen", "statelijke_dreiging")
        expect(page.locator("[data-line] li")).to_have_count(5)
        page.locator("label.choice:has([name='criteria.c.van:politie'])").click()
        page.locator("[name='criteria.c.beoordeling_hovj']").fill("Voldoende reden")
        expect(page.locator("[data-line=triagetafel]")).to_contain_text("Via de triagetafel: C is vervuld.")
        assert wrong(screen) == []
        answer("a.gericht_op_leven", "direct")
        answer("a.feit", "geweldsdelict_6_jaar")
        answer("a.dreiger_bekend", "true")
        expect(page.locator("[data-line=directe_opname]")).to_be_visible()
        expect(page.get_by_role("heading", name="C. Is er professioneel inzicht?")).to_have_count(0)


def test_a_page_that_cannot_be_had_says_so_with_the_number_to_call(gallery: Gallery) -> None:
    with gallery.show("", size=NARROW, who="hovj") as screen:
        page = screen.page
        page.context.route(re.compile("open-triage"), lambda route: route.abort())
        page.get_by_role("link", name="Voordragen voor triage").click()
        expect(page.get_by_text("Deze pagina is niet te laden")).to_be_visible()
        expect(page.locator("main").get_by_text(NUMBER)).to_be_visible()
        assert (screen.axe(), screen.small(), screen.too_wide()) == ([], [], 0)
        page.get_by_role("link", name="Terug").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_page_that_could_not_be_had_is_had_at_a_later_visit(gallery: Gallery) -> None:
    """No browser's memory of a failure stands in the way: neither of a new visit, nor of trying again."""
    for way in ("visit", "again"):
        with gallery.show("", size=NARROW, who="hovj") as screen:
            page, lost = screen.page, re.compile("open-triage")
            page.context.route(lost, lambda route: route.abort())
            page.get_by_role("link", name="Voordragen voor triage").click()
            expect(page.get_by_text("Deze pagina is niet te laden")).to_be_visible()
            page.context.unroute(lost)
            if way == "visit":
                page.get_by_role("link", name="Terug").click()
                page.get_by_role("link", name="Voordragen voor triage").click()
            else:
                page.get_by_role("button", name="Probeer opnieuw").click()
            expect(page.get_by_role("heading", level=1, name="Voordragen voor triage")).to_be_visible()
            expect(page.get_by_text("Deze pagina is niet te laden")).to_have_count(0)
