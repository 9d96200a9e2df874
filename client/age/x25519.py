"""The X25519 recipient and identity of age: `age1…` and `AGE-SECRET-KEY-1…`."""

import secrets
from collections.abc import Sequence
from typing import ClassVar, Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from client.age import bech32
from client.age.errors import MalformedHeader, MalformedKey
from client.age.header import Stanza, decode64, encode64
from client.age.keys import Random, check_shape, open_file_key, seal_file_key

_KIND: Final = "X25519"
_KEY_BYTES: Final = 32
_RECIPIENT_PREFIX: Final = "age"
_IDENTITY_PREFIX: Final = "age-secret-key-"


class X25519Recipient:
    """A public key of the classic kind; safe to show and to store."""

    labels: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, raw: bytes) -> None:
        if len(raw) != _KEY_BYTES:
            raise MalformedKey("This recipient has the wrong length; copy it again in full.")
        self._raw = raw

    @classmethod
    def from_string(cls, text: str) -> "X25519Recipient":
        """Read `age1…`; anything else raises `MalformedKey`."""
        return cls(bech32.decode(_RECIPIENT_PREFIX, text))

    def to_string(self) -> str:
        """The one text form, `age1…`, lower case."""
        return bech32.encode(_RECIPIENT_PREFIX, self._raw)

    def wrap(self, file_key: bytes, random: Random) -> Stanza:
        """See `Recipient.wrap`; a key that no identity can have raises `MalformedKey`."""
        ephemeral = X25519PrivateKey.from_private_bytes(random(_KEY_BYTES))
        share = ephemeral.public_key().public_bytes_raw()
        try:
            shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(self._raw))
        except ValueError:
            raise MalformedKey("This recipient is not a usable key; ask its owner for a new one.") from None
        return Stanza(_KIND, (encode64(share),), seal_file_key(_wrap_key(shared, share, self._raw), file_key))


class X25519Identity:
    """A private key of the classic kind; its text form is a secret, its `repr` is not."""

    def __init__(self, scalar: bytes) -> None:
        if len(scalar) != _KEY_BYTES:
            raise MalformedKey("This identity has the wrong length; copy it again in full.")
        self._scalar = scalar
        self._key = X25519PrivateKey.from_private_bytes(scalar)
        self._public = self._key.public_key().public_bytes_raw()

    @classmethod
    def generate(cls, random: Random = secrets.token_bytes) -> "X25519Identity":
        """A new identity, not yet stored anywhere."""
        return cls(random(_KEY_BYTES))

    @classmethod
    def from_string(cls, text: str) -> "X25519Identity":
        """Read `AGE-SECRET-KEY-1…` (upper case); anything else raises `MalformedKey`."""
        return cls(bech32.decode_upper(_IDENTITY_PREFIX, text))

    def to_string(self) -> str:
        """The secret text form, `AGE-SECRET-KEY-1…`: never log it."""
        return bech32.encode(_IDENTITY_PREFIX, self._scalar).upper()

    def recipient(self) -> X25519Recipient:
        """The public half."""
        return X25519Recipient(self._public)

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """See `Identity.unwrap`."""
        for stanza in stanzas:
            if stanza.kind == _KIND and (file_key := self._open(stanza)):
                return file_key
        return None

    def _open(self, stanza: Stanza) -> bytes | None:
        check_shape(stanza, arguments=1)
        share = decode64(stanza.args[0].encode("ascii"))
        if len(share) != _KEY_BYTES:
            raise MalformedHeader("A wrap in the file's header is damaged; ask the sender for a new file.")
        try:
            shared = self._key.exchange(X25519PublicKey.from_public_bytes(share))
        except ValueError:  # the shared secret is all zero: a share of low order
            raise MalformedHeader("A wrap in the file's header is forged; ask the sender for a new file.") from None
        return open_file_key(_wrap_key(shared, share, self._public), stanza.body)


def _wrap_key(shared: bytes, share: bytes, recipient: bytes) -> bytes:
    kdf = HKDF(hashes.SHA256(), 32, salt=share + recipient, info=b"age-encryption.org/v1/X25519")
    return kdf.derive(shared)
