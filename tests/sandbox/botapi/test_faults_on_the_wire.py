"""Each fault of the catalogue, as a client without any library sees it, and what really happened behind it."""

import asyncio
import errno
import json

import aiohttp
import pytest

from sandbox.botapi.clock import VirtualClock
from sandbox.botapi.control import BotApi
from sandbox.botapi.errors import ApiError
from sandbox.botapi.faults import EFFECTS, Fault
from tests.sandbox.botapi.conftest import OFFICIAL, Wire, keyboard


async def exchange(wire: Wire, method: str = "sendMessage", **params: object) -> tuple[int, str, str]:
    """Status, content type and body, whatever they are."""
    body = {"chat_id": OFFICIAL, "text": "bel"} | params
    async with wire.session.post(wire.address(method), json=body) as answer:
        return answer.status, answer.content_type, await answer.text()


def accepted(api: BotApi) -> list[str | None]:
    """The fault under which each send took effect."""
    return [entry.fault for entry in api.accepted()]


async def test_f1_the_message_stands_although_the_reply_is_lost(wire: Wire, api: BotApi) -> None:
    api.when("sendMessage").do(Fault.F1_REPLY_LOST)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await exchange(wire)
    assert accepted(api) == ["F1_REPLY_LOST"]
    assert api.transcript.rings(OFFICIAL) == 1


@pytest.mark.parametrize("takes_effect", [False, True])
async def test_f2_a_hang_lasts_until_the_client_gives_up(wire: Wire, api: BotApi, takes_effect: bool) -> None:
    api.when("sendMessage").do(Fault.F2_HANG, accepted=takes_effect)
    call = asyncio.create_task(exchange(wire))
    idle = await api.until(lambda idle: idle.hanging == 1)
    assert idle.quiet
    call.cancel()
    await api.until(lambda idle: idle.hanging == 0)
    assert len(accepted(api)) == takes_effect


async def test_f3_connections_are_refused_and_accepted_again_on_the_same_port(wire: Wire, api: BotApi) -> None:
    await exchange(wire)
    poll = asyncio.create_task(wire("getUpdates", timeout=25))
    await api.until(lambda idle: idle.waiting_polls == 1)
    before = api.url
    api.refuse()
    with pytest.raises(aiohttp.ClientError):
        await poll
    with pytest.raises(aiohttp.ClientConnectorError):
        await exchange(wire)
    assert (api.listening, len(accepted(api))) == (False, 1)
    await api.listen()
    assert (await exchange(wire))[0] == 200
    assert api.url == before


async def test_f3_a_call_under_way_ends_normally(wire: Wire, api: BotApi) -> None:
    stop = api.transcript.listen(lambda event: api.refuse())
    assert (await exchange(wire))[0] == 200
    stop()


async def test_f4_the_connection_is_reset_and_nothing_is_stored(wire: Wire, api: BotApi) -> None:
    api.when("sendMessage").do(Fault.F4_RESET)
    with pytest.raises(aiohttp.ClientOSError) as caught:
        await exchange(wire)
    assert caught.value.errno == errno.ECONNRESET
    assert accepted(api) == []


REPLIES = [
    (Fault.F5_FLOOD_SMALL, 429, {"retry_after": 2}),
    (Fault.F6_FLOOD_HUGE, 429, {"retry_after": 10_072}),
    (Fault.F7_FLOOD_BARE, 429, None),
    (Fault.F7_FLOOD_ZERO, 429, {"retry_after": 0}),
    (Fault.F8_RESTART, 500, None),
    (Fault.F12_BLOCKED, 403, None),
    (Fault.F13_DEACTIVATED, 403, None),
    (Fault.F13_CANNOT_INITIATE, 403, None),
    (Fault.F13_CHAT_NOT_FOUND, 400, None),
    (Fault.F14_REVOKED, 401, None),
    (Fault.F16_EDIT_NOT_FOUND, 400, None),
    (Fault.F16_DELETE_NOT_FOUND, 400, None),
    (Fault.F16_TOO_OLD, 400, None),
    (Fault.F17_LATE_ANSWER, 400, None),
    (Fault.F27_OTHER_READER, 409, None),
]


@pytest.mark.parametrize(("fault", "status", "parameters"), REPLIES, ids=[case[0].name for case in REPLIES])
async def test_f5_to_f17_refuse_in_json_and_nothing_happens(
    wire: Wire, api: BotApi, fault: Fault, status: int, parameters: object
) -> None:
    api.when().do(fault)
    seen, kind, text = await exchange(wire)
    body = json.loads(text)
    assert (seen, kind, body["error_code"], body.get("parameters")) == (status, "application/json", status, parameters)
    assert body["description"]
    assert accepted(api) == []


@pytest.mark.parametrize("fault", [Fault.F9_BAD_GATEWAY, Fault.F9_GATEWAY_TIMEOUT])
async def test_f9_the_front_end_answers_in_html(wire: Wire, api: BotApi, fault: Fault) -> None:
    api.when("sendMessage").do(fault)
    status, kind, text = await exchange(wire)
    assert (status, kind) == (int(fault is Fault.F9_GATEWAY_TIMEOUT) * 2 + 502, "text/html")
    assert text.startswith("<html>")


