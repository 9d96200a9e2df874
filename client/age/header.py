"""The textual header of an age file: stanzas, strict base64 and the MAC over them (C2SP age, "Header")."""

import base64
import binascii
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from client.age.errors import BadMac, MalformedHeader, RecipientsRefused

VERSION_LINE: Final = b"age-encryption.org/v1"
MAX_HEADER_BYTES: Final = 1024 * 1024
"""Longest header read or written, so that a hostile file cannot fill memory: some six hundred hybrid stanzas."""

_COLUMNS: Final = 64
_BYTES_PER_LINE: Final = 48
_MAC_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Stanza:
    """One wrap of the file key: its kind, the further arguments and the body."""

    kind: str
    args: tuple[str, ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """A parsed header; `covered` are the exact bytes under the MAC, never re-encoded."""

    stanzas: tuple[Stanza, ...]
    covered: bytes
    mac: bytes

    def check_mac(self, file_key: bytes) -> None:
        """Return if the MAC matches `file_key`, else raise `BadMac`."""
        if not hmac.compare_digest(_mac(file_key, self.covered), self.mac):
            raise BadMac("The file's header was changed after it was written; ask the sender for a new file.")


def encode64(data: bytes) -> str:
    """Base64 without padding, as age writes it."""
    return base64.b64encode(data).rstrip(b"=").decode("ascii")


def decode64(text: bytes) -> bytes:
    """The bytes in unpadded base64; anything but the one canonical writing raises `MalformedHeader`."""
    try:
        data = binascii.a2b_base64(text + b"=" * (-len(text) % 4))
    except binascii.Error:
        data = b""
    if encode64(data).encode("ascii") != text:
        raise MalformedHeader("The file's header is damaged (base64); ask the sender for a new file.")
    return data


def write_header(stanzas: Sequence[Stanza], file_key: bytes) -> bytes:
    """The whole header with its MAC, ready to be followed by the payload."""
    if not _may_stand_together(stanzas):
        raise RecipientsRefused("A passphrase must be the only recipient of a file; give it alone.")
    covered = b"".join((VERSION_LINE, b"\n", *map(_write_stanza, stanzas), b"---"))
    header = covered + b" " + encode64(_mac(file_key, covered)).encode("ascii") + b"\n"
    if len(header) > MAX_HEADER_BYTES:
        raise RecipientsRefused("Too many recipients for one file; write several files.")
    return header


def read_header(source: BinaryIO) -> Header:
    """Read exactly the header off `source` and leave it at the first byte after; else `MalformedHeader`.

    The MAC is not checked yet: that needs the file key.
    """
    lines = _Lines(source)
    if lines.next() != VERSION_LINE:
        raise MalformedHeader("This is not an age v1 file; check that the right file was chosen.")
    stanzas: list[Stanza] = []
    line = lines.next()
    while line.startswith(b"-> "):
        stanzas.append(_read_stanza(line, lines))
        line = lines.next()
    mac = decode64(line.removeprefix(b"--- "))
    if not line.startswith(b"--- ") or len(mac) != _MAC_BYTES or not stanzas:
        raise MalformedHeader("The file's header does not end as it must; ask the sender for a new file.")
    if not _may_stand_together(stanzas):
        raise MalformedHeader("The file mixes a passphrase with other recipients; ask the sender for a new file.")
    return Header(tuple(stanzas), bytes(lines.taken[: -len(line) - 1]) + b"---", mac)


class _Lines:
    """Lines of a header, bounded, with a transcript of the bytes taken."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.taken = bytearray()

    def next(self) -> bytes:
        line = self._source.readline(MAX_HEADER_BYTES - len(self.taken))
        if not line.endswith(b"\n"):
            raise MalformedHeader("The file ends inside its header, or the header is too long; fetch it again.")
        self.taken += line
        return line[:-1]


def _read_stanza(line: bytes, lines: _Lines) -> Stanza:
    words = line.split(b" ")[1:]
    if not all(word and _printable(word) for word in words):
        raise MalformedHeader("The file's header is damaged (arguments); ask the sender for a new file.")
    body = bytearray()
    while True:
        text = lines.next()
        if len(text) > _COLUMNS:
            raise MalformedHeader("The file's header is damaged (long line); ask the sender for a new file.")
        body += decode64(text)
        if len(text) < _COLUMNS:
            kind, *args = (word.decode("ascii") for word in words)
            return Stanza(kind, tuple(args), bytes(body))


def _write_stanza(stanza: Stanza) -> bytes:
    # One line more than the full ones: the body ends with a short line, which may be empty.
    starts = range(0, len(stanza.body) + 1, _BYTES_PER_LINE)
    body = (encode64(stanza.body[at : at + _BYTES_PER_LINE]) for at in starts)
    return "\n".join((" ".join(("->", stanza.kind, *stanza.args)), *body, "")).encode("ascii")


def _printable(word: bytes) -> bool:
    return all(0x21 <= byte <= 0x7E for byte in word)


def _may_stand_together(stanzas: Sequence[Stanza]) -> bool:
    return len(stanzas) == 1 or all(stanza.kind != "scrypt" for stanza in stanzas)


def _mac(file_key: bytes, covered: bytes) -> bytes:
    key = HKDF(hashes.SHA256(), _MAC_BYTES, salt=None, info=b"header").derive(file_key)
    return hmac.digest(key, covered, "sha256")
