"""Wires one process: the only file that knows every part. Start-up is recovery; any unknown death ends the process."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from aiohttp import web
from prometheus_client import CollectorRegistry

from bot.asking import open_witnessing
from bot.calendar import Calendar
from bot.channels import vapid
from bot.clock import MachineClock, VirtualClock
from bot.clockwork import Clockwork, HeadStart
from bot.effects import Effects
from bot.figures import Lateness, Parts
from bot.http.app import create_app, requests_in_flight, runner
from bot.http.changes import Changes
from bot.http.door import Door
from bot.http.metrics import metrics_app
from bot.http.static import static_runner
from bot.outgoing import dispatcher as make_dispatcher
from bot.practice import PracticePort
from bot.quality import Monitor
from bot.retention import Eraser
from bot.sequencer import Sequencer
from bot.telegram.door import TelegramDoor
from config.areas import load_areas
from config.keys import load_later_keys, load_log_keys
from config.logs import logger
from config.policy import load_policies
from config.settings import Settings, SettingsInvalid
from domain.policy import Policy
from handlers.gap_report import report_gaps
from handlers.gaps import look_ahead, show_gaps
from handlers.pipeline import perform
from notify.dispatcher import Dispatcher
from storage.database import Store, open_store
from storage.unit_of_work import SqlUnitOfWork
from storage.wakes import Wakes, conninfo_of

_log = logger("piket")
_TIDY_AT_ONCE: Final = 200
_SWITCH_SECONDS: Final = 0.0005
"""How long the writer's thread, or a framework being imported, may keep the event loop from a bell (Python: 5 ms)."""
_HEAD_START: Final = timedelta(milliseconds=10)
"""How long before its moment a step is begun: as long as one takes to be written on a busy machine."""
_FLUSH: Final = timedelta(milliseconds=4)
"""How long before its moment a step is flushed to the disk: longer than nearly all flushes take."""
_LOADED_SECONDS: Final = 5
"""After this, what is loaded stays for the life of the process: looking through it for garbage would hold up a bell."""


