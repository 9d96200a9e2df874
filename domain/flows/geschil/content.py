"""What is sealed on a disputed refusal (SA-08, TR-08)."""

from __future__ import annotations

from typing import Final, Literal

from domain.content import Content, ContentKind, OverlegContent, Text
from domain.flows import parts
from domain.refusals import Dispute


class GeschilContent(Content):
    """Why the HOvJ disagrees with the refusal (SA-08, TR-08)."""

    kind: Literal["geschil"]
    text: Text


_DISPUTES: Final = frozenset(spec.name for flow in parts("acts") for spec in flow.SPECS if spec.params is Dispute)
"""The acts, of whichever flow, that carry one."""

CONTENTS: Final = (
    ContentKind(GeschilContent, _DISPUTES),
    ContentKind(OverlegContent, frozenset({"geschil.record"})),
)
