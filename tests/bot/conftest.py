"""A town on a real store for the tests of the workers."""

from tests.harness.stores import sqlite_template
from tests.harness.town import town

__all__ = ["sqlite_template", "town"]
