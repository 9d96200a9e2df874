"""The channels over real HTTP on loopback: what leaves, what is believed, and what no error ever shows."""

from __future__ import annotations

import asyncio
import base64
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.bells import BellAction, ChannelKind, OutboxRow
from notify.channel import DeliveryError
from notify.outside import Outside, PublicOnlyResolver, check_target
from notify.telegram import TelegramChannel, TelegramSettings
from notify.webhook import WebhookChannel, WebhookSettings
from notify.wording import every_sentence
from tests.notify.bells import START, HandClock, row

TOKEN = "123456:geheim-van-de-test"
KEY = Ed25519PrivateKey.from_private_bytes(b"7" * 32)
Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def served(answer: Answering) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


PATIENT, IMPATIENT = 30.0, 0.3


def telegram(
    root: str, app_url: str | None = "https://app.voorbeeld.test/", seconds: float = PATIENT
) -> TelegramChannel:
    return TelegramChannel(TelegramSettings(root, TOKEN, app_url, timeout_seconds=seconds))


def webhook(seconds: float = PATIENT) -> WebhookChannel:
    settings = WebhookSettings(KEY, frozenset({"127.0.0.1"}), practice=True, timeout_seconds=seconds)
    return WebhookChannel(settings, HandClock().now)


@pytest.mark.parametrize(
    ("given", "method", "buttons"),
    [
        (row(), "sendMessage", 2),
        (row(action=BellAction.TOLD), "sendMessage", 1),
        (row(action=BellAction.EXPLAIN), "sendMessage", 1),
        (row(action=BellAction.LINKED), "sendMessage", 1),
        (row(action=BellAction.DUTY), "sendMessage", 1),
        (row(action=BellAction.SEEN, refers_to="9"), "editMessageText", 1),
        (row(action=BellAction.CLOSED, refers_to="9"), "editMessageText", 0),
        (row(action=BellAction.DELETE, refers_to="9"), "deleteMessage", None),
        (row(action=BellAction.ANSWER_TAP, refers_to="q"), "answerCallbackQuery", None),
    ],
)
async def test_what_leaves_is_fixed_words_the_constant_origin_and_one_random_handle(
    given: OutboxRow, method: str, buttons: int | None
) -> None:
    calls: list[tuple[str, dict[str, str]]] = []

    async def answer(request: web.Request) -> web.Response:
        fields = {key: values[0] for key, values in parse_qs((await request.read()).decode()).items()}
        calls.append((request.path.rpartition("/")[2], fields))
        return web.json_response({"ok": True, "result": {"message_id": 7}})

    async with served(answer) as root:
        channel = telegram(root)
        await channel.send(given)
        await channel.close()
    [(called, fields)] = calls
    assert called == method
    if "text" in fields:
        assert fields["text"] in every_sentence()
    if method == "sendMessage":
        assert fields["protect_content"] == "true"
        sounds = given.action in {BellAction.RING, BellAction.TOLD, BellAction.TEST}
        assert ("disable_notification" not in fields) is sounds, "only a ring, a word and a test make a sound"
    if buttons is None:
        assert "reply_markup" not in fields
    else:
        keyboard = json.loads(fields["reply_markup"])["inline_keyboard"]
        assert len(keyboard) == buttons
        seen = {json.dumps(button.get("url") or button.get("callback_data")) for [button] in keyboard}
        assert seen <= {'"https://app.voorbeeld.test/"', json.dumps(given.handle)}


async def test_without_a_public_origin_the_button_openen_is_left_out() -> None:
    calls: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        calls.append((await request.read()).decode())
        return web.json_response({"ok": True, "result": {"message_id": 7}})

    async with served(answer) as root:
        channel = telegram(root, app_url=None)
        await channel.send(row())
        await channel.close()
    assert "url" not in json.loads(parse_qs(calls[0])["reply_markup"][0])["inline_keyboard"][0][0]


def closed_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def test_f3_a_refused_connection_is_certainly_not_sent_and_shows_no_token() -> None:
    root = f"http://127.0.0.1:{closed_port()}"
    for channel, given in (
        (telegram(root), row()),
        (webhook(), row(f"{root}/geheim-pad", channel=ChannelKind.WEBHOOK)),
    ):
        with pytest.raises(DeliveryError) as caught:
            await channel.send(given)
        await channel.close()
        assert caught.value.channel_down
        assert not caught.value.ambiguous
        shown = f"{caught.value!r} {caught.value.__context__!r} {caught.value.__cause__!r}"
        assert caught.value.__suppress_context__
        assert TOKEN not in str(caught.value)
        assert "geheim" not in f"{caught.value} {caught.value.__cause__}", shown


@pytest.mark.parametrize("fault", ["hang", "reset"])
async def test_f1_f2_f4_a_lost_answer_is_ambiguous(fault: str) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        if fault == "hang":
            await asyncio.sleep(3600)
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async with served(answer) as root:
        for channel, given in (
            (telegram(root, seconds=IMPATIENT), row()),
            (webhook(IMPATIENT), row(f"{root}/bel", channel=ChannelKind.WEBHOOK)),
        ):
            with pytest.raises(DeliveryError) as caught:
                await channel.send(given)
            await channel.close()
            assert caught.value.ambiguous


