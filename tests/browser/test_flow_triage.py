"""Triage at the screens of its parties: out of an emergency, judged, refused and disputed (TR-01 … TR-08)."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import expect

from domain.ids import ItemId
from tests.browser.handset import Handset
from tests.browser.stage import Stage
from tests.stories.words import DECISION, ORDER, WORD

pytestmark = pytest.mark.slow

QUESTION, ANSWER = "Sinds wanneer komen de brieven?", "Sinds mei, elke week."
REASONS, DISPUTE = "De dreiging is niet concreet genoeg.", "Er is een vuurwapen gezien."
WHO = {"person": "De heer V. Oorbeeld", "threat": "Brieven en een vuurwapen", "context": "Getuige in een strafzaak"}
A = {"gericht_op_leven": "direct", "feit": "artikel_285", "dreiger_bekend": "true"}


async def put_forward(hovj: Handset) -> None:
    """Fill in the toetsingskader step by step: each step shows when the one before it was answered (TR-02, TR-03)."""
    await hovj.fill(**WHO, **{f"criteria.a.{name}": value for name, value in A.items()})
    await hovj.fill(**{"criteria.b.fenomeen": "geen_fenomeen"})
    await hovj.shows("Dit kan zo nog niet worden voorgedragen.")
    await hovj.shows("A. Bij artikel 285 weegt niets mee bij de dreiger.")
    await hovj.shows("C. Er is geen professioneel inzicht van politie of KMar.")
    await hovj.fill(keten_choice="no")
    await hovj.press("Lees eerst na")
    await hovj.shows("Vul eerst aan wat ontbreekt.")
    await hovj.page.locator("label.choice").filter(has_text="hoort bij een gewelddadige groep").click()
    await hovj.fill(**{"criteria.b.fenomeen": "georganiseerde_ondermijnende_criminaliteit"})
    await hovj.shows("Voor directe opname: A en B zijn vervuld.")
    await hovj.shows_not("C. Is er professioneel inzicht?")


@pytest.mark.timeout(300)
async def test_tr_01_tr_08_a_designation_leads_into_triage_which_is_judged_and_disputed(stage: Stage) -> None:
    hovj, judge = await asyncio.gather(*(stage.enrolled(name) for name in ("hanna", "tess")))
    officer = await stage.phone("nina")
    request = await hovj.ask(person=WHO["person"])
    await officer.sync()
    await officer.receive(ItemId(request))
    assert (await officer.decide(ItemId(request), "aangewezen", DECISION, order=ORDER, word=WORD)).status == 201

    await hovj.shows("Aangewezen")
    await hovj.follow("Voordragen voor triage")
    await hovj.shows("Volgt uit: Spoedaanwijzing")
    await put_forward(hovj)
    card = await hovj.read_back()
    for text in ("directe opname", WHO["threat"], "hoort bij een gewelddadige groep"):
        await expect(card.get_by_text(text, exact=True)).to_be_visible()
    await hovj.hold()
    await hovj.follow("Bekijk hoe het staat")
    case = await hovj.item()
    await hovj.shows("Wacht op het oordeel van de NCTV")
    await hovj.go(f"#/item/{request}")
    await hovj.shows("Hieruit volgt")
    await expect(hovj.page.get_by_role("link", name="Voordragen voor triage")).to_have_count(0)

    await judge.go(f"#/item/{case}")
    await judge.shows("georganiseerde ondermijnende criminaliteit")
    await judge.page.get_by_text("Op welke grond wordt dit gedeeld?").click()
    await judge.shows("Van OM naar NCTV")
    await judge.more("Vraag stellen")
    await judge.sign(text=QUESTION)
    await hovj.go(f"#/item/{case}")
    await hovj.shows(QUESTION)
    await hovj.more("Aanvullen")
    await hovj.sign(text=ANSWER)
    await judge.shows(ANSWER)
    await judge.follow("Oordelen")
    await judge.sign(outcome="niet_opgenomen", reasons=REASONS, information="Dreigingsanalyse")
    await judge.shows("Niet opgenomen")

    await hovj.shows(REASONS)
    await hovj.follow("Betwisten")
    await hovj.fill(**{"linked.text": DISPUTE})
    card = await hovj.read_back()
    await expect(card).to_contain_text(DISPUTE)
    await hovj.hold()
    await hovj.shows("Betwist")
    await hovj.shows("Geschil")
    assert stage.faults() == []
