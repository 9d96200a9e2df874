"""The practice wall: a whole emergency on ten phones, one of them held by hand, the service killed in the middle."""

from __future__ import annotations

import asyncio
import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import expect

from tests.browser.chromium import chromium
from tests.browser.wall import SCREEN, practice_wall, telling_moment, wall_page
from tests.webapp.node import WEBAPP, build_wall, build_wall_gallery

_AXE = (WEBAPP / "node_modules/axe-core/axe.min.js").read_text()
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN_AXE = """async (tags) => (await axe.run(document, { runOnly: tags, iframes: false })).violations
  .map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`)"""
_AXE_AT = 1600
_SIZES: tuple[tuple[Literal["light", "dark"], int], ...] = (
    ("light", 1600),
    ("dark", 1600),
    ("light", 1280),
    ("light", 900),
    ("light", 390),
)
_TOO_WIDE = "document.scrollingElement.scrollWidth - window.innerWidth"


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_an_emergency_on_ten_phones_one_held_by_hand(app: Path, tmp_path: Path) -> None:
    await asyncio.to_thread(build_wall, tmp_path / "pages")
    async with (
        practice_wall(tmp_path / "world", app, tmp_path / "pages") as address,
        chromium() as browser,
        wall_page(browser, address) as wall,
    ):
        await telling_moment(wall)
        assert await wall.page.locator(".phone").count() == 10
        assert await wall.page.evaluate(_TOO_WIDE) <= 0
        await wall.page.evaluate(_AXE)
        assert await wall.page.evaluate(_RUN_AXE, _TAGS) == []

        await wall.app("ingrid").get_by_role("button", name="Ik heb dit ontvangen").press("Enter")
        await expect(wall.told("Ingrid heeft het ontvangen.")).to_be_visible()
        await expect(wall.page.locator(".chip", has_text="Ontvangst bevestigen")).to_contain_text("klaar om")
        await expect(wall.app("hanna").get_by_text("Ontvangen, nog niet besloten").first).to_be_visible()

        await wall.press("Opnieuw")
        await expect(wall.page.get_by_role("dialog")).to_contain_text("Deze nacht is nog bezig")
        await wall.page.get_by_role("button", name="Nee, speel door").click()
        await wall.page.reload()
        await wall.app("ingrid").locator("page-start").wait_for()
        await wall.app("hanna").get_by_text("Ontvangen, nog niet besloten").first.wait_for()

        await wall.press("Stop de dienst")
        await expect(wall.page.locator(".breaking")).to_contain_text("Dienst ligt plat")
        await wall.press("Start de dienst")
        await expect(wall.page.locator(".breaking")).to_contain_text("Dienst draait", timeout=60_000)

        await wall.phone("ingrid").get_by_role("button", name="Teruggeven: Ingrid").click()
        await wall.speed(60)
        await wall.press("Speel")
        await expect(wall.phone("lars").locator("iframe")).to_be_visible(timeout=60_000)
        await expect(wall.page.locator(".time")).to_contain_text("scenario is klaar", timeout=120_000)
        await expect(wall.page.locator(".verdict")).to_contain_text("U deed zelf mee")
        assert await wall.page.evaluate("document.scrollingElement.scrollHeight") <= SCREEN[1]
        await wall.page.set_viewport_size({"width": 390, "height": 844})
        assert await wall.page.evaluate(_TOO_WIDE) <= 0
        assert wall.faults == []


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.slow
@pytest.mark.timeout(180)
async def test_the_wall_can_be_used_by_everybody(tmp_path: Path) -> None:
    """Light and dark, wide and less wide, in every state: nothing that axe-core finds wrong, nothing off the edge."""
    await asyncio.to_thread(build_wall_gallery, tmp_path)
    with _served(tmp_path) as address:
        async with chromium() as browser:
            for scheme, width in _SIZES:
                context = await browser.new_context(
                    viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
                )
                page = await context.new_page()
                for asked in ("at=0", "at=495&rings=1", "at=700&taal=en"):
                    await page.goto(f"{address}/?{asked}")
                    await page.locator(".phone").first.wait_for()
                    assert await page.evaluate(_TOO_WIDE) <= 0, (scheme, width, asked)
                    if width == _AXE_AT:
                        await page.evaluate(_AXE)
                        assert await page.evaluate(_RUN_AXE, _TAGS) == [], (scheme, asked)
                await context.close()
