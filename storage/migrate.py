"""Brings a database to the tables this version knows, and refuses one that needs a newer version."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from storage.engines import FileLock, StoreUnusable, parse_url, postgres_engine, sqlite_engine

LEVEL: Final = 1
"""What this version can work with. A step that older versions cannot live with raises `needs` in `meta` above theirs:
first expand (older and newer run side by side), and only a release later contract, with a higher `needs`."""


def migrate(url: str) -> None:
    """Apply every step that is missing, all or none; safe to repeat.

    Raises:
        StoreUnusable: when another process works on the file, or the database needs a newer version.
    """
    parsed = parse_url(url)
    lock = None
    if parsed.get_backend_name() == "sqlite":
        path = Path(str(parsed.database))
        lock = FileLock(path)
        engine = sqlite_engine(path)
    else:
        engine = postgres_engine(parsed, size=1)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(5064115)"))
            refuse_newer(connection)
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
        if lock is not None:
            lock.release()


def check_level(connection: Connection) -> None:
    """Return only when this version can work with the database as it is. Raises StoreUnusable."""
    refuse_newer(connection)
    known = {step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions()}
    applied = MigrationContext.configure(connection).get_current_revision()
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    if applied is None or (applied in known and applied != newest):
        raise StoreUnusable("store.old", "The database lacks tables of this version; run `piket migrate` first.")


def refuse_newer(connection: Connection) -> None:
    """Return only when the database does not need a newer version. Raises StoreUnusable."""
    if not inspect(connection).has_table("meta"):
        return
    needs = connection.execute(text("SELECT value FROM meta WHERE key = 'needs'")).scalar()
    if needs is not None and int(needs) > LEVEL:
        sentence = f"The database needs level {needs} and this version has {LEVEL}; start the newer version of Piket."
        raise StoreUnusable("store.newer", sentence)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("storage") / "migrations").replace("%", "%%"))
    return config
