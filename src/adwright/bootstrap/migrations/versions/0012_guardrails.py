"""Guardrails, approval policy, approvals by link."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from adwright.bootstrap.migrations.tenancy import protect

revision = "0012_guardrails"
down_revision = "0011_quota"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; what is there already was proposed by persons and decided in person."""
    _extend("changes", sa.Column("author_kind", sa.Text, nullable=False), "person")
    op.add_column("changes", sa.Column("author_role", sa.Text, nullable=True))
    op.add_column("changes", sa.Column("rise_micros", sa.BigInteger, nullable=True))
    _extend("changes", sa.Column("leaps", sa.Boolean, nullable=False), "false")
    _extend("changes", sa.Column("findings", JSONB, nullable=False), "[]")
    _extend("change_decisions", sa.Column("version", sa.Text, nullable=False), "")
    op.add_column("change_decisions", sa.Column("role", sa.Text, nullable=True))
    _extend("change_decisions", sa.Column("in_person", sa.Boolean, nullable=False), "true")
    op.add_column("change_decisions", sa.Column("link_id", sa.Uuid, nullable=True))
    op.add_column("change_decisions", sa.Column("link_made_by", sa.Uuid, nullable=True))
    _extend("change_decisions", sa.Column("leap_confirmed", sa.Boolean, nullable=False), "false")
    _settings()
    _ledger()
    _links()
    for table in ("guardrail_limits", "approval_policies", "guardrail_ledger", "approval_links"):
        protect(table)


def downgrade() -> None:
    """Remove the tables and columns."""
    for table in ("approval_links", "guardrail_ledger", "approval_policies", "guardrail_limits"):
        op.drop_table(table)
    for column in ("version", "role", "in_person", "link_id", "link_made_by", "leap_confirmed"):
        op.drop_column("change_decisions", column)
    for column in ("author_kind", "author_role", "rise_micros", "leaps", "findings"):
        op.drop_column("changes", column)


def _extend(table: str, column: sa.Column[object], for_what_is_there: str) -> None:
    """Add a column that is never NULL; the default is for the rows that are there, and for no new one."""
    column.server_default = sa.DefaultClause(for_what_is_there)
    op.add_column(table, column)
    op.alter_column(table, column.name, server_default=None)


def _key_to(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organization_id", column], [f"{target}.organization_id", f"{target}.id"], ondelete="CASCADE"
    )


def _settings() -> None:
    op.create_table(
        "guardrail_limits",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("advertiser_id", sa.Uuid, nullable=True),
        sa.Column("ad_account_id", sa.Uuid, nullable=True),
        sa.Column("limits", JSONB, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Text, nullable=False),
        _key_to("advertiser_id", "advertisers"),
        _key_to("ad_account_id", "ad_accounts"),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_table(
        "approval_policies",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("advertiser_id", sa.Uuid, nullable=True),
        sa.Column("policy", JSONB, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Text, nullable=False),
        _key_to("advertiser_id", "advertisers"),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )


def _ledger() -> None:
    op.create_table(
        "guardrail_ledger",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("ad_account_id", sa.Uuid, nullable=False),
        sa.Column("change_id", sa.Uuid, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("node_id", sa.Uuid, nullable=False),
        sa.Column("rise_micros", sa.BigInteger, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _key_to("ad_account_id", "ad_accounts"),
        _key_to("change_id", "changes"),
        sa.UniqueConstraint("organization_id", "change_id", "day", "node_id"),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    day, node = ["organization_id", "ad_account_id", "day"], ["organization_id", "node_id", "at"]
    op.create_index("ix_guardrail_ledger_day", "guardrail_ledger", day)
    op.create_index("ix_guardrail_ledger_node", "guardrail_ledger", node)


def _links() -> None:
    op.create_table(
        "approval_links",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("change_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_by_id", sa.Uuid, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text, nullable=True),
        sa.Column("verdict", sa.Text, nullable=True),
        _key_to("change_id", "changes"),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_index("ix_approval_links_change", "approval_links", ["organization_id", "change_id"])
