"""«Nieuw»: the form of the emergency stands there at once; everything else that one may begin is one fold away."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.gallery import NARROW, Gallery
from tests.browser.test_forms import FILL, check
from tests.browser.test_states import wrong

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("who", "asks"),
    [
        ("hovj", "Spoedaanwijzing vragen"),
        ("namens", "Spoedaanwijzing vragen"),
        ("piket", "Telefonisch verzoek vastleggen"),
    ],
)
def test_the_emergency_is_one_tap_away_and_first(gallery: Gallery, who: str, asks: str) -> None:
    with gallery.show("", size=NARROW, who=who) as screen:
        page = screen.page
        page.locator("nav.menu").get_by_role("link", name="Nieuw").click()
        expect(page.get_by_role("heading", level=1, name=asks)).to_be_visible()
        expect(page.locator("form").first).to_be_visible()
        assert wrong(screen) == []


@pytest.mark.parametrize(
    ("who", "others"),
    [
        ("hovj", ["Voordragen voor triage", "Herbeoordeling plannen", "Risicomoment melden", "Lijn openen"]),
        ("piket", ["Burgemeester berichten", "Burgemeester nu berichten: acuut", "Risicomoment melden"]),
    ],
)
def test_beside_the_emergency_everything_else_one_may_begin_is_offered(
    gallery: Gallery, who: str, others: list[str]
) -> None:
    with gallery.show("nieuw" if who == "hovj" else "telefonisch", size=NARROW, who=who) as screen:
        page = screen.page
        fold = page.locator("page-openings details")
        for other in others:
            expect(fold.get_by_role("link", name=other, exact=True)).to_be_hidden()
        fold.get_by_text("Geen spoed? Begin iets anders").click()
        for other in others:
            expect(fold.get_by_role("link", name=other, exact=True)).to_be_visible()
        assert wrong(screen) == []
        assert screen.violations() == []
        fold.get_by_role("link", name=others[0], exact=True).click()
        expect(page.get_by_role("heading", level=1, name=others[0])).to_be_visible()


def test_sa_03_the_number_follows_who_called_until_another_is_typed(gallery: Gallery) -> None:
    with gallery.show("telefonisch", size=NARROW, who="piket") as screen:
        page = screen.page
        number, who = page.locator("[name=callback]"), "[name=caller_functie][value={}]"
        page.locator("[name=person]").fill("Iemand")
        page.locator("[name=caller_scope]").select_option("arr:noord-holland")
        expect(number).to_have_value("")
        page.locator(who.format("hovj")).check()
        expect(number).to_have_value("+31 23 555 0110")
        page.locator(who.format("namens_hovj")).check()
        expect(number).to_have_value("")
        number.fill("06")
        page.locator(who.format("hovj")).check()
        expect(number).to_have_value("06")
        expect(page.locator("[name=person]")).to_have_value("Iemand")
        assert screen.violations() == []


def test_an_emergency_can_be_written_down_while_the_service_is_away(gallery: Gallery) -> None:
    with gallery.show("nieuw", size=NARROW, who="hovj", fails="service.unreachable") as screen:
        page = screen.page
        expect(page.locator(".call-first").get_by_role("link")).to_be_visible()
        expect(page.get_by_text("Geen contact met de dienst").first).to_be_visible()
        page.locator("[name=person]").fill("Iemand")
        page.locator("[name=keten_choice][value=no]").check()
        assert wrong(screen) == []
        typed = page.evaluate("performance.now()")
        page.wait_for_function("(before) => performance.now() - before > 1000", arg=typed)
        page.locator("nav.menu").get_by_role("link", name="Dienst").click()
        expect(page.locator("[name=person]")).to_have_count(0)
        page.locator("nav.menu").get_by_role("link", name="Nieuw").click()
        expect(page.locator("[name=person]")).to_have_value("Iemand")
        expect(page.locator("[name=keten_choice][value=no]")).to_be_checked()
        expect(page.get_by_text("Geen contact met de dienst").first).to_be_visible()


def test_nothing_else_is_offered_beside_what_is_read_back_and_signed(gallery: Gallery) -> None:
    with gallery.show("nieuw", size=NARROW, who="hovj") as screen:
        page = screen.page
        fold = page.get_by_text("Geen spoed? Begin iets anders")
        expect(fold).to_be_visible()
        for _ in range(2):
            page.locator("form").evaluate(FILL)
            page.evaluate("new Promise(requestAnimationFrame)")
        check(page)
        expect(page.locator(".readback")).to_be_visible()
        expect(fold).to_be_hidden()


def test_an_emergency_that_follows_from_a_risk_moment_offers_nothing_else(gallery: Gallery) -> None:
    with gallery.show("nieuw/itemA", size=NARROW, who="hovj", item="designated") as screen:
        expect(screen.page.locator("form")).to_be_visible()
        expect(screen.page.locator("page-openings")).to_have_count(0)


def test_who_asks_for_no_emergency_has_a_page_with_what_they_may_begin(gallery: Gallery) -> None:
    with gallery.show("", size=NARROW, who="rccb") as screen:
        page = screen.page
        page.locator("nav.menu").get_by_role("link", name="Nieuw").click()
        expect(page.get_by_role("heading", level=1, name="Wat wilt u beginnen?")).to_be_visible()
        expect(page.locator("page-openings").get_by_role("link")).to_have_text(["Risicomoment melden"])
        assert wrong(screen) == []
        assert screen.violations() == []


def test_who_may_begin_nothing_is_offered_nothing(gallery: Gallery) -> None:
    with gallery.show("", size=NARROW, who="wacht") as screen:
        expect(screen.page.locator("nav.menu")).to_be_visible()
        expect(screen.page.locator("nav.menu").get_by_role("link", name="Nieuw")).to_have_count(0)
