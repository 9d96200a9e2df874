"""Web Push over real HTTP on loopback: what leaves, who can read it, and what each answer means for the bell."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.bells import BellAction, ChannelKind, OutboxRow
from domain.ids import ItemId
from domain.subscriptions import Subscription
from notify.channel import DeliveryError
from notify.vapid import Vapid
from notify.web_push import MESSAGE_BYTES, WebPushChannel, WebPushSettings, service_of
from notify.wording import every_sentence
from sandbox.push.service import Message, PushService
from sandbox.push.tokens import is_allowed
from tests.notify.bells import START, HandClock, row

SCALAR = b"7" * 32
HOSTS = frozenset({"127.0.0.1"})
DAY = timedelta(hours=24)


class Line:
    """A push service, one browser on it, and Piket's channel to it; `shown` is what the browser showed."""

    def __init__(self, *, hosts: frozenset[str], practice: bool) -> None:
        self.clock = HandClock()
        self.shown: list[Message] = []
        self.service = PushService(self.shown.append, self.clock.now)
        self.vapid = Vapid(SCALAR, "mailto:piket@voorbeeld.test", timedelta(hours=12), self.clock.now)
        settings = WebPushSettings(hosts, practice, 5.0, DAY)
        self.channel = WebPushChannel(settings, self.vapid, secrets.token_bytes)
        self.target = ""

    def subscribe(self) -> None:
        self.target = str(self.service.subscribe("anna", self.vapid.public))

    def row(
        self,
        action: BellAction = BellAction.RING,
        *,
        obligation: int = 1,
        repeat: int = 0,
        drill: bool = False,
        item: str | None = None,
        life: timedelta | None = None,
    ) -> OutboxRow:
        channel = ChannelKind.WEB_PUSH
        made = row(self.target, channel=channel, action=action, obligation=obligation, repeat=repeat, drill=drill)
        return replace(made, life=life, item=None if item is None else ItemId(item))


@asynccontextmanager
async def line(*, hosts: frozenset[str] = HOSTS, practice: bool = True) -> AsyncIterator[Line]:
    found = Line(hosts=hosts, practice=practice)
    await found.service.open()
    found.subscribe()
    try:
        yield found
    finally:
        await found.channel.close()
        await found.service.close()


@pytest.mark.parametrize("action", sorted(WebPushChannel.actions))
@pytest.mark.parametrize("drill", [False, True])
async def test_a_browser_reads_one_fixed_sentence_in_two_languages_and_nothing_else(
    action: BellAction, drill: bool
) -> None:
    async with line() as one:
        sent = one.row(action, drill=drill, item="AAAAAAAAAAAAAAAAAAAAAA")
        assert (await one.channel.send(sent)).reference == sent.handle
        [message] = one.shown
    text = message.said["text"]
    assert isinstance(text, dict)
    assert set(text) == {"nl", "en"}
    assert set(text.values()) <= every_sentence()
    assert ("oefening" in text["nl"]) is drill
    assert set(message.said) == {"v", "type", "tag", "text"}
    assert message.said["type"] == ("closed" if action is BellAction.CLOSED else "bell")
    assert message.padded == MESSAGE_BYTES, "every message has one size"
    assert message.headers["urgency"] == "high"


async def test_nothing_that_leaves_shows_what_it_says_or_whom_it_is_about() -> None:
    async with line() as one:
        sent = one.row(item="AAAAAAAAAAAAAAAAAAAAAA")
        await one.channel.send(sent)
        [body] = one.service.bodies
    for hidden in (b"klaar", b"waiting", sent.handle.encode(), b"AAAAAAAAAAAAAAAAAAAAAA", b"person-"):
        assert hidden not in body


async def test_two_messages_differ_in_every_byte_that_could_tell_them_apart() -> None:
    async with line() as one:
        for _ in range(2):
            await one.channel.send(one.row())
        first, second = (body.rpartition(b"\n")[2] for body in one.service.bodies)
    assert first[:16] != second[:16], "a salt of its own"
    assert first[21:86] != second[21:86], "a key of its own"


@pytest.mark.parametrize(
    ("life", "ttl"),
    [
        (timedelta(seconds=60), "60"),
        (timedelta(hours=8), "28800"),
        (timedelta(days=3), "86400"),
        (None, "86400"),
        (timedelta(milliseconds=1), "1"),
    ],
)
async def test_a_push_service_keeps_a_ring_no_longer_than_until_the_next_one(life: timedelta | None, ttl: str) -> None:
    async with line() as one:
        await one.channel.send(one.row(life=life))
        assert one.shown[0].headers["ttl"] == ttl


async def test_a_browser_that_was_off_shows_one_bell_for_each_thing_that_waits() -> None:
    async with line() as one:
        one.service.device("anna", online=False)
        for repeat in range(3):
            await one.channel.send(one.row(obligation=1, repeat=repeat))
        await one.channel.send(one.row(obligation=2))
        one.service.device("anna", online=True)
        assert len(one.shown) == 2
        assert len({message.said["tag"] for message in one.shown}) == 2


async def test_the_name_by_which_bells_replace_each_other_is_another_for_each_browser() -> None:
    async with line() as one:
        await one.channel.send(one.row())
        one.subscribe()
        await one.channel.send(one.row())
        assert one.shown[0].said["tag"] != one.shown[1].said["tag"]


async def meaning(one: Line) -> str:
    """What the channel makes of the answer to one bell; its words never hold where that was to go."""
    try:
        await one.channel.send(one.row())
    except DeliveryError as wrong:
        if wrong.channel_down or one.target.split()[0] in str(wrong):
            return str(wrong)
        if wrong.retry_after is not None:
            return f"wait {wrong.retry_after.total_seconds():.0f}"
        return "gone" if wrong.permanent else "perhaps" if wrong.ambiguous else "elsewhere"
    return "sent"


