"""X-06: engine time survives restarts, clock steps, reboots and another machine, and never runs backwards."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.clock import GAP, WALL_DIFFERS, MachineClock, VirtualClock, boottime, first_beat, next_beat
from domain.audit.leaves import LeafType
from domain.ports import Heartbeat
from storage.heartbeats import Heartbeats
from tests.harness.town import Town

NOW = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
NS = 1_000_000_000
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
LAST = Heartbeat("boot-1", 100 * NS, NOW, NOW)
STEPS = [-DAY, -HOUR, -SECOND, timedelta(0), SECOND, HOUR, DAY]


async def test_an_alarm_never_rings_early_and_may_be_taken_back() -> None:
    clock = MachineClock(SECOND)
    clock.adopt(first_beat(None, "boot-1", boottime(), NOW))
    rung: list[tuple[str, timedelta]] = []
    done = asyncio.Event()
    moments = {f"{ms} ms": clock.now() + timedelta(milliseconds=ms) for ms in (-5, 0.4, 1.5, 7.3, 12)}

    def wake(name: str) -> None:
        rung.append((name, clock.now() - moments[name]))
        if len(rung) == len(moments):
            done.set()

    for name, moment in moments.items():
        clock.call_at(moment, partial(wake, name))
        clock.call_at(moment, partial(wake, "never"))()
    assert rung == [], "never within the call itself"
    await asyncio.wait_for(done.wait(), 10)
    assert [name for name, _ in rung] == list(moments)
    assert all(late >= timedelta(0) for _, late in rung)


def test_a_thread_is_held_until_a_moment_and_never_less() -> None:
    """The machine may wake it too early: then it waits again."""
    passed, slept = [0], []

    def half(seconds: float) -> None:
        slept.append(round(seconds, 6))
        passed[0] += max(round(seconds * NS / 2), 2_000_000)

    clock = MachineClock(SECOND, boot="boot-1", elapsed=lambda: passed[0], sleep=half)
    clock.adopt(first_beat(None, "boot-1", 0, NOW))
    clock.hold(NOW + timedelta(milliseconds=10))
    assert slept == [0.01, 0.005, 0.0025, 0.0005]
    clock.hold(NOW)
    assert len(slept) == 4


@pytest.mark.parametrize("step", STEPS)
def test_x_06_within_a_boot_exactly_the_elapsed_time_passes_whatever_the_wall_says(step: timedelta) -> None:
    beat = first_beat(LAST, "boot-1", 130 * NS, NOW + 30 * SECOND + step)
    assert beat.at == NOW + 30 * SECOND
    assert beat.downtime == timedelta(0)
    assert beat.wall_differs == abs(step)


@pytest.mark.parametrize("step", STEPS)
def test_x_06_after_a_reboot_time_goes_on_by_the_wall_and_never_back(step: timedelta) -> None:
    beat = first_beat(LAST, "boot-2", 5 * NS, NOW + step)
    assert beat.at == max(NOW, NOW + step)
    assert beat.downtime == max(timedelta(0), step), "what nobody can explain counts as downtime: early beats never"


def test_x_06_a_restored_snapshot_is_treated_as_another_boot() -> None:
    beat = first_beat(LAST, "boot-1", 40 * NS, NOW + HOUR)
    assert (beat.at, beat.downtime) == (NOW + HOUR, HOUR)


def test_the_first_start_of_all_takes_the_wall_clock() -> None:
    assert first_beat(None, "boot-1", 5 * NS, NOW).at == NOW


def test_x_06_another_instance_that_is_further_on_is_followed() -> None:
    assert next_beat(LAST, NOW - SECOND, 5 * NS, NOW).downtime == SECOND
    assert next_beat(LAST, NOW + SECOND, 5 * NS, NOW).downtime == timedelta(0)


@calm
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["run", "restart", "reboot"]), st.integers(0, 100_000), st.integers(-200_000, 200_000)
        ),
        max_size=12,
    )
)
def test_x_06_engine_time_never_runs_backwards_and_never_loses_running_time(
    life: list[tuple[str, int, int]],
) -> None:
    boot, elapsed, wall = 0, 10 * NS, NOW
    beat = first_beat(None, "0", elapsed, wall)
    last = Heartbeat("0", elapsed, wall, beat.at)
    for what, seconds, step in life:
        before = beat.at
        elapsed += seconds * NS
        wall += (seconds + step) * SECOND
        if what == "reboot":
            boot, elapsed = boot + 1, 3 * NS
        if what == "run":
            beat = next_beat(last, before + seconds * SECOND, elapsed, wall)
        else:
            beat = first_beat(last, str(boot), elapsed, wall)
        assert beat.at >= before
        if what != "reboot":
            assert beat.at == before + seconds * SECOND
        last = Heartbeat(str(boot), elapsed, wall, beat.at)


class Machine:
    """A machine whose age a test sets."""

    def __init__(self) -> None:
        self.ns = 100 * NS

    def __call__(self) -> int:
        return self.ns


def started(town: Town, machine: Machine, boot: str = "boot-1") -> MachineClock:
    clock = MachineClock(2 * SECOND, boot=boot, elapsed=machine)
    with town.unit() as uow:
        beat = clock.beat(uow)
    clock.adopt(beat)
    return clock


def test_x_06_a_restart_in_the_same_boot_continues_to_the_microsecond(town: Town) -> None:
    machine = Machine()
    first = started(town, machine)
    before = first.now()
    machine.ns += 7 * NS + 123_456_000
    assert started(town, machine).now() == before + timedelta(seconds=7, microseconds=123_456)
    assert (GAP, "") not in town.alarms()


def test_x_06_an_unexplained_jump_is_downtime_with_an_alarm_and_a_leaf(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine()
    first = started(town, machine)
    before = first.now()
    monkeypatch.setattr(Heartbeats, "wall", lambda self: before + HOUR)
    machine.ns = 5 * NS
    assert started(town, machine, "boot-2").now() == before + HOUR
    assert (GAP, "") in town.alarms()
    assert [leaf["seconds"] for leaf in town.leaves(LeafType.DOWNTIME)] == ["3600.000"]


@pytest.mark.parametrize("step", [-DAY, -HOUR, HOUR, DAY])
def test_x_06_a_step_of_the_wall_clock_moves_nothing_and_shows_on_the_board(
    town: Town, monkeypatch: pytest.MonkeyPatch, step: timedelta
) -> None:
    machine = Machine()
    clock = started(town, machine)
    before = clock.now()
    monkeypatch.setattr(Heartbeats, "wall", lambda self: before + step)
    machine.ns += 10 * NS
    with town.unit() as uow:
        clock.adopt(clock.beat(uow))
    assert clock.now() == before + 10 * SECOND
    assert town.alarms() == {(WALL_DIFFERS, "")}
    monkeypatch.setattr(Heartbeats, "wall", lambda self: before + 20 * SECOND)
    machine.ns += 10 * NS
    with town.unit() as uow:
        clock.adopt(clock.beat(uow))
    assert town.alarms() == set()


def test_a_clock_that_was_not_started_says_so() -> None:
    with pytest.raises(RuntimeError):
        MachineClock(SECOND, boot="boot-1", elapsed=Machine()).now()


def test_the_running_machine_can_be_read() -> None:
    clock = MachineClock(SECOND)
    clock.adopt(first_beat(None, "any", 0, NOW))
    assert clock.now() <= clock.now()


async def test_virtual_time_wakes_in_order_and_never_goes_back() -> None:
    clock, woken = VirtualClock(NOW), []
    clock.call_at(NOW + 2 * SECOND, lambda: woken.append("later"))
    clock.call_at(NOW + SECOND, lambda: woken.append("sooner"))
    cancel = clock.call_at(NOW + SECOND, lambda: woken.append("never"))
    cancel()
    assert clock.next_at == NOW + SECOND
    clock.advance(NOW + 5 * SECOND)
    assert woken == ["sooner", "later"]
    assert str(clock.next_at) == "None", "nobody wants to be woken"
    assert clock.now() == NOW + 5 * SECOND
    with pytest.raises(ValueError, match="backwards"):
        clock.advance(NOW)
