"""What is sealed on a disputed refusal (SA-08, TR-08)."""

from __future__ import annotations

from typing import Final, Literal

from domain.content import Content, ContentKind, OverlegContent, Text


class GeschilContent(Content):
    """Why the HOvJ disagrees with the refusal (SA-08, TR-08)."""

    kind: Literal["geschil"]
    text: Text


CONTENTS: Final = (
    ContentKind(GeschilContent, frozenset({"spoedaanwijzing.dispute", "triage.dispute"})),
    ContentKind(OverlegContent, frozenset({"geschil.record"})),
)
