"""Two requests about the same, joined and decided at once at the screens of their parties (SA-12)."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import expect

from tests.browser.stage import Stage

pytestmark = pytest.mark.slow

ONE, OTHER = "Dhr. B. Smit, officier", "Mw. C. Smit, dezelfde woning"
REASONS, NOT_THIS = "Concrete dreiging, nu.", "Hoort bij het eerste verzoek."


@pytest.mark.timeout(300)
async def test_sa12_two_requests_are_joined_and_decided_at_once(stage: Stage) -> None:
    officer, caller = await asyncio.gather(*(stage.enrolled(name) for name in ("nina", "hanna")))
    one, other = await caller.ask(person=ONE), await caller.ask(person=OTHER)
    await officer.go(f"#/item/{one}")
    await officer.press("Ik heb dit ontvangen")
    await officer.step("Ontvangen door iemand die mag besluiten")
    await officer.more("Voeg samen met een ander verzoek")
    await expect(officer.page.locator("label.choice").filter(has_text=OTHER)).to_be_visible()
    await officer.sign(with_item=other)
    await officer.shows("Samengevoegd met dit verzoek")
    await officer.follow(OTHER)
    assert await officer.item() == other
    await officer.shows("Dit verzoek is samengevoegd met een ander")
    await officer.follow("Open het andere verzoek")
    assert await officer.item() == one

    await officer.follow("Besluit")
    await officer.fill(outcome="aangewezen", reasons=REASONS)
    await officer.fill(**{"opdracht.where": "Thuis", "bericht_rccb.text": "Houd de surveillance aan"})
    await officer.press("Lees eerst na")
    await officer.shows("Vul dit in.")
    await officer.fill(**{f"joined_outcome_{other}": "niet_aangewezen", f"joined_reasons_{other}": NOT_THIS})
    card = await officer.read_back()
    await expect(card.get_by_role("heading", name="Samengevoegd verzoek")).to_be_visible()
    for text in (OTHER, NOT_THIS, "niet aangewezen"):
        await expect(card.get_by_text(text, exact=True)).to_be_visible()
    await officer.hold()
    await officer.shows("Aangewezen")

    await caller.go(f"#/item/{one}")
    await caller.shows(REASONS)
    await caller.go(f"#/item/{other}")
    await caller.shows("Besloten: u wordt gebeld")
    await caller.shows_not(NOT_THIS)
    assert stage.faults() == []
