"""Edits of what is live: stages, undo, drift, what a call costs, and an ad's own content."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from adwright.bootstrap.migrations.tenancy import protect

revision = "0009_edits"
down_revision = "0008_documents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table of drift."""
    _campaigns()
    _changes()
    _drifts()
    protect("drifts")


def downgrade() -> None:
    """Take them away."""
    op.drop_table("drifts")
    op.drop_column("change_log", "quota_cost")
    op.drop_column("operations", "stage")
    op.drop_column("changes", "giving_up")
    op.drop_column("changes", "undoes")
    op.drop_column("campaigns", "drift_due")
    op.drop_column("ads", "image_hash")
    op.drop_column("ads", "content")


def _campaigns() -> None:
    op.add_column("ads", sa.Column("content", JSONB, nullable=True))
    op.add_column("ads", sa.Column("image_hash", sa.Text, nullable=True))
    # What an imported ad should be is what was seen of it until now.
    op.execute(
        "UPDATE ads SET content = observed #> '{fields,creative}' "
        "WHERE creative_version_id IS NULL AND observed IS NOT NULL"
    )
    due = sa.Column("drift_due", sa.Boolean, nullable=False, server_default=sa.text("false"))
    op.add_column("campaigns", due)


def _changes() -> None:
    none: sa.Column[list[object]] = sa.Column(
        "undoes", sa.ARRAY(sa.Uuid), nullable=False, server_default="{}"
    )
    op.add_column("changes", none)
    giving_up = sa.Column("giving_up", sa.Boolean, nullable=False, server_default=sa.text("false"))
    op.add_column("changes", giving_up)
    stage = sa.Column("stage", sa.Integer, nullable=False, server_default=sa.text("0"))
    op.add_column("operations", stage)
    op.add_column("change_log", sa.Column("quota_cost", sa.Integer, nullable=True))


def _drifts() -> None:
    op.create_table(
        "drifts",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("advertiser_id", sa.Uuid, nullable=False),
        sa.Column("ad_account_id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("node_id", sa.Uuid, nullable=False),
        sa.Column("node", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("parts", JSONB, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_by", sa.Text, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text, nullable=True),
        sa.Column("change_id", sa.Uuid, nullable=True),
        _key_to("ad_account_id", "ad_accounts", ondelete="CASCADE"),
        _key_to("campaign_id", "campaigns", ondelete="CASCADE"),
        _key_to("change_id", "changes"),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_index(
        "uq_drifts_open",
        "drifts",
        ["organization_id", "node_id", "field"],
        unique=True,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index("ix_drifts_campaign", "drifts", ["organization_id", "campaign_id"])
    op.create_index("ix_drifts_status", "drifts", ["organization_id", "status", "seen_at"])


def _key_to(column: str, target: str, *, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organization_id", column], [f"{target}.organization_id", f"{target}.id"], ondelete=ondelete
    )
