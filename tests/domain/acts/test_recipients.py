"""What officers sign as a recipient is one that age can seal to: else every device would stop at that fact for good."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from client.age import HybridRecipient, MalformedKey, X25519Recipient
from domain import bech32
from domain.acts.recipients import check_hybrid, check_x25519
from tests.harness.recipients import hybrid_of, x25519_of

MLKEM = bech32.decode("age1pq", hybrid_of("an"))[:1184]
POINT = bech32.decode("age", x25519_of("an"))
LOW_ORDER = (bytes(32), b"\x01" + bytes(31), bytes.fromhex("ec" + "ff" * 30 + "7f"))


def x25519(raw: bytes) -> str:
    return bech32.encode("age", raw)


def hybrid(raw: bytes) -> str:
    return bech32.encode("age1pq", raw)


def test_what_age_makes_is_taken() -> None:
    assert check_x25519(x25519_of("an")) == x25519_of("an")
    assert check_hybrid(hybrid_of("an")) == hybrid_of("an")


NONE_X25519 = {
    "letters alone": "age1" + "q" * 58,
    "a wrong letter": x25519_of("an")[:-1] + ("q" if x25519_of("an")[-1] != "q" else "p"),
    "capitals": x25519_of("an").upper(),
    "a byte short": x25519(POINT[1:]),
    "a byte long": x25519(POINT + b"\0"),
    "another kind": hybrid_of("an"),
    "nothing": "",
}
NONE_HYBRID = {
    "letters alone": "age1pq1" + "q" * 1952,
    "a wrong letter": hybrid_of("an")[:-1] + ("q" if hybrid_of("an")[-1] != "q" else "p"),
    "a byte short": hybrid((MLKEM + POINT)[1:]),
    "a byte long": hybrid(MLKEM + POINT + b"\0"),
    "numbers too large for ML-KEM": hybrid(b"\xff" * 1184 + POINT),
    "another kind": x25519_of("an"),
}


@pytest.mark.parametrize("text", NONE_X25519.values(), ids=NONE_X25519)
def test_what_is_no_x25519_recipient_is_refused_here_and_by_age(text: str) -> None:
    refused(check_x25519, X25519Recipient.from_string, text)


@pytest.mark.parametrize("text", NONE_HYBRID.values(), ids=NONE_HYBRID)
def test_what_is_no_hybrid_recipient_is_refused_here_and_by_age(text: str) -> None:
    refused(check_hybrid, HybridRecipient.from_string, text)


@pytest.mark.parametrize("point", LOW_ORDER, ids=["zero", "one", "minus one"])
def test_a_point_to_which_nobody_can_seal_is_refused(point: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        check_x25519(x25519(point))
    with pytest.raises(ValueError, match=r"."):
        check_hybrid(hybrid(MLKEM + point))


def refused(check: Callable[[str], str], age: Callable[[str], object], text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        check(text)
    with pytest.raises(MalformedKey):
        age(text)
