"""EV-03: a term counts from the last closing of a family, and nothing goes while somebody needs it or holds it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.areas import load_areas
from config.policy import RETENTION, load_policies
from domain.flows import packages
from domain.functies import Functie, Holding, Scope
from domain.ids import Sha256Hex
from domain.items import Item
from domain.retention import Family, Ground, Hold, Stop, digest, erase_at, statement, stop
from domain.terms import Term
from tests.contracts.samples import act_id, item_id, make_item

POLICY = replace(load_policies(load_areas()), version="1", earlier={})
CLOSED = datetime(2026, 3, 31, 9, tzinfo=UTC)
HOLD = Hold(item_id(), Holding(Functie.HOVJ, Scope("arr:noord")), Ground.BEZWAAR, act_id(), CLOSED)


def closed(n: int = 0, at: datetime | None = CLOSED, **changes: Any) -> Item[Mapping[str, object]]:
    return make_item(n, closed_at=at, **changes)


def test_ev_03_every_flow_has_a_term_of_its_own_in_the_policy() -> None:
    assert {flow.FLOW for flow in packages()} == RETENTION == POLICY.retention.keys()
    assert all(term.after(CLOSED) > CLOSED for term in POLICY.retention.values())


def test_ev_03_a_term_counts_by_the_calendar_from_the_closing() -> None:
    assert erase_at([closed(flow="signaal")], POLICY) == datetime(2027, 3, 31, 9, tzinfo=UTC)
    leap = closed(flow="signaal", at=datetime(2028, 2, 29, 9, tzinfo=UTC))
    assert erase_at([leap], POLICY) == datetime(2029, 2, 28, 9, tzinfo=UTC)


def test_ev_03_a_family_goes_when_the_last_of_its_terms_is_over() -> None:
    late = closed(1, CLOSED + timedelta(days=200), flow="risicoweging", parent=item_id())
    assert erase_at([closed(flow="risicomoment"), late], POLICY) == datetime(2027, 10, 17, 9, tzinfo=UTC)


def test_ev_03_nothing_counts_while_one_of_them_is_open() -> None:
    family = Family((closed(), closed(1, None, parent=item_id())))
    assert erase_at(family.items, POLICY) is None
    assert stop(family, POLICY, CLOSED + timedelta(days=99_999)) is Stop.OPEN


def test_ev_04_ev_03_each_item_goes_by_the_version_under_which_it_opened() -> None:
    policy = replace(POLICY, version="2", earlier={"1": replace(POLICY, retention={"triage": Term(months=1)})})
    assert erase_at([closed(flow="triage")], policy) == datetime(2026, 4, 30, 9, tzinfo=UTC)
    newer = closed(flow="triage", policy_version="2")
    assert erase_at([newer], policy) == POLICY.retention["triage"].after(CLOSED)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, None),
        ({"holds": (HOLD,)}, Stop.HELD),
        ({"waits": True}, Stop.WAITS),
        ({"designates": True}, Stop.DESIGNATES),
        ({"followed": True}, Stop.FOLLOWED),
    ],
    ids=["free", "held", "waits", "designates", "followed"],
)
def test_ev_03_what_stops_an_erasure(changes: dict[str, Any], why: Stop | None) -> None:
    family = Family((closed(),), **changes)
    due = erase_at(family.items, POLICY)
    assert due is not None
    assert stop(family, POLICY, due) is why


@given(
    days=st.integers(0, 4000),
    held=st.booleans(),
    waits=st.booleans(),
    designates=st.booleans(),
    followed=st.booleans(),
    opened=st.booleans(),
)
def test_ev_03_x_01_only_what_ended_long_ago_and_nobody_needs_or_holds_is_erased(
    days: int, held: bool, waits: bool, designates: bool, followed: bool, opened: bool
) -> None:
    other = closed(1, None if opened else CLOSED, parent=item_id())
    family = Family((closed(), other), (HOLD,) if held else (), waits, designates, followed)
    now = CLOSED + timedelta(days=days)
    erased = stop(family, POLICY, now) is None
    over = now >= POLICY.retention["spoedaanwijzing"].after(CLOSED)
    assert erased is (over and not (held or waits or designates or followed or opened))


def test_ev_03_the_statement_of_an_erasure_names_the_items_and_exactly_their_acts() -> None:
    family = Family((closed(), closed(1, CLOSED + timedelta(days=1), parent=item_id())))
    acts = [Sha256Hex("b" * 64), Sha256Hex("a" * 64)]
    said = statement(family, acts)
    assert said == {
        "family": item_id(),
        "items": f"{item_id()},{item_id(1)}",
        "flow": "spoedaanwijzing",
        "policy": "1",
        "closed": "2026-04-01T09:00:00+00:00",
        "acts": digest(acts),
    }
    assert digest(acts) == digest(acts[::-1]) != digest(acts[:1])
