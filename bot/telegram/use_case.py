"""What a router chooses: one use case, run in one transaction that also marks the entry done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from domain.inbox import InboxEntry
from domain.ports import UnitOfWork

Unit = Callable[[UnitOfWork, InboxEntry, datetime], None]
Perform = Callable[[Unit], Awaitable[None]]
