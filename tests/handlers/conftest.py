"""A town on a real store for every test of a handler, and its officials at their desks."""

from tests.harness.desk import desk
from tests.harness.stores import sqlite_template
from tests.harness.town import town

__all__ = ["desk", "sqlite_template", "town"]
