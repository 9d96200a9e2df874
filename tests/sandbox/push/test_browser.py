"""The sandbox's browser reads what RFC 8291 shows, so it can judge what Piket sends."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from sandbox.push.browser import Browser, Unreadable


def b64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


SECTION_5 = b64(
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
"""The message of RFC 8291 §5."""
READER = Browser(
    ec.derive_private_key(int.from_bytes(b64("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), "big"), ec.SECP256R1()),
    b64("BTBZMqHH6r4Tts7J_aSIgg"),
)


def test_the_message_of_rfc_8291_section_5_opens() -> None:
    assert READER.public[0] == (
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    )
    assert READER.open(SECTION_5) == (b"When I grow up, I want to be a watermelon", 0)


@pytest.mark.parametrize("place", [0, 20, 30, 90, len(SECTION_5) - 1])
def test_a_message_in_which_one_bit_differs_does_not(place: int) -> None:
    changed = bytearray(SECTION_5)
    changed[place] ^= 1
    with pytest.raises(Unreadable):
        READER.open(bytes(changed))


def test_nor_does_one_for_another_browser_or_none_at_all() -> None:
    with pytest.raises(Unreadable):
        Browser.new(secrets.token_bytes).open(SECTION_5)
    with pytest.raises(Unreadable):
        READER.open(b"")
