"""Bells of one flow wait for each other, and never for hundreds of another's."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from notify.turns import Turns
from tests.notify.bells import row


def test_an_emergency_of_another_flow_leaves_next_whatever_waits() -> None:
    turns = Turns()
    notices = [replace(row(), flow="burgemeestersbericht") for _ in range(342)]
    for one in notices:
        turns.append(one)
    assert turns.take() == notices[0]
    asked = replace(row(), flow="spoedaanwijzing")
    turns.append(asked)
    assert [turns.take(), turns.take(), turns.take()] == [notices[1], asked, notices[2]]


@given(st.lists(st.one_of(st.none(), st.sampled_from("abc"))))
def test_nothing_is_lost_and_each_flow_keeps_its_order(moves: list[str | None]) -> None:
    turns, given_, taken = Turns(), [], []
    for flow in moves:
        if flow is not None:
            given_.append(replace(row(), flow=flow))
            turns.append(given_[-1])
        elif turns:
            first = turns.first()
            taken.append(turns.take())
            assert taken[-1] == first
    while turns:
        taken.append(turns.take())
    for flow in "abc":
        assert [one for one in taken if one.flow == flow] == [one for one in given_ if one.flow == flow]
