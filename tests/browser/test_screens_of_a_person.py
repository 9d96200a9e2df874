"""A protected person's own screens, and those of who follows up: for everybody, and neutral (SG-05, SG-07)."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.gallery import NARROW, Gallery, Scheme
from tests.browser.test_states import wrong

pytestmark = pytest.mark.slow

OWN: Final[dict[str, Any]] = {"who": "persoon"}
PIN: Final = {"kind": "locked", "by": "pin", "left": None}
TELLING: Final = re.compile(
    r"piket|politie|nctv|beveilig|bewaking|justitie|ministerie|loket|risico|dreiging|maatregel|officier|rccb|\blcc\b|telegram",
    re.IGNORECASE,
)
"""Words that say whose app it is, or of what."""
TELLING_IN_ENGLISH: Final = re.compile(
    r"piket|police|nctv|protect|guard|justice|loket|\brisk|threat|measure", re.IGNORECASE
)

State = tuple[str, dict[str, Any], tuple[str, ...]]
STATES: Final[dict[str, State]] = {
    "start": (
        "", OWN,
        ("Ik ben onveilig, nu", "Waarschuw stil", "Er is iets", "Ik ga ergens heen", "U hoort van ons voor", "Bel 112"),
    ),
    "start, nothing sent": ("", {**OWN, "empty": True}, ("Er staat niets open.", "Wie u antwoordt")),
    "start, by day": ("", {**OWN, "lifeline": "by_day"}, ("Uw berichten worden overdag gelezen.", "Er is iets")),
    "start, without a line": ("", {**OWN, "lifeline": "none"}, ("Er is nog niemand die uw berichten opvolgt",)),
    "start, not sent": (
        "", {**OWN, "unsent": "signaal.onveilig", "line": "unreachable"},
        ("Nog niet verstuurd. Bel 112.", "Het gaat vanzelf weg", "Geen contact. Niet veilig? Bel 112."),
    ),
    "start, refused": (
        "", {**OWN, "unsent": "signaal.send", "stage": "refused"}, ("Dit is niet verstuurd. Niet veilig? Bel 112.",),
    ),
    "something is the matter": ("van/signaal/iets", OWN, ("Ik zie iets verdachts", "Stuur mee waar ik ben")),
    "a thread": (
        "van/signaal/draad/itemS", OWN, ("Iemand heeft het ontvangen", "Blijf binnen", "U hoort van ons voor"),
    ),
    "a thread, received without a word": (
        "van/signaal/draad/itemR", OWN, ("Iemand heeft het ontvangen", "U hoort van ons voor 14.40 uur."),
    ),
    "a thread, nobody yet": ("van/signaal/draad/itemU", OWN, ("Bel zelf 112.", "Dit was per ongeluk")),
    "going somewhere": (
        "open/risicomoment.report", OWN,
        ("Niet veilig? Bel altijd eerst 112.", "Dan kijken wij mee.", "Wanneer begint het?"),
    ),
    "going somewhere, waiting": ("item/itemM", OWN, ("Wij kijken ernaar", "U hoort van ons:", "De bibliotheek")),
    "going somewhere, answered": (
        "item/itemN", OWN, ("Wij doen iets extra", "Er staat iemand bij de ingang.", "Ik heb het gelezen"),
    ),
    "going somewhere, it changes": ("item/itemM/risicomoment.change", OWN, ("Er verandert iets", "De bibliotheek")),
    "settings": ("van/signaal/toestel", OWN, ("Tweede pincode", "Vergrendel")),
    "locked": ("", {**OWN, "gate": PIN}, ("Notities is op slot", "Bel 112")),
    "quiet": ("", {**OWN, "gate": {"kind": "quiet", "delivered": False}}, ("U hebt nog geen notities.",)),
    "quiet, delivered": ("", {**OWN, "gate": {"kind": "quiet", "delivered": True}}, ("Bijgewerkt",)),
}  # fmt: skip
OFFICIALS: Final[dict[str, State]] = {
    "a line to open": ("open/signaallijn.open", {"who": "hovj"}, ("Leg vast wie de signalen",)),
    "a signal": ("item/itemS", {"who": "lcc", "item": "signal"}, ("Duiden", "Antwoord geven", "Blijf binnen")),
    "what a signal means": (
        "item/itemS/signaal.interpret", {"who": "lcc", "item": "signal"}, ("De persoon leest dit niet.", "Blijf"),
    ),
    "an answer to it": (
        "item/itemS/signaal.answer", {"who": "lcc", "item": "signal"}, ("De taal waarin deze persoon leest",),
    ),
    "a melding": ("item/itemD", {"who": "piket", "item": "melding"}, ("Een onbekende bleef wachten.",)),
}  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_sg_07_each_screen_is_for_everybody_and_says_not_whose_it_is(
    gallery: Gallery, state: str, scheme: Scheme
) -> None:
    route, like, texts = STATES[state]
    with gallery.show(route, size=NARROW, scheme=scheme, **like) as screen:
        for text in texts:
            expect(screen.page.get_by_text(text).first).to_be_visible()
        assert wrong(screen) == []
        assert not TELLING.search(screen.text().replace(ABOUT_THEMSELVES, ""))
        assert screen.page.title() == "Notities"
        assert screen.page.locator("nav").count() == 0


ABOUT_THEMSELVES: Final = "De meldkamer van de politie leest dit dag en nacht."
"""What their authority wrote for them to read, behind the lock."""


@pytest.mark.parametrize("state", OFFICIALS)
def test_sg_03_each_screen_of_who_follows_up_can_be_used_by_everybody(gallery: Gallery, state: str) -> None:
    route, like, texts = OFFICIALS[state]
    with gallery.show(route, size=NARROW, **like) as screen:
        for text in texts:
            expect(screen.page.get_by_text(text).first).to_be_visible()
        assert wrong(screen) == []


def test_sg_01_the_first_thing_is_the_call_and_it_needs_no_line(gallery: Gallery) -> None:
    with gallery.show("", size=NARROW, **OWN, line="unreachable") as screen:
        press = screen.page.get_by_role("link", name="Ik ben onveilig, nu")
        assert press.get_attribute("href") == "tel:112"
        box = press.bounding_box()
        assert box is not None
        assert box["height"] >= 200
        assert screen.page.locator("footer a").get_attribute("href") == "tel:112"


def test_who_is_protected_is_never_offered_to_be_rung_by_telegram(gallery: Gallery) -> None:
    """Also where their browser cannot ring them, and anybody else would be."""
    for like, offered in ((OWN, 0), ({}, 1)):
        with gallery.show("instellingen", size=NARROW, **like) as screen:
            page = screen.page
            page.evaluate("delete window.PushManager")
            page.evaluate("window.location.hash = '%s'" % ("#/van/signaal/toestel" if like else "#/toestel"))
            expect(page.get_by_text("Deze browser kan u niet bellen")).to_be_visible()
            expect(page.get_by_text("Gebruik een andere browser")).to_be_visible()
            expect(page.get_by_text("Telegram")).to_have_count(offered)
            assert wrong(screen) == []


def test_sg_07_an_empty_app_has_nothing_but_a_way_to_close_it(gallery: Gallery) -> None:
    with gallery.show("van/signaal/iets", **OWN, gate={"kind": "quiet", "delivered": False}) as screen:
        assert screen.page.get_by_role("button").all_inner_texts() == ["Sluit"]
        assert screen.page.get_by_role("link").count() == 0


def test_sg_05_who_answers_need_not_type_in_which_language_the_person_reads(gallery: Gallery) -> None:
    with gallery.show("item/itemS/signaal.answer", size=NARROW, who="lcc", item="signal") as screen:
        expect(screen.page.locator("[name=language]")).to_have_value("en")
        screen.page.locator("[name=text]").fill("We are looking who that is.")
        screen.page.locator("[name=by]").fill("Lars")
        screen.page.get_by_role("button", name="Lees eerst na").click()
        expect(screen.page.get_by_role("heading", name="Lees na en onderteken")).to_be_visible()


def test_rm_01_a_person_says_where_they_are_going_and_nothing_read_back_names_anybody(gallery: Gallery) -> None:
    with gallery.show("", size=NARROW, **OWN) as screen:
        page = screen.page
        page.get_by_role("link", name="Ik ga ergens heen", exact=True).click()
        for name, text in (("what", "Lezing"), ("where", "De bibliotheek"), ("public", "Tachtig bezoekers")):
            page.locator(f"[name={name}]").fill(text)
        page.locator("[name=gemeente_find]").fill("Haarlem")
        page.get_by_label("Haarlem", exact=True).check()
        page.locator("[name=starts_at]").fill("2026-03-12T20:00")
        page.locator("[name=ends_at]").fill("2026-03-12T22:00")
        page.get_by_role("button", name="Lees eerst na").click()
        expect(page.get_by_text("Alleen wie u helpt kan dit lezen.")).to_be_visible()
        assert not TELLING.search(screen.text())
        sign = page.get_by_role("button", name="Houd ingedrukt: Ik ga ergens heen")
        sign.click(delay=1_100)
        expect(page.get_by_role("heading", name="Verstuurd")).to_be_visible()
        expect(page.get_by_text("U krijgt op een vast moment antwoord.")).to_be_visible()
        assert not TELLING.search(screen.text())
        assert wrong(screen) == []


def test_rm_05_what_they_call_off_is_read_back_without_a_name(gallery: Gallery) -> None:
    with gallery.show("item/itemM", size=NARROW, **OWN) as screen:
        screen.page.get_by_role("link", name="Het gaat niet door").click()
        expect(screen.page.get_by_text("Alleen wie u helpt kan dit lezen.")).to_be_visible()
        assert not TELLING.search(screen.text())
        assert wrong(screen) == []


@pytest.mark.parametrize(
    "route", ["", "open/risicomoment.report", "item/itemM", "item/itemN", "item/itemM/risicomoment.change"]
)
def test_sg_07_in_english_it_says_as_little(gallery: Gallery, route: str) -> None:
    with gallery.show(route, size=NARROW, language="en", **OWN) as screen:
        expect(screen.page.get_by_role("link", name="112").first).to_be_visible()
        said = screen.text().replace(ABOUT_THEMSELVES, "")
        assert not re.search(
            r"piket|police|nctv|protect|guard|justice|loket|\brisk|threat|measure", said, re.IGNORECASE
        )
        assert screen.page.title() == "Notes"


KEYS: Final = 60
"""So many presses of Tab at most lead to anything on a page."""


def tab_to(page: Page, what: Locator) -> None:
    """Go there as who has no pointer does; what cannot be reached so is no way at all."""
    expect(what).to_be_visible()
    for _ in range(KEYS):
        if what.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not come to {what}")


def test_sg_01_with_the_keyboard_alone_one_comes_to_everything(gallery: Gallery) -> None:
    with gallery.show("", size=NARROW, **OWN) as screen:
        page = screen.page
        page.evaluate(CALLS)
        tab_to(page, page.get_by_role("link", name="Ik ben onveilig, nu"))
        page.keyboard.press("Enter")
        assert page.evaluate("window.called") == ["tel:112"]
        assert page.evaluate("window.phone.signalled.map((one) => one.about)") == ["onveilig_nu"]
        tab_to(page, page.get_by_role("link", name="Bel 112"))
        tab_to(page, page.get_by_role("link", name="Er is iets", exact=True))
        page.keyboard.press("Enter")
        tab_to(page, page.get_by_role("radio", name="Ik zie iets verdachts"))
        page.keyboard.press("Space")
        tab_to(page, page.get_by_label("Wat wilt u zeggen?"))
        page.keyboard.type("Er staat een auto.")
        tab_to(page, page.get_by_role("button", name="Verstuur"))
        page.keyboard.press("Enter")
        tab_to(page, page.get_by_role("link", name="Iemand heeft het ontvangen"))
        assert page.evaluate("window.phone.signalled.at(-1).text") == "Er staat een auto."
        page.keyboard.press("Enter")
        tab_to(page, page.get_by_label("Zeg er iets bij"))
        page.keyboard.type("Hij is weg.")
        tab_to(page, page.get_by_role("button", name="Verstuur"))
        page.keyboard.press("Enter")
        page.wait_for_function("window.phone.done.at(-1)?.act === 'signaal.add'")
        tab_to(page, page.get_by_role("link", name="Terug"))
        page.keyboard.press("Enter")
        tab_to(page, page.get_by_role("link", name="Dit toestel"))
        page.keyboard.press("Enter")
        tab_to(page, page.get_by_role("button", name="Vergrendel"))
        tab_to(page, page.get_by_role("link", name="Bel 112"))


CALLS: Final = """() => {
  window.called = [];
  document.addEventListener("click", (event) => {
    const to = event.target.closest("a[href^='tel:']");
    if (to !== null) { event.preventDefault(); window.called.push(to.getAttribute("href")); }
  }, true);
}"""
"""A browser has no telephone: which numbers it would call."""
