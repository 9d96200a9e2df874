"""EV-02 against the real service: a watcher opens the kwaliteitsmonitor, chooses, and saves it as CSV."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
from playwright.async_api import expect

from domain.quality import Case, Cell, Counted, Unit, figures
from tests.browser.stage import Stage
from tests.browser.test_watching import watching

pytestmark = pytest.mark.slow

MONTH = date(2026, 3, 1)


def publish(database: Path) -> None:
    """Put two figures there as the service itself would have published them."""
    cases = (*[Case(20, 0, late=False)] * 12, *[Case(7300, 3, late=True)] * 10)
    rung = tuple(Case(number) for number in (1, 1, 1, 1, 1, 4, 4, 4, 4, 9))
    found = {
        Cell("spoedaanwijzing.besluiten", "nctv"): figures(Counted(cases, waiting=6), Unit.SECONDS, 5),
        Cell("rings.night", "om", "hovj"): figures(Counted(rung), Unit.RINGS, 5),
    }
    with sqlite3.connect(database, timeout=30) as connection:
        connection.execute("INSERT INTO reports (report, day, at) VALUES ('quality', ?, 0)", (MONTH.isoformat(),))
        connection.executemany(
            "INSERT INTO quality (month, indicator, organisation, functie, figures) VALUES (?, ?, ?, ?, ?)",
            [
                (MONTH.isoformat(), cell.indicator, cell.organisation, cell.functie, json.dumps(asdict(one)))
                for cell, one in found.items()
            ],
        )
    connection.close()


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))


@pytest.mark.timeout(300)
async def test_ev_02_figures_are_chosen_read_and_saved(stage: Stage) -> None:
    watcher = await watching(stage)
    await watcher.follow("Cijfers")
    await watcher.shows("Er is nog geen hele maand geteld.")
    [database] = stage.service.folder.glob("*.db")
    publish(database)
    await watcher.go("#/bord")
    await watcher.go("#/kwaliteit")
    page = watcher.page
    await page.locator("select[name=indicator]").select_option("spoedaanwijzing.besluiten")
    await expect(page.locator("#of-month")).to_have_text("Spoedaanwijzing: Besluiten, NCTV, maart 2026")
    await expect(page.locator("main")).to_contain_text("4 uur")
    await page.locator("select[name=indicator]").select_option("rings.night")
    await expect(page.locator("#of-month")).to_contain_text("hoofdofficier van justitie (OM)")
    await expect(page.get_by_role("img")).to_be_visible()
    async with page.expect_download() as saving:
        await watcher.press("Bewaar als CSV")
    saved = await saving.value
    assert saved.suggested_filename == "piket-2026-03.csv"
    rows = read(await saved.path())
    assert {(row["indicator"], row["organisation"], row["functie"]) for row in rows} == {
        ("spoedaanwijzing.besluiten", "nctv", ""),
        ("rings.night", "om", "hovj"),
    }
    numbers = {(row["indicator"], row["measure"], row["to"]): row["number"] for row in rows}
    assert numbers["spoedaanwijzing.besluiten", "cases", ""] == "20"
    assert numbers["spoedaanwijzing.besluiten", "late", "1"] == "10"
    assert numbers["spoedaanwijzing.besluiten", "top", ""] == "14400"
    assert numbers["rings.night", "cases", ""] == "10"
