"""Stores for these tests: on each kind of database, or on one of them alone."""

from tests.harness.stores import (
    database_url,
    opened,
    opened_postgres,
    opened_sqlite,
    sqlite_template,
    sqlite_url,
)

__all__ = ["database_url", "opened", "opened_postgres", "opened_sqlite", "sqlite_template", "sqlite_url"]
