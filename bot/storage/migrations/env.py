"""Run by Alembic with the connection that `bot.storage.migrate` hands it. Not used from the command line."""

from __future__ import annotations

from alembic import context

from bot.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table by rebuilding it
    transactional_ddl=True,  # on SQLite too, since we begin the transaction ourselves
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
