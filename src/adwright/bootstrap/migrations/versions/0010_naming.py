"""How campaigns are named, and whether the pages they lead to answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from adwright.bootstrap.migrations.tenancy import protect

revision = "0010_naming"
down_revision = "0009_edits"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "naming_rules",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("advertiser_id", sa.Uuid, nullable=True),
        sa.Column("scope_id", sa.Uuid, nullable=False),
        sa.Column("rules", JSONB, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "id"),
        sa.ForeignKeyConstraint(
            ["organization_id", "advertiser_id"],
            ["advertisers.organization_id", "advertisers.id"],
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("organization_id", "scope_id"),
    )
    protect("naming_rules")
    op.create_table(
        "destination_checks",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("url_hash", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("answers", sa.Boolean, nullable=False),
        sa.Column("status", sa.Integer, nullable=True),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("allowed_by", sa.Text, nullable=True),
        sa.Column("allowed_why", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("organization_id", "id"),
        sa.UniqueConstraint("organization_id", "url_hash"),
    )
    protect("destination_checks")


def downgrade() -> None:
    """Remove the tables."""
    op.drop_table("destination_checks")
    op.drop_table("naming_rules")
