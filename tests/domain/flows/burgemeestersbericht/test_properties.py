"""Random acts by random people at random moments: whatever they do with a notice, the promises hold (X-01, BB-06)."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import Malformed, Refusal
from domain.events import ParticipantAdded, PersonTold, StateChanged
from domain.flows import burgemeestersbericht as flow
from domain.flows.burgemeestersbericht.state import Looked
from tests.domain.flows.burgemeestersbericht.desk import CONTACT, HOVJ, LCC, LOCO, MAYOR, PEOPLE, RCCB, Desk, blob, wrap

WORDS = ["bericht", "een", "twee", "drie"]
CONTENT = st.sampled_from(WORDS[1:]).map(lambda word: {"content": blob(word)})
READ = st.sampled_from([*WORDS, "newest"]).map(lambda word: {"read": word})
ACTS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "release": READ,
    "acknowledge": READ,
    "telephoned": CONTENT,
    "ask": CONTENT,
    "answer": CONTENT,
    "ask_vierhoek": st.just({"content": None}),
    "plan_vierhoek": st.tuples(st.booleans(), st.integers(0, 90)).map(
        lambda found: {"kmar": found[0], "days": found[1], "content": blob("v"), "wraps": [wrap(HOVJ), wrap(RCCB)]}
    ),
    "close_vierhoek": st.sampled_from(["gehouden", "niet_nodig"]).map(
        lambda outcome: {"outcome": outcome, "content": blob("c")}
    ),
    "informed": st.just({}),
    "stand_in": st.sampled_from(["loes", "lars"]).map(
        lambda name: {"person": name, "wraps": [wrap(LOCO, f"{name}-1")]}
    ),
    "correct": CONTENT,
    "supplement": CONTENT,
    "recall": CONTENT,
    "end": CONTENT,
    "keep": st.just({"next_at": None}),
}
MOVES = st.one_of(
    *(st.tuples(st.just(verb), st.sampled_from(sorted(PEOPLE)), params) for verb, params in ACTS.items()),
    st.tuples(st.just("wait"), st.integers(1, 400), st.just({})),
)
BEGIN = st.sampled_from(["sent", "acute", "released", "known"])


@settings(max_examples=150, deadline=None)
@given(BEGIN, st.lists(MOVES, max_size=25))
def test_x_01_bb_06_whatever_people_do_nobody_waits_for_nobody_and_no_mayor_keeps_stale_knowledge(
    begin: str, moves: list[tuple[str, Any, dict[str, Any]]]
) -> None:
    desk = getattr(Desk, begin)()
    acute = begin == "acute"
    for verb, who, params in moves:
        if verb == "wait":
            desk.wait(hours=who)
        else:
            attempt(desk, verb, who, params)
        check(desk, acute=acute)


def attempt(desk: Desk, verb: str, who: str, params: dict[str, Any]) -> None:
    """Try it; what may not be is refused and leaves everything as it was."""
    found = dict(params)
    if found.get("read") in WORDS or found.get("read") == "newest":
        found["read"] = desk.item.data.newest if found["read"] == "newest" else blob(found["read"])
    if "days" in found:
        found["at"] = (desk.now + timedelta(days=found.pop("days"))).isoformat()
        found["wraps"] += [wrap(LCC)] if found["kmar"] else []
    if desk.may(who, verb):
        with suppress(Refusal, Malformed):
            desk.do(who, verb, **found)


def check(desk: Desk, *, acute: bool) -> None:
    item = desk.item
    assert (item.closed_at is None) == bool(desk.open), f"{item.state}: {set(desk.open)}"
    assert all(one.settles_by for one in desk.open.values())
    reads = MAYOR in desk.participants
    assert reads == (acute or any(isinstance(one, Looked) and one.before for one in desk.happened))
    if reads and item.data.known != item.data.newest:
        assert "kennisnemen" in desk.open, "the mayor must know the newest word"
    if item.data.looked_at is None and reads:
        assert "tweede_blik" in desk.open, "a second official must look"
    added = {one.holding for one in desk.happened if isinstance(one, ParticipantAdded)}
    assert CONTACT not in added
    assert (LOCO in added) == bool(item.data.stand_ins)
    told = {one.person for one in desk.happened if isinstance(one, PersonTold)}
    assert told - {item.opened_by} <= set(item.data.stand_ins)
    assert all(one.state in set(flow.State) for one in desk.happened if isinstance(one, StateChanged))
    stored = json.loads(json.dumps(flow.write(item.data)))
    assert flow.read(stored) == item.data
