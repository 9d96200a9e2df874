"""Keys as text: one writing each, damaged ones refused, and no error or repr that shows a secret."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.age import (
    HybridIdentity,
    HybridRecipient,
    MalformedKey,
    X25519Identity,
    X25519Recipient,
    bech32,
    encrypt,
    parse_identity,
    parse_recipient,
)
from tests.client.age.seeded import CLASSIC, HYBRID, KEYS, SEED, Key

CLASSIC_SECRET, HYBRID_SECRET = CLASSIC.to_string(), HYBRID.to_string()
CLASSIC_PUBLIC, HYBRID_PUBLIC = CLASSIC.recipient().to_string(), HYBRID.recipient().to_string()
LOW_ORDER = bytes(32)
OTHER_FILL = "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqpfwgqrs"
"""As npm's bech32 library writes 32 zero bytes when the four fill bits behind them are not zero."""


@pytest.mark.parametrize("key", KEYS)
def test_a_key_reads_back_as_itself(key: Key) -> None:
    assert parse_identity(key.to_string()).to_string() == key.to_string()
    assert parse_recipient(key.recipient().to_string()).to_string() == key.recipient().to_string()


@pytest.mark.parametrize("parse", [parse_identity, X25519Identity.from_string, HybridIdentity.from_string])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "AGE-SECRET-KEY-1",
        CLASSIC_SECRET.lower(),
        CLASSIC_SECRET[:-1],
        CLASSIC_SECRET + " ",
        CLASSIC_SECRET.replace("K", "\N{KELVIN SIGN}"),
        "AGE-SECRET-KEY-1\ud800" + CLASSIC_SECRET[17:],
        HYBRID_SECRET.lower(),
        HYBRID_SECRET.replace("-PQ-", "-"),
        CLASSIC_PUBLIC,
        bech32.encode("age-secret-key-", bytes(31)).upper(),
        bech32.encode("age-secret-key-pq-", bytes(33)).upper(),
    ],
)
def test_a_damaged_identity_is_refused_without_showing_it(parse: Callable[[str], object], text: str) -> None:
    with pytest.raises(MalformedKey) as refused:
        parse(text)
    assert not text or text[-20:] not in str(refused.value)


@pytest.mark.parametrize("parse", [parse_recipient, X25519Recipient.from_string, HybridRecipient.from_string])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "age1",
        CLASSIC_PUBLIC.upper(),
        CLASSIC_PUBLIC[:-1],
        CLASSIC_SECRET,
        HYBRID_PUBLIC[:-1],
        HYBRID_PUBLIC.upper(),
        "age1\ud800" + CLASSIC_PUBLIC[5:],
        bech32.encode("age", bytes(33)),
        bech32.encode("age1pq", bytes(1215)),
        bech32.encode("age1tag", bytes(33)),
    ],
)
def test_a_damaged_recipient_is_refused(parse: Callable[[str], object], text: str) -> None:
    with pytest.raises(MalformedKey):
        parse(text)


@pytest.mark.parametrize("kind", [X25519Identity, HybridIdentity])
def test_a_kind_does_not_read_the_other_kind(kind: type[X25519Identity] | type[HybridIdentity]) -> None:
    other = HYBRID if kind is X25519Identity else CLASSIC
    with pytest.raises(MalformedKey):
        kind.from_string(other.to_string())


def test_a_recipient_that_no_identity_can_have_is_refused() -> None:
    """A key of low order would give every sender the same, guessable secret."""
    mlkem = bech32.decode("age1pq", HYBRID_PUBLIC)[:1184]
    for recipient in (X25519Recipient(LOW_ORDER), HybridRecipient(mlkem + LOW_ORDER)):
        with pytest.raises(MalformedKey):
            encrypt(b"words", [recipient])
    with pytest.raises(MalformedKey):
        HybridRecipient(b"\xff" * 1216)


@pytest.mark.parametrize("key", KEYS)
def test_no_repr_shows_a_key(key: Key) -> None:
    shown = f"{key!r} {key}"
    assert key.to_string() not in shown
    assert SEED.hex() not in shown


@given(st.binary(max_size=80))
def test_bech32_reads_back_what_it_writes(data: bytes) -> None:
    assert bech32.decode("age", bech32.encode("age", data)) == data


@given(st.data())
def test_bech32_finds_any_one_wrong_letter(data: st.DataObject) -> None:
    at = data.draw(st.integers(len("age1"), len(CLASSIC_PUBLIC) - 1))
    others = "qpzry9x8gf2tvdw0s3jn54khce6mua7l".replace(CLASSIC_PUBLIC[at], "")
    with pytest.raises(MalformedKey):
        X25519Recipient.from_string(CLASSIC_PUBLIC[:at] + data.draw(st.sampled_from(others)) + CLASSIC_PUBLIC[at + 1 :])


def test_bech32_refuses_a_second_writing_of_the_same_key() -> None:
    with pytest.raises(MalformedKey, match="canonical"):
        bech32.decode("age", OTHER_FILL)
