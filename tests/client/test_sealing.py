"""Wraps refuse every swapped identity, sealed content hides its length, and each layer is needed to read."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.age import (
    AgeError,
    HybridIdentity,
    MalformedKey,
    NoMatchingIdentity,
    X25519Identity,
    decrypt,
    encrypt,
)
from client.sealing import (
    BadPadding,
    SwappedIdentity,
    open_sealed,
    pad,
    seal,
    unpad,
    unwrap_for_device,
    unwrap_from_epoch,
    wrap_for_device,
    wrap_for_epoch,
)

KIB = 1024


def seeded(number: int) -> bytes:
    return bytes([number]) * 32


DEVICE_X25519, DEVICE_HYBRID = X25519Identity(seeded(1)), HybridIdentity(seeded(2))
EPOCH, ITEM, ATTACKER = HybridIdentity(seeded(3)), HybridIdentity(seeded(4)), HybridIdentity(seeded(5))
DEVICE = (DEVICE_X25519.recipient().to_string(), DEVICE_HYBRID.recipient().to_string())
EPOCH_NAME, ITEM_NAME = EPOCH.recipient().to_string(), ITEM.recipient().to_string()


def open_on_device(blob: bytes) -> HybridIdentity:
    return unwrap_for_device(blob, DEVICE_X25519, DEVICE_HYBRID, EPOCH_NAME)


def open_in_epoch(blob: bytes) -> HybridIdentity:
    return unwrap_from_epoch(blob, EPOCH, ITEM_NAME)


def for_device(inside: bytes) -> bytes:
    """What anyone, the server included, can make from the device's published recipients."""
    return encrypt(encrypt(inside, [DEVICE_HYBRID.recipient()]), [DEVICE_X25519.recipient()])


def for_epoch(inside: bytes) -> bytes:
    return encrypt(inside, [EPOCH.recipient()])


def test_a_device_gets_the_role_identity_and_through_it_the_item() -> None:
    epoch = open_on_device(wrap_for_device(EPOCH, *DEVICE))
    assert epoch.to_string() == EPOCH.to_string()
    item = unwrap_from_epoch(wrap_for_epoch(ITEM, EPOCH_NAME), epoch, ITEM_NAME)
    assert open_sealed(seal(b"signed words", ITEM_NAME), item) == b"signed words"


def test_the_server_cannot_swap_the_role_identity() -> None:
    with pytest.raises(SwappedIdentity):
        open_on_device(wrap_for_device(ATTACKER, *DEVICE))


def test_the_server_cannot_swap_the_item_identity() -> None:
    with pytest.raises(SwappedIdentity):
        open_in_epoch(wrap_for_epoch(ATTACKER, EPOCH_NAME))


def test_a_wrap_of_one_item_cannot_serve_for_another() -> None:
    with pytest.raises(SwappedIdentity):
        unwrap_from_epoch(wrap_for_epoch(ITEM, EPOCH_NAME), EPOCH, ATTACKER.recipient().to_string())


@pytest.mark.parametrize(
    ("enclose", "unwrap", "published"),
    [(for_device, open_on_device, EPOCH), (for_epoch, open_in_epoch, ITEM)],
    ids=["device", "epoch"],
)
@pytest.mark.parametrize(
    "change",
    [
        lambda text: b"",
        lambda text: b"\xff\xfe",
        lambda text: text.lower(),
        lambda text: text + b"\n",
        lambda text: text[:-1],
        lambda text: DEVICE_X25519.to_string().encode(),
    ],
    ids=["empty", "not text", "lower case", "line end", "cut", "other kind"],
)
def test_anything_but_the_exact_identity_counts_as_swapped(
    enclose: Callable[[bytes], bytes],
    unwrap: Callable[[bytes], HybridIdentity],
    published: HybridIdentity,
    change: Callable[[bytes], bytes],
) -> None:
    text = published.to_string().encode()
    assert unwrap(enclose(text)).to_string() == published.to_string()
    with pytest.raises(SwappedIdentity):
        unwrap(enclose(change(text)))


def test_a_device_needs_both_of_its_keys() -> None:
    blob = wrap_for_device(EPOCH, *DEVICE)
    with pytest.raises(NoMatchingIdentity):
        unwrap_for_device(blob, X25519Identity.generate(), DEVICE_HYBRID, EPOCH_NAME)
    with pytest.raises(NoMatchingIdentity):
        unwrap_for_device(blob, DEVICE_X25519, HybridIdentity.generate(), EPOCH_NAME)


