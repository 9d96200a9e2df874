"""RM-02: two reports that are alike are alike to their reporter in every answer and bell, whichever side has them."""

from __future__ import annotations

import base64
import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from domain.acts.payload import parse_payload
from domain.bells import OutboxRow
from domain.ids import Dossier, ItemId
from handlers.changes import Stand, changes, nothing, stand
from handlers.flows import FLOWS
from handlers.gathered import gathered, several
from tests.harness.desk import Desk, blob
from tests.harness.ladders import NIGHT, POLICY
from tests.harness.loket import CONTENT, Loket
from tests.harness.town import Town

ROUTES: Final = ("rccb", "mayor", "nctv", "stelsel")
DOSSIER: Final = "d" * 22
PROBES: Final = ("oppakken", "oppakken_piket", "oppakken_nood", "beoordelen", "antwoorden", "afronden", "besluiten")
ANSWERED: Final = ("status", "version", "state", "code", "field", "flags", "rings_at")
Places = tuple[int, int, int, int]


@dataclass(frozen=True)
class Story:
    """What the reporter does and gets: the same on every route."""

    hours: int
    change: bool
    cancel: bool
    reads: bool
    twice: bool
    outcome: str


@dataclass(frozen=True)
class Way:
    """What happens on one route alone: who has it, and how far towards the fixed moment each thing is done."""

    route: str
    places: Places
    decides: bool
    rings: int


@dataclass
class Seen:
    """Everything that the reporter's device is given, each with when; what is random has a number of its own."""

    rows: list[Any] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, at: float, what: str, given: Any) -> None:
        self.rows.append((round(at), what, self.plain(given)))

    def plain(self, given: Any) -> Any:
        if isinstance(given, dict):
            return {key: self.plain(value) for key, value in given.items()}
        if isinstance(given, list | tuple):
            return [self.plain(value) for value in given]
        text = str(given)
        return self.names.setdefault(text, f"name {len(self.names)}") if _is_random(text) else text


def _is_random(text: str) -> bool:
    return len(text) == 22 or (len(text) == 36 and text.count("-") == 4)


