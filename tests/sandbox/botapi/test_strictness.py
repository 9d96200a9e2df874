"""Every call is checked against the typed Bot API, in every body form; what we produce is checked too."""

from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

from sandbox.botapi import schema
from sandbox.botapi.control import BotApi
from tests.sandbox.botapi.conftest import OFFICIAL, Wire, keyboard


@pytest.mark.parametrize(
    ("method", "params", "where"),
    [
        ("sendMessage", {"chat_id": 7, "text": "x", "sound": "loud"}, "unknown parameter sound"),
        ("sendMessage", {"chat_id": 7, "text": 5}, "wrong parameter text"),
        ("sendMessage", {"chat_id": True, "text": "x"}, "wrong parameter chat_id"),
        ("sendMessage", {"chat_id": 7, "text": "x", "protect_content": "yes"}, "wrong parameter protect_content"),
        ("sendMessage", {"chat_id": 7, "text": "x", "reply_markup": "{"}, "wrong parameter reply_markup"),
        (
            "sendMessage",
            {"chat_id": 7, "text": "x", "reply_markup": {"inline_keyboard": [[{"txt": "a"}]]}},
            "parameter reply_markup.",
        ),
        (
            "sendMessage",
            {"chat_id": 7, "text": "x", "link_preview_options": {"is_disabled": True, "size": 1}},
            "unknown parameter link_preview_options.size",
        ),
        ("setMyCommands", {"commands": [{"command": "a"}]}, "missing parameter commands[0].description"),
        ("setMyCommands", {"commands": [], "scope": {"type": "planet"}}, "parameter scope"),
        ("getUpdates", {"allowed_updates": "message"}, "wrong parameter allowed_updates"),
    ],
)
async def test_a_call_outside_the_schema_is_refused_and_remembered(
    wire: Wire, api: BotApi, method: str, params: dict[str, Any], where: str
) -> None:
    answer = await wire(method, **params)
    assert answer.status == 400
    assert where in answer.description
    assert len(api.violations()) == 1
    assert api.ledger == []


async def test_a_method_outside_the_subset_is_remembered_without_its_parameters(wire: Wire, api: BotApi) -> None:
    assert (await wire("sendDocument", chat_id=OFFICIAL, document="geheim")).status == 404
    assert api.violations() == ["method not in the subset: sendDocument"]


MARKUP = '{"inline_keyboard":[[{"text":"Gezien","callback_data":"0000000000000000000000"}]]}'
FORM = {"chat_id": str(OFFICIAL), "text": "bel", "protect_content": "true", "reply_markup": MARKUP}


@pytest.mark.parametrize("form", ["query", "urlencoded", "multipart", "json"])
async def test_every_body_form_and_any_case_of_the_name(wire: Wire, api: BotApi, form: str) -> None:
    address = wire.address("SENDmessage")
    body: Any = None
    if form == "query":
        address += "?" + urlencode(FORM)
    elif form == "urlencoded":
        body = FORM
    elif form == "multipart":
        body = aiohttp.MultipartWriter("form-data")
        for name, value in FORM.items():
            body.append(value).set_content_disposition("form-data", name=name)
    method = "GET" if form == "query" else "POST"
    json = {**FORM, "chat_id": OFFICIAL, "protect_content": True} if form == "json" else None
    async with wire.session.request(method, address, data=body, json=json) as answer:
        sent = (await answer.json())["result"]
    assert sent["has_protected_content"] is True
    assert sent["reply_markup"] == {
        "inline_keyboard": [[{"text": "Gezien", "callback_data": "0000000000000000000000"}]]
    }
    assert api.ledger[0].params["chat_id"] == OFFICIAL


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("application/json", b"{", "can't parse JSON object"),
        ("application/json", b"[]", "can't parse JSON object"),
        ("text/plain", b"hallo", "unsupported content type"),
    ],
)
async def test_a_body_that_is_no_form_is_refused(wire: Wire, kind: str, body: bytes, text: str) -> None:
    headers = {"Content-Type": kind}
    async with wire.session.post(wire.address("getMe"), data=body, headers=headers) as answer:
        assert (await answer.json())["description"] == f"Bad Request: {text}"


async def test_a_file_is_no_text(wire: Wire, api: BotApi) -> None:
    form = aiohttp.FormData({"chat_id": str(OFFICIAL)})
    form.add_field("reply_markup", b"bytes", filename="x.json")
    async with wire.session.post(wire.address("sendMessage"), data=form) as answer:
        assert answer.status == 400


async def test_everything_this_bot_api_produces_fits_the_schema(wire: Wire, api: BotApi) -> None:
    message_id = await wire.send(
        reply_markup=keyboard("Gezien"), protect_content=True, link_preview_options={"is_disabled": True}
    )
    api.start(OFFICIAL, "token")
    said = api.say(OFFICIAL, "hallo")
    api.edit_said(OFFICIAL, said.id, "dag")
    for junk in ("photo", "voice", "write_access"):
        api.send_junk(OFFICIAL, junk)
    api.share_contact(OFFICIAL, OFFICIAL)
    api.press(OFFICIAL, message_id)
    api.press(OFFICIAL, message_id, inaccessible=True)
    api.block(OFFICIAL)
    api.unblock(OFFICIAL)
    await wire("pinChatMessage", chat_id=OFFICIAL, message_id=message_id)
    found = (await wire("getUpdates")).result
    assert len(found) == 12
    assert [schema.check_object("Update", update) for update in found] == [[]] * 12
    calls: list[tuple[str, str, dict[str, object]]] = [
        ("getMe", "User", {}),
        ("getChat", "ChatFullInfo", {"chat_id": OFFICIAL}),
        ("getWebhookInfo", "WebhookInfo", {}),
        ("sendMessage", "Message", {"chat_id": OFFICIAL, "text": "bel"}),
        ("editMessageReplyMarkup", "Message", {"chat_id": OFFICIAL, "message_id": message_id}),
    ]
    for method, type_name, params in calls:
        result = (await wire(method, **params)).result
        assert schema.check_object(type_name, result) == []


def test_the_check_of_objects_finds_a_planted_error() -> None:
    assert schema.check_object("User", {"id": 1, "is_bot": "no", "first_name": "A", "shoe": 43}) == [
        schema.Problem("unknown", "User.shoe"),
        schema.Problem("wrong", "User.is_bot"),
    ]


async def test_a_local_address_passes_only_with_the_sandbox_switch(wire: Wire, api: BotApi) -> None:
    for url in ("http://p1.piket.localhost:8080/", "http://localhost:8080/", "https://127.0.0.1/"):
        params = {
            "chat_id": OFFICIAL,
            "text": "bel",
            "reply_markup": {"inline_keyboard": [[{"text": "o", "url": url}]]},
        }
        api.world.settings.allow_local_urls = False
        assert (await wire("sendMessage", **params)).status == 400
        api.world.settings.allow_local_urls = True
        assert (await wire("sendMessage", **params)).status == 200
    assert api.world.settings.relaxations() == [
        "http, localhost and loopback addresses are accepted in buttons and webhooks"
    ]