def test_a_wrap_with_one_layer_only_is_refused() -> None:
    text = EPOCH.to_string().encode()
    with pytest.raises(AgeError):
        open_on_device(encrypt(text, [DEVICE_X25519.recipient()]))
    with pytest.raises(AgeError):
        open_on_device(encrypt(text, [DEVICE_HYBRID.recipient()]))


def test_inside_the_outer_layer_the_identity_is_still_sealed() -> None:
    """Whoever breaks X25519 one day finds a post-quantum file, never the identity."""
    inner = decrypt(wrap_for_device(EPOCH, *DEVICE), [DEVICE_X25519])
    assert inner.startswith(b"age-encryption.org/v1\n-> mlkem768x25519 ")
    assert EPOCH.to_string().encode() not in inner


@pytest.mark.parametrize(
    "make",
    [
        lambda: wrap_for_device(EPOCH, DEVICE[1], DEVICE[1]),
        lambda: wrap_for_device(EPOCH, DEVICE[0], DEVICE[0]),
        lambda: wrap_for_epoch(ITEM, DEVICE[0]),
        lambda: seal(b"signed words", DEVICE[0]),
    ],
)
def test_nothing_is_sealed_to_a_key_of_the_wrong_kind(make: Callable[[], bytes]) -> None:
    with pytest.raises(MalformedKey):
        make()


@pytest.mark.parametrize(
    ("length", "size"),
    [
        (0, 1 * KIB),
        (1 * KIB - 8, 1 * KIB),
        (1 * KIB - 7, 4 * KIB),
        (4 * KIB - 8, 4 * KIB),
        (4 * KIB - 7, 16 * KIB),
        (16 * KIB - 8, 16 * KIB),
        (16 * KIB - 7, 64 * KIB),
        (64 * KIB - 8, 64 * KIB),
        (64 * KIB - 7, 128 * KIB),
        (128 * KIB - 8, 128 * KIB),
        (128 * KIB - 7, 192 * KIB),
    ],
)
def test_padded_sizes(length: int, size: int) -> None:
    padded = pad(b"x" * length)
    assert len(padded) == size
    assert unpad(padded) == b"x" * length


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([(0, 1), (1, 4), (4, 16), (16, 64), (64, 128), (128, 192)]), st.data())
def test_within_a_size_the_ciphertext_tells_nothing_of_the_length(bucket: tuple[int, int], data: st.DataObject) -> None:
    low, high = (max(0, edge * KIB - 7) for edge in bucket)
    lengths = st.integers(low, high - 1)
    one, other = (seal(b"x" * data.draw(lengths), ITEM_NAME) for _ in range(2))
    assert len(one) == len(other)


def test_wraps_of_any_two_identities_have_one_size() -> None:
    assert len(wrap_for_device(EPOCH, *DEVICE)) == len(wrap_for_device(ATTACKER, *DEVICE))
    assert len(wrap_for_epoch(ITEM, EPOCH_NAME)) == len(wrap_for_epoch(ATTACKER, EPOCH_NAME))


@given(st.binary(max_size=5000))
def test_sealed_bytes_come_back_exactly(data: bytes) -> None:
    assert unpad(pad(data)) == data


@pytest.mark.parametrize(
    "padded",
    [
        b"",
        b"\0" * 7,
        b"\0" * 8,
        b"\0" * 1023,
        b"\0" * 1025,
        b"\0" * 4 * KIB,
        (KIB - 7).to_bytes(8, "big") + bytes(KIB - 8),
        b"\xff" * KIB,
        pad(b"words")[:-1] + b"\1",
        pad(b"words") + pad(b"more"),
    ],
    ids=["empty", "short", "bare", "less", "more", "too big", "too long", "huge", "not zero", "two"],
)
def test_any_other_padding_is_refused(padded: bytes) -> None:
    with pytest.raises(BadPadding):
        unpad(padded)
    with pytest.raises(BadPadding):
        open_sealed(encrypt(padded, [ITEM.recipient()]), ITEM)


def test_sealed_content_opens_for_nobody_else() -> None:
    with pytest.raises(NoMatchingIdentity):
        open_sealed(seal(b"signed words", ITEM_NAME), ATTACKER)
