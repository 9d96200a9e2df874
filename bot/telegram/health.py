"""How the conversation with Telegram fares: counted and flagged by whoever reads, shown by figures and the board."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Health:
    """What the metrics and the board show of the updates' way in."""

    calls: int = 0
    failures: int = 0
    conflicts: int = 0
    revoked: bool = False
    """Telegram refuses the bot's token (401)."""
    refused: bool = False
    """Another reader takes our updates: the newest calls were answered 409."""
    foreign: bool = False
    """A webhook was found that is not ours: somebody else has the token. It stays so until the process ends."""
    undelivered: bool = False
    """Updates wait at Telegram, which cannot bring them to our webhook."""
    quarantined: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
