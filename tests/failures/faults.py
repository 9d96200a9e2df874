"""Lets one commit fail: either nothing is stored, or all of it is and the disk says it is not."""

from __future__ import annotations

import sqlite3
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine.default import DefaultDialect

from storage.database import Store
from tests.harness.sites import site_of


class Failure(Enum):
    """How a write goes wrong; the caller hears StorageBusy both times."""

    NOT_STORED = "not_stored"
    STORED = "stored_but_reported_failed"


class Faults:
    """Wraps every write of this process while a test runs; strikes the first commit from the site it is armed with.

    The commit itself is what fails, so that what follows a commit (bells, sequencing, wake-ups) is lost with it.
    """

    def __init__(self, patch: pytest.MonkeyPatch, failure: Failure) -> None:
        self.failure = failure
        self._site: str | None = None
        self._struck = 0
        self._this = threading.local()
        self._commit: Callable[[DefaultDialect, Any], None] = DefaultDialect.do_commit
        write = Store.write

        def called(store: Store, unit: Callable[[Any], Any], **how: Any) -> Awaitable[Any]:
            site = site_of(sys._getframe(1))
            return write(store, self._marked(unit) if site is not None and site == self._site else unit, **how)

        faults = self

        def commit(dialect: DefaultDialect, connection: Any) -> None:
            faults._committing(dialect, connection)

        patch.setattr(Store, "write", called)
        patch.setattr(DefaultDialect, "do_commit", commit)

    @contextmanager
    def at(self, site: str) -> Iterator[None]:
        """Strike once at this site before the block ends; a test that was not struck has proven nothing."""
        self._site, self._struck = site, 0
        yield
        assert self._struck == 1, f"{site} was not written"
        self._site = None

    @property
    def struck(self) -> bool:
        return self._struck > 0

    def _marked(self, unit: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def marked(uow: Any) -> Any:
            result = unit(uow)
            if not self._struck:
                self._this.strikes = True
            return result

        return marked

    def _committing(self, dialect: DefaultDialect, connection: Any) -> None:
        if not getattr(self._this, "strikes", False):
            self._commit(dialect, connection)
            return
        self._this.strikes = False
        self._struck += 1
        if self.failure is Failure.STORED:
            self._commit(dialect, connection)
        if dialect.name == "sqlite":
            raise sqlite3.OperationalError("disk I/O error")
        raise psycopg.OperationalError("the connection is lost")
