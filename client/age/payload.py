"""The payload of an age file: chunks of 64 KiB under ChaCha20-Poly1305 in the STREAM construction."""

from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from client.age.errors import BadPayload, MalformedHeader

CHUNK_BYTES: Final = 64 * 1024
NONCE_BYTES: Final = 16
_TAG_BYTES: Final = 16


def seal_payload(source: BinaryIO, sink: BinaryIO, file_key: bytes, nonce: bytes) -> None:
    """Write `nonce` and all of `source`, sealed, to `sink`; holds two chunks in memory."""
    sink.write(nonce)
    cipher = _cipher(file_key, nonce)
    counter = 0
    chunk = _read(source, CHUNK_BYTES)
    # A chunk is only known to be the last once nothing follows it.
    while following := _read(source, CHUNK_BYTES):
        sink.write(cipher.encrypt(_chunk_nonce(counter, last=False), chunk, None))
        chunk = following
        counter += 1
    sink.write(cipher.encrypt(_chunk_nonce(counter, last=True), chunk, None))


def open_payload(source: BinaryIO, sink: BinaryIO, file_key: bytes) -> None:
    """Write the plaintext of `source` to `sink`, chunk by chunk, each only after its tag was checked.

    Raises `MalformedHeader` when the payload's nonce is missing (nothing is written) and `BadPayload` when the
    payload is changed, cut short or followed by anything; every byte written before is authentic, but the whole
    must then be thrown away. Holds one chunk in memory.
    """
    nonce = _read(source, NONCE_BYTES)
    if len(nonce) != NONCE_BYTES:
        raise MalformedHeader("The file ends before its payload; fetch it again.")
    cipher = _cipher(file_key, nonce)
    counter = 0
    last = False
    while not last:
        plain, last = _open_chunk(cipher, counter, _read(source, CHUNK_BYTES + _TAG_BYTES))
        if counter and not plain:
            raise BadPayload("The file ends in an empty chunk; ask the sender for a new file.")
        sink.write(plain)
        counter += 1
    if source.read(1):
        raise BadPayload("Something was added behind the end of the file; fetch it again.")


def _open_chunk(cipher: ChaCha20Poly1305, counter: int, sealed: bytes) -> tuple[bytes, bool]:
    """The plaintext and whether it was sealed as the last chunk; a short chunk can only be the last."""
    for last in (False, True) if len(sealed) == CHUNK_BYTES + _TAG_BYTES else (True,):
        try:
            return cipher.decrypt(_chunk_nonce(counter, last=last), sealed, None), last
        except InvalidTag:
            continue
    raise BadPayload("The file was changed or is incomplete; fetch it again.")


def _chunk_nonce(counter: int, *, last: bool) -> bytes:
    return counter.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _cipher(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(HKDF(hashes.SHA256(), 32, salt=nonce, info=b"payload").derive(file_key))


def _read(source: BinaryIO, size: int) -> bytes:
    """Exactly `size` bytes, fewer only at the end: a pipe or socket may hand over less than asked."""
    data = source.read(size)
    while len(data) < size and (more := source.read(size - len(data))):
        data += more
    return data
