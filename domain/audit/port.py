"""What handlers ask of the logs within one transaction: that a leaf is durable with it, and who signs from where on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from domain.audit.leaves import LeafType
from domain.audit.succession import Turn
from domain.ids import OrganisationId, Sha256Hex


class Audit(Protocol):
    def append(
        self,
        log: str,
        kind: LeafType,
        *,
        at: datetime,
        actor: str = "",
        functie: str = "",
        act: Sha256Hex | None = None,
        seq: int | None = None,
        event: str | None = None,
        fields: Mapping[str, str] | None = None,
    ) -> str:
        """Append one leaf, durable with this transaction; `fields` become salted commitments. Returns the event id.

        The same `event` in two logs marks one act between two organisations.
        """

    def log_of(self, organisation: OrganisationId) -> str:
        """Name of an organisation's log (its origin's last part)."""

    def size(self, log: str) -> int:
        """How many leaves of a log have their place."""

    def turns(self, log: str) -> Sequence[Turn]:
        """The turns of a log's key, in the order in which officers signed them."""

    def add_turn(self, log: str, turn: Turn) -> None:
        """Let another key take over a log from the size that its officers stated."""
