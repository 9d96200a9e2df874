"""Whatever the size, a file round-trips; whatever is changed, cut off or added, it is refused."""

import base64
from io import BytesIO

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from client.age import AgeError, BadPayload, MalformedArmor, dearmor, decrypt, decrypt_stream, encrypt
from tests.client.age.seeded import CHUNK, CLASSIC, HYBRID, KEYS, Key

WORDS = b"the quick brown fox"
FILES = [(key, encrypt(WORDS, [key.recipient()])) for key in KEYS]
SMALL = FILES[0][1]

each_file = pytest.mark.parametrize(("key", "file"), FILES, ids=["x25519", "hybrid"])
few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.large_base_example])
near = st.integers(-20, 20)
chunks = st.integers(0, 3)


class Trickle(BytesIO):
    """A source that, like a pipe, hands over less than was asked."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(max(1, size // 3) if size and size > 0 else size)


@few
@given(st.sampled_from(KEYS), chunks, near)
@example(CLASSIC, 0, 0)
@example(CLASSIC, 1, 0)
@example(HYBRID, 2, 0)
def test_every_size_round_trips(key: Key, chunks: int, off: int) -> None:
    plain = bytes(max(0, chunks * CHUNK + off))
    file = encrypt(plain, [key.recipient()])
    assert decrypt(file, [key]) == plain
    sink = BytesIO()
    decrypt_stream(Trickle(file), sink, [key])
    assert sink.getvalue() == plain


@each_file
def test_one_flipped_bit_at_any_place_is_refused(key: Key, file: bytes) -> None:
    for at in range(len(file)):
        changed = bytearray(file)
        changed[at] ^= 1 << at % 8
        with pytest.raises(AgeError):
            decrypt(bytes(changed), [key])


@settings(deadline=None)
@given(st.sampled_from(FILES), st.data())
def test_any_changed_byte_is_refused(which: tuple[Key, bytes], data: st.DataObject) -> None:
    key, file = which
    changed = bytearray(file)
    changed[data.draw(st.integers(0, len(file) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(AgeError):
        decrypt(bytes(changed), [key])


@each_file
def test_cut_off_anywhere_is_refused(key: Key, file: bytes) -> None:
    for size in range(len(file)):
        with pytest.raises(AgeError):
            decrypt(file[:size], [key])


@few
@given(chunks, near)
def test_cut_off_near_a_chunk_releases_only_whole_authentic_chunks(chunks: int, off: int) -> None:
    plain = bytes(range(256)) * 1024  # four chunks
    file = encrypt(plain, [CLASSIC.recipient()])
    start = len(file) - 4 * (CHUNK + 16)
    cut = max(start, start + chunks * (CHUNK + 16) + off)
    sink = BytesIO()
    with pytest.raises(BadPayload):
        decrypt_stream(BytesIO(file[:cut]), sink, [CLASSIC])
    assert len(sink.getvalue()) == (cut - start) // (CHUNK + 16) * CHUNK
    assert plain.startswith(sink.getvalue())


def test_chunks_in_another_order_are_refused() -> None:
    file = encrypt(bytes(range(256)) * 1024, [CLASSIC.recipient()])
    start = len(file) - 4 * (CHUNK + 16)
    one, two, rest = start + CHUNK + 16, start + 2 * (CHUNK + 16), file[start:]
    sink = BytesIO()
    with pytest.raises(BadPayload):
        decrypt_stream(BytesIO(file[:start] + file[one:two] + rest[: CHUNK + 16] + file[two:]), sink, [CLASSIC])
    assert sink.getvalue() == b""


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_noise_is_never_taken_for_a_file(noise: bytes) -> None:
    with pytest.raises(AgeError):
        decrypt(noise, KEYS)
    with pytest.raises(AgeError):
        decrypt(SMALL + noise + b"\0", KEYS)


@settings(deadline=None)
@given(st.data())
def test_a_changed_byte_in_armor_is_refused_or_is_whitespace_around_it(data: st.DataObject) -> None:
    text = bytearray(b"\n" + armored(SMALL) + b"\n\n")
    at = data.draw(st.integers(0, len(text) - 1))
    text[at] = data.draw(st.integers(0, 255))
    try:
        opened = decrypt(dearmor(bytes(text)), KEYS)
    except AgeError:
        return
    assert opened == WORDS
    assert bytes(text).strip() == armored(SMALL)


def test_armor_of_another_kind_is_refused() -> None:
    text = armored(SMALL)
    assert dearmor(text.replace(b"\n", b"\r\n")) == SMALL
    with pytest.raises(MalformedArmor):
        dearmor(text.replace(b"AGE", b"PGP"))


def armored(file: bytes) -> bytes:
    text = base64.b64encode(file)
    lines = (text[at : at + 64] for at in range(0, len(text), 64))
    return b"\n".join((b"-----BEGIN AGE ENCRYPTED FILE-----", *lines, b"-----END AGE ENCRYPTED FILE-----"))
