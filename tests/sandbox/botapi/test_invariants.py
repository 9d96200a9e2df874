"""The checker is silent about a good bell and names each rule a bad one breaks."""

import json
from typing import Any

import aiohttp
import pytest

from sandbox.botapi.clock import VirtualClock
from sandbox.botapi.control import BotApi
from sandbox.botapi.faults import Fault
from tests.sandbox.botapi.conftest import OFFICIAL, Wire, keyboard

GOOD: dict[str, Any] = {"protect_content": True, "link_preview_options": {"is_disabled": True}}


def opens(*urls: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Openen", "url": url}] for url in urls]}


async def test_a_good_bell_breaks_nothing(wire: Wire, api: BotApi) -> None:
    await wire.send(reply_markup=opens("https://app.example/"), **GOOD)
    await wire.send(reply_markup=keyboard("Gezien"), **GOOD)
    await wire("getUpdates", offset=5)
    assert api.violations() == []


@pytest.mark.parametrize(
    ("params", "rule"),
    [
        ({"link_preview_options": {"is_disabled": True}}, "is not protected"),
        ({"protect_content": True}, "leaves link previews on"),
        ({**GOOD, "parse_mode": "HTML"}, "uses formatting"),
        ({**GOOD, "allow_paid_broadcast": True}, "pays for speed"),
        ({**GOOD, "chat_id": -5}, "goes to a group"),
        ({**GOOD, "reply_markup": opens("https://app.example/?item=1")}, "carries more than"),
        ({**GOOD, "reply_markup": opens("https://app.example/#x")}, "carries more than"),
        ({**GOOD, "reply_markup": opens("https://a.example/", "https://b.example/")}, "more than one address"),
        (
            {**GOOD, "reply_markup": {"inline_keyboard": [[{"text": "ja", "callback_data": "accept:17"}]]}},
            "is no random handle",
        ),
        (
            {**GOOD, "reply_markup": {"inline_keyboard": [[{"text": "o", "web_app": {"url": "https://a.example"}}]]}},
            "opens a page inside Telegram",
        ),
    ],
)
async def test_a_bad_bell_breaks_one_rule(wire: Wire, api: BotApi, params: dict[str, Any], rule: str) -> None:
    api.add_group(-5, "groep")
    answer = await wire("sendMessage", **({"chat_id": OFFICIAL, "text": "bel"} | params))
    assert answer.status == 200
    (found,) = api.violations()
    assert rule in found


async def test_throwing_updates_away_is_named(wire: Wire, api: BotApi) -> None:
    await wire("getUpdates", offset=-1)
    await wire("deleteWebhook", drop_pending_updates=True)
    assert len(api.violations()) == 2


async def test_a_send_into_a_pause_is_named_and_one_after_it_is_not(
    wire: Wire, api: BotApi, clock: VirtualClock
) -> None:
    api.limits.configure(chat_burst=1, retry_after=35)
    await wire.send(**GOOD)
    assert (await wire("sendMessage", chat_id=OFFICIAL, text="bel", **GOOD)).status == 429
    clock.advance(34)
    await wire.send(**GOOD)
    (found,) = api.violations()
    assert found == "sendMessage during a pause that a 429 asked for, 1 s too early"
    clock.advance(1)
    await wire.send(**GOOD)
    assert len(api.violations()) == 1


async def test_a_ring_is_sent_once_and_once_more_for_each_unclear_answer(wire: Wire, api: BotApi) -> None:
    bell: dict[str, Any] = {"chat_id": OFFICIAL, "text": "bel", "reply_markup": json.dumps(keyboard("Gezien")), **GOOD}
    api.when("sendMessage", nth=1).do(Fault.F1_REPLY_LOST)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await wire("sendMessage", **bell)
    await wire("sendMessage", **bell)
    assert api.violations() == []
    await wire("sendMessage", **bell)
    assert api.violations() == ["one ring was sent 3 times after 1 unclear answers"]
    assert api.violations(kills=1) == []


async def test_a_handle_belongs_to_one_person(wire: Wire, api: BotApi) -> None:
    api.add_user(8, "Bart")
    for chat_id in (OFFICIAL, 8):
        await wire("sendMessage", chat_id=chat_id, text="bel", reply_markup=keyboard("Gezien"), **GOOD)
    assert "one handle went to several people" in api.violations()
