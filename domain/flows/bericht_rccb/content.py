"""What is sealed for the rccb (SA-07, SA-08, SA-11)."""

from __future__ import annotations

from typing import Final, Literal

from domain.content import Content, ContentKind, Line, Text


class BerichtRccbContent(Content):
    """Word to the rccb: which local measures stay until relief, or that protection ends (SA-07, SA-11)."""

    kind: Literal["bericht_rccb"]
    text: Text
    callback: Line


CONTENTS: Final = (
    ContentKind(
        BerichtRccbContent,
        frozenset(
            {
                "spoedaanwijzing.decide",
                "spoedaanwijzing.overbrugging",
                "spoedaanwijzing.end",
                "triage.measures",
                "triage.end",
            }
        ),
    ),
)
