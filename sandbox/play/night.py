"""Sets up the world of a scenario, real service and all, and takes it down again."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from client.api import Api
from client.phone import Phone
from client.transport import Patience, Transport
from config.areas import load_areas
from sandbox.botapi.clock import VirtualClock
from sandbox.botapi.control import BotApi
from sandbox.botapi.settings import Settings as BotSettings
from sandbox.botapi.transcript import Event
from sandbox.phones import Notebook, SimulatedOfficial, TelegramAccount
from sandbox.play.founding import GENESIS, Founded, found, read_founded
from sandbox.play.scenario import Scenario
from sandbox.play.service import Installation, ServiceFailed, ServiceProcess, free_port, practice_environment
from sandbox.play.sink import WebhookSink
from sandbox.play.stage import Stage
from sandbox.play.timeline import Kind, Timeline
from sandbox.play.watching import Watcher
from sandbox.push.service import Message, PushService

SETTING_UP: Final = timedelta(minutes=2)
"""Virtual time before the scenario's start in which everybody is coupled; what rings then is no part of it."""
JUST_BEFORE: Final = timedelta(milliseconds=1)
"""So long before its start a night stands still until it begins: what rings from then on is part of it."""
DRILL_SENTENCE: Final = "Dit is een oefening."
_FIRST_CHAT: Final = 1001
_AT_ONCE: Final = 100


@dataclass
class Night:
    """Everything a scenario is played with; made by `night`, gone after it."""

    scenario: Scenario
    start: datetime
    folder: Path
    founded: Founded
    stage: Stage
    sink: WebhookSink
    push: PushService
    timeline: Timeline
    notebook: Notebook
    officials: dict[str, SimulatedOfficial]
    chats: dict[str, int]
    watcher: Watcher

    @property
    def service(self) -> ServiceProcess:
        return self.stage.service

    @property
    def api(self) -> BotApi:
        return self.stage.api

    def since(self, moment: datetime) -> timedelta:
        """Return the span since the scenario's start."""
        return moment - self.start

    @property
    def elapsed(self) -> timedelta:
        return self.since(self.stage.now)


@contextlib.asynccontextmanager
async def night(
    scenario: Scenario, folder: Path, timeline: Timeline, more: Mapping[str, str] | None = None
) -> AsyncIterator[Night]:
    """Found the world in `folder`, start everything, couple everybody; at the end stop what still runs.

    `more` are settings of the service besides those of every practice.
    """
    start = scenario.start_after(datetime.now(UTC))
    found(scenario, folder, start, start - SETTING_UP)
    service = ServiceProcess(Installation(folder, {}))
    founding = asyncio.create_task(initialise(service.installation))
    await asyncio.sleep(0)  # the child works while this process loads the Bot API's schema
    async with contextlib.AsyncExitStack() as stack:
        api = await open_bot_api(stack, start)
        await founding
        stack.push_async_callback(_stop, service)
        token = write_token(folder, api.token)
        service.installation.environment |= practice_environment(
            port=free_port(), telegram=api.url, token_file=token.resolve(), start=start - SETTING_UP
        ) | dict(more or {})
        await service.start()
        yield await enter(stack, scenario, service, api, timeline)


async def enter(
    stack: contextlib.AsyncExitStack, scenario: Scenario, service: ServiceProcess, api: BotApi, timeline: Timeline
) -> Night:
    """Enter a founded world whose service runs: post the founders' acts, start every phone, couple everybody."""
    folder = service.installation.folder
    founded = read_founded(folder)
    stage = Stage(service, api, founded.start - SETTING_UP)
    stack.push_async_callback(stage.close)
    heard = _Hearing(stage, founded.start, timeline)
    sink = WebhookSink(heard.webhook, heard.webhook_closed)
    await sink.open()
    stack.push_async_callback(sink.close)
    push = PushService(heard.push, lambda: stage.now)
    await push.open()
    stack.push_async_callback(push.close)
    phones = await _phones(stack, scenario, founded, stage)
    await _post(founded, stage)
    officials, chats = await _couple(scenario, phones, stage, sink, push)
    heard.chats = {chat: who for who, chat in chats.items()}
    notebook = next(iter(officials.values())).notebook
    start = founded.start
    watcher = Watcher(notebook, phones, timeline, lambda at: at - start)
    return Night(scenario, start, folder, founded, stage, sink, push, timeline, notebook, officials, chats, watcher)


async def open_bot_api(stack: contextlib.AsyncExitStack, start: datetime, port: int = 0) -> BotApi:
    """Open a Bot API on virtual time; it closes with the stack."""
    clock = VirtualClock((start - SETTING_UP).timestamp())
    api = BotApi(clock=clock, settings=BotSettings(allow_local_urls=True, seed=1))
    await api.open(port)
    stack.push_async_callback(api.close)
    return api


