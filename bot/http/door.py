"""What the HTTP door stands on: the store, the clock, the settings, and the table of acts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from aiohttp import web
from prometheus_client import CollectorRegistry

from bot.http.changes import Changes
from bot.http.limits import Buckets
from bot.http.metrics import Metrics
from config.settings import Settings
from domain.policy import Policy
from domain.ports import Answer, Clock, UnitOfWork, VerifiedAct

T = TypeVar("T")


class Store(Protocol):
    """The store as the doors see it; a unit runs in one transaction, possibly in another thread."""

    async def write(self, unit: Callable[[Any], T], *, urgent: bool = False) -> T:
        """Durable on return. Raises StorageBusy when it cannot say whether it stored."""

    @property
    def urgent_waits(self) -> bool:
        """Whether an urgent unit waits to begin: a unit that can end here should; asked from within units."""

    async def read(self, unit: Callable[[Any], T], *, brief: bool = False) -> T:
        """Run a reading unit on one snapshot; a `brief` one asks a few rows by their key."""


Perform = Callable[[UnitOfWork, VerifiedAct, datetime, Policy], Answer]
"""`handlers.pipeline.perform`: carries out one act in the transaction it is given."""


@dataclass(frozen=True)
class Door:
    """Everything the HTTP door needs, wired by bootstrap; `not_ready` gives fixed words, never addresses or secrets."""

    store: Store
    clock: Clock
    settings: Settings
    policy: Policy
    perform: Perform
    not_ready: Callable[[], Sequence[str]] = field(default=lambda: ())
    channels_down: Callable[[], Sequence[str]] = field(default=lambda: ())
    """The channels that take no bells now, in fixed words."""
    push_key: str | None = None
    """The public key that a browser names when it subscribes to Web Push."""
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    changes: Changes = field(default_factory=Changes)


@dataclass(frozen=True)
class Gauges:
    """What the door keeps in memory of this instance; losing it loses nothing."""

    in_flight: set[object]
    """One mark for each request that has not been answered; virtual time stands still while there is one."""
    devices: Buckets
    addresses: Buckets
    metrics: Metrics


DOOR = web.AppKey("door", Door)
GAUGES = web.AppKey("gauges", Gauges)
MARK = web.RequestKey("mark", object)
"""What counts a request among those in flight."""
