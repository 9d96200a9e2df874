"""Who is on duty (RO-01), what an empty slot does (RO-02, X-03), whom an exclusion replaces (P-02)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.functies import NATIONAL, Functie, Holding
from domain.ids import PersonId
from domain.policy import Slot
from domain.ports import Duty
from domain.roster import gaps, on_roster, who

PIKET = Holding(Functie.NCTV_PIKET, NATIONAL)
START = datetime(2026, 11, 21, tzinfo=UTC)
HOUR = timedelta(hours=1)
AN, BO, CO, DI = (PersonId(name) for name in ("an", "bo", "co", "di"))
HOLDERS = [AN, BO, CO]
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def duty(
    person: PersonId, slot: Slot = Slot.ON_DUTY, *, override: bool = False, hours: tuple[int, int] = (0, 24)
) -> Duty:
    return Duty(1, PIKET, person, slot, START + hours[0] * HOUR, START + hours[1] * HOUR, override)


def test_ro_01_primary_and_backup_are_who_the_roster_names() -> None:
    duties = [duty(AN), duty(BO, Slot.BACKUP)]
    assert who(Slot.ON_DUTY, duties, HOLDERS).persons == (AN,)
    assert who(Slot.BACKUP, duties, HOLDERS).persons == (BO,)
    assert who(Slot.ALL, duties, HOLDERS).persons == (AN, BO, CO)


def test_ro_01_an_override_replaces_only_its_own_slot() -> None:
    duties = [duty(AN), duty(CO, override=True), duty(BO, Slot.BACKUP)]
    assert who(Slot.ON_DUTY, duties, HOLDERS).persons == (CO,)
    assert who(Slot.BACKUP, duties, HOLDERS).persons == (BO,)


def test_ro_02_an_empty_slot_falls_back_to_all_holders() -> None:
    found = who(Slot.BACKUP, [duty(AN)], HOLDERS)
    assert found.persons == (AN, BO, CO)
    assert not found.rostered


def test_ro_02_who_no_longer_holds_the_functie_does_not_fill_the_slot() -> None:
    assert who(Slot.ON_DUTY, [duty(DI)], HOLDERS).persons == (AN, BO, CO)


def test_p_02_the_deputy_takes_the_place_of_an_excluded_holder() -> None:
    duties = [duty(AN), duty(BO, Slot.BACKUP)]
    assert who(Slot.ON_DUTY, duties, HOLDERS, {AN}).persons == (BO,)
    assert who(Slot.ALL, duties, HOLDERS, {AN}).persons == (BO, CO)
    assert who(Slot.ON_DUTY, duties, HOLDERS, {AN, BO}).persons == (CO,)
    assert who(Slot.ON_DUTY, duties, HOLDERS, set(HOLDERS)).persons == ()


slots = st.sampled_from([Slot.ON_DUTY, Slot.BACKUP])
duties_strategy = st.lists(
    st.builds(
        lambda person, slot, override, start, length: duty(
            person, slot, override=override, hours=(start, start + length)
        ),
        st.sampled_from([AN, BO, CO, DI]),
        slots,
        st.booleans(),
        st.integers(-10, 40),
        st.integers(1, 30),
    ),
    max_size=6,
)


@calm
@given(duties_strategy, st.sets(st.sampled_from([AN, BO, CO, DI])), st.sampled_from(list(Slot)))
def test_nobody_excluded_and_nobody_without_the_functie_is_ever_named(
    duties: list[Duty], excluded: set[PersonId], slot: Slot
) -> None:
    found = who(slot, duties, HOLDERS, excluded).persons
    assert set(found) <= set(HOLDERS) - excluded
    assert bool(found) == bool(set(HOLDERS) - excluded), "somebody is named as long as anybody may be"


@calm
@given(duties_strategy, slots, st.integers(1, 40))
def test_ro_02_a_moment_lies_in_a_gap_exactly_when_the_roster_names_nobody(
    duties: list[Duty], slot: Slot, length: int
) -> None:
    found = gaps(PIKET, slot, duties, START, START + length * HOUR)
    for minute in range(0, length * 60, 30):
        at = START + timedelta(minutes=minute)
        covering = [one for one in duties if one.starts <= at < one.ends]
        assert any(gap.starts <= at < gap.ends for gap in found) == (not on_roster(slot, covering))


def test_ro_02_gaps_come_in_order_and_stay_within_the_horizon() -> None:
    found = gaps(PIKET, Slot.ON_DUTY, [duty(AN, hours=(2, 5)), duty(BO, hours=(4, 8))], START, START + 10 * HOUR)
    assert [(gap.starts - START, gap.ends - START) for gap in found] == [(0 * HOUR, 2 * HOUR), (8 * HOUR, 10 * HOUR)]
