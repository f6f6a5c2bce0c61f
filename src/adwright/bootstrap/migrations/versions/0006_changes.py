"""The tables of changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from adwright.bootstrap.migrations.tenancy import allow_system, append_only, protect

revision = "0006_changes"
down_revision = "0005_insights"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _changes()
    _operations()
    _decisions()
    _log()
    protect("changes")
    protect("operations")
    append_only("change_decisions")
    append_only("change_log")
    # The clock finds expired proposals across organizations, and closes each in its own scope.
    allow_system("changes", "SELECT", columns=["organization_id", "id", "status", "expires_at"])


def downgrade() -> None:
    """Remove the tables."""
    for table in ("change_log", "change_decisions", "operations", "changes"):
        op.drop_table(table)


def _key_to(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organization_id", column], [f"{target}.organization_id", f"{target}.id"], ondelete="CASCADE"
    )


def _changes() -> None:
    op.create_table(
        "changes",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("advertiser_id", sa.Uuid, nullable=False),
        sa.Column("ad_account_id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("patch", JSONB, nullable=False),
        sa.Column("diff", JSONB, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("cost_before_micros", sa.BigInteger, nullable=True),
        sa.Column("cost_after_micros", sa.BigInteger, nullable=True),
        sa.Column("why", sa.Text, nullable=True),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("author_id", sa.Uuid, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", JSONB, nullable=True),
        sa.Column("waiting_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_reason", sa.Text, nullable=True),
        sa.Column("reads", sa.Integer, nullable=False),
        sa.Column("mismatches", JSONB, nullable=False),
        _key_to("ad_account_id", "ad_accounts"),
        sa.ForeignKeyConstraint(
            ["organization_id", "campaign_id"], ["campaigns.organization_id", "campaigns.id"]
        ),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_index("ix_changes_campaign", "changes", ["organization_id", "campaign_id"])
    op.create_index("ix_changes_status", "changes", ["organization_id", "status", "created_at"])
    op.create_index(
        "uq_changes_open",
        "changes",
        ["organization_id", "campaign_id", "kind", "subject"],
        unique=True,
        postgresql_where=sa.text("status IN ('proposed', 'approved', 'applying')"),
    )
    op.create_index(
        "ix_changes_expiry", "changes", ["expires_at"], postgresql_where=sa.text("status = 'proposed'")
    )


def _operations() -> None:
    op.create_table(
        "operations",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("change_id", sa.Uuid, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("node_id", sa.Uuid, nullable=True),
        sa.Column("step", JSONB, nullable=False),
        sa.Column("depends_on", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("intent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("duration_ms", sa.Integer, nullable=True),
        sa.Column("external_id", sa.Text, nullable=True),
        sa.Column("found", sa.Boolean, nullable=False),
        sa.Column("answer", JSONB, nullable=False),
        sa.Column("failure", sa.Text, nullable=True),
        _key_to("change_id", "changes"),
        sa.UniqueConstraint("organization_id", "change_id", "key"),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )


def _decisions() -> None:
    op.create_table(
        "change_decisions",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("change_id", sa.Uuid, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=True),
        sa.Column("comment", sa.Text, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _key_to("change_id", "changes"),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_index("ix_change_decisions_change", "change_decisions", ["organization_id", "change_id"])


def _log() -> None:
    op.create_table(
        "change_log",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("sequence", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("change_id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("external_id", sa.Text, nullable=True),
        sa.Column("answer", JSONB, nullable=False),
        sa.Column("duration_ms", sa.Integer, nullable=True),
        _key_to("change_id", "changes"),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_index("ix_change_log_campaign", "change_log", ["organization_id", "campaign_id", "sequence"])
    op.create_index("ix_change_log_change", "change_log", ["organization_id", "change_id"])
