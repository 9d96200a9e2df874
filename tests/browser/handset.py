"""A person's phone in the browser, worked only by its screens: what one reads, types, taps and holds."""

from __future__ import annotations

import re
from typing import Final

from playwright.async_api import Locator, Page, expect

from tests.browser.chromium import Window

PIN: Final = "482913"
ENROL = "Meld dit toestel aan"
COMPARE = "Vergelijk zes woorden"
CHOOSE_LOCK = "Beveilig dit toestel"
LOCKED = "Piket is op slot"
START = "Wat nu voor u open staat"


class Handset:
    """One phone of somebody; every verb waits until the screen shows that it was done."""

    def __init__(self, name: str, window: Window, app: str, page: Page | None = None) -> None:
        self.name, self.window, self.app = name, window, app
        self.page = window.page if page is None else page

    async def tab(self) -> Handset:
        """A second tab on the same phone, still locked."""
        return Handset(self.name, self.window, self.app, await self.window.another())

    # --- looking ------------------------------------------------------------------------------------------------

    def says(self, text: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_text(text).first

    async def shows(self, text: str | re.Pattern[str]) -> None:
        await expect(self.says(text)).to_be_visible()

    async def shows_not(self, text: str | re.Pattern[str]) -> None:
        await expect(self.page.get_by_text(text)).to_have_count(0)

    async def title(self, text: str) -> None:
        await expect(self.page.get_by_role("heading", level=1, name=text)).to_be_visible()

    # --- enrolling and the lock ---------------------------------------------------------------------------------

    async def open(self, route: str = "") -> None:
        await self.page.goto(f"{self.app}/{route}")

    async def paste(self, invitation: str) -> list[str]:
        """Paste an invitation, let keys be made; returns the words to compare by voice."""
        await self.page.locator("[name=link]").fill(invitation)
        await self.press("Maak sleutels op dit toestel")
        await self.title(COMPARE)
        return await self.page.locator("ol.words li").all_inner_texts()

    async def choose_lock(self, pin: str = PIN) -> None:
        await self.title(CHOOSE_LOCK)
        await self.page.locator("[name=pin]").fill(pin)
        await self.press("Gebruik deze pincode")
        await self.title(START)

    async def unlock(self, pin: str = PIN, then: str = START) -> None:
        await self.title(LOCKED)
        await self.page.locator("[name=pin]").fill(pin)
        await self.press("Open Piket")
        await self.title(then)

    # --- working ------------------------------------------------------------------------------------------------

    async def go(self, route: str) -> None:
        """Open a page of the app by its address, without loading it anew."""
        await self.page.evaluate("(route) => { location.hash = route }", route)

    async def press(self, name: str | re.Pattern[str], *, exact: bool = True) -> None:
        await self.page.get_by_role("button", name=name, exact=exact).first.click()

    async def follow(self, name: str | re.Pattern[str]) -> None:
        await self.page.get_by_role("link", name=name).first.click()

    async def fill(self, **fields: str) -> None:
        """Fill in fields by their names; what is chosen from a few is given by its value."""
        for name, value in fields.items():
            there = self.page.locator(f'[name="{name}"]')
            await expect(there.first).to_be_attached()
            if await there.first.evaluate("(field) => field.localName") == "select":
                await there.select_option(value)
            elif await there.first.get_attribute("type") == "radio":
                await self.page.locator(f'[name="{name}"][value="{value}"]').check()
            else:
                await there.fill(value)

    async def read_back(self) -> Locator:
        """Check what was filled in; returns the card with what will be signed."""
        await self.press("Lees eerst na")
        card = self.page.locator(".readback")
        await expect(card).to_be_visible()
        return card

    async def hold(self) -> None:
        """Sign what was read back, by holding the button until it says that it is done."""
        button = self.page.locator("hold-button button")
        await button.scroll_into_view_if_needed()
        await button.hover()
        await self.page.mouse.down()
        await expect(button).to_have_count(0)
        await self.page.mouse.up()

    async def tap_twice(self) -> None:
        """Sign what was read back by keyboard, or where no button can be held: two taps, not too fast."""
        button = self.page.locator("hold-button button")
        await button.focus()
        await button.press("Enter")
        await expect(self.page.locator(".hold--armed")).to_be_visible()
        tapped = await self.page.evaluate("performance.now()")
        await self.page.wait_for_function("(before) => performance.now() - before > 500", arg=tapped)
        await button.press("Enter")
        await expect(button).to_have_count(0)

    async def sign(self, **fields: str) -> None:
        """Fill in a form, read it back and sign it."""
        await self.fill(**fields)
        await self.read_back()
        await self.hold()

    async def more(self, name: str) -> None:
        """Choose one of the further possibilities on an item."""
        await self.page.get_by_text("Meer mogelijkheden").click()
        await self.follow(name)

    async def step(self, name: str) -> None:
        """Wait until the picture of how far it is says that this has been reached."""
        reached = self.page.locator(".step--done").filter(has_text=name)
        await expect(reached).to_be_visible()

    async def not_yet(self, name: str) -> None:
        """The picture of how far it is does not say that this has been reached."""
        await expect(self.page.locator(".step").filter(has_text=name)).to_be_visible()
        await expect(self.page.locator(".step--done").filter(has_text=name)).to_have_count(0)

    async def ask(self, **fields: str) -> str:
        """Ask for a designation (SA-01) and follow it; returns the item."""
        await self.go("#/nieuw")
        await self.sign(
            **{"person": "Iemand", "need": "Beveiliging", "callback": "0300000000", "keten_choice": "no", **fields}
        )
        await self.follow("Volg het verzoek")
        return await self.item()

    async def loudest(self) -> None:
        """Tap the first and biggest of what waits."""
        await self.page.locator(".entry--loudest").click()

    async def item(self) -> str:
        """The id of the item on the screen."""
        await expect(self.page).to_have_url(re.compile(r"#/item/[^/]+$"))
        return self.page.url.rpartition("/")[2]
