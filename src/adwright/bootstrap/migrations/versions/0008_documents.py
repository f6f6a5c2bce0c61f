"""How people call nodes in their documents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adwright.bootstrap.migrations.tenancy import protect

revision = "0008_documents"
down_revision = "0007_google"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "node_keys",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("advertiser_id", sa.Uuid, nullable=False),
        sa.Column("parent_id", sa.Uuid, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "id"),
        sa.ForeignKeyConstraint(
            ["organization_id", "campaign_id"],
            ["campaigns.organization_id", "campaigns.id"],
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("organization_id", "parent_id", "key"),
    )
    op.create_index("ix_node_keys_campaign", "node_keys", ["organization_id", "campaign_id"])
    protect("node_keys")


def downgrade() -> None:
    """Remove the table."""
    op.drop_table("node_keys")
