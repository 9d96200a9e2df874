"""Another process can drive, break and read the Bot API over HTTP as one in the same process can."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox.botapi.clock import SystemClock
from sandbox.botapi.control import BotApi
from sandbox.botapi.control_http import ControlServer
from sandbox.botapi.orders import ORDERS
from tests.sandbox.botapi.conftest import OFFICIAL, Wire, keyboard


class Control:
    def __init__(self, wire: Wire, url: str) -> None:
        self._wire = wire
        self.url = url

    async def get(self, path: str, status: int = 200) -> Any:
        async with self._wire.session.get(f"{self.url}/_control/{path}") as answer:
            assert answer.status == status
            return await answer.json()

    async def post(self, path: str, status: int = 200, **body: object) -> Any:
        async with self._wire.session.post(f"{self.url}/_control/{path}", json=body) as answer:
            assert answer.status == status, await answer.text()
            return await answer.json()


@pytest.fixture
async def control(api: BotApi, wire: Wire) -> AsyncIterator[Control]:
    server = ControlServer(api)
    await server.open()
    yield Control(wire, server.url)
    await server.close()


async def test_a_whole_bell_is_driven_and_read_from_outside(wire: Wire, control: Control) -> None:
    await control.post("users", user=8, first_name="Bart", started=False)
    await control.post("start", user=8, payload="abc")
    sent = await wire("sendMessage", chat_id=8, text="bel", reply_markup=keyboard("Gezien"))
    message_id = sent.result["message_id"]
    pressed = await control.post("press", user=8, message=message_id, button="Gezien")
    await wire("answerCallbackQuery", callback_query_id=pressed["callback_id"], text="Gezien.")
    seen = await control.get("users/8/transcript")
    assert [event["kind"] for event in seen["events"]] == ["said", "sent", "pressed", "answered"]
    assert (seen["rings"], seen["screen"][1]["text"]) == (1, "bel")
    assert [entry["method"] for entry in await control.get("ledger")] == ["sendMessage", "answerCallbackQuery"]
    assert len(await control.get("transcript")) == 4
    assert len(await control.get("violations")) == 2
    idle = await control.get("idle")
    assert (idle["unfetched"], idle["quiet"]) == (2, False)


async def test_phones_texts_and_blocks(wire: Wire, control: Control, api: BotApi) -> None:
    assert (await control.post("device", user=OFFICIAL, muted=True))["hears"] is False
    sent = await wire.send(reply_markup={"inline_keyboard": [[{"text": "Openen", "url": "https://app.example/"}]]})
    assert await control.post("open", user=OFFICIAL, message=sent) == {"url": "https://app.example/"}
    said = await control.post("say", user=OFFICIAL, text="hallo")
    await control.post("junk", user=OFFICIAL, what="voice")
    await control.post("remove", user=OFFICIAL, message=said["message_id"])
    await control.post("block", user=OFFICIAL)
    assert api.world.people.user(OFFICIAL).blocked
    await control.post("unblock", user=OFFICIAL)
    assert not api.world.people.user(OFFICIAL).blocked


async def test_faults_mishaps_limits_and_time(wire: Wire, control: Control, api: BotApi) -> None:
    await control.post("faults", do="F5_FLOOD_SMALL", method="sendMessage", nth=1, retry_after=9)
    assert (await wire("sendMessage", chat_id=OFFICIAL, text="bel")).headers["Retry-After"] == "9"
    state = await control.get("state")
    assert state["faults"] == [{"do": "F5_FLOOD_SMALL", "method": "sendMessage", "chat": None, "fired": 1}]
    await control.post("faults-clear")
    assert api.faults.rules == []
    await control.post("mishap", mishap="F3_REFUSED")
    assert (await control.get("state"))["listening"] is False
    await control.post("mishap", mishap="F3_RESTORED")
    await control.post("limits", enabled=False)
    assert api.limits.enabled is False
    before = api.clock.now()
    assert (await control.post("advance", seconds=60))["now"] == before + 60


async def test_events_stream_from_a_number_on_and_live(wire: Wire, control: Control) -> None:
    await wire.send("een")
    await wire.send("twee")
    async with wire.session.get(f"{control.url}/_control/events?after=1") as stream:
        await wire.send("drie")
        texts = []
        async for line in stream.content:
            if line.startswith(b"data: "):
                texts.append(json.loads(line[6:])["text"])
            if len(texts) == 2:
                break
    assert texts == ["twee", "drie"]


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("dance", {}, "no such order"),
        ("say", {"user": OFFICIAL}, "wrong or missing: text"),
        ("say", {"user": OFFICIAL, "text": "x", "loud": True}, "wrong or missing: loud"),
        ("say", {"user": 99, "text": "x"}, "no such user"),
        ("faults", {"do": "F99"}, "no such fault"),
        ("mishap", {"mishap": "F99"}, "no such mishap"),
        ("users", {"user": OFFICIAL, "first_name": "A"}, "taken"),
        ("press", {"user": OFFICIAL, "message": 99}, "no such message"),
    ],
)
async def test_a_wrong_order_is_400_with_one_sentence(
    control: Control, path: str, body: dict[str, object], words: str
) -> None:
    assert words in (await control.post(path, 400, **body))["error"]


async def test_reading_an_unknown_person_is_404(control: Control) -> None:
    assert (await control.get("users/abc/transcript", 404))["error"]


async def test_real_time_cannot_be_advanced() -> None:
    with pytest.raises(ValueError, match="real time"):
        await ORDERS["advance"].model_validate({"seconds": 1}).carry_out(BotApi(clock=SystemClock()))