async def initialise(installation: Installation) -> None:
    """Store the signed genesis; raises ServiceFailed when it is refused."""
    signed = str(installation.folder / GENESIS)
    status, said = await installation.command("init", "--practice", "--finish", "--signed", signed)
    if status != 0:
        raise ServiceFailed(f"piket init ended with {status}: {said.strip()}")


def write_token(folder: Path, token: str) -> Path:
    """Write the bot's token where the service reads it."""
    path = folder / "bot.token"
    path.touch(mode=0o600)
    path.write_text(token)
    return path


class _Hearing:
    """Puts every sound and every silent change of a chat on the timeline, from the scenario's start on."""

    def __init__(self, stage: Stage, start: datetime, timeline: Timeline) -> None:
        self._stage, self._start, self._timeline = stage, start, timeline
        self.chats: dict[int, str] = {}
        stage.api.transcript.listen(self._telegram)

    def webhook(self, who: str, text: str) -> None:
        self._bell(self._stage.now - self._start, who, "webhook", text)

    def webhook_closed(self, who: str, text: str) -> None:
        at = self._stage.now - self._start
        if at >= -JUST_BEFORE:
            self._timeline.add(max(at, timedelta(0)), Kind.SCREEN, who=who, what="edited", text=text)

    def push(self, message: Message) -> None:
        texts = message.said["text"]
        text = str(texts["nl"]) if isinstance(texts, dict) else ""
        if message.said["type"] == "closed":
            self.webhook_closed(message.who, text)
        else:
            self._bell(self._stage.now - self._start, message.who, "push", text)

    def _telegram(self, event: Event) -> None:
        at = datetime.fromtimestamp(round(event.at, 3), UTC) - self._start
        who = self.chats.get(event.user_id)
        if who is None or at < -JUST_BEFORE:
            return
        at = max(at, timedelta(0))
        if event.kind in ("sent", "rang_late") and event.rings:
            self._bell(at, who, "telegram", event.text)
        elif event.kind in ("sent", "edited", "deleted"):
            self._timeline.add(at, Kind.SCREEN, who=who, what=event.kind, text=event.text)

    def _bell(self, at: timedelta, who: str, channel: str, text: str) -> None:
        if at >= -JUST_BEFORE:
            drill = DRILL_SENTENCE in text
            self._timeline.add(max(at, timedelta(0)), Kind.BELL, who=who, channel=channel, text=text, drill=drill)


async def _stop(service: ServiceProcess) -> None:
    service.kill()
    await service.ended()


async def _phones(
    stack: contextlib.AsyncExitStack, scenario: Scenario, founded: Founded, stage: Stage
) -> dict[str, Phone]:
    folder, origin = stage.service.installation.folder, stage.service.installation.environment["PIKET_API_ORIGIN"]
    areas, replay = load_areas().eenheid_of, founded.replay()

    async def until_reachable(_seconds: float) -> None:
        await stage.service.up.wait()

    phones: dict[str, Phone] = {}
    for who in scenario.people:
        if who in founded.keyrings:
            patience = Patience(tries=50, first=0.01, most=0.05)
            transport = Transport(origin, patience=patience, pause=until_reachable)
            await stack.enter_async_context(transport)
            phone = Phone(folder / "phones" / who, transport, clock=lambda: stage.now, eenheid_of=areas)
            phone.install(founded.keyrings[who], founded.genesis, founded.chains[who], replay)
            phones[who] = phone
    return phones


async def _post(founded: Founded, stage: Stage) -> None:
    """The founders' acts after the genesis, in order, as they signed them offline."""
    async with Transport(stage.service.installation.environment["PIKET_API_ORIGIN"]) as transport:
        api = Api(transport)
        acts = founded.acts[1:]
        for place in range(0, len(acts), _AT_ONCE):
            for answer in await api.send(acts[place : place + _AT_ONCE]):
                if answer.status != 201:
                    raise ServiceFailed(f"The founders' acts were refused with {answer.code}.")


async def _couple(
    scenario: Scenario, phones: dict[str, Phone], stage: Stage, sink: WebhookSink, push: PushService
) -> tuple[dict[str, SimulatedOfficial], dict[str, int]]:
    """Everybody's chat is coupled by a `/start` token, their webhook set, their browser subscribed; in that order."""
    notebook = Notebook()
    officials: dict[str, SimulatedOfficial] = {}
    chats: dict[str, int] = {}
    for number, (who, phone) in enumerate(phones.items()):
        channels = scenario.people[who].channels
        telegram = None
        if "telegram" in channels:
            chats[who] = _FIRST_CHAT + number
            stage.api.add_user(chats[who], who, started=False)
            telegram = TelegramAccount(stage.api, chats[who])
        official = SimulatedOfficial(phone, notebook, telegram)
        officials[who] = official
        if telegram is not None:
            await official.link_telegram()
        if "webhook" in channels:
            await official.set_webhook(sink.url(who))
        if "push" in channels:
            await official.set_push(push)
    await stage.settle()
    return officials, chats
