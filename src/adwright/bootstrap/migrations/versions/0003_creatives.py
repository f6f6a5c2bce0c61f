"""The tables of creatives."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adwright.bootstrap.migrations.tenancy import protect

revision = "0003_creatives"
down_revision = "0002_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _assets()
    _creatives()
    _creative_versions()
    for table in ("assets", "creatives", "creative_versions"):
        protect(table)


def downgrade() -> None:
    """Remove the tables."""
    for table in ("creative_versions", "creatives", "assets"):
        op.drop_table(table)


def _assets() -> None:
    op.create_table(
        "assets",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("advertiser_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "advertiser_id"],
            ["advertisers.organization_id", "advertisers.id"],
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("organization_id", "advertiser_id", "sha256"),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )


def _creatives() -> None:
    op.create_table(
        "creatives",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("advertiser_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "advertiser_id"],
            ["advertisers.organization_id", "advertisers.id"],
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_index("ix_creatives_advertiser", "creatives", ["organization_id", "advertiser_id"])


def _creative_versions() -> None:
    op.create_table(
        "creative_versions",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("creative_id", sa.Uuid, nullable=False),
        sa.Column("advertiser_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("parent_id", sa.Uuid, nullable=True),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("primary_text", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("call_to_action", sa.Text, nullable=False),
        sa.Column("destination_url", sa.Text, nullable=False),
        sa.Column("asset_id", sa.Uuid, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "creative_id"],
            ["creatives.organization_id", "creatives.id"],
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "parent_id"],
            ["creative_versions.organization_id", "creative_versions.id"],
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "asset_id"],
            ["assets.organization_id", "assets.id"],
        ),
        sa.UniqueConstraint("organization_id", "creative_id", "version"),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_index("ix_creative_versions_asset", "creative_versions", ["organization_id", "asset_id"])
