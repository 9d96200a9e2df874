"""Random acts of every flow there is by everybody there is, with time and restarts: the promises hold (X-01, P-06)."""

from __future__ import annotations

import asyncio
import itertools
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from domain.bells import BellAction
from domain.functies import RULES
from domain.ids import OrganisationId
from domain.items import Item
from domain.obligations import Obligation
from domain.policy import Slot
from domain.ports import UnitOfWork
from handlers.audience import Audience
from notify.telegram import TelegramChannel, TelegramSettings
from storage.engines import parse_url, postgres_engine
from storage.migrate import migrate
from tests.handlers.test_flows_on_both_databases import Elsewhere
from tests.harness.chance import EVERYBODY, OPENING, ROOTS, Memory, Sight, attempt, look
from tests.harness.desk import STAFF, Desk
from tests.harness.left_out import check_left_out, check_never_rung
from tests.harness.postgres import Postgres
from tests.harness.town import LONG_AGO, Town

CHANCE: Final = st.integers(0, 2**32)
A_DAY: Final = 24 * 60 * 60
AT_LEAST: Final = 40
AT_MOST: Final = 240
"""So many long histories are played: more than the least only until every act was done once."""
WAITS: Final = st.one_of(st.integers(1, 5000), st.integers(1, 20).map(lambda days: days * A_DAY))
MOVES: Final = st.one_of(
    st.tuples(st.just("wait"), WAITS),
    st.tuples(st.just("restart"), CHANCE),
    st.tuples(st.just("open"), CHANCE),
    *[st.tuples(st.just("go on"), CHANCE)] * 4,
)
"""Time passes, the service starts again, somebody opens an item, somebody goes on with one."""


