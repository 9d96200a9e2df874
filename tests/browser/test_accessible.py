"""Every screen of the real app by WCAG 2.2 AA, narrow and wide, dark and light; the main job by keyboard alone."""

from __future__ import annotations

import asyncio
from typing import Final, Literal

import pytest
from playwright.async_api import Page

from tests.browser.handset import PIN, START, Handset
from tests.browser.stage import Stage
from tests.webapp.node import WEBAPP

pytestmark = pytest.mark.slow

AXE: Final = WEBAPP / "node_modules" / "axe-core" / "axe.min.js"
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN: Final = """async (tags) => (await axe.run(document, { runOnly: tags })).violations
  .map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`)"""
TOO_WIDE: Final = "document.scrollingElement.scrollWidth - window.innerWidth"
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
WIDTHS: Final = (390, 320)
MOST_TABS: Final = 80
AT: Final = """(wanted) => document.activeElement !== null && document.activeElement.matches(wanted)"""
SEEN: Final = """() => {
  const style = getComputedStyle(document.activeElement);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  return ring || style.boxShadow !== "none";
}"""


async def faults(page: Page, screen: str) -> list[str]:
    """What axe finds on this screen, and where it is too wide, in every look; the page is left as it was."""
    found: list[str] = []
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 844})
            wrong = await page.evaluate(RUN, RULES)
            wide = await page.evaluate(TOO_WIDE)
            found += [f"{screen}, {scheme}, {width}: {one}" for one in (*wrong, *([f"{wide} too wide"] * (wide > 0)))]
    return found


@pytest.mark.timeout(400)
async def test_every_screen_of_the_main_job(stage: Stage) -> None:
    hovj, officer = await stage.handset("hanna"), await stage.enrolled("nina")
    found: list[str] = []

    async def look(one: Handset, screen: str) -> None:
        found.extend(await faults(one.page, screen))

    for one in (hovj, officer):
        await one.window.context.add_init_script(path=AXE)
        await one.page.reload()
    await officer.unlock()
    await look(hovj, "enrol")
    invitation = await stage.invite("hanna")
    await hovj.paste(invitation.url(stage.service.app))
    await look(hovj, "compare")
    await stage.admit(invitation)
    await hovj.title("Beveilig dit toestel")
    await look(hovj, "choose a lock")
    await hovj.choose_lock()
    await look(hovj, "start, empty")
    for route, screen in (("#/dienst", "duty"), ("#/toestel", "device")):
        await hovj.go(route)
        await hovj.page.locator("dl, .entries > li").first.wait_for()
        await look(hovj, screen)
    await hovj.go("#/nieuw")
    await hovj.press("Lees eerst na")
    await hovj.shows("Vul dit in.")
    await look(hovj, "submit, with faults")
    await hovj.fill(person="Iemand", need="Beveiliging", callback="0300000000", keten_choice="yes", keten_how="Collega")
    await look(hovj, "submit, filled in")
    await hovj.read_back()
    await look(hovj, "read back")
    await hovj.hold()
    await hovj.step("Ontvangen door de dienst")
    await look(hovj, "signed")
    await look(officer, "start, with something loud")
    await officer.loudest()
    await officer.shows("Iemand")
    await look(officer, "item")
    await officer.press("Ik heb dit ontvangen")
    await officer.step("Ontvangen door iemand die mag besluiten")
    await officer.follow("Besluit")
    await officer.fill(outcome="aangewezen")
    await look(officer, "decide")
    await officer.go("#/telefonisch")
    await officer.page.locator("[name=called_at]").wait_for()
    await look(officer, "by telephone")
    officer.window.line.cut()
    await officer.go("#/")
    await officer.shows("Geen contact met de dienst. Bel nu.")
    await look(officer, "no contact")
    officer.window.line.mend()
    await hovj.go("#/toestel")
    await hovj.press("Vergrendel")
    await hovj.title("Piket is op slot")
    await look(hovj, "locked")
    assert found == []


class Keyboard:
    """Somebody who has a keyboard and nothing else."""

    def __init__(self, handset: Handset) -> None:
        self.page = handset.page

    async def to(self, selector: str) -> None:
        """Press Tab until one stands there, and see that one does."""
        for _ in range(MOST_TABS):
            if await self.page.evaluate(AT, selector):
                assert await self.page.evaluate(SEEN), f"the focus cannot be seen at {selector}"
                return
            await self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} cannot be reached by keyboard")

    async def press(self, selector: str, key: str = "Enter") -> None:
        await self.to(selector)
        await self.page.keyboard.press(key)

    async def type(self, name: str, text: str) -> None:
        await self.to(f'[name="{name}"]')
        await self.page.keyboard.press("Control+a")
        await self.page.keyboard.type(text)

    async def sign(self) -> None:
        """Read back, and tap twice."""
        await self.press("button[type=submit]")
        await self.page.locator(".readback").wait_for()
        await self.to("hold-button button")
        await self.page.keyboard.press("Enter")
        await self.page.locator(".hold--armed").wait_for()
        tapped = await self.page.evaluate("performance.now()")
        await self.page.wait_for_function("(before) => performance.now() - before > 500", arg=tapped)
        await self.page.keyboard.press("Enter")
        await self.page.locator("hold-button").wait_for(state="detached")


@pytest.mark.timeout(400)
async def test_the_main_job_by_keyboard_alone(stage: Stage) -> None:
    hovj, officer = await asyncio.gather(stage.enrolled("hanna"), stage.enrolled("nina"))
    asking, deciding = Keyboard(hovj), Keyboard(officer)
    await hovj.page.reload()
    await hovj.title("Piket is op slot")
    await asking.type("pin", PIN)
    await hovj.page.keyboard.press("Enter")
    await hovj.title(START)
    await asking.press("main a[href='#/nieuw']")
    await asking.type("person", "Iemand")
    await asking.type("need", "Beveiliging")
    await asking.type("callback", "0300000000")
    await asking.press("[name=keten_choice]", "Space")
    await asking.sign()
    await hovj.step("Ontvangen door de dienst")
    await asking.press("main a[href^='#/item/']")
    await deciding.press(".entry--loudest")
    await officer.shows("Iemand")
    await deciding.press(".actions button")
    await officer.step("Ontvangen door iemand die mag besluiten")
    await deciding.press(".actions a[href$='spoedaanwijzing.decide/besluiten']")
    await deciding.press("[name=outcome]", "Space")
    await deciding.type("reasons", "Concrete dreiging.")
    await deciding.type("opdracht.where", "Utrecht")
    await deciding.type("opdracht.callback", "0700000001")
    await deciding.type("bericht_rccb.text", "Blijf surveilleren.")
    await deciding.type("bericht_rccb.callback", "0700000001")
    await deciding.sign()
    await hovj.step("Besloten")
