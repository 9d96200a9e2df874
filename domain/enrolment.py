"""Keys that a new device offers, waiting until an officer has verified and signed them (ARCHITECTURE §4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.ids import ActId, DeviceId, OrganisationId, PersonId, Sha256Hex


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One offer: public keys only, and a MAC under the invitation's secret, which the server never had."""

    token: Sha256Hex
    """SHA-256 of what redeemed the invitation."""
    person: PersonId
    organisation: OrganisationId
    device: DeviceId
    signing_key: bytes
    x25519: str
    hybrid: str
    mac: bytes
    at: datetime
    expires_at: datetime
    passkey: bytes | None = None


class Enrolments(Protocol):
    """Where offers wait."""

    def put(self, enrolment: Enrolment) -> None: ...

    def find(self, token: Sha256Hex) -> Enrolment | None:
        """Return the offer made with this invitation, expired or not."""

    def waiting(self, now: datetime, limit: int) -> Sequence[Enrolment]:
        """Return offers that have not expired and whose device the directory does not have yet, oldest first."""


class Invitations(Protocol):
    """Tokens that somebody was given, each good once."""

    def put(
        self, kind: str, token_hash: Sha256Hex, person: PersonId, expires_at: datetime, by: ActId | None
    ) -> None: ...

    def use(self, kind: str, token_hash: Sha256Hex, now: datetime) -> PersonId | None:
        """Use a token once: the person it was for, or None when unknown, used or expired."""
