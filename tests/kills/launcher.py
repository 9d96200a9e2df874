"""Starts the service as `python -m bot` does, but dies by SIGKILL at the point that the file PIKET_KILL_AT names.

The file holds `site|phase`. Sites are the calls of `store.write` by their place in the source, `send` (one attempt to
ring) and `fetch` (one call of getUpdates). Phases: `before`; `inside`, when the unit has run and nothing is committed;
`committed`, when it is durable and nobody has been told; `after`, when whoever waited has been told.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from bot.__main__ import main
from bot.telegram.reader import Reader
from notify.telegram import TelegramChannel
from storage.database import Store
from storage.lanes import Answers, Job
from tests.harness.sites import site_of

AT = Path(os.environ["PIKET_KILL_AT"])


def reached(site: str | None, phase: str) -> None:
    """Die here, if this is the point."""
    if site is not None and AT.exists() and AT.read_text("ascii") == f"{site}|{phase}":
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

    async def written(store: Store, unit: Callable[[Any], Any], site: str | None, urgent: bool) -> Any:
        reached(site, "before")
        result = await write(store, Watched(unit, site), urgent=urgent)
        reached(site, "after")
        return result

    def told(answers: Answers, jobs: Sequence[Job], effects: Any) -> None:
        for job in jobs:
            if job.error is None and isinstance(job.unit, Watched):
                reached(job.unit.site, "committed")
        resolve(answers, jobs, effects)

    def called(store: Store, unit: Callable[[Any], Any], *, urgent: bool = False) -> Awaitable[Any]:
        return written(store, unit, site_of(sys._getframe(1)), urgent)

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


if __name__ == "__main__":
    watch_writes()
    watch(TelegramChannel, "send", "send")
    watch(Reader, "_fetch", "fetch")
    raise SystemExit(main(sys.argv[1:]))
