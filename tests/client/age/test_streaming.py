"""Streams hold chunks, not files; randomness comes from outside and is fresh for every file."""

import hashlib
import os
import tempfile
import tracemalloc
from collections.abc import Callable
from typing import BinaryIO, cast

from client.age import HybridIdentity, X25519Identity, decrypt, decrypt_stream, encrypt, encrypt_stream
from tests.client.age.seeded import CHUNK, CLASSIC, HYBRID, SEED

MANY = 400 * CHUNK
FROZEN = "74bea7a39caf90046fddb13a3f3bb2d14c43da497e0cb3acc821d542bf54ebef"
"""SHA-256 of a file that pyrage opened when it was first written; it may never change."""


class Zeroes:
    """A source of many zero bytes that never stands in memory."""

    def __init__(self, size: int) -> None:
        self._left = size

    def read(self, size: int) -> bytes:
        size = min(size, self._left)
        self._left -= size
        return bytes(size)


def peak_of(work: Callable[[], None]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_file() -> None:
    with tempfile.TemporaryFile() as file, open(os.devnull, "wb") as nowhere:
        zeroes = cast(BinaryIO, Zeroes(MANY))
        assert peak_of(lambda: encrypt_stream(zeroes, file, [HYBRID.recipient()])) < 8 * CHUNK
        assert file.tell() > MANY
        file.seek(0)
        assert peak_of(lambda: decrypt_stream(file, nowhere, [HYBRID])) < 8 * CHUNK


def counted(size: int) -> bytes:
    return bytes(range(size))


def test_with_the_same_randomness_an_x25519_file_has_the_same_bytes_for_ever() -> None:
    file = encrypt(b"Piket", [CLASSIC.recipient()], random=counted)
    assert hashlib.sha256(file).hexdigest() == FROZEN
    assert decrypt(file, [CLASSIC]) == b"Piket"


def test_a_generated_identity_is_its_randomness() -> None:
    assert counted(32) == SEED
    assert X25519Identity.generate(counted).to_string() == CLASSIC.to_string()
    assert HybridIdentity.generate(counted).to_string() == HYBRID.to_string()
    assert HybridIdentity.generate().to_string() != HybridIdentity.generate().to_string()


def test_two_files_of_the_same_words_share_nothing_but_the_version_line() -> None:
    for key in (CLASSIC, HYBRID):
        one, other = (encrypt(b"words", [key.recipient()]).split(b"\n", 1)[1] for _ in range(2))
        assert one[16:60] != other[16:60]
        assert one[-60:] != other[-60:]
