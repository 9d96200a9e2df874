"""Every form of an act, as it opens, with what was left out, and read back: for everybody, narrow, light and dark."""

from __future__ import annotations

from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.forms import every_form
from tests.browser.gallery import NARROW, Gallery
from tests.browser.test_states import ITEM, wrong

pytestmark = pytest.mark.slow

SPOED: Final = "spoedaanwijzing"
FORMS: Final[dict[str, tuple[str, str, tuple[str, ...]]]] = {
    # The address behind the item's, how the item stands, and the choices of which each brings up fields of its own.
    "decide": (f"{SPOED}.decide", "received", ("aangewezen", "niet_aangewezen", "al_onder_gezag_nctv")),
    "decide on joined requests": (f"{SPOED}.decide", "with_joined", ("aangewezen", "niet_aangewezen")),
    "join": (f"{SPOED}.join", "asked", ()),
    "ask": (f"{SPOED}.ask", "received", ()),
    "answer": (f"{SPOED}.answer", "received", ()),
    "supplement": (f"{SPOED}.supplement", "received", ()),
    "confirm": (f"{SPOED}.confirm", "received", ()),
    "object": (f"{SPOED}.object", "designated", ()),
    "dispute": (f"{SPOED}.dispute", "designated", ()),
    "other measures": (f"{SPOED}.overbrugging", "designated", ()),
    "the person was told": (f"{SPOED}.follow_up/persoon_geinformeerd", "designated", ("gedaan", "niet_nodig")),
    "no mayor": (f"{SPOED}.follow_up/burgemeester", "designated", ()),
    "no triage": (f"{SPOED}.follow_up/triage", "designated", ()),
    "no review yet": (f"{SPOED}.follow_up/eerste_herbeoordeling", "designated", ()),
    "review the end": (f"{SPOED}.follow_up/einde_herzien", "designated", ("gedaan",)),
    "handle the objection": (f"{SPOED}.follow_up/bezwaar", "designated", ("gedaan",)),
    "end": (f"{SPOED}.end", "designated", ("hovj", "basispolitiezorg")),
    "order: answer": ("opdracht.answer", "order", ("uitvoerbaar", "niet_uitvoerbaar")),
    "order: expect": ("opdracht.expect", "arriving", ()),
    "order: settle": ("opdracht.afstemmen", "order", ()),
    "order: advise": ("opdracht.advise", "order", ()),
    # Of the other flows, with the choices that bring up fields.
    "triage: judge": ("triage.judge", "case", ("opgenomen", "niet_opgenomen")),
    "triage: dispute": ("triage.dispute", "case", ()),
    "triage: end": ("triage.end", "case", ("hovj", "basispolitiezorg")),
    "triage: measures": ("triage.measures", "case", ()),
    "triage: put on the agenda": ("triage.schedule", "table", ("rccb",)),
    "review": ("herbeoordeling.review", "review", ("voortzetten",)),
    "notice: correct": ("burgemeestersbericht.correct", "notice", ()),
    "notice: a stand-in": ("burgemeestersbericht.stand_in", "notice_new", ()),
    "signal: what it means": ("signaal.interpret", "signal", ("zorg", "melding_dreiging")),
    "dispute: record": ("geschil.record/trede_1", "designated", ("alsnog_aanwijzen", "blijft_niet_aangewezen")),
}
FILL: Final = """(form) => {
  for (const one of form.querySelectorAll("input, textarea, select")) {
    if (one.type === "radio") { if (!form.querySelector(`[name="${one.name}"]:checked`)) one.click(); }
    else if (one.type === "datetime-local") one.value = `2026-03-11T${one.name === "ends_at" ? "17" : "15"}:00`;
    else if (one.tagName === "SELECT" && one.required && one.value === "") one.value = [...one.options].at(-1).value;
    else if (one.tagName !== "SELECT" && one.type !== "checkbox" && one.value === "") one.value = "12";
    for (const happens of one.tagName === "SELECT" ? ["input", "change"] : ["input"]) {
      one.dispatchEvent(new Event(happens, { bubbles: true }));
    }
  }
}"""


def check(page: Page) -> None:
    page.get_by_role("button", name="Lees eerst na").click()


