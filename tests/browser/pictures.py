"""`python -m tests.browser.pictures`: plays one emergency in browsers and takes the pictures in docs/pictures."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from playwright.async_api import Page

from tests.browser.chromium import chromium
from tests.browser.handset import ENROL, Handset
from tests.browser.service import found_world
from tests.browser.stage import Stage, stage
from tests.browser.wall import practice_wall, telling_moment, wall_page
from tests.webapp.node import build, build_wall

FOLDER: Final = Path(__file__).parents[2] / "docs/pictures"
WALL: Final = (1600, 1040)
_AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")


async def take(page: Page, name: str, folder: Path) -> None:
    """Take what is on the screen, without a cursor or anything that moves."""
    await page.screenshot(path=folder / f"{name}.png", animations="disabled", caret="hide")


async def play(played: Stage, folder: Path) -> None:
    """Play the main job, and take each screen when there is something on it."""

    async def picture(one: Handset, name: str, top: str | None = None) -> None:
        if top is not None:
            await one.page.locator(top).first.scroll_into_view_if_needed()
        await take(one.page, name, folder)

    officer = await played.handset("nina")
    await officer.title(ENROL)
    await picture(officer, "enrol")
    invitation = await played.invite("nina")
    await officer.paste(invitation.url(played.service.app))
    await picture(officer, "compare")
    await played.admit(invitation)
    await officer.choose_lock()
    hovj, lcc = await played.enrolled("hanna"), await played.enrolled("lars", scheme="dark")
    await hovj.go("#/nieuw")
    await picture(hovj, "submit")
    await hovj.fill(
        person="Mw. A. de Wit, rechter", need="Persoonsbeveiliging", callback="030 000 00 00", keten_choice="no"
    )
    await hovj.read_back()
    await picture(hovj, "read-back")
    await hovj.hold()
    await hovj.step("Ontvangen door de dienst")
    await officer.page.locator(".entry--loudest").wait_for()
    await picture(officer, "start")
    await officer.loudest()
    await officer.shows("Mw. A. de Wit, rechter")
    await picture(officer, "item")
    await officer.press("Ik heb dit ontvangen")
    await officer.step("Ontvangen door iemand die mag besluiten")
    await officer.follow("Besluit")
    await officer.fill(outcome="aangewezen")
    await picture(officer, "decide")
    await officer.fill(reasons="Concrete dreiging.", **{"opdracht.where": "Utrecht", "opdracht.callback": "0700000001"})
    word = {"bericht_rccb.text": "Blijf surveilleren tot de aflossing.", "bericht_rccb.callback": "0700000001"}
    await officer.sign(**word)
    await lcc.loudest()
    await lcc.follow("Beantwoord de opdracht")
    await lcc.fill(answer="uitvoerbaar")
    arrival = datetime.now(_AMSTERDAM) + timedelta(minutes=20)
    await lcc.sign(text="Eenheid Oost", expected_at=arrival.strftime("%Y-%m-%dT%H:%M"))
    await lcc.shows("Eenheid Oost")
    await picture(lcc, "order-dark")
    await hovj.follow("Volg het verzoek")
    await hovj.step("Besloten")
    await picture(hovj, "followed", ".steps")
    await hovj.go("#/dienst")
    await hovj.page.locator(".entries > li").first.wait_for()
    await picture(hovj, "duty")
    hovj.window.line.cut()
    await hovj.go("#/")
    await hovj.shows("Geen contact met de dienst. Bel nu.")
    await picture(hovj, "no-contact")


async def of_phones(scratch: Path, folder: Path) -> None:
    """The main screens, each on the phone of somebody for whom it matters."""
    (scratch / "world").mkdir()
    await found_world(scratch / "world")
    async with stage(scratch / "world", scratch / "app", scratch / "service") as played:
        await play(played, folder)


async def of_the_wall(scratch: Path, folder: Path) -> None:
    """The practice wall while the last rung rings."""
    await asyncio.to_thread(build_wall, scratch / "pages")
    async with (
        practice_wall(scratch / "practice", scratch / "app", scratch / "pages") as address,
        chromium() as browser,
        wall_page(browser, address, size=WALL) as wall,
    ):
        await telling_moment(wall)
        await take(wall.page, "wall", folder)


KINDS: Final = {"phones": of_phones, "wall": of_the_wall}


async def _pictures(scratch: Path, folder: Path, kinds: Sequence[str]) -> None:
    await asyncio.to_thread(build, scratch / "app")
    for kind in kinds:
        await KINDS[kind](scratch, folder)


def main() -> int:
    parser = argparse.ArgumentParser("python -m tests.browser.pictures", description=__doc__)
    parser.add_argument("--to", type=Path, default=FOLDER, help="the folder for the pictures")
    parser.add_argument("--only", choices=KINDS, action="append", help="only these pictures")
    given = parser.parse_args()
    given.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="piket-pictures-") as scratch:
        asyncio.run(_pictures(Path(scratch), given.to, given.only or list(KINDS)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
