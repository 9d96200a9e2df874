"""The shipped nights together: every act is played, every obligation is late once, every step is on the page."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, get_args

import pytest

from domain.catalogue import SPECS
from sandbox.play.every_step import EVERY
from sandbox.play.reading import load_scenario, shipped
from sandbox.play.scenario import Scenario
from sandbox.play.steps import Act
from tests.house.flow_page import FAMILIES, obligations
from tests.house.tree import ROOT

MAIN: Final = "spoedaanwijzing"
"""The flow whose steps are named without it."""
NEVER_LATE: Final = {
    ("risicomoment", "kennisnemen"): "its ladder has one rung, so nothing climbs",
    ("signaallijn", "herbevestigen"): "due after three months, and the roster of a night lasts forty days",
    ("triage", "eerste_herbeoordeling"): "due after a month, and late when a further day has passed",
    ("triage", "beeindigen"): "asked by a review that follows; L-7.nctv climbs for dossier_volledig",
    ("spoedaanwijzing", "herbeoordeling"): "the review after eerste_herbeoordeling, on the same ladder",
    ("spoedaanwijzing", "einde_herzien"): "its rungs lie ten hours apart, in which all else of a designation rings",
}
"""What is late in no night, and why not."""


@cache
def nights() -> tuple[Scenario, ...]:
    return tuple(load_scenario(name) for name in shipped())


def act_of(does: str) -> str:
    return does if "." in does else f"{MAIN}.{does}"


def played() -> Iterator[str]:
    """Every act that is accepted in some night."""
    for night in nights():
        yield from (act_of(step.does) for step in night.steps if isinstance(step, Act) and step.refused is None)


def late() -> Iterator[tuple[str, str]]:
    """What climbs beyond its first rung in some night, by its flow: a night's rungs hold when it is played."""
    for night in nights():
        flows: dict[str, str] = {}
        for step in night.steps:
            if isinstance(step, Act):
                flows.setdefault(step.item, act_of(step.does).partition(".")[0])
        for one in night.rungs:
            if len(one.reached) > 1:
                yield one.item.partition(".")[2] or flows[one.item], one.what


@pytest.mark.parametrize("act", sorted(act for act in SPECS if act.partition(".")[0] in FAMILIES))
def test_every_act_of_every_flow_occurs_in_some_night(act: str) -> None:
    assert act in set(played())


@pytest.mark.parametrize(("flow", "what"), [(flow, what) for flow in FAMILIES for what in sorted(obligations((flow,)))])
def test_every_obligation_is_late_in_some_night(flow: str, what: str) -> None:
    assert ((flow, what) in set(late())) is ((flow, what) not in NEVER_LATE)


def test_what_is_never_late_is_an_obligation() -> None:
    assert all(what in obligations((flow,)) for flow, what in NEVER_LATE)


def documented() -> list[str]:
    """The steps that the page names in the first column of its tables; `.release` belongs to the flow named before."""
    text = (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")
    section = text.partition("\n### Steps\n")[2].partition("\n### Expectations\n")[0]
    found: list[str] = []
    for row in re.findall(r"^\| (`[^|]*`) \|", section, re.MULTILINE):
        for word in re.findall(r"`([^`]+)`", row):
            found.append(found[-1].partition(".")[0] + word if word.startswith(".") else word)
    return [word for word in found if word != "does"]


def test_the_page_names_every_step_and_no_other() -> None:
    every = [does for step in EVERY for does in get_args(step.model_fields["does"].annotation)]
    assert sorted(documented()) == sorted(every)


def test_the_page_names_every_word_a_step_takes() -> None:
    text = (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")
    words = {info.alias or name for step in EVERY for name, info in step.model_fields.items()}
    assert sorted(word for word in words if not re.search(rf"\b{word}\b", text)) == []
