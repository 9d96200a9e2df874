"""Since when the NCTV is the authority over somebody who was under it already (SA-06, P-06)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.harness.desk import NCTV, Desk
from tests.harness.ladders import NIGHT

DAY = timedelta(days=1)
ALREADY = "al_onder_gezag_nctv"


def since(desk: Desk, item: str) -> datetime:
    gezag = desk.item(item).gezag
    assert gezag is not None
    assert gezag.holding == NCTV
    return gezag.since


def again(desk: Desk, **more: Any) -> str:
    """A second request about the same dossier, a day later, decided as already under the NCTV's authority."""
    desk.town.now += DAY
    item, linked = desk.decided(ALREADY, **more)
    assert {since(desk, one) for one in linked.values()} == {since(desk, item)}, "the card of every linked item"
    return item


def test_p_06_already_under_the_nctv_counts_from_the_earlier_designation_that_piket_knows(desk: Desk) -> None:
    first, _ = desk.decided()
    item = again(desk)
    assert since(desk, item) == since(desk, first) == NIGHT
    assert since(desk, again(desk)) == NIGHT, "the oldest of several that stand"


def test_p_06_the_decider_states_since_when_if_piket_does_not_know(desk: Desk) -> None:
    stated = NIGHT - 90 * DAY
    item = again(desk, from_at=stated.isoformat())
    assert since(desk, item) == stated


def test_p_06_an_older_designation_that_the_decider_knows_goes_before_the_one_in_piket(desk: Desk) -> None:
    desk.decided()
    assert since(desk, again(desk, from_at=(NIGHT - DAY).isoformat())) == NIGHT - DAY


@pytest.mark.parametrize("from_at", [timedelta(0), 3 * DAY])
def test_p_06_unknown_is_now_and_never_the_future(desk: Desk, from_at: timedelta) -> None:
    item = again(desk, from_at=(NIGHT + DAY + from_at).isoformat())
    assert since(desk, item) == NIGHT + DAY


def test_p_06_a_designation_that_ended_does_not_count(desk: Desk) -> None:
    first, _ = desk.decided()
    desk.do("piket", "spoedaanwijzing.end", first, to="hovj", linked=None, content="0" * 64)
    desk.do("hovj", "spoedaanwijzing.end_received", first)
    assert since(desk, again(desk)) == NIGHT + DAY


def test_p_06_another_dossier_says_nothing_and_a_first_designation_counts_from_now(desk: Desk) -> None:
    desk.decided()
    desk.town.now += DAY
    other = desk.submit(dossier="e" * 22)
    desk.do("piket", "spoedaanwijzing.decide", other, **desk.decision(ALREADY))
    assert since(desk, other) == NIGHT + DAY
    item, _ = desk.decided("aangewezen", from_at=NIGHT.isoformat())
    assert since(desk, item) == NIGHT, "this dossier was designated already, whatever the decider knew"
    fresh = desk.submit(dossier="f" * 22)
    desk.do("piket", "spoedaanwijzing.receive", fresh)
    desk.do("piket", "spoedaanwijzing.decide", fresh, **desk.decision(from_at=NIGHT.isoformat()))
    assert since(desk, fresh) == NIGHT + DAY, "authority passes in the instant of the decision"


def test_sa_12_each_joined_request_counts_from_its_own_earlier_designation(desk: Desk) -> None:
    desk.decided()
    desk.town.now += DAY
    one, other = desk.submit(dossier="e" * 22), desk.submit()
    desk.do("piket", "spoedaanwijzing.join", one, with_item=other)
    both = [{"item": other, "outcome": ALREADY, "content": "0" * 64}]
    assert desk.do("piket", "spoedaanwijzing.decide", one, **desk.decision(joined=both)).status == 201
    assert (since(desk, one), since(desk, other)) == (NIGHT + DAY, NIGHT)