class Service:
    """One running process of Piket; made by `open_service`, ended by cancelling `run`."""

    def __init__(
        self, settings: Settings, policy: Policy, store: Store, clock: MachineClock | VirtualClock, effects: Effects
    ) -> None:
        self.settings, self.policy, self.store, self.clock = settings, policy, store, clock
        self.registry = CollectorRegistry()
        self.dispatcher: Dispatcher = make_dispatcher(store, settings, policy, clock, clock)
        who = vapid(settings, clock)
        self.push_key = None if who is None else who.public
        folder = settings.log_key_file
        keys = {} if folder is None else load_log_keys(folder)
        later = partial(load_later_keys, folder) if folder is not None else lambda _log: ()
        self.sequencer = Sequencer(store, keys, clock, clock, settings.sequencing, later, pressed=lambda: store.pressed)
        self.witnessing = open_witnessing(settings, store, clock, clock)
        self.eraser = Eraser(store, clock, policy)
        self.clockwork = Clockwork(
            store,
            clock,
            clock,
            at_once=policy.numbers["due_at_once"],
            send=self.dispatcher.take,
            late=Lateness(self.registry),
            head_start=HeadStart(_HEAD_START, _FLUSH, clock.hold) if isinstance(clock, MachineClock) else None,
        )
        self.telegram = TelegramDoor.open(settings, store, clock, clock)
        effects.ring = self.dispatcher.take
        effects.sequence = self.sequencer.wake
        effects.wake = self.clockwork.wake
        self.monitor = Monitor(store, clock, policy)
        self.changes = Changes()
        effects.changed = self.changes.changed
        effects.lost = self.clockwork.lost
        conninfo = conninfo_of(settings.database)
        self.wakes: Wakes | None = None
        if conninfo is not None:
            self.wakes = Wakes(conninfo, clock=clock, heard=self._heard, missed=self._look)
            effects.tell = self.wakes.tell
        self.standing: dict[str, int] = {}
        """How many alarms of each kind stand on the board, as last counted; a kind that was cleared stays, as 0."""
        self._up = False
        self._stuck = False
        """What was last told of the store in the log."""
        self._app: web.Application | None = None
        self._static = None if settings.app_listen is None else static_runner(settings)
        self.listening: Sequence[tuple[str, int]] = ()
        self.registry.register(Parts(self))

    def not_ready(self) -> Sequence[str]:
        """Return why this process should get no traffic now, in fixed words."""
        if not self._up:
            return ("starting",)
        return ("store",) if self._store_is_stuck() else ()

    def _store_is_stuck(self) -> bool:
        """Whether no heartbeat was stored lately: with a full disk, or a commit that never ends, reading goes on."""
        clock = self.clock
        return isinstance(clock, MachineClock) and clock.since_beat() > 2 * self.policy.durations["heartbeat"]

    def channels_down(self) -> Sequence[str]:
        """Return the channels that took no bells lately, in fixed words."""
        return [f"channel.{kind.value}" for kind, parts in self.dispatcher.down().items() if parts]

    def busy(self) -> int:
        """Count what is under way at this moment; virtual time stands still while it is not 0."""
        telegram = self.telegram.busy if self.telegram is not None else 0
        engine = int(self.sequencer.busy) + int(self.clockwork.busy)
        engine += int(self.witnessing is not None and self.witnessing.busy)
        requests = 0 if self._app is None else requests_in_flight(self._app)
        return self.dispatcher.busy + engine + telegram + requests + self.store.under_way

    async def run(self, practice_clock: Path | None = None) -> None:
        """Serve until cancelled; raises what any part died of."""
        workers: list[Callable[[], Awaitable[None]]] = [
            self.dispatcher.run,
            self.clockwork.run,
            self.sequencer.run,
            *(() if self.telegram is None else self.telegram.workers()),
            *(() if self.wakes is None else (self.wakes.run,)),
            *(() if self.witnessing is None else (self.witnessing.run,)),
        ]
        if isinstance(self.clock, VirtualClock) and practice_clock is not None:
            workers.append(PracticePort(practice_clock, self.clock, self.busy).run)
        else:
            workers.append(self._calendar().run)
        async with contextlib.AsyncExitStack() as open_things, asyncio.TaskGroup() as group:
            open_things.push_async_callback(self.dispatcher.close)
            for worker in workers:
                group.create_task(_for_ever(worker))
            await self._listen(open_things)
            self._up = True
            _log.info("serving", practice=self.settings.practice, listen=self.settings.listen)

    async def _listen(self, open_things: contextlib.AsyncExitStack) -> None:
        door = Door(
            self.store,
            self.clock,
            self.settings,
            self.policy,
            perform,
            not_ready=self.not_ready,
            channels_down=self.channels_down,
            push_key=self.push_key,
            registry=self.registry,
            changes=self.changes,
        )
        self._app = create_app(door)
        if self.telegram is not None and self.telegram.webhook is not None:
            self.telegram.webhook.add_to(self._app)
        serving = runner(self._app)
        await serving.setup()
        open_things.push_async_callback(serving.cleanup)
        await _bind(serving, self.settings.listen)
        self.listening = [(str(found[0]), int(found[1])) for found in serving.addresses]
        if self.settings.metrics_listen is not None:
            figures = web.AppRunner(metrics_app(self.registry), access_log=None, handle_signals=False)
            await figures.setup()
            open_things.push_async_callback(figures.cleanup)
            await _bind(figures, self.settings.metrics_listen)
        if self._static is not None and self.settings.app_listen is not None:
            await self._static.setup()
            open_things.push_async_callback(self._static.cleanup)
            await _bind(self._static, self.settings.app_listen)

    def _calendar(self) -> Calendar:
        """What returns at an interval of real time; in practice time the sandbox is the calendar."""
        calendar = Calendar()
        durations = self.policy.durations
        calendar.every(durations["sweep"], self._sweep)
        calendar.every(durations["sweep"], self.store.copy_back)
        calendar.every(durations["heartbeat"], self._beat)
        calendar.every(durations["heartbeat"], self._count_alarms)
        calendar.every(durations["outbox_lease"] / 3, self._keep_leases)
        calendar.every(durations["roster_check"], self._show_gaps)
        calendar.every(durations["roster_check"], self.monitor.count)
        calendar.every(timedelta(hours=1), self._tidy)
        calendar.every(durations["retention_check"], self.eraser.look)
        return calendar

    def _heard(self, due: datetime) -> None:
        """Another instance committed something with a moment; what it is, is read where it is due."""
        self.clockwork.wake(due)
        self.changes.changed()

    def _look(self) -> None:
        """Look at what is due and what waits in the inbox: an instance that died may have left either."""
        self.clockwork.sweep()
        if self.wakes is not None:  # what other instances committed is seen at the latest now
            self.changes.changed()
        if self.telegram is not None:
            self.telegram.pump.wake()

    async def _sweep(self) -> None:
        self._look()
        if self._store_is_stuck() is not self._stuck:
            self._stuck = not self._stuck
            (_log.error if self._stuck else _log.info)("the store is stuck" if self._stuck else "the store goes on")
        self.sequencer.wake(await self.store.read(lambda uow: uow.logs.waiting()))

    async def _beat(self) -> None:
        if isinstance(self.clock, MachineClock):
            self.clock.adopt(await self.store.write(self.clock.beat))

    async def _count_alarms(self) -> None:
        found = Counter([alarm.kind for alarm in await self.store.read(lambda uow: uow.alarms.standing())])
        self.standing = dict.fromkeys(self.standing, 0) | found

    async def _show_gaps(self) -> None:
        """RO-02: gaps in the roster stand on the board before a night finds them, and are reported once a day."""
        now = self.clock.now()
        outlook = await self.store.read(lambda uow: look_ahead(uow, now, self.policy))

        def unit(uow: SqlUnitOfWork) -> None:
            show_gaps(uow, outlook, now)
            report_gaps(uow, outlook, now, self.policy)

        await self.store.write(unit)

    async def _keep_leases(self) -> None:
        """Renew the lease on bells that wait for their pace, so that nobody takes them for lost."""
        held, until = self.dispatcher.held(), self.clock.now() + self.policy.durations["outbox_lease"]
        if held:
            await self.store.write(lambda uow: uow.outbox.renew(held, until))

    async def _tidy(self) -> None:
        """Collect what nobody will ask for: orphan blobs and chunks, sessions and challenges that ran out."""
        now = self.clock.now()
        before = now - self.policy.durations["orphan_chunks"]

        def unit(uow: SqlUnitOfWork) -> None:
            uow.blobs.collect_orphans(before, _TIDY_AT_ONCE)
            uow.sessions.forget(now)

        await self.store.write(unit)


