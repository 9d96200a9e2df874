"""Base64 and decimals: one spelling each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.audit.errors import FormatInvalid
from domain.audit.strict import from_base64, from_decimal, hash_from_base64, to_base64


@pytest.mark.parametrize(
    "text", ["AA", "AA=", "AA===", "AB==", "A A=", "AA==\n", "AA==AA==", "-_8=", "é", "=", "AAA=A"]
)
def test_another_spelling_of_base64_is_refused(text: str) -> None:
    with pytest.raises(FormatInvalid):
        from_base64(text)


@given(st.binary(max_size=40))
def test_base64_round_trips(data: bytes) -> None:
    assert from_base64(to_base64(data)) == data


def test_a_hash_has_32_bytes() -> None:
    assert hash_from_base64(to_base64(bytes(32))) == bytes(32)
    for size in (0, 31, 33):
        with pytest.raises(FormatInvalid):
            hash_from_base64(to_base64(bytes(size)))


@pytest.mark.parametrize("text", ["", "00", "01", "+1", "-1", "1_0", " 1", "1\n", "٣", "1e3", "9223372036854775808"])
def test_another_spelling_of_a_number_is_refused(text: str) -> None:
    with pytest.raises(FormatInvalid):
        from_decimal(text)


@given(st.integers(0, (1 << 63) - 1))
def test_numbers_round_trip(number: int) -> None:
    assert from_decimal(str(number)) == number
