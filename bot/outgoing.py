"""The dispatcher on the store: what it reads before a ring and how it records attempts, each in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import Final

from bot.channels import lines
from config.settings import Settings
from domain.bells import Attempt, OutboxRow
from domain.policy import Policy
from domain.ports import Clock, Timer
from handlers.bells import record_attempts
from handlers.ringing import moot
from notify.dispatcher import Dispatcher
from storage.database import Store

RECORD_AT_ONCE: Final = 100
"""Attempts recorded in one unit, so that a burst of bells never keeps an emergency waiting for the writer."""


def dispatcher(store: Store, settings: Settings, policy: Policy, clock: Clock, timer: Timer) -> Dispatcher:
    """Return the dispatcher of this process, over the channels that are set up."""

    async def overtaken(asked: Sequence[OutboxRow]) -> Collection[int]:
        now = clock.now()
        return await store.read(lambda uow: moot(uow, asked, now))

    async def record(attempts: Sequence[Attempt]) -> None:
        for start in range(0, len(attempts), RECORD_AT_ONCE):
            group, now = attempts[start : start + RECORD_AT_ONCE], clock.now()
            await store.write(partial(record_attempts, attempts=group, now=now, policy=policy))

    return Dispatcher(lines(settings, policy, clock), moot=overtaken, record=record, clock=clock, timer=timer)