@pytest.mark.parametrize("form", FORMS)
def test_each_form_can_be_used_by_everybody_from_beginning_to_signature(gallery: Gallery, form: str) -> None:
    route, item, choices = FORMS[form]
    with gallery.show(f"{ITEM}/{route}", size=NARROW, item=item) as screen:
        page = screen.page
        page.locator("form").wait_for()
        for choice in choices or (None,):
            if choice is not None:
                page.locator(f"label.choice:has(input[value={choice}], input[name$=':{choice}'])").first.click()
            assert wrong(screen) == [], choice
        compulsory = page.locator("form [required]").count()
        empty = page.evaluate(
            "[...document.querySelectorAll('form [required]')].filter((one) => !one.checkValidity()).length"
        )
        assert compulsory > 0 or form == "confirm"
        if empty:
            check(page)
            expect(page.locator(".fault").first).to_be_visible()
            assert wrong(screen) == []
        for _ in range(2):  # a choice may bring up fields
            page.locator("form").evaluate(FILL)
            page.evaluate("new Promise(requestAnimationFrame)")
        check(page)
        expect(page.locator(".readback")).to_be_visible()
        expect(page.get_by_role("heading", level=1, name="Lees na en onderteken")).to_be_focused()
        assert wrong(screen) == []
        page.locator("hold-button button").focus()
        page.keyboard.press("Enter")
        page.locator(".hold--armed").wait_for()
        tapped = page.evaluate("performance.now()")
        page.wait_for_function("(before) => performance.now() - before > 500", arg=tapped)
        page.keyboard.press("Enter")
        page.locator("hold-button").wait_for(state="detached")
        assert screen.violations() == []


_ABOVE: Final = {route.partition("/")[0] for route, *_ in FORMS.values()}
OTHERS: Final = {act: place for act, place in every_form().items() if act not in _ABOVE}
"""The form of every act that does not stand above."""


@pytest.mark.parametrize("act", OTHERS)
def test_every_other_form_can_be_used_by_everybody_until_it_is_read_back(gallery: Gallery, act: str) -> None:
    place = OTHERS[act]
    with gallery.show(place.route, size=NARROW, **place.like) as screen:
        page = screen.page
        page.locator("form:visible, .readback").first.wait_for()
        asked = page.locator("form [name]").count() > 0
        if asked:
            if page.locator("form").evaluate("(form) => !form.checkValidity()"):
                check(page)
                expect(page.locator(".fault").first).to_be_visible()
            assert wrong(screen) == []
            for _ in range(2):  # a choice may bring up fields
                page.locator("form").evaluate(FILL)
                page.evaluate("new Promise(requestAnimationFrame)")
            check(page)
        expect(page.get_by_role("heading", level=1, name="Lees na en onderteken")).to_be_visible()
        assert asked or wrong(screen) == []
        assert (screen.small(), screen.too_wide(), screen.violations()) == ([], 0, [])


SECRETS: Final = "Geen staatsgeheimen. Zeg alleen dat er een product is en waar het ligt."
GOES_TO_OTHERS: Final[dict[str, tuple[str, dict[str, Any], int]]] = {
    "a request": ("nieuw", {"who": "hovj"}, 1),
    "a case": ("open/triage.submit", {"who": "hovj"}, 1),
    "a decision on a melding": (f"{ITEM}/duiding.decide", {"item": "melding"}, 1),
    "no words of one's own": (f"{ITEM}/burgemeestersbericht.keep", {"item": "notice_known"}, 0),
    # To somebody who is protected, or by them, one names no product.
    "an answer to a person": (f"{ITEM}/signaal.answer", {"item": "signal", "who": "lcc"}, 0),
    "what a person reads first": ("open/signaallijn.open", {"who": "hovj"}, 0),
    "what a person reports": ("open/risicomoment.report", {"who": "persoon"}, 0),
}


@pytest.mark.parametrize("form", GOES_TO_OTHERS)
def test_p_05_what_goes_to_another_organisation_in_ones_own_words_holds_no_state_secrets(
    gallery: Gallery, form: str
) -> None:
    route, like, said = GOES_TO_OTHERS[form]
    with gallery.show(route, size=NARROW, **like) as screen:
        screen.page.locator("form [type=submit]").first.wait_for()
        expect(screen.page.get_by_text(SECRETS)).to_have_count(said)
