"""The passphrase recipient and identity of age, `scrypt`: for a file a person keeps, such as a backup of a key."""

import re
from collections.abc import Sequence
from typing import ClassVar, Final

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from client.age.errors import MalformedHeader
from client.age.header import Stanza, decode64, encode64
from client.age.keys import Random, check_shape, open_file_key, seal_file_key

_KIND: Final = "scrypt"
_SALT_BYTES: Final = 16
_WRITTEN_WORK_FACTOR: Final = 18
_MAX_WORK_FACTOR: Final = 20
"""Highest power of two that is accepted: 1 GiB of memory, the limit npm `age-encryption` keeps too."""


class ScryptRecipient:
    """A passphrase to encrypt to; it must be a file's only recipient."""

    labels: ClassVar[frozenset[str]] = frozenset({"scrypt"})

    def __init__(self, passphrase: str, work_factor: int = _WRITTEN_WORK_FACTOR) -> None:
        self._passphrase = passphrase
        self._work_factor = work_factor

    def wrap(self, file_key: bytes, random: Random) -> Stanza:
        """See `Recipient.wrap`; takes about a second and 256 MiB at the default work factor."""
        salt = random(_SALT_BYTES)
        body = seal_file_key(_wrap_key(self._passphrase, salt, self._work_factor), file_key)
        return Stanza(_KIND, (encode64(salt), str(self._work_factor)), body)


class ScryptIdentity:
    """A passphrase to open with."""

    def __init__(self, passphrase: str) -> None:
        self._passphrase = passphrase

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """See `Identity.unwrap`; a work factor above 20 is refused as a malformed header."""
        for stanza in stanzas:
            if stanza.kind == _KIND:
                return self._open(stanza)  # a scrypt stanza stands alone: `read_header` saw to it
        return None

    def _open(self, stanza: Stanza) -> bytes | None:
        check_shape(stanza, arguments=2)
        salt = decode64(stanza.args[0].encode("ascii"))
        factor = stanza.args[1]
        # Two digits are enough for the limit; matching them first keeps a huge number from being computed.
        if len(salt) != _SALT_BYTES or not re.fullmatch(r"[1-9][0-9]?", factor) or int(factor) > _MAX_WORK_FACTOR:
            raise MalformedHeader("The passphrase wrap in the file's header is damaged or asks too much work.")
        return open_file_key(_wrap_key(self._passphrase, salt, int(factor)), stanza.body)


def _wrap_key(passphrase: str, salt: bytes, work_factor: int) -> bytes:
    kdf = Scrypt(salt=b"age-encryption.org/v1/scrypt" + salt, length=32, n=1 << work_factor, r=8, p=1)
    return kdf.derive(passphrase.encode("utf-8"))