async def open_service(settings: Settings, virtual: VirtualClock | None = None, kept: Policy | None = None) -> Service:
    """Open the store, start the clock from its last heartbeat, and wire everything; nothing runs yet.

    A `virtual` clock stands still until somebody moves it: for tests, and for practice. `kept` is the policy that the
    settings name, when the caller has read it already.

    Raises:
        SettingsInvalid, AreasInvalid, PolicyInvalid, StoreUnusable: with one sentence that says what to do.
    """
    policy = replace(
        kept or load_policies(load_areas(settings.areas), settings.policies),
        webhook_hosts=settings.bells.webhook_hosts,
        push_hosts=settings.push_hosts,
        any_port=settings.practice,
    )
    effects = Effects()
    store = open_store(
        settings.database,
        owner=settings.instance,
        on_commit=effects,
        lease=policy.durations["outbox_lease"],
        handle_life=policy.durations["bell_handle"],
    )
    clock: MachineClock | VirtualClock
    if virtual is not None:
        clock = virtual
    else:
        clock = machine = MachineClock(policy.durations["clock_gap"])
        try:
            machine.adopt(await store.write(machine.beat))
        except BaseException:
            await store.close()
            raise
    return Service(settings, policy, store, clock, effects)


async def serve(settings: Settings, practice_clock: Path | None = None) -> None:
    """Run the service until SIGTERM or SIGINT; stopping is the same as dying, only politer.

    Raises:
        SettingsInvalid: when virtual time is asked for outside practice.
    """
    if practice_clock is not None and not settings.practice:
        raise SettingsInvalid("Virtual time is for practice only; set PIKET_PRACTICE=true in a practice installation.")
    virtual = None if practice_clock is None else VirtualClock(settings.practice_start or datetime.now(UTC))
    service = await open_service(settings, virtual)
    task = asyncio.current_task()
    loop = asyncio.get_running_loop()
    loop.call_later(_LOADED_SECONDS, gc.freeze)
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, _cancel, task)
    try:
        await service.run(practice_clock)
    except asyncio.CancelledError:
        _log.info("stopping")
    finally:
        await service.store.close()


def run(settings: Settings, *, practice_clock: Path | None = None) -> int:
    """Run the service in a new event loop; 0 after a polite stop, raises on any other end."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    asyncio.run(serve(settings, practice_clock))
    return 0


def _cancel(task: asyncio.Task[Any] | None) -> None:
    """Ask to stop, once: a second Ctrl-C does not interrupt the polite ending."""
    if task is not None and not task.cancelling():
        task.cancel()


async def _for_ever(worker: Callable[[], Awaitable[None]]) -> None:
    """A worker that simply returns has died as well."""
    await worker()
    raise RuntimeError("A part of the service ended by itself; the process ends and is started again.")


async def _bind(serving: web.AppRunner, address: str) -> None:
    host, _, port = address.rpartition(":")
    await web.TCPSite(serving, host.strip("[]"), int(port), backlog=1024, reuse_address=True).start()
