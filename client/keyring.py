"""The keys of one device of one person: made, kept in one file, used to sign; the public half for the directory.

The file is plain JSON, mode 0600, in a folder of mode 0700. A local key without a passphrase would only hide the same
secret one file further, so none is pretended here; phones of people keep their keys as ARCHITECTURE §9 says.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from client.age import HybridIdentity, X25519Identity
from client.durable import private_folder, write_durably
from domain.acts.directory import DeviceKeys
from domain.acts.envelope import Proof
from domain.ids import DeviceId, OrganisationId, PersonId, Randomness

_COORDINATE_BYTES: Final = 32
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class KeyringInvalid(Exception):
    """The file with the keys is not one that `Keyring.save` wrote; enrol this device again."""


@dataclass(frozen=True)
class Keyring:
    """Whose device this is, and its private keys; none of them shows in its representation."""

    person: PersonId
    organisation: OrganisationId
    device: DeviceId
    signing: ec.EllipticCurvePrivateKey = field(repr=False)
    x25519: X25519Identity = field(repr=False)
    hybrid: HybridIdentity = field(repr=False)
    passkey: ec.EllipticCurvePrivateKey | None = field(default=None, repr=False)
    """A passkey that stands beside the signing key, where this device has one (`client.passkey`)."""

    @classmethod
    def generate(
        cls,
        person: PersonId,
        organisation: OrganisationId,
        device: DeviceId,
        random: Randomness,
        *,
        with_passkey: bool = False,
    ) -> Keyring:
        """Return new keys, not yet stored anywhere; the same randomness gives the same keys."""
        signing, x25519, hybrid = _p256(random), X25519Identity.generate(random), HybridIdentity.generate(random)
        passkey = _p256(random) if with_passkey else None
        return cls(person, organisation, device, signing, x25519, hybrid, passkey)

    @cached_property
    def public(self) -> DeviceKeys:
        """The public half as the directory records it (`directory.add_device`, and founders in the genesis)."""
        return DeviceKeys(
            person=self.person,
            organisation=self.organisation,
            device=self.device,
            signing_key=_point(self.signing),
            x25519=self.x25519.recipient().to_string(),
            hybrid=self.hybrid.recipient().to_string(),
            passkey=None if self.passkey is None else _point(self.passkey),
        )

    def proof(self, message: bytes) -> Proof:
        """Return this device's es256 proof of `message`."""
        return Proof("es256", self.device, self.sign(message))

    def sign(self, message: bytes) -> bytes:
        """Return the es256 signature of `message`: 64 raw bytes r‖s, as WebCrypto gives them."""
        r, s = decode_dss_signature(self.signing.sign(message, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(_COORDINATE_BYTES, "big") + s.to_bytes(_COORDINATE_BYTES, "big")

    def save(self, path: Path) -> None:
        """Write all keys to `path`; durable on return."""
        private_folder(path.parent)
        document = {
            "v": 1,
            "person": self.person,
            "organisation": self.organisation,
            "device": self.device,
            "signing": _scalar(self.signing),
            "x25519": self.x25519.to_string(),
            "hybrid": self.hybrid.to_string(),
            "passkey": None if self.passkey is None else _scalar(self.passkey),
        }
        write_durably(path, json.dumps(document).encode("ascii"))

    @classmethod
    def load(cls, path: Path) -> Keyring:
        """Read what `save` wrote.

        Raises:
            KeyringInvalid: when the file is anything else; nothing of it is repeated.
        """
        try:
            found = json.loads(path.read_bytes())
            if found["v"] != 1:
                raise ValueError
            passkey = found.get("passkey")
            return cls(
                PersonId(found["person"]),
                OrganisationId(found["organisation"]),
                DeviceId(found["device"]),
                ec.derive_private_key(int(found["signing"], 16), ec.SECP256R1()),
                X25519Identity.from_string(found["x25519"]),
                HybridIdentity.from_string(found["hybrid"]),
                None if passkey is None else ec.derive_private_key(int(passkey, 16), ec.SECP256R1()),
            )
        except Exception:
            raise KeyringInvalid("The file with this device's keys cannot be read; enrol the device again.") from None


def _p256(random: Randomness) -> ec.EllipticCurvePrivateKey:
    scalar = int.from_bytes(random(_COORDINATE_BYTES + 16), "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(scalar, ec.SECP256R1())


def _scalar(key: ec.EllipticCurvePrivateKey) -> str:
    return f"{key.private_numbers().private_value:064x}"


def _point(key: ec.EllipticCurvePrivateKey) -> str:
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode("ascii")
