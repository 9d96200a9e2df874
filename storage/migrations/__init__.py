"""Alembic's scripts: how the tables came to be, one step a file; run by `storage.migrate`."""