class Play:
    """One report on one route, in a town of its own."""

    def __init__(self, loket: Loket, story: Story, way: Way) -> None:
        self.loket, self.story, self.way = loket, story, way
        self.seen, self.before = Seen(), nothing()
        self.weighing: str | None = None
        self.probes = itertools.cycle(PROBES)
        if way.route == "stelsel":
            loket.desk.decided()
        self.item = loket.report("bva", story.hours, dossier=DOSSIER if way.route == "stelsel" else "e" * 22)
        self.bells(loket.desk.bells)

    @property
    def taker(self) -> str:
        return "rccb" if self.way.route in ("rccb", "mayor") else "piket"

    @property
    def decider(self) -> str:
        return {"rccb": "hovj", "mayor": "mayor"}.get(self.way.route, "piket")

    def minute(self) -> float:
        return (self.loket.town.now - NIGHT).total_seconds() / 60

    def bells(self, rows: list[OutboxRow]) -> None:
        for row in rows:
            self.bell(self.minute(), row)

    def bell(self, at: float, row: OutboxRow) -> None:
        if row.person == "bva":
            self.seen.add(at, "bell", (row.action, row.lane, row.repeat, row.drill, row.item == self.item))

    def until(self, minutes: float) -> None:
        """Let the engine ring what must ring until then."""
        for second, row in self.loket.town.run(timedelta(minutes=minutes)):
            self.bell(second / 60, row)

    def do(self, name: str, act: str, item: str | None, **params: Any) -> Any:
        answer = self.loket.do(name, act, item, **params)
        self.bells(self.loket.desk.bells)
        return answer

    def reporter(self, act: str, **params: Any) -> None:
        answer = asdict(self.do("bva", act, self.item, **params))
        self.seen.add(self.minute(), act, {name: answer[name] for name in ANSWERED})

    def look(self) -> None:
        """Every answer that a device can ask for: the item, its line, what changed, what it may ask about."""
        loket, at = self.loket, self.minute()
        view = loket.sees("bva", self.item)
        signed = [json.loads(base64.b64decode(one.payload)) for one in view.acts]
        shown = asdict(replace(view, acts=())) | {"acts": [(one["act"], one["version"]) for one in signed]}
        shown["item"] |= {"dossier": "", "opened_by": view.item.opened_by}
        self.seen.add(at, "item", shown)
        line = next(one for one in loket.listed("bva").items if one.id == self.item)
        self.seen.add(at, "line", asdict(line) | {"dossier": ""})
        self.gathered(at, shown)
        now = self.stand()
        self.seen.add(at, "events", [(one.item == self.item, one.version) for one in changes(self.before, now)])
        self.before = now
        self.reporter("item.ring_again", what=next(self.probes))

    def gathered(self, at: float, shown: dict[str, Any]) -> None:
        """The answers about many items at once: nothing in short, and whole no other than the item by itself."""
        loket, viewer = self.loket, self.loket.viewer("bva")
        dossier = Dossier(loket.desk.item(self.item).dossier)
        with loket.town.unit() as uow:
            short = [gathered(uow, viewer, flow, dossier, loket.town.now).items for flow in FLOWS]
            whole, _ = several(
                uow, viewer, [ItemId(self.item), ItemId(self.weighing or self.item)], 65536, POLICY, loket.town.now
            )
        self.seen.add(at, "gathered", short)
        found = [asdict(replace(one, acts=())) | {"acts": shown["acts"]} for one in whole.items]
        for one in found:
            one["item"] |= {"dossier": ""}
        self.seen.add(at, "several", found)

    def stand(self) -> Stand:
        viewer = self.loket.viewer("bva")
        with self.loket.town.unit() as uow:
            return stand(uow, viewer, 50, self.loket.town.now)

    def receivers(self) -> Iterator[tuple[int, Callable[[], None]]]:
        """What the receivers do, each by how many hundredths of the time until the fixed moment."""
        take, establish, decide, answer = self.way.places
        yield take, self.take
        yield establish, lambda: self.weigh("establish", self.taker, outcome=self.story.outcome, about=self.about)
        if self.story.outcome == "geadviseerd" and self.way.decides:
            yield decide, lambda: self.weigh("decide", self.decider, outcome="maatregelen")
        for again in range(self.way.rings):
            yield establish + again, lambda: self.rings()
        yield answer, lambda: self.answers()

    @property
    def about(self) -> str:
        return "object_of_openbare_orde" if self.way.route == "mayor" else "persoon"

    def take(self) -> None:
        linked = self.loket.weighing()
        if self.do(self.taker, "risicomoment.take", self.item, linked=linked).status == 201:
            self.weighing = str(linked["item"])

    def weigh(self, verb: str, name: str, **params: Any) -> None:
        if self.weighing is not None:
            self.do(name, f"risicoweging.{verb}", self.weighing, **params, **CONTENT)

    def rings(self) -> None:
        """Receivers ring each other, say that they call, and try to give another key."""
        for what in ("antwoorden", "afronden"):
            self.do(self.taker, "item.ring_again", self.item, what=what)
            self.do(self.taker, "item.ik_bel", self.item, what=what)

    def answers(self, text: str = "antwoord") -> None:
        self.do(self.taker, "risicomoment.answer", self.item, content=blob(text))

    def plays(self) -> list[Any]:
        """Play it all; returns what the reporter's device got."""
        self.look()
        if self.story.change:
            self.until(3)
            self.reporter("risicomoment.change", **self.loket.times(self.story.hours), content=blob("risicoweging"))
            self.look()
        begun, promised = self.minute(), self.promised()
        steps = [(begun + (promised - begun) * part / 100, doing) for part, doing in self.receivers()]
        looks = [(begun + (promised - begun) * part / 100, self.look) for part in (15, 45, 75, 99)]
        if self.story.cancel:
            looks.append((begun + (promised - begun) * 0.9, lambda: self.reporter("risicomoment.cancel")))
        for minute, doing in sorted([*steps, *looks], key=lambda one: one[0]):
            self.until(minute)
            doing()
        self.reporter("risicomoment.read")
        self.until(promised)
        self.look()
        if self.story.reads:
            self.reporter("risicomoment.read")
        if self.story.twice:
            self.until(promised + 5 + self.way.places[0] / 2)
            self.answers("x")
        for later in (59, 60, 61):
            self.until(promised + later)
            self.look()
        return self.seen.rows

    def promised(self) -> float:
        return float((self.loket.desk.data(self.item).answer_at - NIGHT).total_seconds() / 60)


