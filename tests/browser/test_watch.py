"""What fails a story in the browser does so: a broken policy, an error of the page, a request to anybody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Error

from tests.browser.chromium import chromium, window
from tests.browser.service import installed

# A string where only a trusted address may stand throws before it is a script of elsewhere: so these are two faults.
UNTRUSTED = """() => {
  try { document.createElement("script").src = "data:text/javascript,"; } catch { return true; }
  return false;
}"""
ELSEWHERE = "() => import('http://elsewhere.localhost/x.js').then(() => false, () => true)"


@pytest.mark.timeout(300)
async def test_a_broken_policy_an_error_and_a_stranger_are_heard(world: Path, app: Path, tmp_path: Path) -> None:
    service = installed(world, tmp_path / "service", app=app, telegram="http://127.0.0.1:1", token="1:none")
    async with chromium() as browser, service.running():
        origins = frozenset((service.app, service.api))
        async with window(browser, origins) as quiet:
            await quiet.page.goto(service.app)
            await quiet.page.locator("[name=link]").wait_for()
            assert quiet.faults == []
        async with window(browser, origins) as loud:
            await loud.page.goto(service.app)
            await loud.page.locator("[name=link]").wait_for()
            assert await loud.page.evaluate(UNTRUSTED), "trusted types stop it too"
            assert await loud.page.evaluate(ELSEWHERE), "the policy stops it too"
            await loud.page.evaluate("() => { setTimeout(() => { throw new Error('oops') }, 0) }")
            await loud.page.evaluate(
                "() => { document.body.style.backgroundImage = 'url(http://elsewhere.localhost/)' }"
            )
            await loud.page.evaluate("() => console.warn('beware')")
            await loud.page.wait_for_function("() => document.readyState === 'complete'")
            with pytest.raises(Error, match="ERR_HTTP_RESPONSE_CODE_FAILURE"):
                await loud.page.goto("http://elsewhere.localhost/")
            heard = "\n".join(loud.faults)
    for one in (
        "policy: require-trusted-types-for",
        "policy: script-src",
        "policy: img-src",
        "page error: oops",
        "console: beware",
        "request to another origin: http://elsewhere.localhost",
    ):
        assert one in heard, heard
