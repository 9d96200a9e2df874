"""States nobody must guess: each has a clear screen of its own, which everybody can use, with a number to call."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest
from playwright.sync_api import expect

from tests.browser.gallery import NARROW, PHONE, Gallery, Screen

pytestmark = pytest.mark.slow

NUMBER: Final = "+31 70 555 0100".replace(" ", "\N{NO-BREAK SPACE}")
ITEM: Final = "item/itemA"

State = tuple[str, dict[str, Any], tuple[str, ...]]
STATES: Final[dict[str, State]] = {
    # How far a request is.
    "kept on this phone": (
        ITEM,
        {"stage": "kept", "who": "namens"},
        ("Bewaard op deze telefoon, nog niet verstuurd", "Wacht niet. Bel het nummer onderaan."),
    ),
    "sent": (ITEM, {"stage": "sending", "who": "namens"}, ("Wordt nu verstuurd",)),
    "received by the service": (
        ITEM, {"item": "asked", "who": "namens"}, ("Ontvangen door de dienst", "hier wacht het op"),
    ),
    "received by who may decide": (
        ITEM,
        {"item": "received", "who": "namens"},
        ("Ontvangen, nog niet besloten", "Mila Berkhout, 14.31 uur"),
    ),
    "decided": (ITEM, {"item": "designated", "who": "namens"}, ("Aangewezen", "Gezag")),
    "on the spot": (ITEM, {"item": "designated", "who": "namens"}, ("Opdracht aan het LCC: Ter plaatse",)),
    "refused by a rule": (
        "",
        {"stage": "refused", "refusal": "item.stale"},
        ("Niet gelukt: Ik heb dit ontvangen", "Bekijk hoe het nu is", "Gezien"),
    ),
    # Items of other flows, each from its words and its models alone.
    "a case that follows and is followed": (
        ITEM,
        {"item": "case", "who": "team"},
        ("Triage", "Wacht op het oordeel van de NCTV", "psychische stoornis", "Volgt uit",
         "Hieruit volgt", "Bericht aan de burgemeester: Verstuurd, nog niet gelezen"),
    ),
    "an admission without the full file": (
        ITEM,
        {"item": "admitted", "who": "team"},
        ("Opgenomen in het stelsel", "Extra maatregelen kunnen in de praktijk pas met het volledige dossier"),
    ),
    "a notice to a mayor": (ITEM, {"item": "notice"}, ("Bericht aan de burgemeester", "Wat zegt u als iemand")),
    "a flow that this app does not know": (ITEM, {"item": "unknown"}, ("een_nieuwe_flow", "nog_iets", "Gezag")),
    # What stands in the way.
    "bad line": ("", {"line": "trying"}, ("De verbinding hapert", "Heeft het haast? Bel.")),
    "no line": (
        "",
        {"line": "unreachable"},
        ("Geen contact met de dienst. Bel nu.", "Laatste contact: 14.30 uur.", NUMBER),
    ),
    "no line at the first question": (
        "dienst", {"fails": "service.unreachable"}, ("Geen contact met de dienst", "Bel nu"),
    ),
    "session over": (
        "", {"fails": "session.ended"}, ("U bent niet meer aangemeld", "Open Piket opnieuw", "Probeer opnieuw"),
    ),
    "withdrawn": (
        ITEM,
        {"item": "withdrawn"},
        ("Dit verzoek is ingetrokken", "U hoeft niets te doen", "het laatst bekend:"),
    ),
    "withdrawn and gone": (ITEM, {"fails": "item.withdrawn"}, ("Dit verzoek is ingetrokken",)),
    "no drill": (ITEM, {"item": "suspended"}, ("GEEN OEFENING", "Er is een echt verzoek.")),
    "drill": (ITEM, {"item": "drill"}, ("OEFENING", "In een oefening verandert geen gezag.")),
    "role without keys": (
        "", {"withoutKeys": True}, ("U hebt nog geen sleutel voor uw functie", "Vraag een collega met deze functie"),
    ),
    "content without a key": (ITEM, {"item": "no_keys"}, ("2 keer ontbreekt de sleutel",)),
    "item without a key": (ITEM, {"fails": "item.no_key"}, ("U hebt hier nog geen sleutel voor",)),
    "somebody who must read cannot": (
        ITEM,
        {"item": "lacking"},
        (
            "Nog niet iedereen kan dit lezen",
            "Geef de sleutel",
            "Deze functies hebben nog geen sleutel",
            "De sleutel is nog bij een toestel dat niet meer meedoet",
        ),
    ),
    "a device without a key": (
        "", {"unshared": True}, ("Een toestel heeft nog geen sleutel", "Bekijk de toestellen"),
    ),
    "a device to share the key with": (
        "toestellen", {"unshared": True}, ("Heeft nog geen sleutel voor piket NCTV", "Deel de sleutel van piket NCTV"),
    ),
    "joined with another": (
        ITEM,
        {"item": "with_joined"},
        (
            "Samengevoegd met dit verzoek",
            "Dhr. T. Voorbeeld. Gevraagd door hoofdofficier van justitie Limburg",
            "Een samengevoegd verzoek is hier niet te lezen",
        ),
    ),
    "joined to another": (
        ITEM, {"item": "joined_to"}, ("Dit verzoek is samengevoegd met een ander", "Open het andere verzoek"),
    ),
    "choose what to join with": (
        f"{ITEM}/spoedaanwijzing.join", {"item": "asked"}, ("Met welk verzoek?", "Mw. R. Voorbeeld, wethouder"),
    ),
    "what does not verify": (
        ITEM,
        {"fails": "refused.content.signature"},
        ("Een tekst in dit dossier klopt niet", "Vertrouw het dossier niet. Bel."),
    ),
    "a service that cannot prove": (
        "",
        {"gate": {"kind": "refused", "code": "log.forked"}},
        ("Dit klopt niet. Vertrouw het niet.", "Code: log.forked"),
    ),
    "device taken out of use": (
        "", {"gate": {"kind": "revoked"}}, ("Dit toestel doet niet meer mee", "Heeft het haast? Bel."),
    ),
    "device stopped": ("", {"gate": {"kind": "frozen"}}, ("Dit toestel is stilgezet", "Heeft het haast? Bel.")),
    "keys lost": (
        "",
        {"gate": {"kind": "lost"}},
        ("De sleutels zijn weg", "Er is niets verloren", "Meld dit toestel opnieuw aan"),
    ),
    "locked": ("", {"gate": {"kind": "locked", "by": "pin", "left": 2}}, ("Piket is op slot", "Nog 2 keer proberen.")),
    "no room on the phone": ("", {"fails": "device.storage"}, ("Deze telefoon kon het niet bewaren", "Bel nu")),
    # Pages on people and devices.
    "my devices": (
        "toestellen",
        {},
        ("Mijn toestellen", "Dit toestel", "Stilgezet", "Ingetrokken op", "Aangemeld di 27 jan 22.32 uur"),
    ),
    "devices a watcher may stop": (
        "toestellen", {"who": "wacht"}, ("Zet dit toestel stil", "Toestel van Joris van Vliet"),
    ),
    "devices of an officer": ("toestellen", {"who": "beheer"}, ("Intrekken doen twee beheerders samen.",)),
    "who is on duty": (
        "dienst",
        {},
        (
            "Mila Berkhout (u), dienst, tot 22.52 uur (vervangt het rooster)",
            "Niemand heeft nu deze functie",
            "staat niet op het rooster",
        ),
    ),
    "put somebody on the roster": (
        "rooster", {}, ("Zet iemand op het rooster", "Welke dienst?", "Dit vervangt wie er dan al op"),
    ),
    "what is over": (
        "afgesloten",
        {},
        ("Ingetrokken", "Spoedaanwijzing, Noord-Holland", "Afgesloten: dinsdag 10 maart 2026", "Toon ouder"),
    ),
    "nothing is over": ("afgesloten", {"empty": True, "who": "wacht"}, ("Er is niets afgesloten dat u mag zien.",)),
    "what is over, without a line": (
        "afgesloten", {"fails": "service.unreachable"}, ("Geen contact met de dienst", "Probeer opnieuw"),
    ),
    "settings": ("instellingen", {}, ("Taal", "Licht of donker", "Zoals dit toestel")),
    "bell off": ("toestel", {}, ("De bel staat uit op dit toestel.", "Laat dit toestel bellen")),
    "bell dead": (
        "toestel", {"bell": "dead"}, ("De bel op dit toestel doet het niet meer", "Zet de bel weer aan"),
    ),
    "no bell by browser": ("toestel", {"bell": "unserved"}, ("Deze dienst belt niet via de browser",)),
    # Many mayors at once.
    "many mayors": (
        f"van/burgemeestersbericht/overzicht/{'d' * 22}", {},
        ("Niemand bereikt, bel zelf", "120 van 342 verstuurd. Geen contact.", "Heeft een vraag"),
    ),
    "a notice to mayors": (
        "open/burgemeestersbericht.send", {},
        ("Welke gemeenten?", "Kies alle 342 gemeenten", "Nog geen gemeente gekozen."),
    ),
    # A notice as a mayor reads it at night, as who may not read it sees it, and what the NCTV does with it.
    "a notice, by night": (
        ITEM, {"item": "notice_new", "who": "mayor"},
        ("Wat is er?", "Later bekend geworden", "Wat doet u nu?", "Wie belt u?", "De burgemeester weet het nog niet"),
    ),
    "a notice that is known": (
        ITEM, {"item": "notice_known", "who": "mayor"},
        ("De burgemeester hoorde het door de telefoon", "Een tweede collega keek mee", "Loes Vermaat", "Erbij:"),
    ),
    "a notice that was taken back": (
        ITEM, {"item": "notice_back", "who": "mayor"},
        ("Dit bericht is teruggenomen. Gebruik het niet meer.", "Het ging om een andere gemeente."),
    ),
    "a notice that is over": (ITEM, {"item": "notice_over", "who": "mayor"}, ("Het is voorbij of verplaatst.",)),
    "a notice without its words": (
        ITEM, {"item": "notice_blind", "who": "hovj"}, ("U ziet dat er een bericht is.", "Nog geen tweede collega"),
    ),
    "who stands in for a mayor": (
        f"{ITEM}/burgemeestersbericht.stand_in", {"item": "notice_new"},
        ("Wie vervangt de burgemeester?", "Loes Vermaat", "Alleen deze persoon kan het dan lezen"),
    ),
    "nobody to stand in": (
        f"{ITEM}/burgemeestersbericht.stand_in", {"item": "asked"}, ("Voor deze gemeente staat geen vervanger",),
    ),
    "one word for all mayors": (
        f"van/burgemeestersbericht/alle/{'d' * 22}supplement", {},
        ("Dit gaat in één keer naar 12 burgemeesters.", "Lees eerst na"),
    ),
    "released for all mayors": (
        f"van/burgemeestersbericht/alle/{'d' * 22}release", {},
        ("Aan 14 burgemeesters", "U bevestigt dat u dit las", "Een verzonnen situatie."),
    ),
    "this device": ("toestel", {}, ("Mila Berkhout", "Test mijn bel", "Mijn toestellen", "Instellingen")),
}  # fmt: skip


def wrong(screen: Screen) -> list[str]:
    """Everything that keeps somebody from using it, in light and dark."""
    found = [*screen.small(), *screen.violations()]
    found += [f"{screen.too_wide()} pixels too wide"] if screen.too_wide() else []
    for scheme in ("dark", "light"):
        screen.page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {one}" for one in screen.axe()]
    return found


@pytest.mark.parametrize("state", STATES)
def test_each_state_has_a_screen_that_says_so_and_that_everybody_can_use(gallery: Gallery, state: str) -> None:
    route, like, texts = STATES[state]
    with gallery.show(route, size=NARROW, **like) as screen:
        for text in texts:
            expect(screen.page.get_by_text(text).filter(visible=True).first).to_be_visible()
        call = screen.page.locator(".callbar a[href='tel:+31705550100']")
        expect(call).to_be_in_viewport()
        assert wrong(screen) == []


def test_a_phone_that_cannot_even_say_how_it_is_says_call_and_offers_to_try_again(gallery: Gallery) -> None:
    with gallery.show(size=NARROW, silent=True) as screen:
        expect(screen.page.get_by_text("Wacht niet op Piket. Bel nu.")).to_be_visible()
        expect(screen.page.get_by_role("button", name="Probeer opnieuw")).to_be_visible()
        assert wrong(screen) == []


def test_what_is_over_is_found_from_the_start_and_goes_on_to_what_is_older(gallery: Gallery) -> None:
    with gallery.show(size=NARROW) as screen:
        screen.page.get_by_role("link", name="Bekijk wat is afgesloten").click()
        entries = screen.page.locator("page-closed .entry")
        expect(entries).to_have_count(3)
        expect(screen.page.get_by_role("link", name="Eerder")).to_have_attribute("aria-current", "page")
        screen.page.get_by_role("button", name="Toon ouder").click()
        expect(entries).to_have_count(4)
        expect(entries.last.get_by_text("OEFENING")).to_be_visible()
        expect(screen.page.get_by_role("button", name="Toon ouder")).to_have_count(0)
        assert wrong(screen) == []
        entries.first.click()
        expect(screen.page).to_have_url(re.compile("#/item/closed0$"))


def test_what_is_over_stays_readable_when_the_line_goes(gallery: Gallery) -> None:
    with gallery.show("afgesloten", size=NARROW) as screen:
        screen.page.evaluate("() => { window.phone.closed = () => Promise.reject(new Error()); }")
        screen.page.get_by_role("button", name="Toon ouder").click()
        expect(screen.page.get_by_text("Probeer opnieuw")).to_be_visible()
        expect(screen.page.locator("page-closed .entry")).to_have_count(3)


def test_sg_05_a_protected_person_is_shown_their_own_start_instead_of_what_is_over(gallery: Gallery) -> None:
    with gallery.show("afgesloten", who="persoon") as screen:
        expect(screen.page.locator("own-start")).to_be_visible()
        expect(screen.page.locator("page-closed")).to_have_count(0)
        expect(screen.page.get_by_text("Afgesloten")).to_have_count(0)


def test_times_are_clock_times_with_how_long_ago_and_go_on(gallery: Gallery) -> None:
    with gallery.show(ITEM, clock=True, item="asked") as screen:
        expect(screen.page.get_by_text("14.29 uur (3 minuten geleden)").first).to_be_visible()
        screen.page.clock.run_for(60_000)
        expect(screen.page.get_by_text("14.29 uur (4 minuten geleden)").first).to_be_visible()


def test_what_was_open_stays_readable_when_the_line_goes(gallery: Gallery) -> None:
    with gallery.show(ITEM, item="received", cut=True) as screen:
        expect(screen.page.get_by_text("Wat er staat")).to_be_visible()
        screen.page.evaluate("window.phone.tell({ kind: 'items' })")
        expect(screen.page.get_by_text("Wacht niet op Piket. Bel nu.")).to_be_visible()
        expect(screen.page.get_by_text("Wat er staat")).to_be_visible()


def test_a_session_that_is_over_leads_to_the_lock(gallery: Gallery) -> None:
    with gallery.show(fails="session.ended") as screen:
        screen.page.evaluate("window.phone.lock = async () => { window.locked = true; }")
        screen.page.get_by_role("button", name="Open Piket opnieuw").click()
        screen.page.wait_for_function("window.locked === true")


def test_a_refusal_leads_to_how_it_is_now(gallery: Gallery) -> None:
    with gallery.show(stage="refused", refusal="item.stale") as screen:
        screen.page.get_by_role("link", name="Bekijk hoe het nu is").click()
        expect(screen.page).to_have_url(re.compile("#/item/itemA$"))


def test_the_look_that_was_chosen_is_worn_and_kept(gallery: Gallery) -> None:
    with gallery.show("instellingen", scheme="light") as screen:
        screen.page.get_by_label("Donker").check()
        ground = "getComputedStyle(document.documentElement).backgroundColor"
        assert screen.page.evaluate(ground) == "rgb(16, 19, 23)"
        assert screen.page.evaluate("localStorage.getItem('uiterlijk')") == "dark"
        assert screen.axe() == []


def test_in_english_nothing_is_left_in_dutch(gallery: Gallery) -> None:
    with gallery.show("toestellen", language="en", size=PHONE) as screen:
        expect(screen.page.get_by_text("My devices")).to_be_visible()
        assert "Toestel" not in screen.text()
        assert screen.page.evaluate("document.documentElement.lang") == "en"