async def test_f10_an_error_without_description(wire: Wire, api: BotApi) -> None:
    api.when("sendMessage").do(Fault.F10_NO_DESCRIPTION)
    assert (await exchange(wire))[::2] == (500, '{"ok":false,"error_code":500}')


async def test_f11_a_success_that_cannot_be_read(wire: Wire, api: BotApi) -> None:
    api.when("sendMessage", nth=1).do(Fault.F11_CUT_JSON)
    api.when("sendMessage", nth=2).do(Fault.F11_ODD_JSON)
    cut = await exchange(wire)
    with pytest.raises(ValueError, match="Expecting"):
        json.loads(cut[2])
    odd = await exchange(wire)
    assert (cut[0], odd[0], json.loads(odd[2])) == (200, 200, {"ok": True, "result": "soon"})
    assert accepted(api) == ["F11_CUT_JSON", "F11_ODD_JSON"]


async def test_f15_an_edit_takes_effect_and_is_called_not_modified(wire: Wire, api: BotApi) -> None:
    message_id = await wire.send()
    api.when("editMessageText").do(Fault.F15_NOT_MODIFIED)
    status, _, text = await exchange(wire, "editMessageText", message_id=message_id, text="Gezien.")
    assert (status, "message is not modified" in text) == (400, True)
    assert api.screen(OFFICIAL)[0].text == "Gezien."


async def test_f17_an_answer_after_the_window_or_a_second_one_is_too_late(
    wire: Wire, api: BotApi, clock: VirtualClock
) -> None:
    message_id = await wire.send(reply_markup=keyboard("Gezien"))
    first, second = api.press(OFFICIAL, message_id), api.press(OFFICIAL, message_id)
    assert (await wire("answerCallbackQuery", callback_query_id=first.id)).result is True
    assert (await wire("answerCallbackQuery", callback_query_id=first.id)).status == 400
    clock.advance(30)
    assert (await wire("answerCallbackQuery", callback_query_id=second.id)).status == 400
    assert (first.answer, second.answer) == ("", None)


async def test_ambiguous_faults_can_strike_before_or_after_the_call_takes_effect(wire: Wire, api: BotApi) -> None:
    for accepted_or_not in (True, False):
        rule = api.when("sendMessage").do(Fault.F8_RESTART, accepted=accepted_or_not)
        assert (await exchange(wire))[0] == 500
        rule.cancel()
    assert accepted(api) == ["F8_RESTART"]


async def test_rules_pick_by_method_chat_count_and_number_of_times(wire: Wire, api: BotApi) -> None:
    api.add_user(8, "Bart")
    rule = api.when("sendMessage", chat=8, nth=2).do(Fault.F8_RESTART)
    statuses = [(await exchange(wire, chat_id=chat))[0] for chat in (8, OFFICIAL, 8, 8)]
    assert (statuses, rule.fired) == ([200, 200, 500, 200], 1)
    api.faults.clear()
    api.when(times=2).do(Fault.F14_REVOKED)
    assert [(await exchange(wire))[0] for _ in range(3)] == [401, 401, 200]


async def test_a_rule_of_a_chat_also_strikes_the_answer_to_its_press(wire: Wire, api: BotApi) -> None:
    message_id = await wire.send(reply_markup=keyboard("Gezien"))
    api.when(chat=OFFICIAL).do(Fault.F17_LATE_ANSWER)
    press = api.press(OFFICIAL, message_id)
    assert (await wire("answerCallbackQuery", callback_query_id=press.id)).status == 400


async def test_a_probability_strikes_the_same_calls_for_the_same_seed(wire: Wire, api: BotApi) -> None:
    api.limits.configure(enabled=False)
    runs = []
    for _ in range(2):
        rule = api.when("sendMessage", probability=0.5, seed=3).do(Fault.F8_RESTART)
        runs.append([(await exchange(wire))[0] for _ in range(12)])
        rule.cancel()
    assert runs[0] == runs[1]
    assert set(runs[0]) == {200, 500}


async def test_any_refusal_and_any_wait_can_be_given(wire: Wire, api: BotApi) -> None:
    api.when(times=1).do(Fault.F5_FLOOD_SMALL, retry_after=291)
    assert json.loads((await exchange(wire))[2])["parameters"] == {"retry_after": 291}
    api.when(times=1).do(ApiError(421, "Misdirected Request: unallowed token specified"))
    assert (await exchange(wire))[0] == 421
    api.when(times=1).do(ApiError(409, "Conflict: terminated by other setWebhook"))
    assert (await exchange(wire))[0] == 409


async def test_a_lost_reply_to_a_reading_has_confirmed_nevertheless(wire: Wire, api: BotApi) -> None:
    api.say(OFFICIAL, "een")
    update_id = (await wire("getUpdates")).result[0]["update_id"]
    api.when("getUpdates").do(Fault.F1_REPLY_LOST)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await wire("getUpdates", offset=update_id + 1)
    assert api.idle().unconfirmed == 0


def test_every_fault_has_an_effect_and_a_number() -> None:
    assert set(EFFECTS) == set(Fault)
    assert all(fault.value.split()[0] == fault.name.split("_")[0] for fault in Fault)
