"""The real screens on a made-up phone, in a real Chromium, under the headers with which the app is served."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from bot.http.static import Built, built, headers_for
from tests.webapp.node import WEBAPP

ORIGIN: Final = "http://piket.localhost:8080"
PHONE: Final = (390, 844)
NARROW: Final = (320, 640)
WALL: Final = (1920, 1080)
LEAST_TARGET: Final = 48
_AXE: Final = WEBAPP / "node_modules" / "axe-core" / "axe.min.js"
_WCAG: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_LISTEN: Final = """document.addEventListener("securitypolicyviolation", (event) => {
  (window.violations ??= []).push(`${event.effectiveDirective} ${event.blockedURI}`);
});"""
_RUN_AXE: Final = """async (tags) => (await axe.run(document, { runOnly: tags })).violations
  .map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`)"""
_SMALL: Final = """(least) => [
    ...document.querySelectorAll("a[href], button, summary, label.choice, input, textarea, select"),
  ]
  .filter((one) => one.closest("label.choice") === null || one.matches("label"))
  .filter((one) => !one.matches(".skip") && one.checkVisibility())
  .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
  .filter(([, box]) => box.width < least - 0.5 || box.height < least - 0.5)
  .map(([text, box]) => `${text}: ${box.width} x ${box.height}`)"""

expect.set_options(timeout=20_000)

Scheme = Literal["light", "dark"]


@dataclass
class Screen:
    """One screen as it is shown; `faults` is what the browser complained of."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def axe(self) -> list[str]:
        """What axe-core finds wrong by WCAG 2.2 AA and good practice."""
        found: list[str] = self.page.evaluate(_RUN_AXE, _WCAG)
        return found

    def small(self) -> list[str]:
        """What one should be able to tap and is smaller than a thumb needs."""
        found: list[str] = self.page.evaluate(_SMALL, LEAST_TARGET)
        return found

    def too_wide(self) -> int:
        """By how many pixels one would have to scroll sideways."""
        wide: int = self.page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
        return max(wide, 0)

    def text(self) -> str:
        return self.page.locator("body").inner_text()

    def violations(self) -> list[str]:
        found: list[str] = self.page.evaluate("window.violations ?? []")
        return [*self.faults, *found]


@dataclass
class Gallery:
    """Shows any screen in any state, without a service."""

    browser: Browser
    files: dict[str, Built]

    @contextmanager
    def show(
        self,
        route: str = "",
        *,
        size: tuple[int, int] = PHONE,
        scheme: Scheme = "light",
        language: str = "nl",
        look: str = "system",
        clock: bool = False,
        **like: Any,
    ) -> Iterator[Screen]:
        """Open `#/<route>` on a phone that is like this; with `clock` time stands until the page's clock is moved."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            reduced_motion="reduce",
        )
        context.route("**/*", self._answer)
        context.add_init_script(_LISTEN)
        context.add_init_script(path=_AXE)
        page = context.new_page()
        screen = Screen(page)
        page.on("pageerror", lambda error: screen.faults.append(f"page error: {error}"))
        page.on("console", lambda said: screen.faults.append(f"console: {said.text}"))
        if clock:
            page.clock.install()
        try:
            page.goto(f"{ORIGIN}/?language={language}&look={look}&like={quote(json.dumps(like))}#/{route}")
            page.locator("h1:visible").first.wait_for()
            yield screen
        finally:
            context.close()

    def _answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        found = self.files.get("/index.html" if address.path == "/" else address.path)
        if f"{address.scheme}://{address.netloc}" != ORIGIN or found is None:
            route.abort()
            return
        headers = headers_for(ORIGIN, ORIGIN) | {"Content-Type": found.kind, "Cache-Control": found.caching}
        route.fulfill(status=200, headers=headers, body=found.body)


@contextmanager
def opened(folder: Path) -> Iterator[Gallery]:
    """Open the gallery that was built into `folder`; without Chromium skip, which fails in CI."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium was found; install it (on Debian: apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found)
        try:
            yield Gallery(browser, built(folder))
        finally:
            browser.close()
