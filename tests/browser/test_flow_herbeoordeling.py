"""Periodic review at the screens of its parties: from a designation until the local authority closes it (HB, P-06)."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from playwright.async_api import expect

from domain.flows.spoedaanwijzing.content import EindeContent
from domain.ids import ItemId
from domain.terms import AMSTERDAM, Term
from tests.browser.handset import Handset
from tests.browser.stage import Stage
from tests.stories.words import DECISION, ORDER, WORD

pytestmark = pytest.mark.slow

PERSON, MEASURES, KIND = "Mw. B. Eveiligd", "Rondgang langs de woning", "Nieuwe bedreiging"
NEWS, REASONS = "Vannacht een brief", "De dreiging staat nog."
WHY_END, OVER = "De dreiging is weg.", "Alles is afgebouwd."
LOCAL = "hoofdofficier van justitie Midden-Nederland"
YES = {"opportune": "true", "proportionate": "true", "up_to_date": "true"}


def said(moment: datetime) -> str:
    """A moment as the app says it: "maandag 7 december 2026"."""
    days = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
    months = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
              "november", "december")  # fmt: skip
    local = moment.astimezone(AMSTERDAM)
    return f"{days[local.weekday()]} {local.day} {months[local.month - 1]} {local.year}"


def field(moment: datetime) -> str:
    return moment.astimezone(AMSTERDAM).strftime("%Y-%m-%dT%H:%M")


async def authority(one: Handset, name: str) -> None:
    """Who the screen says is the authority."""
    await expect(one.page.locator(".gezag__holder")).to_contain_text(name)


async def designated(stage: Stage, hovj: Handset) -> str:
    request = await hovj.ask(person=PERSON)
    officer = await stage.phone("nina")
    await officer.sync()
    await officer.receive(ItemId(request))
    assert (await officer.decide(ItemId(request), "aangewezen", DECISION, order=ORDER, word=WORD)).status == 201
    await hovj.shows("Aangewezen")
    await authority(hovj, "NCTV")
    return request


async def planned(officer: Handset, request: str) -> str:
    """The first review is within the term of the designation: that is filled in, with its day and weekday."""
    first = Term(days=3).after(datetime.now(AMSTERDAM))
    await officer.go(f"#/item/{request}")
    await officer.follow("Herbeoordeling plannen")
    await officer.shows("Gezag: de NCTV")
    await expect(officer.page.get_by_text(said(first)).first).to_be_visible()
    await officer.fill(when="term")
    await officer.shows(f"Dat is {said(Term(months=1).after(datetime.now(AMSTERDAM)))}")
    await officer.shows("Dat is later dan het uiterste moment.")
    await officer.fill(when="own", next_at=field(first), measures=MEASURES, triggers=KIND, keten_choice="no")
    card = await officer.read_back()
    await expect(card.get_by_text(MEASURES, exact=True)).to_be_visible()
    await officer.hold()
    await officer.follow("Bekijk hoe het staat")
    await officer.shows(said(first))
    await officer.shows("Deze datum verandert niets aan de bescherming.")
    await officer.shows_not("niet geverifieerd")  # it is the number that the directory gives for who planned it
    return await officer.item()


@pytest.mark.timeout(300)
async def test_hb_01_hb_04_p_06_from_a_designation_to_the_local_authority(stage: Stage) -> None:
    await stage.couple("nina")
    hovj, officer, lcc = await asyncio.gather(*(stage.enrolled(name) for name in ("hanna", "nina", "lars")))
    request = await designated(stage, hovj)
    item = await planned(officer, request)
    await authority(officer, "NCTV")

    before = stage.bells("nina")
    await lcc.go(f"#/item/{item}")
    await lcc.shows(MEASURES)
    await lcc.more("Nieuwe informatie melden")
    await lcc.sign(trigger=KIND, text=NEWS)
    await lcc.shows("Nu gevraagd door nieuwe informatie")
    await stage.bell("nina", before)

    await officer.shows(NEWS)
    await officer.follow("Herbeoordelen")
    await officer.shows(NEWS)
    await officer.fill(outcome="voortzetten", **YES, reasons=REASONS)
    later = datetime.now(AMSTERDAM) + timedelta(days=40)
    await officer.fill(when="own")
    await officer.sign(next_at=field(later))
    await officer.shows(said(later))
    await lcc.shows(REASONS)
    await expect(lcc.page.locator(".thread dd").get_by_text("voortzetten", exact=True)).to_be_visible()
    await officer.more("Eerder herbeoordelen")
    await officer.shows(f"Nu gepland: {said(later)}")
    await officer.press("Over 10 werkdagen")
    await officer.read_back()
    await officer.hold()
    await expect(officer.page.get_by_text(said(later))).to_have_count(0)

    await officer.more("Herbeoordelen")
    await officer.sign(outcome="beeindigen", **YES, reasons=WHY_END)
    await officer.shows("Besloten te beëindigen")
    nina, hanna = await stage.phone("nina"), await stage.phone("hanna")
    await nina.sync()
    ending = EindeContent(kind="einde", reasons=WHY_END, until=None)
    assert (await nina.end(ItemId(request), "hovj", ending)).status == 201
    await authority(officer, "NCTV")
    await hanna.sync()
    assert (await hanna.end_received(ItemId(request))).status == 201

    await authority(officer, LOCAL)
    await officer.page.get_by_text("Hoe het gezag overging").click()
    await expect(officer.page.locator(".gezag li")).to_have_count(3)
    await hovj.go(f"#/item/{item}")
    await authority(hovj, LOCAL)
    await hovj.follow("Alle herbeoordelingen van dit dossier")
    await hovj.title("Herbeoordelingen van dit dossier")
    await authority(hovj, LOCAL)
    await hovj.follow("maatregelen, Midden-Nederland")
    await hovj.follow("Einde vastleggen")
    await hovj.sign(reasons=OVER)
    await hovj.shows("Beëindigd")
    await hovj.go(f"#/item/{request}")
    await authority(hovj, LOCAL)
    assert stage.faults() == []
