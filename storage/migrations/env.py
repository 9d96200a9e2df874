"""Runs migrations on the connection that `storage.migrate` hands over, in one transaction."""

from alembic import context

from storage.tables import metadata
from storage.tables_running import heads as _running  # noqa: F401  # its tables belong to the same metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
