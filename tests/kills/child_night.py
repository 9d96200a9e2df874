"""A night whose service is a child process that may die at any instruction, and is started again at once."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from collections import Counter
from datetime import datetime, timedelta
from typing import Any, Self

import aiohttp
from sqlalchemy import bindparam, select

from client.transport import Patience, Reply, Transport
from sandbox.play.clock import ClockLost, ClockState, PracticeClock
from storage.evidence import evidence
from storage.tables_running import outbox
from tests.harness.night import Night
from tests.kills.lives import Life, begin

LOOK_EVERY = 0.005
RECORDED = select(outbox.c.target, outbox.c.reference).where(outbox.c.created_at >= bindparam("began"))


class ListeningTransport(Transport):
    """Keeps what the service said of each act, as it came over the wire."""

    def __init__(self, told: dict[str, int], sent: asyncio.Event, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._told, self._sent = told, sent

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        trace = aiohttp.TraceConfig()
        trace.on_request_chunk_sent.append(self._chunk_sent)
        trace.freeze()
        assert self._http is not None
        self._http._trace_configs.append(trace)
        return self

    async def _chunk_sent(self, _session: object, _context: object, chunk: aiohttp.TraceRequestChunkSentParams) -> None:
        if chunk.url.path == "/v1/acts":
            self._sent.set()

    async def _once(self, method: str, target: str, *given: Any, **named: Any) -> Reply:
        reply = await super()._once(method, target, *given, **named)
        if target == "/v1/acts":
            for answer in json.loads(reply.body).get("answers", ()):
                earlier = self._told.setdefault(answer["act"], answer["status"])
                assert earlier == answer["status"], "one act got two different answers"
                assert "chain.broken" not in answer["flags"]
        return reply


class ChildNight(Night):
    """Phones that lose the service wait until it is back and send the same again; virtual time waits too."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._at = self.folder / "kill"
        self._up = asyncio.Event()
        self._child: Life | None = None
        self._practice: PracticeClock | None = None
        self._guard: asyncio.Task[None] | None = None
        self.kills: list[str] = []
        self.told: dict[str, int] = {}
        """What phones were told became of each act: its status by its id."""
        self.sent = asyncio.Event()
        """Set as soon as the bytes of an act have been written to the service."""
        self.unclear: Counter[int] = Counter()
        """By chat, how often the service died between a bell's acceptance and its record: it may come once more."""
        self._doubted: set[int | None] = set()
        self.more: dict[str, str] = {}
        """Settings of the service that this kind of night adds."""
        self._ended = False

    @property
    def origin(self) -> str:
        return f"http://{self._listen}"

    @property
    def pid(self) -> int:
        assert self._child is not None
        return self._child.pid

    @property
    def log(self) -> bytes:
        """Everything the service printed, over all its lives."""
        return (self.folder / "service.log").read_bytes()

    def arm(self, point: str) -> None:
        """Let the service die when it next comes to this point."""
        self._at.write_text(point, "ascii")

    def kill(self, why: str) -> None:
        """End it with SIGKILL, now."""
        self._at.write_text(why, "ascii")
        self._up.clear()
        os.kill(self.pid, signal.SIGKILL)

    @property
    def armed(self) -> bool:
        """Whether the point was not reached yet."""
        return self._at.exists()

    # --- the child ------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        if self._listen.endswith(":0"):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self._listen = f"127.0.0.1:{probe.getsockname()[1]}"
        (self.folder / "token").write_text(self.api.token)
        (self.folder / "database-url").write_text(self.url)
        await self._spawn()
        self._guard = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        self._ended = True
        if self._guard is not None:
            self._guard.cancel()
            await asyncio.gather(self._guard, return_exceptions=True)
        await self._leave()
        if self._child is not None and self._child.returncode is None:
            self._child.send_signal(signal.SIGTERM)
            status = await self._child.wait()
            assert status == 0, f"asked to stop, the service ended with {status}: {self.log[-2000:]!r}"

    async def command(self, *arguments: str) -> tuple[int, str]:
        """Run `piket …` on this installation; its exit status and what it printed."""
        made = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *arguments, "--data", str(self.folder),
            env=self._environment(), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        printed, _ = await made.communicate()
        return made.returncode or 0, printed.decode()

    def _environment(self) -> dict[str, str]:
        given = {
            "PIKET_PRACTICE": "true",
            "PIKET_PRACTICE_START": self.clock.now().isoformat(),
            "PIKET_DATABASE_URL_FILE": str(self.folder / "database-url"),
            "PIKET_LOG_KEY_FILE": str(self.folder / "keys"),
            "PIKET_BOT_TOKEN_FILE": str(self.folder / "token"),
            "PIKET_LISTEN": self._listen,
            "PIKET_LIMITS__ADDRESS_BURST": "10000",
            "PIKET_LIMITS__DEVICE_BURST": "10000",
            "PIKET_SEQUENCING__GATHER": "PT0S",
            "PIKET_BELLS__TELEGRAM_API": self.api.url,
            "PIKET_BELLS__READER_PAUSE": "PT0.02S",
            "PIKET_BELLS__WEBHOOK_HOSTS": json.dumps(["127.0.0.1"]),
            "PIKET_KILL_AT": str(self._at),
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PIKET_")}
        return kept | given | self.more

    async def _spawn(self) -> None:
        await self._leave()
        path = self.folder / "clock"
        path.unlink(missing_ok=True)
        arguments = ["run", "--data", str(self.folder), "--practice-clock", str(path)]
        self._child = await begin(arguments, self._environment(), self.folder / "service.log")
        async with asyncio.timeout(40):
            while self._practice is None or not await self._listens():
                assert self._child.returncode is None, self.log[-2000:]
                try:
                    self._practice = self._practice or await PracticeClock.connect(path)
                except ClockLost:
                    await asyncio.sleep(LOOK_EVERY)
        self._up.set()

    async def _listens(self) -> bool:
        host, _, port = self._listen.rpartition(":")
        try:
            _, writer = await asyncio.open_connection(host, int(port))
        except OSError:
            await asyncio.sleep(LOOK_EVERY)
            return False
        writer.close()
        return True

    async def _keep(self) -> None:
        """Whoever dies at its point is started again; whoever dies of anything else fails the night."""
        while True:
            assert self._child is not None
            status = await self._child.wait()
            self._up.clear()
            if status != -signal.SIGKILL or not self._at.exists():
                raise AssertionError(f"the service ended by itself with {status}: {self.log[-2000:]!r}")
            self.kills.append(self._at.read_text("ascii"))
            self._at.unlink()
            self.unclear.update(self._in_doubt())
            await self._spawn()

    def _in_doubt(self) -> list[int]:
        """The chats of messages that the Bot API accepted and of which nothing is stored; each is returned once."""
        with evidence(self.url) as store:
            rows = store._connection.execute(RECORDED, {"began": self.began}).all()
        known = {(row.target, row.reference) for row in rows}
        new = [
            entry
            for entry in self.api.accepted()
            if (str(entry.chat_id), str(entry.message_id)) not in known and entry.message_id not in self._doubted
        ]
        self._doubted |= {entry.message_id for entry in new}
        return [entry.chat_id for entry in new if entry.chat_id is not None]

    async def _leave(self) -> None:
        self._up.clear()
        if self._practice is not None:
            self._practice.close()
            self._practice = None

    # --- time and phones ------------------------------------------------------------------------------------------

    def violations(self) -> list[str]:
        return self.api.violations(kills=len(self._doubted))

    async def settle(self) -> None:
        calm = 0
        while calm < 3:
            await asyncio.sleep(0.001)
            state = await self._state()
            calm = 0 if state is None or state.busy or not self.api.idle().quiet else calm + 1
            self._next = None if state is None else state.next_at

    async def forward(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0) -> None:
        until = self.clock.now() + timedelta(seconds=seconds, minutes=minutes, hours=hours)
        if self._ended:
            self.clock.advance(until)
            return
        await self.settle()
        while True:
            moments = [one for one in (self.clock.next_at, self._next) if one is not None and one <= until]
            await self._advance(max(min(moments, default=until), self.clock.now()))
            await self.settle()
            if not moments:
                return

    async def _advance(self, moment: datetime) -> None:
        self.clock.advance(moment)
        await self._state(moment)

    async def _state(self, to: datetime | None = None) -> ClockState | None:
        """Ask the service how it stands, moving its time to `to` first; None when it died instead of answering."""
        async with asyncio.timeout(60):
            await self._until_up()
            practice = self._practice
            if practice is not None:
                with contextlib.suppress(ClockLost):
                    return await (practice.state() if to is None else practice.advance(to))
            await asyncio.sleep(LOOK_EVERY)
            return None

    async def _until_up(self) -> None:
        assert self._guard is not None
        waiting = asyncio.create_task(self._up.wait())
        await asyncio.wait({waiting, self._guard}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if self._guard.done():
            self._guard.result()

    def _transport(self) -> Transport:
        async def until_back(seconds: float) -> None:
            await asyncio.sleep(LOOK_EVERY)
            await self._until_up()

        patience = Patience(tries=200, first=0.01, most=0.01)
        return ListeningTransport(self.told, self.sent, self.origin, patience=patience, pause=until_back)
