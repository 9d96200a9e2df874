"""A risk moment at the screens of its parties: reported, taken, weighed, made an emergency, answered by the loket."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from playwright.async_api import expect

import config
from tests.browser.handset import Handset
from tests.browser.service import found_world
from tests.browser.stage import Stage
from tests.browser.stage import stage as staged

pytestmark = pytest.mark.slow

UTRECHT: Final = "gm:GM0344"
WHAT, WHERE, PERSON = "Debat met publiek over het nieuwe boek", "De schouwburg", "De schrijver R. Vos"
MEASURES, ANSWER = "Twee agenten bij de ingang", "Er is toezicht; spreek de agenten gerust aan."
TELLING: Final = re.compile(r"RCCB|\brick\b|politie|behandelaar|teamleider", re.IGNORECASE)
"""Words on a reporter's screen that would tell which side has the report."""


@pytest.fixture
def hasty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A policy under which the loket answers after seconds, so that nobody has to wait for the fixed moment."""
    folder = tmp_path / "policies"
    shutil.copytree(Path(config.__file__).parent / "policies", folder)
    for file in folder.glob("*.toml"):
        text = re.sub(r'(?m)^loket_minst = "15m"', 'loket_minst = "40s"', file.read_text("utf-8"))
        file.write_text(re.sub(r'(?m)^loket_ritme = "1h"', 'loket_ritme = "5s"', text), "utf-8")
    monkeypatch.setenv("PIKET_POLICIES", str(folder))


@pytest_asyncio.fixture
async def night(hasty: None, app: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    """The stage with an aanmelder in the cast."""
    world = tmp_path / "world"
    world.mkdir()
    await found_world(world, "risk_moment_becomes_an_emergency")
    async with staged(world, app, tmp_path / "service") as found:
        yield found
        assert found.faults() == []


def local(hours: int) -> str:
    return (
        (datetime.now(UTC) + timedelta(hours=hours)).astimezone(ZoneInfo("Europe/Amsterdam")).strftime("%Y-%m-%dT%H:%M")
    )


async def reported(wim: Handset) -> str:
    """Report a moment of tonight; returns the report."""
    await wim.follow("Risicomoment melden")
    await wim.shows("Is er nu gevaar? Bel 112.")
    await wim.press("Lees eerst na")
    await wim.shows("Vul dit in.")
    await wim.fill(what=WHAT, where=WHERE, public="Driehonderd bezoekers", person=PERSON)
    await wim.fill(gemeente_find="utrec", gemeente=UTRECHT, starts_at=local(3), ends_at=local(2))
    await wim.press("Lees eerst na")
    await wim.shows("Het einde ligt niet na het begin")
    await expect(wim.says("Het einde ligt niet na het begin")).to_be_in_viewport()
    await wim.fill(ends_at=local(5))
    card = await wim.read_back()
    await expect(card.get_by_text(WHAT, exact=True)).to_be_visible()
    await expect(card.get_by_text("leutel van het loket")).to_have_count(0)
    await wim.hold()
    await wim.title("Uw melding is bij het loket")
    await wim.follow("Naar uw melding")
    return await wim.item()


@pytest.mark.timeout(300)
async def test_rm_01_to_rm_06_a_report_is_weighed_becomes_an_emergency_and_is_answered(night: Stage) -> None:
    wim, rick, hanna = [await night.enrolled(name) for name in ("wim", "rick", "hanna")]
    item = await reported(wim)
    await wim.shows("Bij het loket")
    await wim.shows("Het loket antwoordt")

    await rick.go(f"#/item/{item}")
    await rick.shows("Gemeld, nog niet opgepakt")
    await rick.follow("Oppakken")
    await rick.shows(WHAT)
    await rick.sign(**{"linked.known": "Vorig jaar was het er onrustig"})
    await rick.shows("Opgepakt")
    await rick.follow("Beoordeel dit risicomoment")
    await rick.sign(outcome="geadviseerd", about="persoon", reasons="Concrete aanwijzing", measures=MEASURES)
    await rick.shows("Wacht op een besluit")
    weighing = await rick.item()
    assert weighing != item

    await hanna.go(f"#/item/{weighing}")
    await hanna.shows(WHERE)
    await hanna.follow("Maak hier een spoedaanwijzing van")
    await expect(hanna.page.locator("[name=person]")).to_have_value(PERSON)
    await expect(hanna.page.locator("[name=need]")).to_have_value(MEASURES)
    await expect(hanna.page.locator("[name=when_where]")).to_have_value(re.compile(WHERE))
    await hanna.sign(callback="0300000000", keten_choice="no")
    await hanna.follow("Volg het verzoek")
    await hanna.shows("Weging van een risicomoment")
    await rick.shows("Spoedaanwijzing gevraagd")

    await rick.go(f"#/item/{item}")
    await rick.follow("Antwoord geven")
    await rick.shows("zonder uw naam of dienst")
    await rick.sign(outcome="maatregelen", text=ANSWER)
    await rick.shows("Beantwoord")

    await expect(wim.says(ANSWER)).to_be_visible(timeout=90_000)
    await wim.shows("Beantwoord")
    assert TELLING.search(await wim.page.locator("main").inner_text()) is None
    await wim.press("Ik heb het gelezen")
    await expect(wim.page.get_by_role("button", name="Ik heb het gelezen")).to_have_count(0)
    assert night.faults() == []
