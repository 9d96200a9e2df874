"""The invitation with which a person enrols a device: a secret in a link, and the MAC that binds new keys to it."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from client.envelopes import decode64, encode64
from domain.acts.directory import DeviceKeys
from domain.errors import Malformed
from domain.ids import OrganisationId, PersonId, Randomness, Sha256Hex

SECRET_BYTES: Final = 16
_FRAGMENT: Final = "uitnodiging="


class InvitationRefused(Exception):
    """The link is not an invitation, or the offered keys are not from whoever holds it; sign nothing."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom it is for, which directory is theirs (its genesis), and the secret; hand it over by another channel."""

    person: PersonId
    organisation: OrganisationId
    genesis: Sha256Hex
    secret: bytes = field(repr=False)

    @classmethod
    def new(cls, person: PersonId, organisation: OrganisationId, genesis: Sha256Hex, random: Randomness) -> Invitation:
        """Return a fresh invitation; the server learns `token_hash` alone, by an officer's act."""
        return cls(person, organisation, genesis, random(SECRET_BYTES))

    @property
    def redeem(self) -> bytes:
        """What the device shows the server, once."""
        return self._derived(b"piket/v1/redeem")

    @property
    def token_hash(self) -> Sha256Hex:
        """What the server keeps to recognise `redeem`."""
        return Sha256Hex(sha256(self.redeem).hexdigest())

    def mac(self, keys: DeviceKeys) -> bytes:
        """Return what proves that these public keys come from whoever holds the link, and for this directory."""
        offered = {
            "device": keys.device,
            "genesis": self.genesis,
            "hybrid": keys.hybrid,
            "signing_key": keys.signing_key,
            "x25519": keys.x25519,
            **({} if keys.passkey is None else {"passkey": keys.passkey}),
        }
        canonical = json.dumps(offered, sort_keys=True, separators=(",", ":")).encode("ascii")
        return hmac.digest(self._derived(b"piket/v1/bind"), canonical, "sha256")

    def check(self, keys: DeviceKeys, mac: bytes) -> None:
        """Return only if the keys come from whoever holds the link, for the person who was invited.

        Raises:
            InvitationRefused: otherwise; the officer signs nothing then.
        """
        invited = (keys.person, keys.organisation) == (self.person, self.organisation)
        if not hmac.compare_digest(self.mac(keys), mac) or not invited:
            raise InvitationRefused("These keys are not from the invited person; invite them again, by another way.")

    def url(self, app_origin: str) -> str:
        """Return the link; everything stands in its fragment, which no browser sends to a server."""
        parts = (self.person, self.organisation, self.genesis, encode64(self.secret))
        return f"{app_origin}/#{_FRAGMENT}{'~'.join(parts)}"

    @classmethod
    def from_url(cls, url: str) -> Invitation:
        """Read what `url` wrote; raises InvitationRefused for anything else."""
        try:
            parts = url.partition(f"#{_FRAGMENT}")[2].split("~")
            person, organisation, genesis, secret = parts
            invitation = cls(PersonId(person), OrganisationId(organisation), Sha256Hex(genesis), decode64(secret))
        except (Malformed, ValueError):
            raise InvitationRefused("This is not an invitation; copy the whole link.") from None
        if len(invitation.secret) != SECRET_BYTES or len(genesis) != 64:
            raise InvitationRefused("This is not a whole invitation; copy the whole link.")
        return invitation

    def _derived(self, label: bytes) -> bytes:
        return HKDF(hashes.SHA256(), 32, salt=None, info=label).derive(self.secret)
