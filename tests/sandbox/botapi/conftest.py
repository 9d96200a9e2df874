"""A local Bot API on a virtual clock, one official with a phone, and a bare HTTP client."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from sandbox.botapi.clock import VirtualClock
from sandbox.botapi.control import BotApi
from sandbox.botapi.settings import Settings

OFFICIAL = 7


@dataclass
class Answer:
    """What came over the wire."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def result(self) -> Any:
        assert self.body["ok"] is True, self.body
        return self.body["result"]

    @property
    def description(self) -> str:
        text = self.body["description"]
        assert isinstance(text, str)
        return text


class Wire:
    """Calls methods with JSON bodies, without any Bot API library in between."""

    def __init__(self, api: BotApi, session: aiohttp.ClientSession) -> None:
        self.api = api
        self.session = session

    def address(self, method: str) -> str:
        return f"{self.api.url}/bot{self.api.token}/{method}"

    async def __call__(self, method: str, **params: object) -> Answer:
        async with self.session.post(self.address(method), json=params) as answer:
            return Answer(answer.status, await answer.json(), dict(answer.headers))

    async def send(self, text: str = "Er staat iets voor u klaar.", **params: object) -> int:
        """Send to the official; the message id."""
        sent = await self("sendMessage", chat_id=OFFICIAL, text=text, **params)
        message_id = sent.result["message_id"]
        assert isinstance(message_id, int)
        return message_id


def keyboard(*labels: str) -> dict[str, object]:
    """One callback button a row, each with a handle of its own."""
    return {"inline_keyboard": [[{"text": label, "callback_data": f"{n:022d}"}] for n, label in enumerate(labels)]}


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
async def api(clock: VirtualClock) -> AsyncIterator[BotApi]:
    async with BotApi(clock=clock, settings=Settings(seed=1)) as served:
        served.add_user(OFFICIAL, "Anna")
        yield served


@pytest.fixture
async def wire(api: BotApi) -> AsyncIterator[Wire]:
    async with aiohttp.ClientSession() as session:
        yield Wire(api, session)
