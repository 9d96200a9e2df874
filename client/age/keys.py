"""What the age file asks of a recipient and an identity, and the file-key wrap that two kinds of them share."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from client.age.errors import MalformedHeader
from client.age.header import Stanza

FILE_KEY_BYTES: Final = 16
WRAPPED_FILE_KEY_BYTES: Final = 32

Random = Callable[[int], bytes]
"""Gives that many fresh random bytes: `secrets.token_bytes`, except in tests."""

_FIXED_NONCE: Final = bytes(12)


class Recipient(Protocol):
    """Someone a file is encrypted to."""

    labels: ClassVar[frozenset[str]]
    """Only recipients with equal labels may stand together in one file."""

    def wrap(self, file_key: bytes, random: Random) -> Stanza:
        """The stanza that lets this recipient, and nobody else, get `file_key`."""


class Identity(Protocol):
    """Someone who opens a file."""

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """The file key, or None when no stanza is ours; `MalformedHeader` when a stanza of our kind is broken."""


def seal_file_key(wrap_key: bytes, file_key: bytes) -> bytes:
    """The body of a stanza; `wrap_key` must be used once, for the nonce is fixed."""
    return ChaCha20Poly1305(wrap_key).encrypt(_FIXED_NONCE, file_key, None)


def open_file_key(wrap_key: bytes, body: bytes) -> bytes | None:
    """The file key, or None when `body` was not sealed under `wrap_key`."""
    try:
        return ChaCha20Poly1305(wrap_key).decrypt(_FIXED_NONCE, body, None)
    except InvalidTag:
        return None


def check_shape(stanza: Stanza, arguments: int) -> None:
    """Return if a stanza of a known kind has its number of arguments and a body of one wrapped file key.

    The body's length is checked before any key touches it, so that one body cannot be made to open under many keys.
    """
    if len(stanza.args) != arguments or len(stanza.body) != WRAPPED_FILE_KEY_BYTES:
        raise MalformedHeader("A wrap in the file's header is damaged; ask the sender for a new file.")
