"""What is sealed on a signal, in the person's own language; a place stands in one message, never beside it (SG-06)."""

from __future__ import annotations

from typing import Final, Literal

from domain.acts.payload import Params
from domain.content import Content, ContentKind, Line, Text
from domain.flows.signaal.acts import Send


class OnveiligContent(Content):
    """What goes with `onveilig_nu`; all of it may be left out: the press itself is the message (SG-01)."""

    kind: Literal["onveilig_nu"]
    language: Line
    """In which the person wants to be answered (`nl`, `en`, …)."""
    text: Text | None = None
    where: Line | None = None
    """Where the person was when they sent this, only when they sent it (SG-06)."""
    duress: bool = False
    """The code under duress was used (SG-07): do not telephone this phone, and send nothing to it."""


class SignaalContent(Content):
    """Any other signal (SG-01); a photo goes with it as an attachment."""

    kind: Literal["signaal"]
    about: Literal["verdachte_situatie", "zorg", "vraag", "ondersteuning"]
    language: Line
    text: Text
    where: Line | None = None


class BerichtPersoonContent(Content):
    """What the person adds (SG-06)."""

    kind: Literal["bericht_persoon"]
    text: Text | None = None
    where: Line | None = None
    mistake: bool = False
    """The person says that it was sent by mistake: something to weigh, it settles nothing (SG-07)."""


class AntwoordPersoonContent(Content):
    """What the person reads: a receipt with the next step, an answer, a promise, a question; in their language."""

    kind: Literal["antwoord_persoon"]
    text: Text
    language: Line
    by: Line
    """Who answers, as the person may know them."""


def urgency_fault(params: Params, content: Content) -> str | None:
    """Return "signaal.about" when what a signal is about is not as urgent as its act says; else None (SG-01)."""
    if not isinstance(params, Send) or not isinstance(content, SignaalContent):
        return None
    urgent = content.about == "verdachte_situatie"
    return None if urgent == (params.urgency == "verdachte_situatie") else "signaal.about"


_TO_THE_PERSON: Final = frozenset({"signaal.receive", "signaal.answer", "signaal.ask"})

CONTENTS: Final = (
    ContentKind(OnveiligContent, frozenset({"signaal.onveilig"})),
    ContentKind(SignaalContent, frozenset({"signaal.send"}), urgency_fault),
    ContentKind(BerichtPersoonContent, frozenset({"signaal.add"})),
    ContentKind(AntwoordPersoonContent, _TO_THE_PERSON),
)
