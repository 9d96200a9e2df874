"""SG-07, P-02: silence costs nobody else, drops what waited, and a person is not told who was left out since."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from domain.bells import BellAction, ChannelKind, OutboxRow
from domain.ids import PersonId
from domain.inbox import InboxEntry, InboxKind
from domain.ports import UnitOfWork
from handlers import hushing, inbox, obligations
from handlers.flows import FLOWS
from handlers.ringing import moot, still_wanted
from tests.harness.desk import blob
from tests.harness.loket import Loket
from tests.harness.signals import BBC, PARTNER, PERSON, Signals, signals

__all__ = ["signals"]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Collection[PersonId]]:
    """About whom the flow is asked whether they must not be rung."""
    found: list[Collection[PersonId]] = []
    flow = FLOWS["signaal"]

    def hushes(uow: UnitOfWork, persons: Collection[PersonId], now: datetime, *, drill: bool) -> Collection[PersonId]:
        found.append(persons)
        return flow.hushes(uow, persons, now, drill=drill)

    monkeypatch.setitem(FLOWS, "signaal", replace(flow, hushes=hushes))
    return found


def test_sg_07_no_bell_of_an_official_asks_who_is_silent(signals: Signals, asked: list[Collection[PersonId]]) -> None:
    signals.desk.submit()
    assert signals.desk.rung()
    assert asked == []


def test_sg_07_of_those_who_are_told_only_protected_persons_are_asked_about(
    signals: Signals, asked: list[Collection[PersonId]]
) -> None:
    signals.line()
    assert asked
    assert {person for persons in asked for person in persons} == {"sam"}


def told(signals: Signals) -> list[OutboxRow]:
    """What tells sam and kim of something, as it waits for its channel."""
    item = signals.desk.item(signals.desk.submit())
    rows = []
    for holding in (PERSON, PARTNER):
        with signals.town.unit() as uow:
            obligations.tell(uow, item, holding, "iets", signals.town.now)
        rows += [row for row in signals.town.bells if row.action is BellAction.TOLD]
    assert {row.person for row in rows} == {"sam", "kim"}
    return rows


def test_sg_07_a_bell_that_waited_for_its_channel_is_dropped_once_the_phone_must_stay_silent(signals: Signals) -> None:
    signals.line()
    rows = told(signals)
    with signals.town.unit() as uow:
        assert list(still_wanted(uow, rows, signals.town.now)) == rows
    item = signals.unsafe(silent=True)
    with signals.town.unit() as uow:
        left = still_wanted(uow, rows, signals.town.now)
    assert {row.person for row in left} == {"kim"}
    signals.receive(item)
    signals.done("rccb", "signaal.safe", item)
    with signals.town.unit() as uow:
        assert {row.person for row in still_wanted(uow, told_again(rows), signals.town.now)} == {"sam", "kim"}


def test_sg_07_every_bell_of_a_protected_person_says_that_their_phone_may_have_to_stay_silent(signals: Signals) -> None:
    """Also what was read back from the store, which does not keep it; and of no official's."""
    signals.line()
    rows = told(signals)
    assert {row.person for row in rows if row.hushable} == {"sam", "kim"}
    with signals.town.unit() as uow:
        again = still_wanted(uow, [replace(row, hushable=False) for row in rows], signals.town.now)
    assert again == rows
    item = reminded(signals)
    signals.town.deliver()
    signals.done("rccb", "risicomoment.close", item)
    rows = [*signals.town.bells, *(row for _, row in signals.town.run(timedelta(hours=25)))]
    assert {row.action for row in rows if row.person == "sam"} & {BellAction.CLOSED, BellAction.DELETE}
    assert {row.person for row in rows if row.hushable} == {"sam"}
    signals.desk.submit()
    assert signals.desk.rung()
    assert not any(row.hushable for row in signals.desk.bells)


