"""Each kept update leads through aiogram's routers to one use case, and to no call of the Bot API."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.telegram.use_case import Unit
from bot.telegram.worker import Conversation, Patience, rebuild
from domain.ids import Sha256Hex
from domain.inbox import InboxEntry, InboxKind
from handlers import inbox
from tests.notify.bells import HandClock

NOW = datetime(2026, 11, 21, 2, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def conversation() -> Conversation:
    return Conversation(lambda chat: True)


def entry(kind: InboxKind) -> InboxEntry:
    return InboxEntry("k", 5, kind, "77", "9", "q1", "h", Sha256Hex("0" * 64), NOW)


@pytest.mark.parametrize(
    ("kind", "use_case"),
    [
        (InboxKind.START, inbox.start),
        (InboxKind.DUTY, inbox.duty),
        (InboxKind.TAP, inbox.tap),
        (InboxKind.BLOCKED, inbox.blocked),
        (InboxKind.UNBLOCKED, inbox.unblocked),
        (InboxKind.TYPED, inbox.typed),
        (InboxKind.HELP, inbox.typed),
    ],
)
async def test_each_kind_leads_to_its_use_case(conversation: Conversation, kind: InboxKind, use_case: Any) -> None:
    chosen: list[Unit] = []

    async def perform(unit: Unit) -> None:
        chosen.append(unit)

    assert await conversation.handle(entry(kind), perform)
    if use_case is inbox.typed:
        assert [unit.__qualname__.rpartition(".")[2] for unit in chosen] == ["<lambda>"]
    else:
        assert chosen == [use_case]


@pytest.mark.parametrize("kind", list(InboxKind))
def test_a_rebuilt_update_holds_nothing_but_ids_and_fixed_words(kind: InboxKind) -> None:
    text = str(rebuild(entry(kind)))
    assert "0" * 64 not in text
    assert "'h'" not in text


async def test_a_failing_use_case_is_not_swallowed(conversation: Conversation) -> None:
    async def perform(unit: Unit) -> None:
        raise RuntimeError("the store is gone")

    with pytest.raises(RuntimeError, match="the store is gone"):
        await conversation.handle(entry(InboxKind.TAP), perform)


def test_a_chat_is_answered_once_in_a_while() -> None:
    from datetime import timedelta

    clock = HandClock()
    patience = Patience(clock, 60)
    assert patience("1")
    assert not patience("1")
    assert patience("2")
    clock.move(timedelta(seconds=60))
    assert patience("1")
