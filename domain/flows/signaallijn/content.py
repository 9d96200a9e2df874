"""What is sealed on a line: who confirmed the follow-up, and what the person may know of it (SG-01, C §5.2)."""

from __future__ import annotations

from typing import Final, Literal

from domain.content import Content, ContentKind, Line, Text


class OpvolgingContent(Content):
    """Who follows up, for the person to read; and who at that side confirmed that it is so day and night (SG-01)."""

    kind: Literal["opvolging"]
    text: Text
    """In plain words and in the person's language: who answers, how soon, and that 112 comes first (SG-05)."""
    confirmed_by: Line | None = None
    """The official of the side that follows up, by functie or name, as far as the person may know it."""
    callback: Line | None = None
    """A number of the side that follows up, for when there is no contact with the service."""


class LijnEindeContent(Content):
    """Why the line ends, and whom the person may call from now on."""

    kind: Literal["einde_lijn"]
    text: Text


CONTENTS: Final = (
    ContentKind(OpvolgingContent, frozenset({"signaallijn.open", "signaallijn.record"})),
    ContentKind(LijnEindeContent, frozenset({"signaallijn.end"})),
)
