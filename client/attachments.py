"""Attachments of any size: a signed head that says what the bytes must be, then the bytes, sealed as one stream."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from client.age import AgeError, HybridIdentity, HybridRecipient, decrypt_stream, encrypt_stream
from client.content import ContentRefused, Opened, Place, sign_content, verify_content
from client.directory import Directory
from client.item_acts import Doing
from client.sealing import LARGE_STEP
from domain.content import BijlageContent
from domain.ids import ActId, ItemId, Sha256Hex

_LENGTH_BYTES: Final = 4
_MOST_HEAD: Final = 16 * 1024
_BLOCK: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment that was opened and verified, and the file in which its bytes now are."""

    opened: Opened
    content: BijlageContent
    file: Path


def seal_attachment(file: Path, sealed: Path, media_type: str, item: ItemId, recipient: str, doing: Doing) -> Sha256Hex:
    """Write `file`, signed and sealed to the item, to `sealed`, and return the name of that ciphertext.

    Its size is rounded up to 64 KiB; memory use does not grow with it.
    """
    size, digest = _measure(file)
    content = BijlageContent(kind="bijlage", name=file.name, media_type=media_type, size=size, sha256=digest)
    place = Place(item, recipient, doing.id, doing.name, doing.holding, doing.case.excluded)
    device = doing.device
    head = sign_content(content, place, device.keyring, device.directory, device.clock())
    start = len(head).to_bytes(_LENGTH_BYTES, "big") + head
    with file.open("rb") as source, sealed.open("wb") as sink:
        stream = _Padded(start, source, len(start) + size)
        encrypt_stream(stream, sink, [HybridRecipient.from_string(recipient)])  # type: ignore[arg-type]  # reads only
    return Sha256Hex(_measure(sealed)[1])


def open_attachment(
    sealed: Path,
    to: Path,
    identities: Mapping[str, HybridIdentity],
    directory: Directory,
    *,
    item: ItemId,
    act: ActId,
) -> Attachment:
    """Write the bytes of the attachment in the file `sealed` to the file `to`, once all is verified.

    Raises:
        ContentRefused: when it does not open, is not signed as it must be, or its bytes are others; no file is left.
    """
    beside = to.with_name(to.name + ".part")
    try:
        with beside.open("w+b") as plain:
            recipient = _decrypt(sealed, plain, identities)
            plain.seek(0)
            head = plain.read(min(int.from_bytes(plain.read(_LENGTH_BYTES), "big"), _MOST_HEAD))
            opened = verify_content(head, recipient, directory, item=item, act=act)
            if not isinstance(opened.content, BijlageContent):
                raise ContentRefused("content.kind", "The attachment is headed by something else")
            _copy_exactly(plain, to, opened.content)
    finally:
        beside.unlink(missing_ok=True)
    return Attachment(opened, opened.content, to)


def _decrypt(sealed: Path, plain: BinaryIO, identities: Mapping[str, HybridIdentity]) -> str:
    for recipient, identity in identities.items():
        try:
            with sealed.open("rb") as source:
                decrypt_stream(source, plain, [identity])
            return recipient
        except AgeError:
            plain.seek(0)
            plain.truncate()
    raise ContentRefused("content.sealed", "The attachment does not open with the item's key")


def _copy_exactly(plain: BinaryIO, to: Path, content: BijlageContent) -> None:
    digest, left = sha256(), content.size
    with to.open("wb") as sink:
        while left and (block := plain.read(min(_BLOCK, left))):
            sink.write(block)
            digest.update(block)
            left -= len(block)
    if left or digest.hexdigest() != content.sha256 or plain.read().strip(b"\0"):
        to.unlink()
        raise ContentRefused("content.swapped", "The attachment's bytes are not those that were signed")


def _measure(file: Path) -> tuple[int, str]:
    digest, size = sha256(), 0
    with file.open("rb") as source:
        while block := source.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return size, digest.hexdigest()


class _Padded:
    """Reads a head, then a file, then zeros up to a multiple of 64 KiB."""

    def __init__(self, head: bytes, source: BinaryIO, size: int) -> None:
        self._parts: list[BinaryIO] = [BytesIO(head), source, BytesIO(bytes(-size % LARGE_STEP))]

    def read(self, size: int) -> bytes:
        """Return at most `size` bytes, fewer only at the end of a part, none only at the end of all."""
        while self._parts:
            if block := self._parts[0].read(size):
                return block
            self._parts.pop(0)
        return b""
