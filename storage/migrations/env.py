"""Runs migrations on the connection that `storage.migrate` hands over, in one transaction."""

from alembic import context

from storage.tables_running import heads

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=heads.metadata,  # that of all tables
    transactional_ddl=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
