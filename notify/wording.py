"""The few fixed sentences that ever leave Piket in a bell: the same for every flow, without name, place or urgency.

They name nothing, not even the product: a protected person's telephone may be looked at (SG-05, SG-07), and a sentence
that differed for them would say whose it is. They carry no digits and no word that tells an emergency from a review; a
test compares every byte that leaves with these tables. A drill adds one fixed sentence (X-05). Dutch is at B1 level;
English is the second language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from domain.bells import BellAction

Language = Literal["nl", "en"]

FIRST_RING: Final[Mapping[Language, str]] = {
    "nl": "Er staat iets voor u klaar.",
    "en": "Something is waiting for you.",
}
NEXT_RING: Final[Mapping[Language, str]] = {
    "nl": "Er staat nog iets voor u klaar.",
    "en": "Something is still waiting for you.",
}
SENTENCES: Final[Mapping[BellAction, Mapping[Language, str]]] = {
    BellAction.TOLD: FIRST_RING,
    BellAction.TEST: {
        "nl": "Proefmelding. Tik op Gezien om te bevestigen.",
        "en": "Test message. Tap Seen to confirm.",
    },
    BellAction.SEEN: {"nl": "Gezien. Openen kan nog steeds.", "en": "Seen. You can still open it."},
    BellAction.CLOSED: {"nl": "Afgerond. U hoeft niets te doen.", "en": "Done. You need not do anything."},
    BellAction.EXPLAIN: {
        "nl": "Ik lees hier geen berichten. Gebruik de knop Openen.",
        "en": "I do not read messages here. Use the button Open.",
    },
    BellAction.LINKED: {
        "nl": "Dit toestel is gekoppeld. Alles leest u in de app.",
        "en": "This device is linked. You read everything in the app.",
    },
    BellAction.DUTY: {
        "nl": "Wie dienst heeft, ziet u in de app.",
        "en": "You can see in the app who is on duty.",
    },
}
TEST_WITHOUT_BUTTON: Final[Mapping[Language, str]] = {
    "nl": "Proefmelding. U hoeft niets te doen.",
    "en": "Test message. You need not do anything.",
}
DRILL: Final[Mapping[Language, str]] = {"nl": "Dit is een oefening.", "en": "This is a drill."}
OPEN_BUTTON: Final[Mapping[Language, str]] = {"nl": "Openen", "en": "Open"}
SEEN_BUTTON: Final[Mapping[Language, str]] = {"nl": "Ik heb dit gezien", "en": "I have seen this"}
TAP_DONE: Final[Mapping[Language, str]] = {"nl": "Gezien.", "en": "Seen."}
TAP_TOO_LATE: Final[Mapping[Language, str]] = {
    "nl": "Deze melding is niet meer actief.",
    "en": "This message is no longer active.",
}


def sentence(action: BellAction, *, repeat: int, drill: bool, language: Language = "nl", buttons: bool = True) -> str:
    """Return the whole text of a bell: one fixed sentence, and in a drill the fixed extra one.

    `buttons`: whether the channel shows them, so that a sentence may speak of one.
    """
    if action is BellAction.RING:
        base = (FIRST_RING if repeat == 0 else NEXT_RING)[language]
    elif action is BellAction.TEST and not buttons:
        base = TEST_WITHOUT_BUTTON[language]
    else:
        base = SENTENCES[action][language]
    return f"{base} {DRILL[language]}" if drill else base


def every_sentence() -> frozenset[str]:
    """Return every text that may ever leave, with and without the drill's sentence; the leak test's allow-list."""
    texts: set[str] = set()
    for table in (FIRST_RING, NEXT_RING, TEST_WITHOUT_BUTTON, *SENTENCES.values()):
        for language, text in table.items():
            texts |= {text, f"{text} {DRILL[language]}"}
    for table in (OPEN_BUTTON, SEEN_BUTTON, TAP_DONE, TAP_TOO_LATE):
        texts |= set(table.values())
    return frozenset(texts)
