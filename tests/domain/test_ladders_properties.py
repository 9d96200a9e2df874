"""What holds for every ladder, crew and way of passing time."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.events import Rung, RungReached
from domain.functies import Functie
from domain.ladders import calling, seen
from domain.policy import Ladder, LadderRung, Selector, Slot
from tests.harness.ladders import NIGHT, Crew, Play

SECOND = timedelta(seconds=1)
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
PEOPLE = [f"p{number}" for number in range(6)]
FUNCTIES = [Functie.NCTV_PIKET, Functie.LCC, Functie.PG, Functie.NCTV]
SELECTORS = [Selector(functie, "", slot) for functie in FUNCTIES for slot in Slot]

selectors = st.lists(st.sampled_from(SELECTORS), min_size=1, max_size=3, unique=True)
crews = st.builds(
    lambda slots, unreachable: Crew(slots, unreachable=unreachable),
    st.fixed_dictionaries(
        {
            (who.functie.value, who.slot): st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True)
            for who in SELECTORS
            if who.functie is not None
        }
    ),
    st.sets(st.sampled_from(PEOPLE), max_size=3),
)
steps = st.lists(st.integers(0, 400), min_size=1, max_size=12)


@st.composite
def ladders(draw: st.DrawFn) -> Ladder:
    afters = sorted(draw(st.sets(st.integers(0, 900), min_size=1, max_size=5)))
    rungs = tuple(LadderRung(after * SECOND, tuple(draw(selectors))) for after in afters)
    repeat = draw(st.integers(10, 120)) * SECOND
    return Ladder("L", "test", True, repeat, False, rungs, 60 * SECOND, 120 * SECOND, None)


def through(ladder: Ladder, crew: Crew, waits: list[int]) -> Play:
    play, now = Play(ladder, crew), NIGHT
    for wait in waits:
        now += wait * SECOND
        play.advance(now)
    return play


@calm
@given(ladders(), crews, steps)
def test_rungs_are_reached_in_order_once_each_and_never_lower(ladder: Ladder, crew: Crew, waits: list[int]) -> None:
    play = through(ladder, crew, waits)
    reached = [event.index for _, event in play.log if isinstance(event, RungReached)]
    assert reached == list(range(len(reached)))
    assert play.obligation.rung == len(reached) - 1


@calm
@given(ladders(), crews, steps)
def test_x_02_nobody_who_was_rung_is_ever_dropped(ladder: Ladder, crew: Crew, waits: list[int]) -> None:
    play = through(ladder, crew, waits)
    rung = {event.person for _, event in play.log if isinstance(event, Rung)}
    assert rung <= play.rows.keys()
    crew.slots = {}
    moment = max(row.next_at for row in play.rows.values()) if play.rows else NIGHT
    again = {event.person for event in play.advance(moment) if isinstance(event, Rung)}
    assert rung <= again | {person for person, row in play.rows.items() if row.next_at > moment}


@calm
@given(ladders(), crews, steps)
def test_each_ring_has_a_number_of_its_own(ladder: Ladder, crew: Crew, waits: list[int]) -> None:
    play = through(ladder, crew, waits)
    rings = [(event.person, event.ring) for _, event in play.log if isinstance(event, Rung)]
    assert len(set(rings)) == len(rings)
    for person, row in play.rows.items():
        assert [ring for somebody, ring in rings if somebody == person] == list(range(1, row.rings + 1))


@calm
@given(ladders(), crews, steps)
def test_the_next_moment_always_lies_ahead_until_settled(ladder: Ladder, crew: Crew, waits: list[int]) -> None:
    play, now = Play(ladder, crew), NIGHT
    for wait in waits:
        now += wait * SECOND
        play.advance(now)
        assert play.obligation.next_at is not None
        assert now < play.obligation.next_at <= max(now + ladder.repeat, ladder.rungs[0].moment(NIGHT))


@calm
@given(ladders(), crews, st.integers(0, 100_000))
def test_after_any_downtime_everybody_is_rung_at_most_once(ladder: Ladder, crew: Crew, down: int) -> None:
    play = Play(ladder, crew)
    play.advance(NIGHT)
    events = play.advance(NIGHT + down * SECOND)
    rung = [event.person for event in events if isinstance(event, Rung)]
    assert len(set(rung)) == len(rung)


@calm
@given(ladders(), crews, st.integers(0, 100_000))
def test_after_downtime_each_missed_rung_is_an_event_with_its_lateness(ladder: Ladder, crew: Crew, down: int) -> None:
    now = NIGHT + down * SECOND
    play = Play(ladder, crew)
    for event in play.advance(now):
        if isinstance(event, RungReached):
            due = ladder.rungs[event.index].moment(NIGHT)
            assert event.late_ms == max(0, (now - due) // timedelta(milliseconds=1))


@calm
@given(ladders(), crews, steps)
def test_many_steps_reach_the_same_rungs_as_one_jump(ladder: Ladder, crew: Crew, waits: list[int]) -> None:
    stepped = through(ladder, crew, waits)
    jumped = Play(ladder, crew)
    jumped.advance(NIGHT + sum(waits) * SECOND)
    assert stepped.obligation.rung == jumped.obligation.rung
    assert stepped.rows.keys() == jumped.rows.keys()


@calm
@given(ladders(), crews, steps)
def test_advancing_twice_at_one_moment_changes_nothing(ladder: Ladder, crew: Crew, waits: list[int]) -> None:
    play = through(ladder, crew, waits)
    before = play.obligation
    assert play.advance(NIGHT + sum(waits) * SECOND) == ()
    assert play.obligation == before


@calm
@given(ladders(), crews, steps)
def test_x_03_nobody_unreachable_is_rung_and_somebody_reachable_always_is_in_the_end(
    ladder: Ladder, crew: Crew, waits: list[int]
) -> None:
    play = through(ladder, crew, waits)
    assert not {event.person for _, event in play.log if isinstance(event, Rung)} & crew.unreachable
    play.run(ladder.rungs[-1].moment(NIGHT) - NIGHT + timedelta(seconds=sum(waits)) + ladder.repeat)
    named = {person for rung in ladder.rungs for who in rung.who for person in crew.named_by(who)}
    assert {event.person for _, event in play.log if isinstance(event, Rung)} == named - crew.unreachable


@calm
@given(ladders(), crews, steps, st.booleans())
def test_x_02_a_pause_works_once_per_rung_and_only_for_its_own_phone(
    ladder: Ladder, crew: Crew, waits: list[int], by_act: bool
) -> None:
    play, now = through(ladder, crew, waits), NIGHT + sum(waits) * SECOND
    before = dict(play.rows)
    for person, row in before.items():
        paused = (calling if by_act else seen)(play.obligation, row, now)
        assert paused is not None
        assert paused.next_at >= now + (120 if by_act else 60) * SECOND
        assert (calling if by_act else seen)(play.obligation, paused, now) is None
        play.put([paused])
        assert {name: row for name, row in play.rows.items() if name != person} == {
            name: row for name, row in before.items() if name != person
        }
        play.put([row])


@calm
@given(ladders(), crews, steps)
def test_x_01_no_event_of_the_engine_can_decide_end_or_close(ladder: Ladder, crew: Crew, waits: list[int]) -> None:
    play = through(ladder, crew, waits)
    assert {type(event) for _, event in play.log} <= {Rung, RungReached}
    assert play.obligation.settled_at is None
