"""Random acts by random officials: an open case always waits for somebody, and one authority stands (X-01, P-06)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import Malformed, Refusal
from domain.events import Event, GezagPassed, StateChanged
from domain.facts import Facts
from domain.flows import triage
from domain.flows.triage.state import ADMITTED, State
from domain.functies import Functie
from domain.items import Gezag
from tests.domain.flows.triage.play import NCTV, NCTV_AUTHORITY, SPOED, Play
from tests.domain.flows.triage.test_table import VARIANTS

LINKED: Final = [
    ("geschil", "trede_1"), ("geschil", "trede_2"), ("geschil", "berust"), ("geschil", "afgerond"),
    ("geschil", "alsnog_aanwijzen"), ("bericht_rccb", "kennisgenomen"), ("burgemeestersbericht", "verzonden"),
    ("herbeoordeling", "gepland"), ("herbeoordeling", "einde_verwacht"),
]  # fmt: skip
WAITS_ELSEWHERE: Final = frozenset({State.BETWIST, State.EINDE_AANGEKONDIGD, State.OPGENOMEN, State.OVERGEDRAGEN})
"""States in which a dispute, the word to the rccb or the review that follows may be all that waits."""
MOVES: Final = st.one_of(
    st.tuples(st.sampled_from(Functie), st.sampled_from(sorted(VARIANTS))), st.sampled_from(LINKED)
)


def begin(line: str, after_spoed: bool, drill: bool) -> Play:
    if not after_spoed:
        return Play.opened(line=line, drill=drill).everybody()
    followed = replace(Play.opened().item, id=SPOED, flow="spoedaanwijzing")
    facts = Facts(gezag=NCTV_AUTHORITY, others={SPOED: (followed, Facts())})
    return Play.opened(facts=facts, follows=SPOED, line=line, drill=drill).everybody()


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["directe_opname", "triagetafel"]), st.booleans(), st.booleans(), st.lists(MOVES, max_size=25))
def test_x_01_p_06_whatever_officials_do_the_promises_hold(
    line: str, after_spoed: bool, drill: bool, moves: list[tuple[Any, str]]
) -> None:
    play = begin(line, after_spoed, drill)
    before, reviewed = play.item.gezag, False
    for who, what in moves:
        act = f"{who} {what}"
        if isinstance(who, Functie):
            if not play.may(who, f"triage.{what.split()[0]}", VARIANTS[what]):
                continue
            play.do(who, what.split()[0], **VARIANTS[what])
        else:
            play.hears(who, what)
            reviewed = reviewed or (who == "herbeoordeling" and State(play.item.state) in ADMITTED)
        check(play, before, act, drill=drill)
        waits = State(play.item.state) not in (State.OPGENOMEN, State.OVERGEDRAGEN) or play.open or reviewed
        assert waits, f"{act}: admitted, and nobody reviews it (HB-01)"
        before = play.item.gezag


def check(play: Play, before: Gezag | None, act: str, *, drill: bool) -> None:
    state = State(play.item.state)
    assert play.item.closed_at is not None or play.open or state in WAITS_ELSEWHERE, f"{act}: waits for nobody"
    assert play.item.closed_at is None or not play.open, f"{act}: closed, and {play.open} waits"
    if drill:
        assert play.item.gezag == before
    elif state in ADMITTED:
        assert play.item.gezag is not None
        assert play.item.gezag.holding == NCTV
    if play.item.gezag != before:
        assert any(isinstance(one, GezagPassed) for one in play.last)
    stored = json.loads(json.dumps(triage.write(play.item.data)))
    assert triage.read(stored) == play.item.data


@settings(deadline=None)
@given(st.sampled_from(LINKED), st.sampled_from(sorted(State)))
def test_x_01_nothing_that_is_told_from_elsewhere_admits_or_refuses(told: tuple[str, str], state: str) -> None:
    """Only a human act on the case itself judges it; what closes it was an act on what hung on it."""
    play = Play.opened()
    play.item = replace(play.item, state=state)
    play.facts = replace(play.facts, open={})
    try:
        play.hears(*told)
    except (Refusal, Malformed):
        return
    reached = [one.state for one in play.last if isinstance(one, StateChanged)]
    assert not {State.OPGENOMEN} & set(reached)
    assert all(isinstance(one, Event) for one in play.last)