def reminded(signals: Signals) -> str:
    """A risicomoment of sam's that was answered long ago, of which a reminder stands on both telephones."""
    loket = Loket(signals.desk, people=False)
    item = loket.report("sam", 20)
    loket.establish(loket.take(item, "rccb"), "geen_extra")
    loket.done("rccb", "risicomoment.answer", item, content=blob("antwoord"))
    rows = signals.town.run(timedelta(hours=23))
    assert [row for _, row in rows if row.person == "sam" and row.action is BellAction.RING], "so that it can be closed"
    return item


@pytest.mark.parametrize("silent", [True, False])
def test_sg_07_that_something_is_over_does_not_reach_a_phone_that_must_stay_silent(
    signals: Signals, silent: bool
) -> None:
    """A message that changes on the screen makes no sound, and still shows who looks over a shoulder what it is."""
    signals.line()
    item = reminded(signals)
    signals.town.deliver()
    signals.unsafe(silent=silent)
    signals.done("rccb", "risicomoment.close", item)
    rows = [*signals.town.bells, *(row for _, row in signals.town.run(timedelta(hours=2)))]
    closed = [row for row in rows if row.person == "sam" and row.action in (BellAction.CLOSED, BellAction.DELETE)]
    assert bool(closed) is not silent


def told_again(rows: list[OutboxRow]) -> list[OutboxRow]:
    return [replace(row, handle=f"{row.handle}-again") for row in rows]


def test_p_02_a_person_is_not_told_who_was_left_out_since_their_phone_read_the_line(signals: Signals) -> None:
    signals.desk.add("bbc2", BBC, slot=None)
    before = signals.line()
    wraps = [one for one in signals.recorded()["wraps"] if one["functie"] != "adviseur_bbc"]
    signals.line(excluded=["bbc2"], wraps=wraps)
    assert signals.desk.item(before).state == "beeindigd"
    item = signals.unsafe()
    assert signals.desk.item(item).excluded == {"bbc2"}
    assert signals.sees("sam", item).excluded == ()
    assert signals.sees("rccb", item).excluded == ("bbc2",)


def typing(signals: Signals, *, chat: str = "chat-sam") -> list[OutboxRow]:
    """Sam couples a chat, types into it, asks who is on duty, and taps on a bell that is none of theirs."""
    with signals.town.unit() as uow:
        uow.outbox.put_address(PersonId("sam"), ChannelKind.TELEGRAM, chat, signals.town.now)
    told = InboxEntry("k", 1, InboxKind.TYPED, chat, "7", "tap", None, None, signals.town.now)
    with signals.town.unit() as uow:
        inbox.typed(uow, told, signals.town.now, answer=True)
        inbox.duty(uow, told, signals.town.now)
        inbox.start(uow, told, signals.town.now)
        inbox.tap(uow, told, signals.town.now)
    return [row for row in signals.town.bells if row.address.target == chat]


def test_sg_07_an_answer_to_what_a_protected_person_typed_may_have_to_stay_away(signals: Signals) -> None:
    """As every other bell of theirs it is left to the store, which knows by then."""
    signals.line()
    rows = typing(signals)
    assert {row.action for row in rows} == {
        BellAction.EXPLAIN,
        BellAction.DUTY,
        BellAction.DELETE,
        BellAction.ANSWER_TAP,
    }
    assert all(row.hushable for row in rows)


def test_sg_07_what_is_typed_on_a_phone_that_must_stay_silent_is_taken_away_and_not_answered(signals: Signals) -> None:
    """A message of Piket's shows what it is; so does what stays in the chat. A tap only stops its button's spinning."""
    signals.line()
    signals.unsafe(silent=True)
    rows = typing(signals)
    left = {BellAction.DELETE, BellAction.ANSWER_TAP}
    assert {row.action for row in rows} == left
    with signals.town.unit() as uow:
        assert moot(uow, rows, signals.town.now) == set(), "also when it had to wait for its turn"


def test_sg_07_every_bell_is_made_where_it_is_told_whether_it_may_have_to_be_silent() -> None:
    root = Path(hushing.__file__).parent
    found = {path.name for path in root.rglob("*.py") if "outbox.put(" in path.read_text("utf-8")}
    assert found == {"hushing.py"}
