"""Refuses a database whose tables this version does not know; loads nothing of what changes tables."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

from sqlalchemy import Connection, inspect, text

from storage.engines import StoreUnusable

LEVEL: Final = 1
"""What this version can work with. A step that older versions cannot live with raises `needs` in `meta` above theirs:
first expand (older and newer run side by side), and only a release later contract, with a higher `needs`."""
OTHER_TABLES: Final = (
    "The database answers, but its tables are not those of this version; start the version of Piket that made them, "
    "or put back the backup from before."
)


def check_level(connection: Connection) -> None:
    """Return only when this version can work with the database as it is. Raises StoreUnusable."""
    refuse_newer(connection)
    known, applied = steps(), applied_step(connection)
    if applied is None:
        raise StoreUnusable(
            "store.old", "The database has no tables of Piket: found an installation in it with `piket init`."
        )
    if applied in known and applied != known[-1]:
        raise StoreUnusable("store.old", "The database lacks tables of this version; run `piket migrate` first.")


def refuse_newer(connection: Connection) -> None:
    """Return only when the database does not need a newer version, nor is another program's. Raises StoreUnusable."""
    if not inspect(connection).has_table("meta"):
        if applied_step(connection) is not None:
            sentence = "The database has another program's tables; give Piket a database of its own."
            raise StoreUnusable("store.foreign", sentence)
        return
    needs = connection.execute(text("SELECT value FROM meta WHERE key = 'needs'")).scalar()
    if needs is not None and int(needs) > LEVEL:
        sentence = f"The database needs level {needs} and this version has {LEVEL}; start the newer version of Piket."
        raise StoreUnusable("store.newer", sentence)


def applied_step(connection: Connection) -> str | None:
    """The newest migration in this database, perhaps of a newer version; None before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def steps() -> list[str]:
    """The migrations of this version, oldest first: each file's name begins with the number of its step."""
    names = (path.name for path in (files("storage") / "migrations" / "versions").iterdir())
    return sorted(name.partition("_")[0] for name in names if name[0].isdigit() and name.endswith(".py"))
