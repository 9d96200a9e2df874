"""Where keys may be made: on phones only inside the installed app, never in a window of another app."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.async_api import expect

from tests.browser.stage import Stage

pytestmark = pytest.mark.slow

ANDROID: Final = (
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36"
)
IPHONE: Final = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.4 Mobile/15E148 Safari/604.1"
)
# What a browser says of an app that was opened from the home screen: Chromium without a screen cannot be made to.
STANDALONE: Final = """(() => {
  const asked = window.matchMedia.bind(window);
  window.matchMedia = (query) => asked(query === "(display-mode: standalone)" ? "all" : query);
})()"""
HOME_SCREEN: Final = "Object.defineProperty(navigator, 'standalone', { value: true })"
TELEGRAM: Final = f"{ANDROID} Telegram-Android/11.7.0"


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("agent", "title", "first"),
    [
        pytest.param(ANDROID, "Zet Piket op uw telefoon", "Open het menu van de browser.", id="android"),
        pytest.param(IPHONE, "Zet Piket op uw telefoon", "Tik onderaan op Delen.", id="iphone"),
        pytest.param(TELEGRAM, "Deze browser is niet geschikt", "Open Piket in uw eigen browser.", id="telegram"),
    ],
)
async def test_a_tab_on_a_phone_makes_no_keys(stage: Stage, agent: str, title: str, first: str) -> None:
    phone = await stage.handset("nina", user_agent=agent)
    await phone.title(title)
    await phone.shows(first)
    await expect(phone.page.locator("[name=link]")).to_have_count(0)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("agent", "says"), [pytest.param(ANDROID, STANDALONE, id="android"), pytest.param(IPHONE, HOME_SCREEN, id="iphone")]
)
async def test_the_installed_app_on_a_phone_enrols(stage: Stage, agent: str, says: str) -> None:
    phone = await stage.handset("nina", user_agent=agent)
    await phone.window.context.add_init_script(says)
    await phone.page.reload()
    await stage.enrol(phone)
