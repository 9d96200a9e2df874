"""HB-03: tens of thousands of planned reviews cost nothing until they are due: what the engine asks reads an index."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Select

from storage import obligations
from storage.engines import sqlite_engine


def plan(connection: Connection, statement: Select[Any]) -> str:
    """How SQLite reads what a statement asks."""
    compiled = statement.compile(connection.engine, compile_kwargs={"render_postcompile": True})
    found = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled.string}", (1,) * compiled.string.count("?"))
    return "; ".join(row[-1] for row in found)


def real_waits() -> Select[Any]:
    """What is asked before a drill begins, with its lists filled in as where it is run."""
    terms = {"named": ("ontvangen", "besluiten"), "whats": (("spoedaanwijzing", "ontvangen"),)}
    return obligations._REAL.params(**terms)


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (obligations._DUE, "ix_obligations_next_at"),
        (obligations._UPCOMING, "ix_obligations_next_at"),
        (obligations._TO_COME, "ix_obligations_next_at"),
        (obligations._NAMING, "ix_obligations_begun"),
        (obligations._STANDING, "ix_obligations_begun"),
        (real_waits(), "ix_obligations_what"),
    ],
    ids=["due", "upcoming", "to_come", "naming", "standing", "real_waits"],
)
def test_hb_03_what_is_yet_to_come_is_not_looked_at(sqlite_template: Path, statement: Select[Any], index: str) -> None:
    engine = sqlite_engine(sqlite_template)
    with engine.connect() as connection:
        assert index in plan(connection, statement)
    engine.dispose()
