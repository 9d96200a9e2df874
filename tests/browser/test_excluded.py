"""P-02 on the screens: the sender leaves people out and is warned where nobody is; they see nothing of the item."""

from __future__ import annotations

import asyncio
from typing import Final

import pytest
from playwright.async_api import Locator, expect

from domain.ids import ItemId
from tests.browser.handset import Handset
from tests.browser.stage import Stage

pytestmark = pytest.mark.slow

SHOWN: Final = "noah"
"""A piket officer, who could decide: among those who stand there at once."""
FOUND: Final = "tess"
"""Of the NCTV, who would read it: found by her functie."""
FUNCTIE: Final = "teamleider"
REST: Final = "niels"
"""A piket officer too, and not left out."""
WARNING: Final = "Het betreft iemand uit de keten, maar iedereen mag dit zien."
PERSON: Final = "Iemand van de NCTV"


@pytest.mark.timeout(180)
async def test_p_02_who_is_left_out_is_found_stays_so_after_a_lock_is_read_back_and_sees_nothing(stage: Stage) -> None:
    hovj, out = await asyncio.gather(stage.enrolled("hanna"), stage.enrolled(FOUND))
    await hovj.go("#/nieuw")
    await hovj.fill(person=PERSON, need="Persoonsbeveiliging", callback="0300000000", keten_choice="yes")
    await hovj.fill(keten_how="Werkt met hen samen")
    await hovj.read_back()
    await hovj.shows(WARNING)
    await hovj.press("Verander iets")
    await left_out(hovj)
    await locked_and_opened(hovj)
    card = await hovj.read_back()
    await expect(card.locator("dt", has_text="Krijgt dit niet te zien")).to_be_visible()
    assert {SHOWN, FOUND} <= set(await card.locator("dd").all_inner_texts())
    await hovj.shows_not(WARNING)
    await hovj.hold()
    await hovj.follow("Volg het verzoek")
    await hovj.step("Ontvangen door de dienst")
    await sees_nothing(stage, out, ItemId(await hovj.item()))


def tick(phone: Handset, name: str) -> Locator:
    return phone.page.locator(f'[name="excluded-{name}"]')


async def left_out(hovj: Handset) -> None:
    """One who stands there, and one who must be searched for; who was chosen stays in sight while one searches."""
    await tick(hovj, SHOWN).check()
    await expect(tick(hovj, FOUND)).to_have_count(0)
    await hovj.fill(keten_find=FUNCTIE)
    await tick(hovj, FOUND).check()
    await expect(tick(hovj, SHOWN)).to_be_checked()
    await expect(tick(hovj, REST)).to_have_count(0)


async def locked_and_opened(hovj: Handset) -> None:
    await hovj.go("#/toestel")
    await hovj.press("Vergrendel")
    await hovj.unlock(then="Dit toestel")
    await hovj.go("#/nieuw")
    for name in (SHOWN, FOUND):
        await expect(tick(hovj, name)).to_be_checked()
    await expect(tick(hovj, REST)).to_have_count(0)


async def sees_nothing(stage: Stage, out: Handset, item: ItemId) -> None:
    """Not in the list, not by its address, on neither kind of phone; another of the same functie reads it."""
    [read] = await (await stage.phone(REST)).open_items()
    assert read.id == item
    assert await (await stage.phone(SHOWN)).open_items() == []
    await out.page.reload()
    await out.unlock()
    await expect(out.page.locator(".entry")).to_have_count(0)
    await out.go(f"#/item/{item}")
    await out.shows("item.unknown")
    await out.shows_not(PERSON)
