"""What is kept of an update from Telegram: ids, kinds and moments; never anything that somebody typed (X-07)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.ids import Sha256Hex


class InboxKind(StrEnum):
    """The closed list of what a chat can mean to us."""

    TAP = "tap"
    """A press on "Ik heb dit gezien": heard, nothing more."""
    START = "start"
    DUTY = "duty"
    HELP = "help"
    TYPED = "typed"
    """Anything typed, spoken, photographed or shared: its content was dropped before this was made."""
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    IGNORED = "ignored"
    """A kind we did not ask for; kept as a line, without effect."""


COMMANDS: Final = {"start": InboxKind.START, "dienst": InboxKind.DUTY, "duty": InboxKind.DUTY, "help": InboxKind.HELP}


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """One update, reduced to the allow-list before it was confirmed or stored.

    `source_key` is unique per thing that happened (not per update id, which may jump back), so that a redelivered
    update has no second effect. `handle` is client-supplied and may be anything; it is only ever looked up.
    """

    source_key: str
    update_id: int
    kind: InboxKind
    chat: str
    message: str | None
    callback: str | None
    handle: str | None
    token_hash: Sha256Hex | None
    received_at: datetime
