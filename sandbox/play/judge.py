"""Judges a timeline by what a scenario expects: pure, and a bell that nobody expected is a failure."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

from sandbox.play.moments import write_span
from sandbox.play.scenario import Expect, Rungs, Scenario
from sandbox.play.steps import Act
from sandbox.play.timeline import Entry, Kind, Timeline


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing that was to hold, and whether it did; `detail` says what was found instead."""

    held: bool
    what: str
    detail: str = ""

    def as_json(self) -> str:
        """Return the verdict as one line of JSON."""
        return json.dumps({"kind": "verdict", **asdict(self)}, ensure_ascii=False)


@dataclass(frozen=True, slots=True, order=True)
class _Line:
    """One person's bells on one channel; a drill's bells are another line than real ones."""

    who: str
    channel: str
    drill: bool

    def __str__(self) -> str:
        return f"{self.who} by {self.channel}{' (drill)' if self.drill else ''}"


def judge(scenario: Scenario, timeline: Timeline) -> list[Verdict]:
    """Return a verdict on every expectation, every bell and every promise; the scenario held if all of them did."""
    verdicts = [
        *_bells(scenario, timeline),
        *(_rungs(one, scenario, timeline) for one in scenario.rungs),
        *(verdict for one in scenario.expect for verdict in _expected(one, scenario, timeline)),
        *_answers(scenario, timeline),
    ]
    for entry in timeline.of(Kind.PROMISE):
        verdicts.append(Verdict(bool(entry["held"]), str(entry["promise"]), str(entry["detail"] or "")))
    return verdicts


def _bells(scenario: Scenario, timeline: Timeline) -> Iterator[Verdict]:
    expected: dict[_Line, list[tuple[timedelta, str]]] = defaultdict(list)
    for bells in scenario.bells:
        channels = scenario.people[bells.who].channels if bells.channel is None else (bells.channel,)
        for channel in channels:
            line = _Line(bells.who, channel, bells.drill)
            expected[line] += [(moment, bells.why) for moment in bells.moments()]
    heard: dict[_Line, list[timedelta]] = defaultdict(list)
    for entry in timeline.of(Kind.BELL):
        heard[_Line(entry["who"], entry["channel"], bool(entry["drill"]))].append(entry.at)
    for line in sorted(expected.keys() | heard.keys()):
        yield _line(line, expected[line], heard[line], scenario.within)


def _line(
    line: _Line, expected: Sequence[tuple[timedelta, str]], heard: Sequence[timedelta], within: timedelta
) -> Verdict:
    missed, surplus = match(expected, heard, within)
    if not missed and not surplus:
        return Verdict(True, f"bells of {line}: {len(heard)}, each expected")
    parts = [f"missed at {write_span(moment)} ({why})" for moment, why in missed]
    parts += [f"not expected at {write_span(moment)}" for moment in surplus]
    return Verdict(False, f"bells of {line}", "; ".join(parts))


def match(
    expected: Sequence[tuple[timedelta, str]], heard: Sequence[timedelta], within: timedelta
) -> tuple[list[tuple[timedelta, str]], list[timedelta]]:
    """Pair each expected bell with one that was heard at its moment or at most `within` later.

    Returns what was expected and not heard, and what was heard and not expected.
    """
    waiting, surplus = sorted(expected), []
    for moment in sorted(heard):
        fit = next((one for one in waiting if one[0] <= moment <= one[0] + within), None)
        if fit is None:
            surplus.append(moment)
        else:
            waiting.remove(fit)
    return waiting, surplus


def _rungs(expect: Rungs, scenario: Scenario, timeline: Timeline) -> Verdict:
    found = sorted(timeline.of(Kind.RUNG, item=expect.item, what=expect.what), key=lambda entry: int(entry["index"]))
    moments = [entry.at for entry in found]
    empty = tuple(int(entry["index"]) for entry in found if entry["empty"])
    what = f"rungs of {expect.what} on {expect.item}"
    near = len(moments) == len(expect.reached) and all(
        want <= got <= want + scenario.within for want, got in zip(expect.reached, moments, strict=True)
    )
    if near and empty == tuple(sorted(expect.empty)):
        return Verdict(True, f"{what}: {len(moments)}, on time")
    return Verdict(False, what, f"reached {_spans(moments)} of {_spans(expect.reached)}; empty {empty}")


def _expected(expect: Expect, scenario: Scenario, timeline: Timeline) -> Iterator[Verdict]:
    at = scenario.lasts if expect.at is None else expect.at
    past = [entry for entry in timeline.entries if entry["item"] == expect.item and entry.at <= at]
    what = f"{expect.item} at {write_span(at)}"
    if expect.state is not None:
        state = _last(past, Kind.STATE, "state")
        yield Verdict(state == expect.state, f"{what}: state {expect.state}", f"it is {state}")
    if expect.gezag is not None:
        holder = _last(past, Kind.GEZAG, "holder")
        yield Verdict(holder == str(expect.gezag), f"{what}: authority {expect.gezag}", f"it is {holder}")
    settled = {str(entry["what"]): str(entry["by"] or "nobody") for entry in past if entry.kind is Kind.SETTLED}
    for name, by in expect.settled.items():
        found = settled.get(name)
        yield Verdict(found == by, f"{what}: {name} settled by {by}", f"settled by {found}" if found else "not settled")
    if expect.open is not None:
        names = _open(past)
        right = names == sorted(expect.open)
        wanted = ", ".join(sorted(expect.open)) or "nothing"
        yield Verdict(right, f"{what}: open are {wanted}", f"open are {', '.join(names)}")


def _open(past: Iterable[Entry]) -> list[str]:
    count: dict[str, int] = defaultdict(int)
    for entry in past:
        if entry.kind in (Kind.OPENED, Kind.SETTLED):
            count[str(entry["what"])] += 1 if entry.kind is Kind.OPENED else -1
    return sorted(name for name, number in count.items() if number > 0)


def _last(past: Iterable[Entry], kind: Kind, name: str) -> str | None:
    found = sorted((entry for entry in past if entry.kind is kind), key=lambda entry: entry.at)
    return str(found[-1][name]) if found else None


def _answers(scenario: Scenario, timeline: Timeline) -> Iterator[Verdict]:
    """Every step that was to be accepted was, and every refusal was the one that was expected."""
    done = {int(entry["step"]): entry for entry in timeline.of(Kind.STEP)}
    for number, step in enumerate(scenario.steps, 1):
        entry = done.get(number)
        if entry is None:
            yield Verdict(False, f"step {number} ({step.does})", "it never happened: its moment or ring did not come")
            continue
        wanted = (step.refused if isinstance(step, Act) else None) or "accepted"
        answer = str(entry["answer"])
        missing = set(step.flags) - set(entry["flags"] or ()) if isinstance(step, Act) else set()
        held = answer == wanted and not missing
        if not held or wanted != "accepted":
            found = f"the answer was {answer}" + (f", without {', '.join(sorted(missing))}" if missing else "")
            yield Verdict(held, f"step {number} ({step.does}): {wanted}", found)


def _spans(moments: Iterable[timedelta]) -> str:
    return ", ".join(map(write_span, moments)) or "none"
