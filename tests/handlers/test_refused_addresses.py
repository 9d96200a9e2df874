"""The alarm that somebody is refused somewhere stays until that is put right: another channel says nothing of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from domain.bells import ChannelKind
from domain.ids import Sha256Hex
from domain.inbox import InboxEntry, InboxKind
from handlers import inbox
from tests.handlers.test_web_push_acts import PIKET, subscription
from tests.harness.desk import Desk
from tests.harness.ladders import NIGHT

ALARM = ("address.refused", PIKET)
TOKEN = Sha256Hex("a" * 64)
CHAT = "piket-0"


def entry(kind: InboxKind, chat: str) -> InboxEntry:
    return InboxEntry("k", 1, kind, chat, None, None, None, TOKEN, NIGHT)


def start(desk: Desk, chat: str = CHAT) -> None:
    with desk.town.unit() as uow:
        uow.invitations.put(inbox.LINK_TELEGRAM, TOKEN, PIKET, NIGHT + timedelta(minutes=15), None)
        inbox.start(uow, entry(InboxKind.START, chat), NIGHT)


def unblocked(desk: Desk) -> None:
    with desk.town.unit() as uow:
        inbox.unblocked(uow, entry(InboxKind.UNBLOCKED, CHAT), NIGHT)


def set_push(desk: Desk) -> None:
    assert desk.do("piket", "channel.set_push", **subscription()).status == 201


def set_webhook(desk: Desk, name: str = "een") -> None:
    assert desk.do("piket", "channel.set_webhook", url=f"https://bel.example/{name}").status == 201


def remove(desk: Desk, channel: ChannelKind) -> None:
    assert desk.do("piket", "channel.remove", channel=channel.value).status == 201


WELL: Mapping[ChannelKind, Callable[[Desk], None]] = {
    ChannelKind.TELEGRAM: start,
    ChannelKind.WEB_PUSH: set_push,
    ChannelKind.WEBHOOK: set_webhook,
}


@pytest.fixture
def reached(desk: Desk) -> Desk:
    """The duty officer is rung on all three channels."""
    set_push(desk)
    set_webhook(desk)
    return desk


def refuse(desk: Desk, *channels: ChannelKind) -> None:
    with desk.town.unit() as uow:
        for one in uow.outbox.addresses(PIKET):
            if one.channel in channels:
                uow.outbox.refuse_address(one.id, NIGHT)
                uow.alarms.raise_("address.refused", PIKET, NIGHT)


def dead(desk: Desk) -> set[ChannelKind]:
    with desk.town.unit() as uow:
        return {one.channel for one in uow.outbox.addresses(PIKET) if one.refused_at is not None}


@pytest.mark.parametrize("other", sorted(WELL))
@pytest.mark.parametrize("refused", sorted(WELL))
def test_x_03_only_what_puts_right_the_refused_channel_ends_the_alarm(
    reached: Desk, refused: ChannelKind, other: ChannelKind
) -> None:
    refuse(reached, refused)
    if refused is ChannelKind.WEB_PUSH and other is refused:
        reached.do("piket", "channel.set_push", **subscription("nieuw"))
    else:
        WELL[other](reached)
    assert (ALARM in reached.town.alarms()) is (other is not refused)
    assert dead(reached) == ({refused} if other is not refused else set())


@pytest.mark.parametrize("other", sorted(WELL))
@pytest.mark.parametrize("refused", sorted(WELL))
def test_x_03_only_removing_the_refused_channel_ends_the_alarm(
    reached: Desk, refused: ChannelKind, other: ChannelKind
) -> None:
    refuse(reached, refused)
    remove(reached, other)
    assert (ALARM in reached.town.alarms()) is (other is not refused)


def test_letting_the_bot_in_again_does_not_hide_a_browser_that_is_gone(reached: Desk) -> None:
    refuse(reached, ChannelKind.TELEGRAM, ChannelKind.WEB_PUSH)
    unblocked(reached)
    assert dead(reached) == {ChannelKind.WEB_PUSH}
    assert ALARM in reached.town.alarms()
    refuse(reached, ChannelKind.TELEGRAM)
    reached.do("piket", "channel.set_push", **subscription("nieuw"))
    unblocked(reached)
    assert ALARM not in reached.town.alarms()


@pytest.mark.parametrize("channel", [ChannelKind.TELEGRAM, ChannelKind.WEBHOOK])
def test_a_new_chat_or_gateway_takes_the_place_of_the_one_that_refused(reached: Desk, channel: ChannelKind) -> None:
    refuse(reached, channel)
    if channel is ChannelKind.TELEGRAM:
        start(reached, "een-nieuwe-chat")
    else:
        set_webhook(reached, "twee")
    assert dead(reached) == set()
    assert ALARM not in reached.town.alarms()


def test_a_channel_that_was_removed_is_gone_and_not_refused(reached: Desk) -> None:
    for channel in WELL:
        remove(reached, channel)
        assert reached.do("piket", "channel.remove", channel=channel.value).code == "channel.unknown"
    with reached.town.unit() as uow:
        assert uow.outbox.addresses(PIKET) == []
