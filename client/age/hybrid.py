"""The post-quantum hybrid recipient and identity of age, `mlkem768x25519`: `age1pq1…` and `AGE-SECRET-KEY-PQ-1…`.

The identity is a 32-byte X-Wing seed. SHAKE-256 stretches it to 96 bytes: the first 64 are the ML-KEM-768 seed, the
last 32 the X25519 scalar. Checked in the tests: the same seed gives the same recipient string in npm
`age-encryption`, and each opens what the other wrote. The file key is wrapped by HPKE base mode (X-Wing, HKDF-SHA256,
ChaCha20-Poly1305) with the info below and empty additional data.
"""

import hashlib
import secrets
from collections.abc import Sequence
from typing import ClassVar, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from client.age import bech32
from client.age.errors import MalformedHeader, MalformedKey
from client.age.header import Stanza, decode64, encode64
from client.age.keys import Random, check_shape

_KIND: Final = "mlkem768x25519"
_INFO: Final = b"age-encryption.org/mlkem768x25519"
_SUITE: Final = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
_RECIPIENT_PREFIX: Final = "age1pq"
_IDENTITY_PREFIX: Final = "age-secret-key-pq-"
_SEED_BYTES: Final = 32
_MLKEM_SEED_BYTES: Final = 64
_MLKEM_PUBLIC_BYTES: Final = 1184
_MLKEM_CIPHERTEXT_BYTES: Final = 1088
_X25519_BYTES: Final = 32


class HybridRecipient:
    """A post-quantum public key; safe to show and to store."""

    labels: ClassVar[frozenset[str]] = frozenset({"postquantum"})

    def __init__(self, raw: bytes) -> None:
        if len(raw) != _MLKEM_PUBLIC_BYTES + _X25519_BYTES:
            raise MalformedKey("This recipient has the wrong length; copy it again in full.")
        try:
            mlkem = MLKEM768PublicKey.from_public_bytes(raw[:_MLKEM_PUBLIC_BYTES])
        except ValueError:
            raise MalformedKey("This recipient is not a usable key; ask its owner for a new one.") from None
        x25519 = X25519PublicKey.from_public_bytes(raw[_MLKEM_PUBLIC_BYTES:])
        self._raw = raw
        self._key = hpke.MLKEM768X25519PublicKey(mlkem, x25519)

    @classmethod
    def from_string(cls, text: str) -> "HybridRecipient":
        """Read `age1pq1…`; anything else raises `MalformedKey`."""
        return cls(bech32.decode(_RECIPIENT_PREFIX, text))

    def to_string(self) -> str:
        """The one text form, `age1pq1…`, lower case, 1959 letters."""
        return bech32.encode(_RECIPIENT_PREFIX, self._raw)

    def wrap(self, file_key: bytes, random: Random) -> Stanza:
        """See `Recipient.wrap`; the randomness here is the cryptographic library's own, not `random`."""
        try:
            sealed = _SUITE.encrypt(file_key, self._key, _INFO)
        except ValueError:  # the X25519 half is a point of low order
            raise MalformedKey("This recipient is not a usable key; ask its owner for a new one.") from None
        cut = _MLKEM_CIPHERTEXT_BYTES + _X25519_BYTES
        return Stanza(_KIND, (encode64(sealed[:cut]),), sealed[cut:])


class HybridIdentity:
    """A post-quantum private key; its text form is a secret, its `repr` is not."""

    def __init__(self, seed: bytes) -> None:
        if len(seed) != _SEED_BYTES:
            raise MalformedKey("This identity has the wrong length; copy it again in full.")
        self._seed = seed
        stretched = hashlib.shake_256(seed).digest(_MLKEM_SEED_BYTES + _X25519_BYTES)
        self._mlkem = MLKEM768PrivateKey.from_seed_bytes(stretched[:_MLKEM_SEED_BYTES])
        self._x25519 = X25519PrivateKey.from_private_bytes(stretched[_MLKEM_SEED_BYTES:])
        self._key = hpke.MLKEM768X25519PrivateKey(self._mlkem, self._x25519)

    @classmethod
    def generate(cls, random: Random = secrets.token_bytes) -> "HybridIdentity":
        """A new identity, not yet stored anywhere."""
        return cls(random(_SEED_BYTES))

    @classmethod
    def from_string(cls, text: str) -> "HybridIdentity":
        """Read `AGE-SECRET-KEY-PQ-1…` (upper case); anything else raises `MalformedKey`."""
        return cls(bech32.decode_upper(_IDENTITY_PREFIX, text))

    def to_string(self) -> str:
        """The secret text form, `AGE-SECRET-KEY-PQ-1…`: never log it."""
        return bech32.encode(_IDENTITY_PREFIX, self._seed).upper()

    def recipient(self) -> HybridRecipient:
        """The public half."""
        mlkem, x25519 = self._mlkem.public_key(), self._x25519.public_key()
        return HybridRecipient(mlkem.public_bytes_raw() + x25519.public_bytes_raw())

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """See `Identity.unwrap`."""
        for stanza in stanzas:
            if stanza.kind == _KIND and (file_key := self._open(stanza)):
                return file_key
        return None

    def _open(self, stanza: Stanza) -> bytes | None:
        check_shape(stanza, arguments=1)
        share = decode64(stanza.args[0].encode("ascii"))
        if len(share) != _MLKEM_CIPHERTEXT_BYTES + _X25519_BYTES:
            raise MalformedHeader("A wrap in the file's header is damaged; ask the sender for a new file.")
        try:
            # HPKE reports a share of low order as a wrong tag; a forged header must not pass for "not for me".
            self._x25519.exchange(X25519PublicKey.from_public_bytes(share[_MLKEM_CIPHERTEXT_BYTES:]))
        except ValueError:
            raise MalformedHeader("A wrap in the file's header is forged; ask the sender for a new file.") from None
        try:
            return _SUITE.decrypt(share + stanza.body, self._key, _INFO)
        except InvalidTag:
            return None