@pytest.fixture(scope="module")
def staffed(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which somebody holds each functie there is, to be copied for each example."""
    town = Town(tmp_path_factory.mktemp("staffed"), sqlite_template)
    staff(town)
    town.close()
    return town.path


def staff(town: Town) -> None:
    with town.unit() as uow:
        for organisation in sorted({one for rule in RULES.values() for one in rule.organisations}):
            uow.directory.put_organisation(OrganisationId(organisation), organisation, LONG_AGO)
    desk = Desk(town)
    for name, holding in EVERYBODY.items():
        desk.add(name, holding, slot=Slot.BACKUP if name == "tweede" else Slot.ON_DUTY)


HEALTH: Final = [HealthCheck.function_scoped_fixture]


@pytest.mark.timeout(600)  # a failure is only told after it was made small
@settings(max_examples=15, deadline=None, suppress_health_check=HEALTH)
@given(st.lists(MOVES, min_size=10, max_size=40), st.booleans(), st.integers(0, len(ROOTS) - 1))
def test_whatever_anybody_does_in_any_flow_the_promises_hold(
    staffed: Path, moves: list[tuple[str, int]], drill: bool, about: int
) -> None:
    play(staffed, moves, drill=drill, memory=Memory(histories=about))


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_long_histories_of_every_flow_keep_the_promises(staffed: Path) -> None:
    """Every act there is was done, by somebody who could, at whatever seed: the histories go on until that is so.

    What chance remembers decides what it does, so a failure is seen again by a run of the same seed.
    """
    memory, broken = Memory(), False

    @settings(max_examples=AT_MOST, deadline=None, suppress_health_check=HEALTH)
    @given(st.lists(MOVES, min_size=30, max_size=80), st.booleans())
    def long(moves: list[tuple[str, int]], drill: bool) -> None:
        nonlocal memory, broken
        if not broken and memory.histories >= AT_LEAST and not memory.never_done():
            return
        after = memory.copy()
        try:
            play(staffed, moves, drill=drill, memory=after)
        except BaseException:
            broken = True  # from here it is made small: chance must remember what it did when this was found
            note("; ".join(after.story))
            raise
        if not broken:
            memory = after

    long()
    assert memory.never_done() == [], "what nobody ever did was not played"


def test_the_same_chance_does_the_same(staffed: Path) -> None:
    moves = [("go on", chance) for chance in range(6)] + [("wait", A_DAY), ("open", 7), ("go on", 8), ("go on", 9)]
    once, again = Memory(), Memory()
    for memory in (once, again):
        play(staffed, moves, drill=False, memory=memory)
    assert once.story
    assert once == again


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.timeout(1200)
def test_the_promises_hold_on_postgresql_and_the_same_happens_there(staffed: Path, postgres: Postgres) -> None:
    """One history about each flow; the statements of the store are the same, so what is done must be so too."""
    here, there = Memory(), Memory()
    for about in range(len(ROOTS)):
        chance = Random(about)
        moves = [("go on", chance.randrange(2**32)) for _ in range(20)]
        moves[10:10] = [("wait", 5 * A_DAY), ("restart", 0), ("open", about)]
        play(staffed, moves, drill=False, memory=here)
        address = postgres.database(postgres.template("piket", migrate))
        town = Elsewhere(postgres_engine(parse_url(address), size=2))
        try:
            staff(town)
            play_in(town, moves, drill=False, memory=there)
        finally:
            town.close()
            postgres.drop(address)
        assert there.story == here.story
    assert there == here


def play(staffed: Path, moves: Sequence[tuple[str, int]], *, drill: bool, memory: Memory) -> None:
    """Play these moves in a town of their own, which everybody is at work in."""
    with tempfile.TemporaryDirectory() as folder:
        town = Town(Path(folder), staffed)
        shutil.copy(staffed, town.path)
        try:
            play_in(town, moves, drill=drill, memory=memory)
        finally:
            town.close()


def play_in(town: Town, moves: Sequence[tuple[str, int]], *, drill: bool, memory: Memory) -> None:
    """Play these moves, checking after each; `memory` is what chance remembers of other histories, and adds to."""
    desk = Desk(town)
    memory.begin()
    sight = look(desk)
    for move, chance in [("open", 0), ("signaallijn.open", 0), *moves]:
        before = sight
        match move:
            case "restart":
                town.engine.dispose()
            case "wait":
                desk.jump(seconds=chance)
            case "go on":
                attempt(desk, sight, (), Random(chance + memory.histories), memory, drill=drill)
            case _:
                acts = OPENING if move == "open" else (move,)
                attempt(desk, sight, acts, Random(chance + memory.histories), memory, drill=drill)
        sight = look(desk)
        memory.learn(sight)
        if move == "wait":
            assert decided(sight) == decided(before), "time rings and climbs; it decides nothing"
        check(sight)
        check_left_out(desk, sight.items, EVERYBODY)
    check_never_rung(desk, sight.items)
    check_bells(desk)


def decided(sight: Sight) -> list[tuple[Any, ...]]:
    """All that only somebody's act may change: what is known of each item, and what is asked of whom."""
    return [
        (item, [(one.what, one.settles_by, one.start, one.due) for one in sight.waits[item.id].values()])
        for item in sight.items
    ]


def check_bells(desk: Desk) -> None:
    """Every bell of every flow reads the same: a channel is given nothing by which one could be told from another."""
    with desk.town.unit() as uow:
        claimed = uow.outbox.claim_due(desk.town.now + timedelta(days=3650), 100_000)
    rows = [row for row in claimed if row.action in (BellAction.RING, BellAction.TOLD)]
    chats = Chats()
    for row in rows:
        asyncio.run(chats.send(row))
    said: dict[tuple[Any, ...], set[str]] = {}
    for row, call in zip(rows, chats.calls, strict=True):
        plain = call.replace(row.handle, "handle").replace(row.address.target, "chat")
        said.setdefault((row.action, row.repeat > 0, row.drill), set()).add(plain)
    assert all(len(calls) == 1 for calls in said.values()), said


class Chats(TelegramChannel):
    """Keeps what would have gone over the wire."""

    def __init__(self) -> None:
        super().__init__(TelegramSettings("https://api.example", "token", "https://app.example", 8.0))
        self.calls: list[str] = []

    async def _post(self, method: str, fields: Mapping[str, str]) -> tuple[int, bytes]:
        self.calls.append(json.dumps([method, dict(fields)], sort_keys=True))
        return 200, b'{"ok": true, "result": {"message_id": 1}}'


def check(sight: Sight) -> None:
    items = sight.items
    for item in items:
        asked = sight.waits[item.id].values()
        obliged = asked or item.closed_at is not None or item.state == "opgeschort" or waits_elsewhere(sight, item)
        assert obliged, f"{item.flow} {item.state}: nobody"
        assert all(one.settles_by and one.next_at is not None for one in asked), "somebody is rung, or will be"
        assert sight.by_time[item.id] <= {"rung.reached"}, "a timer rings and reaches rungs; it decides nothing"
    for drill in (False, True):
        cards = [one.gezag for one in items if one.gezag is not None and one.drill == drill and one.closed_at is None]
        for over in {over for card in cards for over in card.over}:
            holders = {card.holding for card in cards if over in card.over}
            assert len(holders) == 1, f"two authorities over {over}: {holders}"


def waits_elsewhere(sight: Sight, item: Item[Any]) -> bool:
    """Tell whether an item without an obligation of its own waits for another one on which somebody is obliged.

    A refusal that is disputed waits for its dispute (L-2), an end that goes to the basispolitiezorg for the rccb that
    must know it (SA-11), a designation for the reviews of its dossier's measures, which say when it ends (HB-02).
    """
    match item.state:
        case "betwist":
            places = [one for one in sight.items if one.parent == item.id and one.flow == "geschil"]
        case "einde_aangekondigd":
            places = [one for one in sight.items if one.id == item.data["end_word"]]
        case "aangewezen" | "opgenomen" | "overgedragen":
            reviews = [one for one in sight.items if one.flow == "herbeoordeling" and one.drill == item.drill]
            places = [one for one in reviews if one.data["subject"] == "maatregelen"]
        case _:
            return False
    return any(one.closed_at is None and sight.waits[one.id] for one in places)


def nothing_asked(*_: Any, **__: Any) -> None:
    """An engine that forgets what an act opens."""


def decide_by_time(uow: UnitOfWork, obligation: Obligation, now: datetime) -> None:
    """An engine that settles what is late."""
    uow.obligations.save(replace(obligation, next_at=None, settled_at=now, outcome="verlopen"))


_COUNT: Final = itertools.count()
BROKEN: Final[dict[str, tuple[str, Callable[..., Any]]]] = {
    "nobody is obliged": ("handlers.effects.obligations.open_obligation", nothing_asked),
    "a timer decides": ("handlers.obligations.advance", decide_by_time),
    "two authorities": ("handlers.effects.Effects._pass_on", nothing_asked),
    "a bell tells": ("notify.telegram.sentence", lambda *_, **__: str(next(_COUNT))),
}


@pytest.mark.parametrize("promise", sorted(BROKEN))
def test_each_check_fails_where_its_promise_breaks(desk: Desk, monkeypatch: pytest.MonkeyPatch, promise: str) -> None:
    where, broken = BROKEN[promise]
    monkeypatch.setattr(where, broken)
    with pytest.raises(AssertionError):
        a_short_night(desk)


def test_no_check_fails_where_every_promise_is_kept(desk: Desk) -> None:
    a_short_night(desk)


def a_short_night(desk: Desk) -> None:
    """Two requests about one person, of which one is designated, with every check."""
    desk.submit()
    before = look(desk)
    check(before)
    desk.jump(seconds=30)
    assert decided(look(desk)) == decided(before)
    desk.decided()
    check(look(desk))
    check_bells(desk)


class AnybodyHears(Audience):
    """An engine that rings whoever is left out."""

    def __init__(self, uow: UnitOfWork, item: Item[Any], *more: Any) -> None:
        super().__init__(uow, replace(item, excluded=frozenset()), *more)


ALL_WHO_RECEIVE: Final = ["dir", "nctv", "piket", "tweede"]
UNSEEN: Final[dict[str, tuple[str, Callable[..., Any]]]] = {
    "is rung": ("handlers.obligations.Audience", AnybodyHears),
    "reads": ("handlers.queries.may_read", lambda *_: True),
    "is the last, and no gap says so": ("handlers.items.gaps", lambda *_: []),
}


@pytest.mark.parametrize("how", sorted(UNSEEN))
def test_p_02_the_check_fails_where_who_is_left_out(desk: Desk, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    monkeypatch.setattr(*UNSEEN[how])
    with pytest.raises(AssertionError):
        a_night_without(desk, ["tweede"] if how == "is rung" else ALL_WHO_RECEIVE)


@pytest.mark.parametrize("excluded", [["tweede"], ALL_WHO_RECEIVE])
def test_p_02_the_check_holds_where_nobody_hears_who_is_left_out(desk: Desk, excluded: list[str]) -> None:
    a_night_without(desk, excluded)


def test_p_02_a_gap_is_no_excuse_where_somebody_could_take_the_place(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domain.flows.spoedaanwijzing.opening.deputy", lambda *_: None)
    with pytest.raises(AssertionError, match="could take the place"):
        a_designation_without(desk, ["hovj"])


@pytest.mark.parametrize("excluded", [["hovj"], ["coord", "hovj"], ["coord", "hovj", "pg"]])
def test_p_02_the_check_holds_where_the_deputy_is_asked_or_nobody_is_left(desk: Desk, excluded: list[str]) -> None:
    a_designation_without(desk, excluded)


def a_designation_without(desk: Desk, excluded: list[str]) -> None:
    """A request on behalf of a HOvJ who is left out, and designated; of its items nobody is given a key."""
    item = desk.submit("namens", excluded=excluded, wraps=[])
    decision = desk.decision()
    decision["linked"] = [one | {"wraps": []} for one in decision["linked"]]
    assert desk.do("piket", "spoedaanwijzing.decide", item, **decision).status == 201
    check_left_out(desk, look(desk).items, STAFF)


def a_night_without(desk: Desk, excluded: list[str]) -> None:
    """A request of which these are left out, that nobody receives."""
    desk.submit(excluded=excluded, wraps=[])
    check_left_out(desk, look(desk).items, STAFF)
    desk.jump(minutes=2)
    check_left_out(desk, look(desk).items, STAFF)
    check_never_rung(desk, look(desk).items)
