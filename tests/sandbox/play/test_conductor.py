"""Virtual time: it stands still while anything moves, jumps to the next moment, and never gets stuck in silence."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.play.conductor import Conductor, Cue, Headless, TimeStuck

START = datetime(2027, 1, 1, 3, 12, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


class FakeService:
    """Wants to wake at given moments, and writes down when it was settled and advanced."""

    def __init__(self, *wakes: float) -> None:
        self.wakes = [at(one) for one in wakes]
        self.said: list[str] = []

    async def settle(self) -> None:
        self.said.append("settle")

    def next_moment(self) -> datetime | None:
        return min(self.wakes, default=None)

    async def advance(self, to: datetime) -> None:
        self.wakes = [one for one in self.wakes if one > to]
        self.said.append(f"advance {(to - START).total_seconds():g}")

    @property
    def jumps(self) -> list[str]:
        return [one for one in self.said if one != "settle"]


def cue(said: list[str], word: str) -> Cue:
    async def call() -> None:
        said.append(word)

    return call


async def test_time_jumps_to_the_earliest_moment_anybody_waits_for() -> None:
    service = FakeService(30, 90)
    conductor = Conductor(service, START, Headless())
    conductor.at(at(60), cue(service.said, "step"))
    await conductor.run(at(120))
    assert service.jumps == ["advance 30", "advance 60", "step", "advance 90", "advance 120"]


async def test_what_the_service_does_at_a_moment_comes_before_the_steps_of_that_moment() -> None:
    service = FakeService(30)
    conductor = Conductor(service, START, Headless())
    conductor.at(at(30), cue(service.said, "first"))
    conductor.at(at(30), cue(service.said, "second"))
    await conductor.run(at(30))
    assert service.jumps == ["advance 30", "first", "second"]


async def test_everything_settles_after_each_jump_and_each_step() -> None:
    service = FakeService()
    conductor = Conductor(service, START, Headless())
    conductor.at(at(10), cue(service.said, "step"))
    await conductor.run(at(10))
    assert service.said == ["settle", "advance 10", "settle", "step", "settle"]


async def test_a_step_added_for_a_moment_that_has_passed_happens_now() -> None:
    service = FakeService()
    conductor = Conductor(service, START, Headless())

    async def late() -> None:
        conductor.at(at(5), cue(service.said, "late"))

    conductor.at(at(10), late)
    await conductor.run(at(20))
    assert service.jumps == ["advance 10", "late", "advance 20"]


async def test_a_service_that_wants_to_wake_now_for_ever_is_found_out() -> None:
    class Restless(FakeService):
        def next_moment(self) -> datetime | None:
            return at(0)

    with pytest.raises(TimeStuck, match="does not get past"):
        await Conductor(Restless(), START, Headless()).run(at(10))


async def test_the_pace_is_asked_to_wait_for_the_whole_span() -> None:
    waited: list[float] = []

    class Recorded:
        async def wait(self, span: float) -> None:
            waited.append(span)

    await Conductor(FakeService(30), START, Recorded()).run(at(120))
    assert waited == [30.0, 90.0]


async def test_over_a_quiet_stretch_time_leaps_to_its_end_or_to_a_step_before_it() -> None:
    waited: list[float] = []

    class Recorded:
        async def wait(self, span: float) -> None:
            waited.append(span)

    service = FakeService(30, 90, 150)
    conductor = Conductor(service, START, Recorded())

    async def quiet() -> None:
        conductor.quiet(at(100))

    conductor.at(at(20), quiet)
    conductor.at(at(60), cue(service.said, "step"))
    await conductor.run(at(160))
    assert service.jumps == ["advance 20", "advance 60", "step", "advance 100", "advance 150", "advance 160"]
    assert waited == [20.0, 50.0, 10.0], "nobody waits through a leap"


async def test_a_leap_ends_where_the_night_does() -> None:
    service = FakeService()
    conductor = Conductor(service, START, Headless())
    conductor.quiet(at(100))
    await conductor.run(at(40))
    assert service.jumps == ["advance 40"]
