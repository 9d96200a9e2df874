"""What Piket seals for a browser is, byte for byte, what RFC 8291 shows, and only that browser opens it."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from notify.web_push_sealing import RECORD_SIZE, seal
from sandbox.push.browser import Browser, Unreadable


def b64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


POINT = b64("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4")
SECRET = b64("BTBZMqHH6r4Tts7J_aSIgg")
SALT = b64("DGv6ra1nlYgDCS1FRnbzlw")
SENDER = ec.derive_private_key(
    int.from_bytes(b64("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big"), ec.SECP256R1()
)
MESSAGE = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_rfc_8291_section_5_byte_for_byte() -> None:
    text = b"When I grow up, I want to be a watermelon"
    sealed = seal(text, point=POINT, secret=SECRET, salt=SALT, own=SENDER)
    assert urlsafe_b64encode(sealed).rstrip(b"=").decode() == MESSAGE


def test_rfc_8291_appendix_a_the_sender_s_key_stands_in_the_header() -> None:
    sealed = seal(b"x", point=POINT, secret=SECRET, salt=SALT, own=SENDER)
    point = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
    assert sealed[:86] == SALT + bytes([0, 0, 0x10, 0, 65]) + b64(point)


@given(text=st.binary(min_size=1, max_size=512).filter(lambda text: not text.endswith(b"\0")))
def test_whatever_it_says_one_browser_opens_it_and_its_size_tells_nothing(text: bytes) -> None:
    browser, other = Browser.new(secrets.token_bytes), Browser.new(secrets.token_bytes)
    own = ec.generate_private_key(ec.SECP256R1())
    sealed = seal(text, point=browser.point, secret=browser.auth, salt=secrets.token_bytes(16), own=own, size=512)
    assert browser.open(sealed) == (text, 512 - len(text))
    assert len(sealed) == 86 + 512 + 1 + 16
    with pytest.raises(Unreadable):
        other.open(sealed)


def test_what_does_not_fit_one_record_and_what_is_no_point_is_refused() -> None:
    with pytest.raises(ValueError, match="one record"):
        seal(b"x" * (RECORD_SIZE - 16), point=POINT, secret=SECRET, salt=SALT, own=SENDER)
    with pytest.raises(ValueError, match=r"\w"):
        seal(b"x", point=b"\x04" + bytes(64), secret=SECRET, salt=SALT, own=SENDER)
