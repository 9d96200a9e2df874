"""What happens in a night, step by step, and the points at which the service may die in each step."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.ids import ItemId
from tests.harness.cast import CAST
from tests.kills.child_night import ChildNight
from tests.stories.words import DECISION, ORDER, REQUEST, UNIT, WORD

PEOPLE = {name: CAST[name] for name in ("hovj", "piket1", "piket2", "lcc1", "rccb")}

PHASES = ("before", "inside", "committed", "after")


def _all(*sites: str) -> tuple[str, ...]:
    return tuple(f"{site}|{phase}" for site in sites for phase in PHASES)


ACT = _all("bot.http.acts:_carry_out")
PLACED = _all("bot.sequencer:Sequencer._step")
RECORDED = _all("bot.outgoing:dispatcher.record")
SENT = ("send|before", "send|after")
SESSION = _all("bot.http.sessions:post_challenges", "bot.http.sessions:post_sessions")
READ = _all("bot.http.guard:_viewer")
RELEASED = _all("bot.http.items:release_all")
TAPPED = _all(
    "bot.telegram.door:TelegramDoor._keep",
    "bot.telegram.pump:Pump._claim",
    "bot.telegram.pump:Pump._one.perform",
)
FETCHED = ("fetch|after",)
LEASED = _all("bot.telegram.door:TelegramDoor._holds")
CHUNKS = _all("bot.http.blobs:put_chunk", "bot.http.blobs:complete")
ENROLLED = _all("bot.http.enrolments:post_enrolments")
ROOTED = _all("bot.sequencer:Sequencer._record")
COSIGNED = _all("bot.witnessing:Witnessing._round", "bot.witnessing:Witnessing._keep")
TURN = _all("bot.clockwork:Clockwork._catch_up")


@dataclass(slots=True)
class Story:
    """What the phones were told, as far as the night has come."""

    item: ItemId | None = None
    accepted: list[str] | None = None

    @property
    def request(self) -> ItemId:
        assert self.item is not None
        return self.item


@dataclass(frozen=True, slots=True)
class Step:
    """`rings` is how often each phone rings in it when nothing dies; `points` is where the service may die in it."""

    name: str
    do: Callable[[ChildNight, Story], Awaitable[None]]
    rings: Mapping[str, int]
    points: Sequence[str]


async def _open(n: ChildNight, story: Story) -> None:
    await n.open(*PEOPLE)


async def _submit(n: ChildNight, story: Story) -> None:
    submitted = await n["hovj"].phone.submit_spoedaanwijzing(REQUEST)
    assert submitted.answer.status == 201
    story.item = submitted.item


async def _silence(n: ChildNight, story: Story) -> None:
    await n.forward(seconds=59)


async def _tap(n: ChildNight, story: Story) -> None:
    n["piket2"].press_seen()


async def _spoken(n: ChildNight, story: Story) -> None:
    assert (await n["piket1"].phone.spoken(story.request)).status == 201


async def _receive(n: ChildNight, story: Story) -> None:
    assert (await n["piket1"].phone.receive(story.request)).state == "ontvangen"


async def _decide(n: ChildNight, story: Story) -> None:
    decided = await n["piket1"].phone.decide(story.request, "aangewezen", DECISION, order=ORDER, word=WORD)
    assert decided.state == "aangewezen"


async def _answer(n: ChildNight, story: Story) -> None:
    [order] = await n["lcc1"].phone.open_items()
    expected = n.now + timedelta(minutes=20)
    assert (await n["lcc1"].phone.lcc_answer(order.id, "uitvoerbaar", UNIT, expected)).status == 201


async def _on_the_spot(n: ChildNight, story: Story) -> None:
    [order] = await n["lcc1"].phone.open_items()
    assert (await n["lcc1"].phone.ter_plaatse(order.id)).status == 201


BELLS = (*SENT, *RECORDED)
STEPS = (
    Step("open", _open, {}, (*SESSION, *READ)),
    Step("submit", _submit, {"hovj": 1, "piket1": 1}, (*ACT, *BELLS, *PLACED)),
    Step("silence", _silence, {"hovj": 1, "piket1": 2, "piket2": 1}, (*TURN, *BELLS, *PLACED)),
    Step("tap", _tap, {}, (*TAPPED, *FETCHED)),
    Step("spoken", _spoken, {}, (*READ, *RELEASED, *ACT, *PLACED)),
    Step("receive", _receive, {"hovj": 1}, (*READ, *ACT, *BELLS, *PLACED)),
    Step("decide", _decide, {"hovj": 1, "piket1": 1, "lcc1": 1, "rccb": 1}, (*ACT, *BELLS, *PLACED)),
    Step("answer", _answer, {}, (*ACT, *RELEASED, *PLACED)),
    Step("on the spot", _on_the_spot, {"hovj": 1, "rccb": 1}, (*ACT, *BELLS, *PLACED)),
)


def sample(seed: int, kills: int, among: Sequence[Step] = STEPS) -> list[dict[str, str]]:
    """Return nights of at most one kill a step, `kills` in all, drawn from every (step, point) there is."""
    chance = random.Random(seed)
    nights: list[dict[str, str]] = []
    while kills > 0:
        steps = chance.sample(among, min(kills, len(among)))
        nights.append({step.name: chance.choice(step.points) for step in steps})
        kills -= len(steps)
    return nights


def every_point(among: Sequence[Step] = STEPS) -> list[dict[str, str]]:
    """Return nights in which each point has its turn once, in the step that has the fewest turns of those it is in."""
    turns: dict[str, list[str]] = {step.name: [] for step in among}
    for point in dict.fromkeys(point for step in among for point in step.points):
        steps = [step.name for step in among if point in step.points]
        turns[min(steps, key=lambda name: len(turns[name]))].append(point)
    most = max(len(points) for points in turns.values())
    return [{name: points[turn] for name, points in turns.items() if turn < len(points)} for turn in range(most)]


async def take(n: ChildNight, story: Story, step: Step, point: str | None) -> None:
    """One step of the night, dying at `point`.

    Each phone rings as if nothing had died; once more only for a bell that was accepted and not yet recorded then.
    """
    n.unclear.clear()
    if point is not None:
        n.arm(point)
    await step.do(n, story)
    await n.forward(seconds=2)
    assert not n.armed, f"{step.name}: {point} was never reached"
    for one in n.people.values():
        least, rang = step.rings.get(one.name, 0), len(one.bells())
        assert least <= rang <= least + n.unclear[one.chat], f"{step.name}, {point}: {one.name} heard {rang} bells"
