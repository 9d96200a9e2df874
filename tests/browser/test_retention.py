"""EV-03: a phone says until when an item stays, shows who holds it, and keeps nothing of it once it was erased."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import expect

from client.envelopes import from_bytes
from config.policy import POLICIES
from domain.errors import PiketError
from tests.browser.handset import Handset
from tests.browser.stage import Stage
from tests.browser.storage import everything_kept

pytestmark = pytest.mark.slow

WRITTEN = "Meer over de bedreiger"
GONE = "De inhoud is gewist, het bewijs blijft"
TRIES = 60


def short_terms(folder: Path) -> Path:
    """Policies by which a request is erased seconds after it closed."""
    folder.mkdir()
    for policy in POLICIES.glob("*.toml"):
        text = policy.read_text().replace('retention_check = "1h"', 'retention_check = "1s"')
        short = text.replace('[retention]\nspoedaanwijzing = "P5Y"', '[retention]\nspoedaanwijzing = "PT10S"')
        assert short.count("PT10S") == 1
        (folder / policy.name).write_text(short)
    return folder


async def under(stage: Stage, policies: Path) -> None:
    """Start the service anew under these policies."""
    await stage.service.kill()
    stage.service.environment["PIKET_POLICIES"] = str(policies)
    await stage.service.start()


def signed_in(data: bytes) -> bytes:
    """The payload in an envelope, where the item stands in base64; nothing of what is none."""
    try:
        return from_bytes(data).payload
    except (PiketError, ValueError):
        return b""


async def kept_of(phone: Handset, item: str) -> set[str]:
    """Where in the browser something of the item stands, the address apart."""
    found = {place for place, data in await everything_kept(phone.page) if item.encode() in data + signed_in(data)}
    return {place for place in found if not place.startswith(("address", "history"))}


@pytest.mark.timeout(300)
async def test_ev_03_a_phone_keeps_nothing_of_an_item_that_was_erased(stage: Stage, tmp_path: Path) -> None:
    await under(stage, short_terms(tmp_path / "policies"))
    phone = await stage.enrolled("hanna")
    item = await phone.ask()
    await phone.go(f"#/item/{item}")
    await phone.more("Vasthouden: niet wissen")
    await phone.sign(ground="bezwaar")
    await phone.shows("Dit wordt vastgehouden")
    await phone.more("Vul aan")
    await phone.fill(text=WRITTEN)  # typed and never signed: it stays here, sealed
    await asyncio.sleep(1)
    await phone.go(f"#/item/{item}")
    await phone.more("Trek het verzoek in")
    await phone.hold()
    await phone.shows("Ingetrokken")
    assert {place.partition("/")[2] for place in await kept_of(phone, item)} >= {"done.envelope", "drafts"}

    await asyncio.sleep(12)  # its term is over, and somebody holds it
    await phone.go("#/")
    await phone.page.reload()
    await phone.unlock()
    await phone.go("#/afgesloten")  # what is over is found again
    await phone.page.locator("page-closed").get_by_role("link", name="Ingetrokken").click()
    await phone.shows("Dit wordt vastgehouden")
    await phone.more("Niet langer vasthouden")
    await phone.hold()
    for _ in range(TRIES):
        await phone.go("#/")
        await phone.go(f"#/item/{item}")
        if await phone.page.get_by_role("heading", name=GONE).count():
            break
        await asyncio.sleep(0.5)
    await expect(phone.page.get_by_role("heading", name=GONE)).to_be_visible()
    await phone.shows("Gewist op ")
    await phone.shows_not(WRITTEN)
    await phone.go("#/afgesloten")
    await phone.shows("Er is niets afgesloten")
    await phone.go("#/")
    assert await kept_of(phone, item) == set()