@pytest.mark.parametrize(
    ("status", "headers", "means"),
    [
        (201, {}, "sent"),
        (204, {}, "sent"),
        (404, {}, "gone"),
        (410, {}, "gone"),
        (429, {"retry-after": "7"}, "wait 7"),
        (429, {}, "wait 5"),
        (429, {"retry-after": "Sun, 22 Nov 2026 10:00:00 GMT"}, "wait 5"),
        (429, {"retry-after": "9999999999"}, "wait 5"),
        (429, {"retry-after": "999999999"}, "wait 604800"),
        (503, {"retry-after": "30"}, "wait 30"),
        (503, {}, "perhaps"),
        (500, {}, "perhaps"),
        (302, {"location": "http://127.0.0.1:9/"}, "elsewhere"),
        (400, {}, "elsewhere"),
        (403, {}, "elsewhere"),
        (413, {}, "elsewhere"),
    ],
)
async def test_what_each_answer_means(status: int, headers: dict[str, str], means: str) -> None:
    async with line() as one:
        one.service.answers["anna"] = (status, headers)
        assert await meaning(one) == means
        assert len(one.service.bodies) == 1, "no redirect is followed"


async def test_a_subscription_that_is_gone_is_refused_for_good_and_a_service_that_is_away_is_down() -> None:
    async with line() as one:
        one.service.unsubscribe("anna")
        with pytest.raises(DeliveryError) as gone:
            await one.channel.send(one.row())
    async with line() as one:
        await one.service.close()
        with pytest.raises(DeliveryError) as away:
            await one.channel.send(one.row())
    assert gone.value.permanent
    assert away.value.channel_down


@pytest.mark.parametrize(
    ("hosts", "practice", "endpoint"),
    [
        (HOSTS, False, "http://127.0.0.1:1/push/x"),
        (HOSTS, False, "https://127.0.0.1:1/push/x"),
        (frozenset({"push.voorbeeld.test"}), False, "https://push.voorbeeld.test:8443/x"),
        (frozenset({"push.voorbeeld.test"}), False, "https://push.voorbeeld.test:99999/x"),
        (frozenset({".voorbeeld.test"}), True, "https://[2001:db8::1%x.voorbeeld.test]"),
        (frozenset({"push.voorbeeld.test"}), True, "http://127.0.0.1:1/push/x"),
        (frozenset({".voorbeeld.test"}), True, "https://voorbeeld.test/x"),
        (frozenset({".voorbeeld.test"}), True, "https://kwaadvoorbeeld.test/x"),
    ],
)
async def test_nothing_is_sent_where_the_operator_or_the_network_says_no(
    hosts: frozenset[str], practice: bool, endpoint: str
) -> None:
    async with line(hosts=hosts, practice=practice) as one:
        keys = Subscription.read(one.target)
        one.target = str(replace(keys, endpoint=endpoint))
        with pytest.raises(DeliveryError) as caught:
            await one.channel.send(one.row())
        assert caught.value.permanent
        assert not one.service.bodies


@pytest.mark.parametrize("target", ["", "nonsense", "http://127.0.0.1/x AAAA BBBB", "a b c d"])
async def test_a_target_for_which_nothing_can_be_sealed_is_refused_for_good(target: str) -> None:
    async with line() as one:
        one.target = target
        with pytest.raises(DeliveryError) as caught:
            await one.channel.send(one.row())
        assert caught.value.permanent


def test_rfc_8292_the_token_says_for_whom_until_when_and_is_signed() -> None:
    clock = HandClock()
    vapid = Vapid(SCALAR, "mailto:piket@voorbeeld.test", timedelta(hours=12), clock.now)
    said = vapid.authorization("https://push.voorbeeld.test:8443/abc/def?x")
    audience = "https://push.voorbeeld.test:8443"
    assert is_allowed(said, vapid.public, audience, START)
    assert not is_allowed(said, vapid.public, "https://elders.voorbeeld.test", START), "for one service alone"
    assert not is_allowed(said, vapid.public, audience, START + timedelta(hours=13)), "it ends"
    assert not is_allowed(said, Vapid(b"8" * 32, "mailto:x", DAY, clock.now).public, audience, START)
    spoiled = said.replace(", k=", "A, k=") if not said.split(",")[0].endswith("A") else said.replace(", k=", "B, k=")
    assert not is_allowed(spoiled, vapid.public, audience, START)


def test_a_token_serves_half_its_life_and_then_comes_anew() -> None:
    clock = HandClock()
    vapid = Vapid(SCALAR, "mailto:piket@voorbeeld.test", timedelta(hours=12), clock.now)
    first = vapid.authorization("https://push.voorbeeld.test/a")
    clock.move(timedelta(hours=5, minutes=59))
    assert vapid.authorization("https://push.voorbeeld.test/b") == first
    clock.move(timedelta(minutes=1))
    assert vapid.authorization("https://push.voorbeeld.test/a") != first


@pytest.mark.parametrize(
    ("target", "service"),
    [
        ("https://push.voorbeeld.test/geheim p256dh auth", "push.voorbeeld.test"),
        ("https://push.voorbeeld.test p256dh auth", "push.voorbeeld.test"),
        ("https://[2001:db8::1 p256dh auth", ""),
        ("https://] p256dh auth", ""),
        ("", ""),
    ],
)
def test_what_is_down_is_the_push_service_alone_and_no_target_makes_that_question_fail(
    target: str, service: str
) -> None:
    assert service_of(target) == service


def test_nothing_printed_shows_a_key_or_where_somebody_is_rung() -> None:
    assert "geheim" not in repr(Subscription("https://push.voorbeeld.test/geheim", "geheim", "geheim"))
