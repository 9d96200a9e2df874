"""The app as it was built starts in a real browser under the headers with which it is served, and breaks no policy."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web

from bot.http.static import create_static
from tests.webapp.node import build

APPEARS = """new Promise((done) => {
  const look = () => document.querySelector("%s") !== null && done(true);
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
  look();
})"""
PASTE_HERE = "[name=link]"
"""What somebody without keys sees first: where to paste an invitation. It is shown once the worker has answered."""


class Page:
    """One page of a browser, spoken to over its own debugging protocol."""

    def __init__(self, socket: Any) -> None:
        self._socket, self._number = socket, 0
        self.written: list[str] = []

    async def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask one thing; what the page wrote on its console meanwhile is kept in `written`."""
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": parameters})
        while True:
            heard = await self._socket.receive_json()
            if heard.get("id") == self._number:
                result: dict[str, Any] = heard["result"]
                return result
            if heard["method"] == "Log.entryAdded":
                self.written.append(heard["params"]["entry"]["text"])
            elif heard["method"] in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown"):
                self.written.append(str(heard["params"]))


@asynccontextmanager
async def browser(profile: Path) -> AsyncIterator[Page]:
    """An empty page in a browser of its own, which ends with it; skips loudly where there is no Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium was found; install it (on Debian: apt install chromium)")
    process = await asyncio.create_subprocess_exec(
        chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0",
        f"--user-data-dir={profile}", "about:blank", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stderr is not None
        line = ""
        while "DevTools listening on" not in line:
            line = (await process.stderr.readline()).decode(errors="replace")
            assert line, "The browser ended by itself."
        port = line.split("127.0.0.1:")[1].split("/")[0]
        async with ClientSession() as session:
            pages = await (await session.get(f"http://127.0.0.1:{port}/json/list")).json()
            address = next(page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page")
            async with session.ws_connect(address, max_msg_size=0) as socket:
                page = Page(socket)
                for domain in ("Page", "Log", "Runtime"):
                    await page.ask(f"{domain}.enable")
                yield page
    finally:
        process.kill()
        await process.communicate()


async def serve(stack: AsyncExitStack, app: web.Application) -> int:
    runner = web.AppRunner(app)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return int(runner.addresses[0][1])


async def opened(dist: Path, profile: Path, selector: str) -> list[str]:
    """Everything that the page wrote on its console until this appeared."""
    async with AsyncExitStack() as stack:
        api = await serve(stack, web.Application())
        port = await serve(stack, create_static(dist, "http://piket.localhost", f"http://127.0.0.1:{api}"))
        page = await stack.enter_async_context(browser(profile))
        await page.ask("Page.navigate", url=f"http://piket.localhost:{port}/")
        shown = await page.ask("Runtime.evaluate", expression=APPEARS % selector, awaitPromise=True, returnByValue=True)
        assert shown["result"].get("value") is True, shown
        return page.written


@pytest.mark.timeout(120)
async def test_the_app_starts_with_its_worker_and_breaks_no_policy(tmp_path: Path) -> None:
    build(tmp_path / "dist")
    assert await opened(tmp_path / "dist", tmp_path / "profile", PASTE_HERE) == []


@pytest.mark.timeout(120)
async def test_a_broken_policy_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    inline = "<!doctype html><p id=before>voor</p><script>before.id = 'broken'</script><p id=after>na</p>"
    (tmp_path / "dist/index.html").write_text(inline)
    written = await opened(tmp_path / "dist", tmp_path / "profile", "#before ~ #after")
    assert len(written) == 1
    assert "Content Security Policy" in written[0]