STORIES: Final = st.builds(
    Story,
    hours=st.sampled_from([5, 5, 20]),
    change=st.booleans(),
    cancel=st.sampled_from([False, False, True]),
    reads=st.booleans(),
    twice=st.booleans(),
    outcome=st.sampled_from(["geen_extra", "geadviseerd"]),
)
PLACES: Final = st.builds(
    lambda take, more: (take, *sorted(more)),
    st.integers(1, 25),
    st.tuples(st.integers(26, 88), st.integers(26, 88), st.integers(26, 88)),
)
"""Before a cancellation, so that what was answered by then is the same on each route."""


def ways(route: str) -> st.SearchStrategy[Way]:
    return st.builds(Way, st.just(route), PLACES, decides=st.booleans(), rings=st.integers(0, 2))


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Callable[[], Loket]:
    counts = itertools.count()

    def town() -> Loket:
        desk = Desk(Town(tmp_path_factory.mktemp(f"town{next(counts)}"), sqlite_template))
        desk.staff()
        return Loket(desk)

    return town


PAIRS: Final = settings(phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow], deadline=None)


@pytest.mark.timeout(180)
@settings(PAIRS, max_examples=2)
@given(story=STORIES, data=st.data())
def test_rm_02_two_routes_are_the_same_to_the_reporter_in_every_answer_and_bell(
    towns: Callable[[], Loket], story: Story, data: st.DataObject
) -> None:
    compare(towns, story, data)


@pytest.mark.slow
@pytest.mark.timeout(600)
@settings(PAIRS, max_examples=12)
@given(story=STORIES, data=st.data())
def test_rm_02_many_pairs_of_routes_are_the_same_to_the_reporter(
    towns: Callable[[], Loket], story: Story, data: st.DataObject
) -> None:
    compare(towns, story, data)


def compare(towns: Callable[[], Loket], story: Story, data: st.DataObject) -> None:
    """Play the story on two routes and hold what the reporter saw of each beside the other."""
    one, other = data.draw(st.permutations(ROUTES))[:2]
    seen = []
    for route in (one, other):
        loket = towns()
        seen.append(Play(loket, story, data.draw(ways(route))).plays())
        loket.town.close()
    assert len(seen[0]) == len(seen[1])
    for mine, theirs in zip(*seen, strict=True):
        assert mine == theirs
    answers = [row for row in seen[0] if row[1] == "item" and "loketantwoord" in str(row[2]["contents"])]
    assert answers, "the answer is shown in the end, so that the comparison is of something"


@pytest.mark.parametrize("route", ROUTES)
def test_rm_02_the_answer_stands_under_the_reporters_own_act(towns: Callable[[], Loket], route: str) -> None:
    """The id of the act that answered tells the minute in which somebody signed it."""
    story = Story(hours=5, change=False, cancel=False, reads=False, twice=False, outcome="geen_extra")
    play = Play(towns(), story, Way(route, (10, 20, 30, 40), decides=False, rings=0))
    play.plays()
    view = play.loket.sees("bva", play.item)
    [report] = [parse_payload(base64.b64decode(one.payload)).id for one in view.acts]
    [answer] = [one for one in view.contents if one.kind == "loketantwoord"]
    assert answer.act == report
    assert {line.act for line in view.history} <= {report, None}
    whole = play.loket.sees(play.taker, play.item)
    assert len(whole.acts) == 3, "its receivers see who took it and who answered"
    play.loket.town.close()
