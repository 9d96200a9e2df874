"""Runs the service as `python -m bot` does, but dies by SIGKILL at the point that the file PIKET_KILL_AT names.

The file holds `site|phase`. Sites are the calls of `store.write` by their place in the source, `send` (one attempt to
ring), `fetch` (one call of getUpdates) and the wait for the moment of a step that is begun early (ADR 0057). Phases:
`before`; `inside`, when the unit has run and nothing is committed; `committed`, when it is durable and nobody has been
told; `after`, when whoever waited has been told (of a step begun early: when its moment has come).
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import bot.bootstrap
import config.logs
from bot.__main__ import main
from bot.clockwork import Clockwork, HeadStart
from bot.telegram.door import TelegramDoor
from bot.telegram.reader import Reader
from domain.inbox import InboxEntry, InboxKind
from handlers import inbox
from notify.telegram import TelegramChannel
from storage.database import Store
from storage.lanes import Answers, Job
from tests.canary import holders
from tests.harness.sites import site_of

EARLY: Final = "bot.clockwork:HeadStart.until"


def reached(site: str | None, phase: str) -> None:
    """Die here, if this is the point."""
    at = Path(os.environ["PIKET_KILL_AT"])
    if site is not None and at.exists() and at.read_text("ascii") == f"{site}|{phase}":
        os.kill(os.getpid(), signal.SIGKILL)


class Watched:
    """A unit of work that knows who asked for it."""

    def __init__(self, unit: Callable[[Any], Any], site: str | None) -> None:
        self.unit, self.site = unit, site

    def __call__(self, uow: Any) -> Any:
        result = self.unit(uow)
        reached(self.site, "inside")
        return result


def watch_writes() -> None:
    write, resolve = Store.write, Answers._resolve

    async def written(store: Store, unit: Callable[[Any], Any], site: str | None, how: Any) -> Any:
        reached(site, "before")
        result = await write(store, Watched(unit, site), **how)
        reached(site, "after")
        return result

    def told(answers: Answers, jobs: Sequence[Job], effects: Any) -> None:
        for job in jobs:
            if job.error is None and isinstance(job.unit, Watched):
                reached(job.unit.site, "committed")
        resolve(answers, jobs, effects)

    def called(store: Store, unit: Callable[[Any], Any], **how: Any) -> Awaitable[Any]:
        return written(store, unit, site_of(sys._getframe(1)), how)

    setattr(Store, "write", called)  # noqa: B010  # replaced for good in this process
    setattr(Answers, "_resolve", told)  # noqa: B010


def watch(owner: type, name: str, site: str) -> None:
    """Let an await of the class that leaves the process be a point of its own."""
    asked = getattr(owner, name)

    async def watched(*given: Any) -> Any:
        reached(site, "before")
        result = await asked(*given)
        reached(site, "after")
        return result

    setattr(owner, name, watched)


def begin_early() -> None:
    """Begin every step before its moment, as on a machine's own clock; virtual time is not waited for."""
    until = HeadStart.until

    @contextlib.contextmanager
    def watched(start: HeadStart, moment: datetime) -> Iterator[None]:
        reached(EARLY, "before")
        with until(start, moment):
            reached(EARLY, "inside")
            yield
            reached(EARLY, "committed")
        reached(EARLY, "after")

    def early(*given: Any, **named: Any) -> Clockwork:
        ahead = HeadStart(bot.bootstrap._HEAD_START, bot.bootstrap._FLUSH, lambda _moment: None)
        return Clockwork(*given, **named | {"head_start": ahead})

    setattr(HeadStart, "until", watched)  # noqa: B010
    setattr(bot.bootstrap, "Clockwork", early)  # noqa: B010


class PlainTalks:
    """Leads a tap to its use case without the framework, whose import would take seconds of every life."""

    async def handle(self, entry: InboxEntry, perform: Any) -> bool:
        if entry.kind is not InboxKind.TAP:
            return False
        await perform(inbox.tap)
        return True


async def talk_plainly(_door: TelegramDoor) -> PlainTalks:
    return PlainTalks()


def log_everything() -> None:
    """Libraries included, as nobody would in production."""
    set_up = config.logs.set_up_logs
    setattr(config.logs, "set_up_logs", lambda *given: set_up(*given, level=logging.DEBUG))  # noqa: B010


def live(arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
    """One life, in a process that is forked for it: its own environment, and everything it prints in one file."""
    os.environ.clear()
    os.environ.update(environment)
    printed = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(printed, 1)
    os.dup2(printed, 2)
    watch_writes()
    if "PIKET_LOG_EVERYTHING" in os.environ:
        log_everything()
    if "PIKET_HELD_FILE" in os.environ:
        holders.answer(Path(os.environ["PIKET_HELD_FILE"]))
    if "PIKET_KEEPS_TYPED" in os.environ:
        holders.keep_what_is_typed()
    if "PIKET_BEGINS_EARLY" in os.environ:
        begin_early()
    if "PIKET_WITH_FRAMEWORK" not in os.environ:
        setattr(TelegramDoor, "_talks", talk_plainly)  # noqa: B010
    watch(TelegramChannel, "send", "send")
    watch(Reader, "_fetch", "fetch")
    raise SystemExit(main([*arguments]))
