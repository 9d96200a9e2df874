"""How fast the app starts and opens an item on a slow phone and line; `python -m tests.browser.speed` prints it."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from playwright.async_api import Page

from domain.flows.spoedaanwijzing.content import SpoedaanwijzingContent
from tests.bench.figures import machine
from tests.browser.chromium import PATIENCE, Window, window
from tests.browser.handset import PIN, Handset
from tests.browser.line import Pace
from tests.browser.service import found_world
from tests.browser.stage import Stage, stage
from tests.webapp.node import build

SLOWER: Final = 4
"""How many times slower the processor is (Chromium's CPU throttling: the page's own thread)."""
DELAY, RATE = 0.150, 1_600_000 / 8
"""The line, for page and workers alike: 150 ms for each request, 1.6 Mbit/s shared ("Fast 3G")."""
COLD, INSTALLED, OPENED, ROUND_TRIPS = 3.5, 1.5, 2.0, 2
"""Goals: seconds, seconds, seconds, requests."""
TIMES: Final = 5
_QUIET: Final = 1.0
_WATCH: Final = """(() => {
  const look = () => {
    if (window.usable !== undefined || document.querySelector("%s") === null) return;
    requestAnimationFrame(() => setTimeout(() => (window.usable ??= performance.now()), 0));
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
})()"""
ENROL, LOCKED = "[name=link]", "[name=pin]"


@dataclass(frozen=True)
class Figure:
    """One measured quantity: what it is, its values, what it may be, in which unit."""

    name: str
    values: tuple[float, ...]
    goal: float | None
    unit: str

    @property
    def reached(self) -> bool:
        return self.goal is None or median(self.values) <= self.goal

    def line(self) -> str:
        low, mid, high = min(self.values), median(self.values), max(self.values)
        verdict = "" if self.goal is None else "yes" if self.reached else "no"
        goal = "" if self.goal is None else f"{self.goal} {self.unit}"
        values = f"{len(self.values)} | {low:.2f} | {mid:.2f} | {high:.2f}"
        return f"| {self.name} | {values} | {goal} | {verdict} |"


async def cold(played: Stage, times: int = TIMES) -> Figure:
    """From an address typed in a browser that never saw the app, to the first screen on which something can be done."""
    found = []
    for _ in range(times):
        async with window(played.browser, played.origins) as one:
            found.append(await _started(one, one.page, played.service.app, ENROL))
    return Figure("first start, nothing kept", tuple(found), COLD, "s")


async def installed(played: Stage, handset: Handset, times: int = TIMES) -> Figure:
    """From the tap on the icon of an enrolled phone, whose files the service worker keeps, to its lock."""
    await handset.page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    found = []
    for _ in range(times):
        page = await handset.window.another()
        found.append(await _started(handset.window, page, played.service.app, LOCKED))
        await page.close()
    return Figure("start when installed", tuple(found), INSTALLED, "s")


async def round_trips(played: Stage, handset: Handset) -> tuple[Figure, int]:
    """Requests between the tap on an entry and its content on the screen, with a session; and how often CORS asked."""
    hanna = await played.phone("hanna")
    await hanna.sync()
    request = SpoedaanwijzingContent(kind="spoedaanwijzing", person="Iemand", need="Nu", callback="030 000 00 00")
    await hanna.submit_spoedaanwijzing(request)
    await handset.page.locator(".entry--loudest").wait_for()
    line = handset.window.line
    before = -1
    while before != len(line.exchanges):
        before = len(line.exchanges)
        await asyncio.sleep(_QUIET)
    await handset.loudest()
    await handset.shows("Iemand")
    since = line.exchanges[before:]
    asked = [one for one in since if one.method == "OPTIONS"]
    own = float(len(since) - len(asked))
    return Figure("requests from tap to open item", (own,), ROUND_TRIPS, "requests"), len(asked)


async def opened(played: Stage, handset: Handset, times: int = TIMES) -> list[Figure]:
    """From the PIN to what is open, verified and on the screen; and from the tap on what waits to its content."""
    found, read = [], []
    for _ in range(times):
        tab = await handset.tab()
        await _started(handset.window, tab.page, played.service.app, LOCKED)
        handset.window.line.pace = Pace(DELAY, RATE)
        await tab.page.locator("[name=pin]").fill(PIN)
        begun = await tab.page.evaluate("performance.now()")
        await tab.page.keyboard.press("Enter")
        await tab.page.locator(".entry--loudest").wait_for(timeout=2 * PATIENCE)
        listed = await tab.page.evaluate("performance.now()")
        await tab.loudest()
        await tab.shows("Iemand")
        found.append((listed - begun) / 1000)
        read.append((await tab.page.evaluate("performance.now()") - listed) / 1000)
        handset.window.line.pace = None
        await tab.page.close()
    return [
        Figure("from the PIN to what is open", tuple(found), OPENED, "s"),
        Figure("from the tap on what waits, at once, to its content", tuple(read), None, "s"),
    ]


async def _started(one: Window, page: Page, app: str, usable: str) -> float:
    """Seconds from the start of the navigation until this was on the screen and drawn."""
    session = await one.context.new_cdp_session(page)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    one.line.pace = Pace(DELAY, RATE)
    await page.add_init_script(_WATCH % usable)
    try:
        await page.goto(app, wait_until="commit")
        told = await page.wait_for_function("() => window.usable", timeout=2 * PATIENCE)
        return float(await told.json_value()) / 1000
    finally:
        one.line.pace = None


async def measured(played: Stage, times: int = TIMES) -> tuple[list[Figure], int]:
    """All figures, and how often the browser asked beforehand (CORS) between tap and open item."""
    first = await cold(played, times)
    handset = await played.enrolled("nina")
    again = await installed(played, handset, times)
    trips, asked = await round_trips(played, handset)
    return [first, again, *await opened(played, handset, times), trips], asked


async def _measured(folder: Path) -> tuple[list[Figure], int]:
    await asyncio.to_thread(build, folder / "app")
    (folder / "world").mkdir()
    await found_world(folder / "world")
    async with stage(folder / "world", folder / "app", folder / "service") as played:
        return await measured(played)


def table(figures: Iterable[Figure]) -> str:
    head = "| what | n | lowest | median | highest | goal | reached |\n|---|---|---|---|---|---|---|"
    return "\n".join([head, *(figure.line() for figure in figures)])


def main() -> int:
    argparse.ArgumentParser("python -m tests.browser.speed", description=__doc__).parse_args()
    with tempfile.TemporaryDirectory(prefix="piket-speed-") as scratch:
        figures, asked = asyncio.run(_measured(Path(scratch)))
    about = "\n".join(f"{name:8} {value}" for name, value in machine().items())
    more = f"The browser asked the service {asked} times beforehand (CORS) between tap and item."
    sys.stdout.write(f"{about}\n\n{table(figures)}\n\n{more}\n")
    return 0 if all(figure.reached for figure in figures) else 1


if __name__ == "__main__":
    raise SystemExit(main())
