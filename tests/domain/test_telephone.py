"""SA-01: a call-back number is the directory's however it is written, and another number never is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.telephone import same_number

DIRECTORY = "+31 30 555 0002"

SAME = [
    "+31305550002",
    "+31-30-555-0002",
    "+31.30.555.0002",
    "+31 (30) 555 00 02",
    "+31 (0)30 555 0002",
    "+31 ( 0 ) 30-5550002",
    "(+31) 30 5550002",
    "+31 030 555 0002",
    "0031 30 555 0002",
    "0031305550002",
    "00 31 30 5550002",
    "0031 (0)30 5550002",
    "030 555 0002",
    "030-5550002",
    "(030) 555 0002",
    "(0)30 555 0002",
    " +31 30 555 0002 ",
    "\u00a0+31\u00a030\u2011555\u20110002",
]
OTHER = [
    "+31 30 555 0003",
    "+31 30 555 000",
    "+31 30 555 00022",
    "+32 30 555 0002",
    "0032 30 555 0002",
    "+49 (0)30 555 0002",
    "30 555 0002",
    "555 0002",
    "+31 30 555 0002 tst. 12",
    "+31 30 555 0002 of +31 6 5550 0001",
    "+31 30 555 0002 (0)",
    "",
    "bel de piketkamer",
    "31305550002",  # from a landline in 030 a local number
    "#31#030 5550002",
    "+31 30 555 0002;1",
    "+31 30 555 000\u0662",  # digits of other scripts: nobody knows what a telephone dials
    "\uff0b31 30 555 000\uff12",
    "+31 30 555 O002",
    "+31+30 555 0002",
    "+31 30 555 0002\n",
]


@pytest.mark.parametrize("written", SAME)
def test_sa_01_one_number_in_many_spellings_is_the_same(written: str) -> None:
    assert same_number(DIRECTORY, written)
    assert same_number(written, DIRECTORY)


@pytest.mark.parametrize("written", OTHER)
def test_sa_01_another_number_is_not(written: str) -> None:
    assert not same_number(DIRECTORY, written)
    assert not same_number(written, DIRECTORY)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("+49 (0)30 5550002", "0049 30 5550002", False),  # not every country leaves its zero out: asked about instead
        ("+39 (0)331 5550002", "+39 331 5550002", False),
        ("0049 30 5550002", "+49 30 555 00 02", True),
        ("+39 06 5550002", "+39 6 5550002", False),  # in Italy the zero is part of the number
        ("112", "112", True),
        ("14 030", "14030", True),
        ("112", "0112", False),
        ("", "", False),
        ("+", "+", False),
        ("00", "+", False),
        ("onbekend", "onbekend", False),
    ],
)
def test_sa_01_short_numbers_and_those_of_other_countries(one: str, other: str, same: bool) -> None:
    assert same_number(one, other) is same
    assert same_number(other, one) is same


@given(
    area=st.from_regex(r"[1-9][0-9]{8}", fullmatch=True),
    other=st.from_regex(r"[1-9][0-9]{8}", fullmatch=True),
    front=st.sampled_from(["+31", "+31 (0)", "0031", "0031(0)", "0", "+31 0"]),
    between=st.sampled_from(["", " ", "-", "."]),
)
def test_sa_01_two_dutch_numbers_are_the_same_exactly_when_their_nine_digits_are(
    area: str, other: str, front: str, between: str
) -> None:
    written = front + between.join(other)
    assert same_number(f"+31{area}", written) is (area == other)
