"""What is sealed on an interpretation: for professionals, and never in an item of the person's (SG-03, SG-05)."""

from __future__ import annotations

from typing import Final, Literal

from domain.content import Content, ContentKind, Text


class DuidingContent(Content):
    """What the signal means, with reasons; of a melding both who is threatened and who threatens, if known (C §3.2)."""

    kind: Literal["duiding"]
    outcome: Literal["melding_dreiging", "informatie", "zorg", "ondersteuning", "geen_vervolg"]
    reasons: Text
    person: Text | None = None
    """Who is threatened, as far as the readers need it; a melding stands apart from the signal it came from."""
    threat: Text | None = None
    """From whom or what the threat comes, if known; without an opinion on how grave or likely it is (C §3.2)."""


class WegingContent(Content):
    """What the adviseur BB&C adds for the HOvJ (C §2.4.1)."""

    kind: Literal["weging"]
    advice: Text


class MeldingBesluitContent(Content):
    """What the authority decides to do about a melding, and why (C §3.2)."""

    kind: Literal["besluit_melding"]
    reasons: Text


CONTENTS: Final = (
    ContentKind(DuidingContent, frozenset({"signaal.interpret"})),
    ContentKind(WegingContent, frozenset({"duiding.forward"})),
    ContentKind(MeldingBesluitContent, frozenset({"duiding.decide"})),
)
