"""A phone whose keys are gone, that was taken out of use, or was stopped: each its own words, the number, a way on."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.handset import PIN, Handset
from tests.browser.stage import Stage

pytestmark = pytest.mark.slow

NUMBER = "Bel 070"
WIPE = """() => new Promise((done, failed) => {
  const wiping = indexedDB.deleteDatabase("piket");
  wiping.onsuccess = () => done();
  wiping.onerror = () => failed(wiping.error);
})"""


@pytest.mark.timeout(300)
async def test_lost_keys_are_explained_and_the_phone_enrols_again(stage: Stage) -> None:
    """The browser threw its database away: what happened, the number of the control room, and the way back in."""
    officer = await stage.enrolled("nina")
    await officer.page.evaluate(WIPE)
    await officer.page.reload()
    await officer.title("De sleutels zijn weg")
    await officer.shows("Er is niets verloren bij de dienst.")
    await expect(officer.page.locator(".callbar")).to_be_visible()
    await officer.press("Meld dit toestel opnieuw aan")
    await stage.enrol(officer)
    await (await stage.phone("hanna")).sync()
    await officer.go("#/toestel")
    await officer.shows("nina")


@pytest.mark.timeout(300)
async def test_a_device_that_was_taken_out_of_use_says_so(stage: Stage) -> None:
    """Revoked while it is open, and after it was closed: no screen of it shows anything any more."""
    officer = await stage.handset("nina")
    device = await stage.enrol(officer)
    await stage.sign_as_officers(lambda signer: signer.officer().revoke_device(device))
    await closed(officer, "Dit toestel doet niet meer mee")
    await officer.page.reload()
    await officer.unlock(PIN, then="Dit toestel doet niet meer mee")
    await closed(officer, "Dit toestel doet niet meer mee")


@pytest.mark.timeout(300)
async def test_a_device_that_was_stopped_says_so_and_goes_on_when_it_is_released(stage: Stage) -> None:
    officer = await stage.handset("nina")
    device = await stage.enrol(officer)
    await stage.sign_as_officers(lambda signer: signer.officer().freeze_device(device, frozen=True))
    await closed(officer, "Dit toestel is stilgezet")
    await stage.sign_as_officers(lambda signer: signer.officer().freeze_device(device, frozen=False))
    await officer.page.reload()
    await officer.unlock()


async def closed(officer: Handset, title: str) -> None:
    await officer.go("#/dienst")
    await officer.go("#/")
    await officer.title(title)
    await officer.shows(NUMBER)
    await expect(officer.page.locator("nav.menu")).to_have_count(0)
