"""Flood limits: bursts pass, then about one a second per chat and thirty over all, on the clock given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.botapi.clock import VirtualClock
from sandbox.botapi.control import BotApi
from sandbox.botapi.limits import Limits
from tests.sandbox.botapi.conftest import OFFICIAL, Wire, keyboard


def test_a_burst_passes_and_then_one_a_second(clock: VirtualClock) -> None:
    limits = Limits(clock)
    assert [limits.take(1) for _ in range(6)] == [None] * 5 + [1]
    clock.advance(1)
    assert [limits.take(1) for _ in range(2)] == [None, 1]


def test_all_chats_share_thirty_a_second(clock: VirtualClock) -> None:
    limits = Limits(clock)
    assert [limits.take(chat) for chat in range(31)] == [None] * 30 + [1]
    clock.advance(0.5)
    assert [limits.take(chat) for chat in range(100, 116)] == [None] * 15 + [1]


@pytest.mark.parametrize("wait", [2, 35, 291, 10_072])
def test_the_wait_can_be_set(clock: VirtualClock, wait: int) -> None:
    limits = Limits(clock)
    limits.configure(chat_burst=1, retry_after=wait)
    assert [limits.take(1), limits.take(1)] == [None, wait]


def test_off_means_off(clock: VirtualClock) -> None:
    limits = Limits(clock)
    limits.configure(enabled=False)
    assert {limits.take(1) for _ in range(500)} == {None}


@given(st.lists(st.floats(min_value=0, max_value=5), max_size=60))
def test_never_more_than_burst_plus_rate(pauses: list[float]) -> None:
    clock = VirtualClock()
    limits = Limits(clock, chat_rate=1, chat_burst=3)
    passed = 0
    for pause in pauses:
        clock.advance(pause)
        passed += limits.take(1) is None
    assert passed <= 3 + sum(pauses) + 1e-3


async def test_edits_count_and_answers_and_deletions_do_not(wire: Wire, api: BotApi) -> None:
    api.limits.configure(chat_burst=2)
    message_id = await wire.send(reply_markup=keyboard("Gezien"))
    edit = {"chat_id": OFFICIAL, "message_id": message_id}
    assert (await wire("editMessageText", text="een", reply_markup=keyboard("Gezien"), **edit)).status == 200
    assert (await wire("editMessageText", text="twee", **edit)).status == 429
    press = api.press(OFFICIAL, message_id)
    assert (await wire("answerCallbackQuery", callback_query_id=press.id)).status == 200
    assert (await wire("deleteMessage", **edit)).status == 200


async def test_a_full_chat_does_not_hold_up_another(wire: Wire, api: BotApi) -> None:
    api.limits.configure(chat_burst=1)
    api.add_user(8, "Bart")
    statuses = [(await wire("sendMessage", chat_id=chat, text="bel")).status for chat in (OFFICIAL, OFFICIAL, 8)]
    assert statuses == [200, 429, 200]
