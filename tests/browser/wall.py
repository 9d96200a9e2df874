"""The practice wall as `make run` serves it, in a real Chromium: played, taken over and broken as a person does."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from playwright.async_api import Browser, FrameLocator, Locator, Page, expect

from sandbox.play.judge import Verdict
from sandbox.play.reading import MAIN
from sandbox.play.scenario import Scenario
from sandbox.play.service import free_port
from sandbox.play.timeline import Timeline
from sandbox.wall.files import WallPages
from sandbox.wall.hosts import Hosts
from sandbox.wall.parts import Parts
from sandbox.wall.server import WallServer
from sandbox.wall.show import Show

SCREEN: Final = (1600, 1040)
_SETTING_UP: Final = 120_000
"""Milliseconds in which a world is founded and everybody coupled, on a machine that does other things too."""
_LISTEN: Final = """document.addEventListener("securitypolicyviolation", (event) => {
  window.heardViolation(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});"""
_WORDS: Final = {
    "nl": {
        "paused": "Staat stil", "play": "Speel", "pause": "Pauze", "step": "Stap", "rang": "gebeld", "open": "Openen",
        "receive it": "Ontvangst bevestigen", "received": "Ik heb dit ontvangen",
    },
    "en": {
        "paused": "Paused", "play": "Play", "pause": "Pause", "step": "Step", "rang": "rung", "open": "Openen",
        "receive it": "Confirm receipt", "received": "I have received this",
    },
}  # fmt: skip
"""Wall and apps in one language; bells stay in that of who is rung."""
_LINE_ONLY: Final = re.compile(r"^(Failed to load resource: |Clear-Site-Data header on )")
"""What Chromium itself writes when a line is cut, a service killed, or a phone made new: no fault of the page."""


class _Nobody:
    """There is no terminal beside this wall."""

    @contextlib.contextmanager
    def watch(
        self, _scenario: Scenario, _start: datetime, _timeline: Timeline, _service: str
    ) -> Iterator[Callable[[float], None]]:
        yield lambda _seconds: None

    def judged(self, _verdicts: Sequence[Verdict], *, touched: bool) -> None:
        """The wall shows them."""


@contextlib.asynccontextmanager
async def practice_wall(folder: Path, app: Path, pages: Path, scenario: str = MAIN) -> AsyncIterator[str]:
    """Serve a wall from what was built, in a folder of its own; yields its address, the night is being set up."""
    hosts, parts = Hosts(free_port()), Parts()
    show = Show(folder, app, hosts, parts, _Nobody())
    server = WallServer(hosts, parts, WallPages(hosts, pages), show)
    await server.open()
    running = asyncio.create_task(show.run(scenario))
    try:
        yield hosts.wall
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await server.close()


@dataclass
class WallPage:
    """The wall on a large screen; `faults` must stay empty."""

    page: Page
    language: str = "nl"
    faults: list[str] = field(default_factory=list)

    def word(self, name: str) -> str:
        return _WORDS[self.language][name]

    def phone(self, who: str) -> Locator:
        return self.page.locator(f"[data-who={who}]")

    def app(self, who: str) -> FrameLocator:
        """The real app on somebody's phone; press its buttons by keyboard: it is drawn smaller than it is."""
        return self.page.frame_locator(f"iframe[data-app={who}]").frame_locator("iframe")

    def told(self, text: str) -> Locator:
        return self.page.locator(".told").get_by_text(text)

    async def press(self, name: str) -> None:
        await self.page.locator(".bar, .breaking").get_by_role("button", name=name, exact=True).click()

    async def speed(self, times: int) -> None:
        await self.page.get_by_role("radio", name=f"{times}×", exact=True).check()

    async def take_over(self, who: str) -> None:
        await self.phone(who).locator(".small--take").click()
        await expect(self.phone(who)).to_have_class(re.compile("phone--hand"))

    async def open_bell(self, who: str) -> None:
        """Tap «Openen» on the newest bell, and wait until the app on that phone shows what is open."""
        await self.phone(who).get_by_role("button", name="Chat", exact=True).click()
        await self.phone(who).locator(".bubble__button", has_text=self.word("open")).first.click()
        await self.app(who).locator("page-start, page-item").first.wait_for()

    async def until_ready(self) -> None:
        """Everybody is coupled, time stands still at the start, and the first phone has keys of its own."""
        await self.page.locator(".phone").first.wait_for(timeout=_SETTING_UP)
        await expect(self.page.locator(".time")).to_contain_text(self.word("paused"), timeout=_SETTING_UP)
        await self.app("hanna").locator("page-start").wait_for(timeout=_SETTING_UP)


@contextlib.asynccontextmanager
async def wall_page(
    browser: Browser,
    address: str,
    *,
    size: tuple[int, int] = SCREEN,
    scheme: Literal["light", "dark"] = "light",
    language: str = "nl",
) -> AsyncIterator[WallPage]:
    """Open the wall at an address; whatever the browser complains of is kept."""
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        color_scheme=scheme,
    )
    try:
        found = WallPage(await context.new_page(), language)
        context.on("console", lambda said: None if _LINE_ONLY.match(said.text) else found.faults.append(said.text))
        found.page.on("pageerror", lambda error: found.faults.append(f"page error: {error}"))
        await context.expose_function("heardViolation", lambda what: found.faults.append(f"policy: {what}"))
        await context.add_init_script(_LISTEN)
        await found.page.goto(f"{address}/?taal={language}")
        yield found
    finally:
        await context.close()


async def telling_moment(wall: WallPage) -> None:
    """Leave the wall at what it says most with: the last rung rings, and somebody who may receive has it open.

    The main scenario must be on the wall, set up. Time stands still on return.
    """
    await wall.until_ready()
    await wall.take_over("ingrid")
    await wall.speed(60)
    await wall.press(wall.word("play"))
    await expect(wall.phone("coen").locator(".phone__stand")).to_contain_text(wall.word("rang"), timeout=_SETTING_UP)
    await wall.speed(15)
    await expect(wall.phone("ingrid").locator(".phone__stand")).to_contain_text(wall.word("rang"), timeout=_SETTING_UP)
    await wall.press(wall.word("pause"))
    await wall.open_bell("ingrid")
    await wall.app("ingrid").get_by_role("link", name=wall.word("receive it")).first.press("Enter")
    await wall.app("ingrid").get_by_role("button", name=wall.word("received")).wait_for()
    await wall.press(wall.word("step"))
    await expect(wall.page.locator(".time")).to_contain_text(wall.word("paused"), timeout=_SETTING_UP)
    await expect(wall.page.locator(".phone--rings").first).to_be_visible()
