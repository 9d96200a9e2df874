"""A migrated database of either kind for one test, and a store opened on it."""

import secrets
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import psycopg
import pytest
import pytest_asyncio

from storage.committed import Committed
from storage.database import Store, open_store
from storage.lanes import Hold
from storage.migrate import migrate
from storage.unit_of_work import SqlUnitOfWork
from tests.harness.postgres import Postgres

LEASE = timedelta(seconds=60)
HANDLE_LIFE = timedelta(hours=48)

T = TypeVar("T")

DUPLICATE = (sqlite3.IntegrityError, psycopg.errors.UniqueViolation)
"""What either driver raises for the same key twice."""


class OpenStore:
    """A store under test, and what its commits said had to be done."""

    def __init__(self, url: str, owner: str = "een") -> None:
        self.url = url
        self.commits: list[Committed] = []
        self.store: Store = open_store(
            url,
            owner=owner,
            on_commit=self._committed,
            random=secrets.token_bytes,
            lease=LEASE,
            handle_life=HANDLE_LIFE,
        )

    def _committed(self, effects: Committed) -> None:
        self.commits.append(effects)

    async def write(self, unit: Callable[[SqlUnitOfWork], T], *, urgent: bool = False, hold: Hold | None = None) -> T:
        return await self.store.write(unit, urgent=urgent, hold=hold)

    async def read(self, unit: Callable[[SqlUnitOfWork], T], *, brief: bool = False) -> T:
        return await self.store.read(unit, brief=brief)

    async def close(self) -> None:
        await self.store.close()

    @property
    def last(self) -> Committed:
        """What the newest commit with effects changed."""
        return self.commits[-1]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, made once."""
    path = tmp_path_factory.mktemp("template") / "piket.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a migrated SQLite database for this test alone."""
    path = tmp_path / "piket.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a migrated database of each kind, in turn, for this test alone."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    server: Postgres = request.getfixturevalue("postgres")
    address = server.database(server.template("piket", migrate))
    yield address
    server.drop(address)


on_postgres_slowly = pytest.mark.parametrize(
    "database_url",
    ["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.slow])],
    indirect=True,
)
"""For what devices do, to whom one database is as the other: in quick runs on SQLite alone."""


@pytest_asyncio.fixture
async def opened(database_url: str) -> AsyncIterator[OpenStore]:
    """A store on each kind of database, in turn."""
    store = OpenStore(database_url)
    yield store
    await store.close()


@pytest_asyncio.fixture
async def opened_postgres(postgres: Postgres) -> AsyncIterator[OpenStore]:
    """A store on PostgreSQL."""
    address = postgres.database(postgres.template("piket", migrate))
    store = OpenStore(address)
    yield store
    await store.close()
    postgres.drop(address)


@pytest_asyncio.fixture
async def opened_sqlite(sqlite_url: str) -> AsyncIterator[OpenStore]:
    """A store on SQLite."""
    store = OpenStore(sqlite_url)
    yield store
    await store.close()
