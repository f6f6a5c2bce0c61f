"""Run by Alembic: migrate on the connection that `bootstrap.migrate` hands over."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.sql.schema import SchemaItem

from adwright.bootstrap.schema import metadata


def run(connection: Connection) -> None:
    """Configure Alembic for our metadata and run what was asked."""
    partitions = _partitions(connection)

    def belongs(
        _item: SchemaItem, name: str | None, kind: str, reflected: bool, _other: SchemaItem | None
    ) -> bool:
        # Partitions are made as months come; only their parent is declared.
        return not (kind == "table" and reflected and name in partitions)

    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_object=belongs,
        compare_type=True,
        compare_server_default=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


def _partitions(connection: Connection) -> frozenset[str]:
    return frozenset(connection.scalars(text("SELECT relname FROM pg_class WHERE relispartition")))


run(context.config.attributes["connection"])
