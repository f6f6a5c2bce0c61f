"""Initiatives: one idea on both platforms."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adwright.bootstrap.migrations.tenancy import protect

revision = "0015_initiatives"
down_revision = "0014_uploads_by_content"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and let campaigns name their initiative."""
    op.create_table(
        "initiatives",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("advertiser_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "id"),
        sa.ForeignKeyConstraint(
            ["organization_id", "advertiser_id"],
            ["advertisers.organization_id", "advertisers.id"],
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_initiatives_advertiser", "initiatives", ["organization_id", "advertiser_id"])
    protect("initiatives")
    op.add_column("campaigns", sa.Column("initiative_id", sa.Uuid, nullable=True))
    op.create_foreign_key(
        op.f("fk_campaigns_organization_id_initiative_id"),
        "campaigns",
        "initiatives",
        ["organization_id", "initiative_id"],
        ["organization_id", "id"],
    )
    op.create_index("ix_campaigns_initiative", "campaigns", ["organization_id", "initiative_id"])


def downgrade() -> None:
    """Take them away; the campaigns stay."""
    op.drop_index("ix_campaigns_initiative", "campaigns")
    op.drop_constraint(op.f("fk_campaigns_organization_id_initiative_id"), "campaigns")
    op.drop_column("campaigns", "initiative_id")
    op.drop_table("initiatives")
