"""Where the app runs, its lock, the camera and attachments: each screen says what to do, and everybody can use it."""

from __future__ import annotations

from typing import Any, Final

import pytest
from playwright.sync_api import expect

from tests.browser.gallery import NARROW, Gallery
from tests.browser.test_states import wrong

pytestmark = pytest.mark.slow

ITEM: Final = "item/itemA"
SHOWN: Final = f"{ITEM}/bijlage/{'b' * 64}"
CUT: Final = {"stage": "sending", "sent": 1_300_000}

State = tuple[str, dict[str, Any], tuple[str, ...]]
STATES: Final[dict[str, State]] = {
    "a new phone": ("", {"gate": {"kind": "enrol"}}, ("Scan de QR-code", "Of plak de link")),
    "a tab on an iPhone": (
        "", {"gate": {"kind": "install", "how": "ios"}}, ("Staat Piket al op uw beginscherm?", "Zet op beginscherm"),
    ),
    "a tab on Android": ("", {"gate": {"kind": "install", "how": "android"}}, ("App installeren",)),
    "inside another app": (
        "", {"gate": {"kind": "unsupported", "why": "in_app"}}, ("U bent in een venster van een andere app.",),
    ),
    "an old browser": (
        "", {"gate": {"kind": "unsupported", "why": "browser"}}, ("Deze browser kan de sleutels niet maken.",),
    ),
    "a private window": ("", {"gate": {"kind": "unsupported", "why": "storage"}}, ("Gebruik geen privévenster.",)),
    "a lock to choose": (
        "", {"gate": {"kind": "choose_lock", "passkey": True}}, ("Gebruik vinger of gezicht", "Kies een pincode"),
    ),
    "locked by a passkey": (
        "",
        {"gate": {"kind": "locked", "by": "passkey", "left": None}},
        ("Open met vinger of gezicht", "Lukt het niet?"),
    ),
    "attachments of an item": (
        ITEM, {"item": "received"}, ("Bijlagen", "nadia", "ongeveer 483 kB", "Voeg een foto of bestand toe"),
    ),
    "one that is sent": (ITEM, {"item": "received", "upload": CUT}, ("Wordt verstuurd: 1,3 MB van 3,4 MB",)),
    "one that waits": (
        ITEM, {"item": "received", "upload": {}}, ("Bewaard op deze telefoon. Wacht op contact.", "foto.jpg"),
    ),
    "one that is refused": (
        ITEM,
        {"item": "received", "upload": {"stage": "refused", "code": "item.closed"}},
        ("Dit dossier is gesloten", "Gezien"),
    ),
    "one that is opened": (SHOWN, {}, ("kenteken.txt", "Joris van Vliet", "Bewaar op dit toestel")),
    "one that does not verify": (SHOWN, {"fails": "refused.content.swapped"}, ("Bel", "Probeer opnieuw")),
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_each_screen_says_what_to_do_and_everybody_can_use_it(gallery: Gallery, state: str) -> None:
    route, like, texts = STATES[state]
    with gallery.show(route, size=NARROW, **like) as screen:
        for text in texts:
            expect(screen.page.get_by_text(text).first).to_be_visible()
        assert wrong(screen) == []
