"""Reads a scenario from TOML: strict, every mistake collected and told at once, each with the place it is in."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from domain.flows import packages
from sandbox.botapi.faults import Fault as BotFault
from sandbox.play.mistakes import sentence, with_line
from sandbox.play.moments import write_span
from sandbox.play.scenario import Bells, Scenario
from sandbox.play.steps import Act, Decide, Fault, Join, Opens, Register, Submit

SHIPPED: Final = Path(__file__).parent.parent / "scenarios"
CAST: Final = "cast.toml"
MAIN: Final = "silence_to_the_last_rung_and_beyond"
LINKED: Final = frozenset(flow.FLOW for flow in packages() if hasattr(flow, "open_linked"))
"""Flows of which items hang on others: named in a scenario as `zaak.opdracht`."""


class ScenarioInvalid(Exception):
    """A scenario cannot be played; `faults` names every place that is wrong, at once."""

    def __init__(self, name: str, faults: list[str]) -> None:
        count = "one mistake" if len(faults) == 1 else f"{len(faults)} mistakes"
        super().__init__("\n  ".join((f"The scenario {name} has {count}; correct and play again:", *faults)))
        self.faults = tuple(faults)


def shipped() -> list[str]:
    """Return the names of the scenarios that come with Piket."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml") if path.name != CAST)


def load_scenario(name: str) -> Scenario:
    """Read a shipped scenario by its name, or any file by its path.

    Raises:
        ScenarioInvalid: with everything that is wrong in it.
    """
    path = Path(name) if name.endswith(".toml") else SHIPPED / f"{name}.toml"
    try:
        text = path.read_text(encoding="utf-8")
        cast = (SHIPPED / CAST).read_text(encoding="utf-8")
    except OSError:
        raise ScenarioInvalid(name, ["there is no such file; --list names those that are shipped"]) from None
    return read_scenario(text, cast, name=path.stem)


def read_scenario(text: str, cast: str = "", *, name: str = "given") -> Scenario:
    """Read a scenario's text over the text of a cast: the people and duties it starts from.

    A person or duty of the scenario replaces the cast's of the same name or functie; `without` leaves people out.

    Raises:
        ScenarioInvalid: with everything that is wrong in it.
    """
    try:
        document, company = tomllib.loads(text), tomllib.loads(cast)
    except tomllib.TOMLDecodeError as wrong:
        raise ScenarioInvalid(name, [f"this is no TOML: {wrong}"]) from None
    absent, own = document.pop("without", []), document.get("roster")
    if not isinstance(absent, list):
        raise ScenarioInvalid(name, ['without: give a list of names, such as without = ["hugo"]'])
    whole = _with_cast(document, company, absent)
    from_cast = len(whole.get("roster", ())) - len(own or ()) if isinstance(own, list | None) else 0
    try:
        scenario = Scenario.model_validate(whole)
    except ValidationError as wrong:
        found = [with_line(sentence(error), text, from_cast) for error in wrong.errors(include_url=False)]
        raise ScenarioInvalid(name, list(dict.fromkeys(found))) from None
    faults = [*_people(scenario), *_times(scenario), *_items(scenario)]
    if faults:
        raise ScenarioInvalid(name, [with_line(fault, text) for fault in faults])
    return scenario


def _with_cast(document: dict[str, Any], cast: dict[str, Any], absent: list[Any]) -> dict[str, Any]:
    """Return the document over the cast; as it is when its people or roster are none, which is then told."""
    if not (isinstance(document.get("people", {}), dict) and isinstance(document.get("roster", []), list)):
        return document
    people = {who: one for who, one in cast.get("people", {}).items() if who not in absent}
    own = document.get("roster", [])
    replaced = [duty.get("functie") for duty in own if isinstance(duty, dict)]
    roster = [
        {slot: value for slot, value in duty.items() if value not in absent}
        for duty in cast.get("roster", [])
        if duty.get("functie") not in replaced
    ]
    return {**document, "people": {**people, **document.get("people", {})}, "roster": [*roster, *own]}


