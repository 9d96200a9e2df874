"""The chat: an update is confirmed only when it is kept, and what is kept has its effect, whichever write fails."""

from __future__ import annotations

import pytest

from bot.telegram.worker import Conversation
from domain.audit.leaves import LeafType
from tests.failures.conftest import AFailingNight
from tests.failures.faults import Faults
from tests.failures.nights import leaves, pass_time, prove, request, within
from tests.harness.night import Night

TAP_SITES = (
    "bot.telegram.door:TelegramDoor._keep",
    "bot.telegram.pump:Pump._claim",
    "bot.telegram.pump:Pump._one.perform",
)
SITES = frozenset(
    {
        *TAP_SITES,
        "bot.telegram.door:TelegramDoor._holds",
        "bot.telegram.pump:Pump._one#1",
        "bot.telegram.pump:Pump._one#2",
    }
)
"""The writes whose failures are proven in this file."""


@pytest.mark.parametrize("site", [*TAP_SITES, "bot.telegram.door:TelegramDoor._holds"])
async def test_x_02_seen_pauses_the_phone(a_night: AFailingNight, faults: Faults, site: str) -> None:
    async with a_night() as n:
        await request(n)
        with faults.at(site):
            n["piket1"].press_seen()
            await worked_off(n)
        assert sum(leaves(n, LeafType.SEEN, "person").values()) == 1
        assert [message.text for message in n.api.screen(n["piket1"].chat)][-1].startswith("Gezien.")
        n["piket1"].bells()
        await n.forward(seconds=29)
        n["piket1"].expect_bell(0)
        await prove(n)


async def test_what_nobody_wants_is_put_away(
    a_night: AFailingNight, faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unwanted(*_given: object) -> bool:
        return False

    async with a_night() as n:
        monkeypatch.setattr(Conversation, "handle", unwanted)
        with faults.at("bot.telegram.pump:Pump._one#1"):
            say_something_new(n)
            await worked_off(n)
        await prove(n)


async def test_what_cannot_be_worked_off_is_set_aside(
    a_night: AFailingNight, faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_given: object) -> bool:
        raise LookupError("a router that fails")

    async with a_night() as n:
        monkeypatch.setattr(Conversation, "handle", broken)
        with faults.at("bot.telegram.pump:Pump._one#2"):
            say_something_new(n)
            await worked_off(n)
        await prove(n)


def say_something_new(n: Night) -> None:
    """The Bot API of this night counts messages from one again: those that the founding had are known, and dropped."""
    for _ in range(2 * len(n.people) + 1):
        n.api.say(n["hovj"].chat, "hallo")


async def worked_off(n: Night) -> None:
    """Let a few seconds pass; then nothing may wait in the inbox, at either side."""
    await pass_time(n, 3)
    assert await n.service.store.read(lambda uow: uow.inbox.waiting()) == 0
    await within(n, 2, lambda: n.api.idle().quiet)
