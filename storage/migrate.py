"""Brings a database to the tables this version knows."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from storage.diagnosis import diagnosed
from storage.engines import FileLock, parse_url, postgres_engine, sqlite_engine
from storage.level import applied_step, refuse_newer, steps

_REFUSED: Final = (
    "The database answers, but refused a step of the migration, so nothing was changed; go on with the version you had "
    "(was something changed in the tables by hand?), and send the names of both versions to who maintains Piket."
)


def migrate(url: str) -> None:
    """Apply every step that is missing, all or none; safe to repeat.

    Raises:
        StoreUnusable: when another process works on the file, the database needs a newer version, cannot be reached
            or used, or refuses a step; the sentence says which, and nothing was changed.
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
        with diagnosed(_REFUSED), engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(5064115)"))
            refuse_newer(connection)
            if applied_step(connection) not in (None, *steps()):
                return  # a newer version has been here, and this one can work with what it left
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
        if lock is not None:
            lock.release()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("storage") / "migrations").replace("%", "%%"))
    return config