@asynccontextmanager
async def dropping() -> AsyncIterator[str]:
    """A port whose packets go nowhere: nobody accepts there, and its queue is full."""
    with socket.socket() as deaf, ExitStack() as crowd:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        for _ in range(4):
            one = crowd.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(deaf.getsockname())
        yield f"http://127.0.0.1:{deaf.getsockname()[1]}"


async def test_a_host_whose_packets_are_dropped_was_never_reached_so_the_next_channel_rings() -> None:
    async with dropping() as root:
        for channel, given in (
            (telegram(root, seconds=IMPATIENT), row()),
            (webhook(IMPATIENT), row(f"{root}/bel", channel=ChannelKind.WEBHOOK)),
        ):
            with pytest.raises(DeliveryError) as caught:
                await channel.send(given)
            await channel.close()
            assert caught.value.channel_down
            assert not caught.value.ambiguous


@pytest.mark.parametrize("url", ["https://127.0.0.1:99999/x", "https://127.1\xad.voorbeeld.test/x", "https://[::1/x"])
async def test_an_address_to_which_no_call_can_be_made_is_refused_for_good_and_says_nothing_of_its_host(
    url: str,
) -> None:
    outside = Outside(practice=True, seconds=PATIENT)
    with pytest.raises(DeliveryError) as caught:
        await outside.post(url, b"", {})
    await outside.close()
    assert caught.value.permanent
    assert not caught.value.ambiguous
    assert not caught.value.channel_down


async def test_a_webhook_can_be_verified_with_the_public_key_alone() -> None:
    taken: list[tuple[bytes, dict[str, str]]] = []

    async def answer(request: web.Request) -> web.Response:
        taken.append((await request.read(), {key.lower(): value for key, value in request.headers.items()}))
        return web.Response(status=204)

    given = row("", channel=ChannelKind.WEBHOOK)
    async with served(answer) as root:
        channel = webhook()
        sent = row(f"{root}/bel", channel=ChannelKind.WEBHOOK)
        assert (await channel.send(sent)).reference == sent.handle
        await channel.close()
    [(body, headers)] = taken
    assert json.loads(body) == {"v": 1, "type": "bell", "text": "Er staat iets voor u klaar."}
    kind, _, signature = headers["webhook-signature"].partition(",")
    assert kind == "v1a"
    assert headers["webhook-timestamp"] == str(int(START.timestamp()))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    KEY.public_key().verify(base64.b64decode(signature), signed)
    assert given.handle not in body.decode()


async def test_x_02_a_webhook_is_told_which_bell_is_over_by_the_name_it_had() -> None:
    taken: list[tuple[str, bytes]] = []

    async def answer(request: web.Request) -> web.Response:
        taken.append((request.headers["webhook-id"], await request.read()))
        return web.Response(status=204)

    async with served(answer) as root:
        channel = webhook()
        rung = await channel.send(row(f"{root}/bel", channel=ChannelKind.WEBHOOK))
        over = row(f"{root}/bel", channel=ChannelKind.WEBHOOK, action=BellAction.CLOSED, refers_to=rung.reference)
        await channel.send(over)
        await channel.close()
    [(bell, _), (other, body)] = taken
    text = "Afgerond. U hoeft niets te doen."
    assert json.loads(body) == {"v": 1, "type": "closed", "closes": bell, "text": text}
    assert text in every_sentence()
    assert other == over.handle != bell


@pytest.mark.parametrize(("status", "means"), [(200, ""), (302, "down"), (400, "down"), (410, "gone"), (500, "maybe")])
async def test_what_a_webhook_answers(status: int, means: str) -> None:
    visits: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        visits.append(request.path)
        return web.Response(status=status, headers={"Location": "/elders"} if status == 302 else {})

    async with served(answer) as root:
        channel = webhook()
        found = ""
        try:
            await channel.send(row(f"{root}/bel", channel=ChannelKind.WEBHOOK))
        except DeliveryError as wrong:
            found = "gone" if wrong.permanent else "maybe" if wrong.ambiguous else "down"
        await channel.close()
    assert found == means
    assert visits == ["/bel"]


@pytest.mark.parametrize(
    "url",
    [
        "http://pager.voorbeeld.test/x",
        "https://ergens.anders.test/x",
        "https://user:pass@pager.voorbeeld.test/x",
        "https://pager.voorbeeld.test/x#f",
        "https://pager.voorbeeld.test:8443/x",
        "https://pager.voorbeeld.test:99999/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "ftp://pager.voorbeeld.test/x",
        "nonsense",
    ],
)
def test_targets_that_are_not_allowed(url: str) -> None:
    hosts = frozenset({"pager.voorbeeld.test", "127.0.0.1", "::1"})
    with pytest.raises(ValueError, match=r"\w"):
        check_target(url, hosts, practice=False)


async def test_a_name_that_leads_inside_is_not_called() -> None:
    resolver = PublicOnlyResolver()
    with pytest.raises(OSError, match="public"):
        await resolver.resolve("localhost", 443)
    await resolver.close()


def test_no_settings_show_a_token_or_key_when_printed() -> None:
    assert TOKEN not in repr(TelegramSettings("r", TOKEN, None, 1.0))
    assert "Ed25519" not in repr(WebhookSettings(KEY, frozenset(), practice=True, timeout_seconds=1))
