"""What is over is read a page at a time in the order in which it closed, and nothing is sorted for it."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import Connection, Select

from storage import items
from tests.storage.test_migrations import engine_of
from tests.storage.test_planned import plan

TERMS: Final = {"holdings": (("hovj", "arr-01"),), "limit": 200, "closed_at": 1, "before": "i"}


def postgres_plan(connection: Connection, statement: Select[Any]) -> str:
    """How PostgreSQL reads it where it may not read all of a table, which it prefers while that is small."""
    for way in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):
        connection.exec_driver_sql(f"SET LOCAL {way} = off")
    asked = statement.compile(connection.engine).construct_expanded_state(TERMS)
    found = connection.exec_driver_sql(f"EXPLAIN {asked.statement}", dict(asked.parameters))
    return "; ".join(row[0] for row in found)


@pytest.mark.parametrize("statement", [items._CLOSED, items._CLOSED_BEFORE], ids=["first", "next"])
def test_a_page_of_what_is_over_is_read_by_when_it_closed(database_url: str, statement: Select[Any]) -> None:
    engine = engine_of(database_url)
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            found = plan(connection, statement.params(**TERMS))
        else:
            found = postgres_plan(connection, statement)
    engine.dispose()
    assert "ix_items_over" in found
    assert "SORT" not in found.upper()
    assert "TEMP B-TREE" not in found
