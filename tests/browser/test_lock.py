"""The lock of a phone: a passkey that gives a secret, where there is one; a PIN that cannot be guessed for long."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import CDPSession, expect

from client.invitation import Invitation
from tests.browser.handset import CHOOSE_LOCK, COMPARE, LOCKED, PIN, START, Handset
from tests.browser.stage import Stage

pytestmark = pytest.mark.slow

BY_PASSKEY = "Gebruik vinger of gezicht"
OPEN = "Open met vinger of gezicht"
CANCELLED = "Vinger of gezicht is niet gelukt"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "automaticPresenceSimulation": True,
    "isUserVerified": True,
}
"""A finger reader in the phone, as Chromium simulates one."""


class Finger:
    """The authenticator of one phone, in the hand of the test."""

    def __init__(self, session: CDPSession, name: str) -> None:
        self._session, self._name = session, name

    @classmethod
    async def on(cls, handset: Handset, *, gives_secret: bool) -> Finger:
        """Build one into a phone, whose app is opened anew to see it."""
        session = await handset.window.context.new_cdp_session(handset.page)
        await session.send("WebAuthn.enable")
        options = AUTHENTICATOR | {"hasPrf": gives_secret}
        made = await session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        await handset.page.reload()
        return cls(session, made["authenticatorId"])

    async def forgotten(self) -> None:
        """It recognises no finger any more; Chromium's locks itself for good after some tries."""
        who = {"authenticatorId": self._name, "isUserVerified": False}
        await self._session.send("WebAuthn.setUserVerified", who)

    async def passkeys(self) -> list[dict[str, Any]]:
        """Every passkey that was made on it."""
        found = await self._session.send("WebAuthn.getCredentials", {"authenticatorId": self._name})
        credentials: list[dict[str, Any]] = found["credentials"]
        return credentials


async def admitted(stage: Stage, handset: Handset) -> Invitation:
    """Bring a phone as far as the choice of its lock."""
    invitation = await stage.invite(handset.name)
    await handset.paste(invitation.url(stage.service.app))
    await handset.title(COMPARE)
    await stage.admit(invitation)
    await handset.title(CHOOSE_LOCK)
    return invitation


async def locked(handset: Handset) -> None:
    await handset.go("#/toestel")
    await handset.press("Vergrendel")
    await handset.title(LOCKED)
    await handset.go("#/")


@pytest.mark.timeout(240)
async def test_a_passkey_that_gives_a_secret_locks_and_opens(stage: Stage) -> None:
    """It is made for no person by name; without the finger nothing opens, after a reload too; with it, everything."""
    nina = await stage.handset("nina")
    finger = await Finger.on(nina, gives_secret=True)
    await admitted(stage, nina)
    await nina.press(BY_PASSKEY)
    await nina.title(START)
    [passkey] = await finger.passkeys()
    assert "nina" not in str(passkey)
    await locked(nina)
    await expect(nina.page.locator("[name=pin]")).to_have_count(0)
    await nina.page.reload()
    await nina.title(LOCKED)
    await nina.press(OPEN)
    await nina.title(START)
    await locked(nina)
    await finger.forgotten()
    await nina.press(OPEN)
    await nina.shows(CANCELLED)
    await nina.title(LOCKED)


@pytest.mark.timeout(240)
async def test_a_passkey_that_gives_no_secret_leaves_the_pin(stage: Stage) -> None:
    """What is offered and then turns out to give nothing is said so, and a PIN does."""
    nina = await stage.handset("nina")
    await Finger.on(nina, gives_secret=False)
    await admitted(stage, nina)
    await nina.press(BY_PASSKEY)
    await nina.shows("Vinger of gezicht werkt hier niet")
    await nina.choose_lock()


@pytest.mark.timeout(240)
async def test_without_finger_or_face_there_is_a_pin_and_its_guesses_are_counted(stage: Stage) -> None:
    """After the tenth wrong one the keys are gone; a new invitation makes new ones on the same phone."""
    nina = await stage.handset("nina")
    await admitted(stage, nina)
    await expect(nina.page.get_by_role("button", name=BY_PASSKEY)).to_have_count(0)
    await nina.choose_lock()
    await locked(nina)
    for left in range(9, 0, -1):
        await nina.page.locator("[name=pin]").fill("000000")
        await nina.press("Open Piket")
        await nina.shows(f"Nog {left} keer proberen.")
    await nina.page.reload()
    await nina.shows("Nog 1 keer proberen.")
    await nina.page.locator("[name=pin]").fill("000000")
    await nina.press("Open Piket")
    await nina.title("De sleutels zijn weg")
    await nina.shows("Er is te vaak een verkeerde pincode getypt.")
    await nina.page.reload()
    await nina.title("De sleutels zijn weg")
    await nina.press("Meld dit toestel opnieuw aan")
    await admitted(stage, nina)
    await nina.choose_lock(PIN)
