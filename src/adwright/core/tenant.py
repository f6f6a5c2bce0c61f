"""The application's own tenant filter, in front of PostgreSQL's row-level security.

Every query on a tenant table carries `owned(table, transaction)`. The function is the one switch of the
filter: the tenant walk turns it off to prove that row-level security alone still leaks nothing.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Column, ColumnElement, ForeignKeyConstraint, Table, Uuid, true
from sqlalchemy.schema import SchemaItem

from adwright.core.database import Transaction, metadata


class _Filter:
    enabled: bool = True


def owned(table: Table, transaction: Transaction) -> ColumnElement[bool]:
    """Return the condition that a row belongs to the transaction's organization."""
    organization_id = transaction.organization_id
    if not _Filter.enabled:
        return true()
    condition: ColumnElement[bool] = table.c.organization_id == organization_id
    return condition


def visible(advertiser_column: Column[UUID], transaction: Transaction) -> ColumnElement[bool]:
    """Return the condition that a row's advertiser is among those the actor is limited to."""
    advertiser_ids = transaction.tenant.advertiser_ids
    if advertiser_ids is None:
        return true()
    return advertiser_column.in_(advertiser_ids)


def switch_filter(*, enabled: bool) -> None:
    """Turn the application's filter off or on; for the proof that row-level security stands alone."""
    _Filter.enabled = enabled


def tenant_table(name: str, *items: SchemaItem) -> Table:
    """Declare a tenant table: its key is (organization_id, id), so that keys cannot cross tenants."""
    return Table(
        name,
        metadata,
        Column("organization_id", Uuid, primary_key=True),
        Column("id", Uuid, primary_key=True),
        *items,
    )


def tenant_key(column: str, target: str, *, ondelete: str | None = None) -> ForeignKeyConstraint:
    """Declare a foreign key to another tenant table, within the same organization.

    Args:
        column: the referring column, e.g. `campaign_id`.
        target: the table referred to, e.g. `campaigns`.
        ondelete: what PostgreSQL does when the target row goes, e.g. `CASCADE`.
    """
    return ForeignKeyConstraint(
        ["organization_id", column],
        [f"{target}.organization_id", f"{target}.id"],
        ondelete=ondelete,
    )
