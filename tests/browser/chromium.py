"""Chromium, and one window in it per phone: own storage, own line, and everything it complains of kept."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Final, Literal

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from tests.browser.line import Line

PATIENCE: Final = 45_000
"""Milliseconds in which a screen must say what it should, on a machine that does other things too."""
PHONE: Final = (390, 844)
_LISTEN: Final = """document.addEventListener("securitypolicyviolation", (event) => {
  window.heardViolation(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
navigation.addEventListener("navigate", (event) => {
  if (!event.destination.url.startsWith("tel:")) return;
  window.heardCall(event.destination.url);
  event.preventDefault();
});"""
"""A call is only written down: Chromium would ask a question of its own here, behind which no tap arrives."""
_LINE_ONLY: Final = re.compile(r"^Failed to load resource: (net::ERR_|the server responded with a status of [45])")
"""What Chromium itself writes when a line is cut or a request refused: no fault of the app."""

expect.set_options(timeout=PATIENCE)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A Chromium that ends with the test; where there is none the test is skipped, which fails on a build server."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium was found; install it (on Debian: apt install chromium)")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found)
        try:
            yield browser
        finally:
            await browser.close()


class Window:
    """One context of the browser with one page; `faults` must stay empty."""

    def __init__(self, context: BrowserContext, page: Page, line: Line) -> None:
        self.context, self.page, self.line = context, page, line
        self.heard: list[str] = []
        self.called: list[str] = []
        """Numbers that this phone opened a call to."""

    @property
    def faults(self) -> list[str]:
        """Violations of the policy, errors of the page, console messages, and requests to anybody else."""
        strangers = [f"request to another origin: {url}" for url in self.line.strangers]
        return [*self.heard, *strangers]

    async def another(self) -> Page:
        """One more tab of the same phone, watched like the first."""
        return self._watched(await self.context.new_page())

    def _watched(self, page: Page) -> Page:
        page.on("pageerror", lambda error: self.heard.append(f"page error: {error}"))
        page.on("crash", lambda _page: self.heard.append("the page crashed"))
        return page

    def listen(self) -> None:
        """Begin to hear; once, before anything is opened."""
        self._watched(self.page)
        self.context.on("console", lambda said: self._said(said.text))

    def _said(self, text: str) -> None:
        if not _LINE_ONLY.match(text):
            self.heard.append(f"console: {text}")


@asynccontextmanager
async def window(
    browser: Browser,
    origins: frozenset[str],
    *,
    size: tuple[int, int] = PHONE,
    scheme: Literal["light", "dark"] = "light",
    bypass_csp: bool = False,
    **more: Any,
) -> AsyncIterator[Window]:
    """A window of a phone's size that reaches these origins only, over a line of its own."""
    async with AsyncExitStack() as stack:
        line = await stack.enter_async_context(Line(origins).open())
        context = await browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            color_scheme=scheme,
            bypass_csp=bypass_csp,
            proxy={"server": line.url, "bypass": "<-loopback>"},
            **more,
        )
        stack.push_async_callback(context.close)
        context.set_default_timeout(PATIENCE)
        found = Window(context, await context.new_page(), line)
        await context.expose_function("heardViolation", lambda what: found.heard.append(f"policy: {what}"))
        await context.expose_function("heardCall", lambda url: found.called.append(url))
        await context.add_init_script(_LISTEN)
        found.listen()
        yield found
