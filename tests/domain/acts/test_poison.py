"""Never silent: no act may hold a value that is stored and then stops whoever reads it back, or can name nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import create_model

from domain.acts.directory import AddPerson
from domain.acts.payload import Params, parse_model
from domain.acts.roster import SetDuty
from domain.audit.leaves import LeafType, make_leaf
from domain.catalogue import SPECS
from domain.errors import Malformed
from storage.types import micros

EDGES = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59Z")
DUTY = {
    "functie": "nctv_piket",
    "scope": "nl",
    "person": "an",
    "slot": "on_duty",
    "starts": "2026-11-21T00:00:00Z",
    "ends": "2026-11-22T00:00:00Z",
    "override": False,
}


@pytest.mark.parametrize("moment", EDGES)
def test_a_moment_at_the_edge_of_the_calendar_is_malformed(moment: str) -> None:
    parse_model(SetDuty, DUTY)
    with pytest.raises(Malformed) as wrong:
        parse_model(SetDuty, DUTY | {"starts": moment})
    assert wrong.value.field == "starts"


def test_every_moment_in_the_parameters_of_any_act_is_bounded() -> None:
    """The clock of the client (`at`) is evidence only: no column holds it, all that is asked is how far off it is."""
    found = dict(moments())
    assert found.keys() >= {"expected_at", "called_at", "from_at", "ends_at", "review_at", "next_at", "starts", "ends"}
    for name, model in found.items():
        parse_model(model, {name: "2026-11-21T00:00:00Z"})
        for moment in EDGES:
            with pytest.raises(Malformed):
                parse_model(model, {name: moment})


def moments() -> Iterator[tuple[str, type[Params]]]:
    """Every parameter of any act that is a moment, as a model of that one field."""
    for spec in SPECS.values():
        for name, field in spec.params.model_fields.items():
            if "datetime" in str(field.annotation).lower():
                form: Any = (field.annotation, field)
                yield name, create_model("One", __base__=Params, **{name: form})


def test_the_store_refuses_a_moment_it_could_not_give_back() -> None:
    for moment in map(datetime.fromisoformat, EDGES[:2]):
        with pytest.raises(ValueError, match="calendar"):
            micros(moment)
    assert micros(datetime.max.replace(tzinfo=UTC)) > 0


@pytest.mark.parametrize("name", ["j.jansen", "an@om.example"])
def test_nobody_is_added_under_a_name_that_no_leaf_could_hold(name: str) -> None:
    """Such a person could be rung at night, and every act of theirs would fail for want of a leaf."""
    with pytest.raises(Malformed):
        parse_model(AddPerson, {"person": name, "organisation": "om"})


def test_whoever_can_be_added_can_stand_in_a_leaf() -> None:
    name = "An_1-" + "x" * 59
    person = parse_model(AddPerson, {"person": name, "organisation": "om"}).person
    assert make_leaf(event="e" * 22, type=LeafType.ACT, time=datetime(2026, 1, 1, tzinfo=UTC), actor=person).data
