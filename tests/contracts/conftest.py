"""Every contract test gets a store on each kind of database."""

from tests.harness.stores import database_url, opened, opened_postgres, sqlite_template, sqlite_url

__all__ = ["database_url", "opened", "opened_postgres", "sqlite_template", "sqlite_url"]