def _people(scenario: Scenario) -> Iterator[str]:
    known = set(scenario.people)
    named: list[tuple[str, str | None]] = []
    for number, step in enumerate(scenario.steps, 1):
        place = f"steps.{number} ({step.does})"
        named += [(f"{place}.who", getattr(step, "who", None)), (f"{place}.rung", step.rung)]
        if isinstance(step, Submit | Register):
            named += [(f"{place}.excluded", one) for one in step.excluded]
        if isinstance(step, Register):
            named.append((f"{place}.caller", step.caller))
        if isinstance(step, Act) and step.who in known and not scenario.people[step.who].devices:
            yield f"{place}.who: {step.who} has no device and can sign nothing"
        if isinstance(step, Fault) and step.name not in BotFault.__members__:
            yield f"{place}.name: the Bot API knows no fault {step.name}; it knows {', '.join(BotFault.__members__)}"
    for duty in scenario.roster:
        named += [(f"roster {duty.functie}", duty.on_duty), (f"roster {duty.functie}", duty.backup)]
    named += [(f"bells of {bells.who}", bells.who) for bells in scenario.bells]
    for one in scenario.access:
        named += [(f"access to {one.item}", who) for who in (*one.reads, *one.cannot)]
    for expect in scenario.expect:
        named += [(f"expect {expect.item}", who) for who in expect.settled.values() if who != "nobody"]
    yield from (f"{place}: there is nobody called {who}" for place, who in named if who and who not in known)
    if not any(person.founder for person in scenario.people.values()):
        yield "people: nobody is a founder, so nobody can sign the directory"


def _times(scenario: Scenario) -> Iterator[str]:
    for number, step in enumerate(scenario.steps, 1):
        place = f"steps.{number} ({step.does})"
        if (step.at is None) == (step.rung is None):
            yield f"{place}: give either `at`, or `rung` with `after`"
        if step.rung is not None and step.after is None:
            yield f"{place}.after: say how long after the ring"
        if step.at is not None and step.at > scenario.lasts:
            yield f"{place}.at: lies after the end, {write_span(scenario.lasts)}"
    for begins, ends in scenario.quiet:
        if not begins < ends <= scenario.lasts:
            yield f"quiet: {write_span(begins)} to {write_span(ends)} is no stretch of the scenario"
        for number, step in enumerate(scenario.steps, 1):
            if step.at is not None and begins < step.at < ends:
                yield f"steps.{number} ({step.does}).at: nothing happens then, says quiet"
    for bells in scenario.bells:
        yield from _moments(bells, scenario)
    for expect in scenario.expect:
        if expect.at is not None and expect.at > scenario.lasts:
            yield f"expect {expect.item}: {write_span(expect.at)} lies after the end"


def _moments(bells: Bells, scenario: Scenario) -> Iterator[str]:
    place = f"bells of {bells.who} ({bells.why})"
    row = (bells.first, bells.every, bells.until)
    if not bells.at and None in row:
        yield f"{place}: give `at`, or `first`, `every` and `until`"
    if any(part is not None for part in row) and None in row:
        yield f"{place}: `first`, `every` and `until` belong together"
    late = [moment for moment in bells.moments() if moment > scenario.lasts]
    if late:
        yield f"{place}: {write_span(late[0])} lies after the end"


def _items(scenario: Scenario) -> Iterator[str]:
    opened: set[str] = set()
    for step in scenario.steps:
        if isinstance(step, Opens):
            if step.item in opened or "." in step.item:
                yield f"item {step.item}: a request needs a name of its own, without a point"
            opened.add(step.item)
    mentioned = [
        (f"steps.{number} ({step.does}).item", step.item)
        for number, step in enumerate(scenario.steps, 1)
        if isinstance(step, Act)
    ]
    for number, step in enumerate(scenario.steps, 1):
        if isinstance(step, Join):
            mentioned.append((f"steps.{number} (join).with", step.with_))
        if isinstance(step, Decide):
            mentioned += [(f"steps.{number} (decide).joined", label) for label in step.joined]
    mentioned += [(f"rungs of {one.item}", one.item) for one in scenario.rungs]
    mentioned += [(f"expect {one.item}", one.item) for one in scenario.expect]
    mentioned += [(f"access to {one.item}", one.item) for one in scenario.access]
    for place, label in mentioned:
        root, _, linked = label.partition(".")
        if root not in opened or (linked and linked not in LINKED):
            yield f"{place}: no step opens an item {label}"
