"""The tables of campaigns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from adwright.bootstrap.migrations.tenancy import protect

revision = "0004_campaigns"
down_revision = "0003_creatives"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _audiences()
    _audience_versions()
    _campaigns()
    _ad_groups()
    _ads()
    for table in ("audiences", "audience_versions", "campaigns", "ad_groups", "ads"):
        protect(table)


def downgrade() -> None:
    """Remove the tables."""
    for table in ("ads", "ad_groups", "campaigns", "audience_versions", "audiences"):
        op.drop_table(table)


def _audiences() -> None:
    op.create_table(
        "audiences",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("advertiser_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "advertiser_id"],
            ["advertisers.organization_id", "advertisers.id"],
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_index("ix_audiences_advertiser", "audiences", ["organization_id", "advertiser_id"])


def _audience_versions() -> None:
    op.create_table(
        "audience_versions",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("audience_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("targeting", JSONB, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "audience_id"],
            ["audiences.organization_id", "audiences.id"],
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("organization_id", "audience_id", "version"),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )


def _campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("advertiser_id", sa.Uuid, nullable=False),
        sa.Column("ad_account_id", sa.Uuid, nullable=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("error_reason", sa.Text, nullable=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=True),
        sa.Column("budget_level", sa.Text, nullable=False),
        sa.Column("budget_period", sa.Text, nullable=True),
        sa.Column("budget_micros", sa.BigInteger, nullable=True),
        sa.Column("spend_cap_micros", sa.BigInteger, nullable=True),
        sa.Column("bid_amount_micros", sa.BigInteger, nullable=True),
        sa.Column("currency", sa.Text, nullable=True),
        sa.Column("bid_strategy", sa.Text, nullable=True),
        sa.Column("start_local", sa.DateTime, nullable=True),
        sa.Column("end_local", sa.DateTime, nullable=True),
        sa.Column("special_ad_categories", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("page_external_id", sa.Text, nullable=True),
        sa.Column("pixel_external_id", sa.Text, nullable=True),
        sa.Column("external_id", sa.Text, nullable=True),
        sa.Column("observed", JSONB(none_as_null=True), nullable=True),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "advertiser_id"],
            ["advertisers.organization_id", "advertisers.id"],
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "ad_account_id"],
            ["ad_accounts.organization_id", "ad_accounts.id"],
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("organization_id", "ad_account_id", "external_id"),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_index("ix_campaigns_advertiser", "campaigns", ["organization_id", "advertiser_id", "status"])


def _ad_groups() -> None:
    op.create_table(
        "ad_groups",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("advertiser_id", sa.Uuid, nullable=False),
        sa.Column("ad_account_id", sa.Uuid, nullable=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("audience_version_id", sa.Uuid, nullable=True),
        sa.Column("targeting", JSONB(none_as_null=True), nullable=True),
        sa.Column("budget_period", sa.Text, nullable=True),
        sa.Column("budget_micros", sa.BigInteger, nullable=True),
        sa.Column("bid_amount_micros", sa.BigInteger, nullable=True),
        sa.Column("start_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("page_external_id", sa.Text, nullable=True),
        sa.Column("pixel_external_id", sa.Text, nullable=True),
        sa.Column("external_id", sa.Text, nullable=True),
        sa.Column("observed", JSONB(none_as_null=True), nullable=True),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id", "campaign_id"],
            ["campaigns.organization_id", "campaigns.id"],
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "audience_version_id"],
            ["audience_versions.organization_id", "audience_versions.id"],
        ),
        sa.UniqueConstraint("organization_id", "ad_account_id", "external_id"),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_index("ix_ad_groups_campaign", "ad_groups", ["organization_id", "campaign_id"])
    op.create_index("ix_ad_groups_audience", "ad_groups", ["organization_id", "audience_version_id"])


def _ads() -> None:
    op.create_table(
        "ads",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("ad_group_id", sa.Uuid, nullable=False),
        sa.Column("advertiser_id", sa.Uuid, nullable=False),
        sa.Column("ad_account_id", sa.Uuid, nullable=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("creative_version_id", sa.Uuid, nullable=True),
        sa.Column("review", sa.Text, nullable=False),
        sa.Column("review_reasons", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("external_id", sa.Text, nullable=True),
        sa.Column("observed", JSONB(none_as_null=True), nullable=True),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id", "campaign_id"],
            ["campaigns.organization_id", "campaigns.id"],
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "ad_group_id"],
            ["ad_groups.organization_id", "ad_groups.id"],
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "creative_version_id"],
            ["creative_versions.organization_id", "creative_versions.id"],
        ),
        sa.UniqueConstraint("organization_id", "ad_account_id", "external_id"),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_index("ix_ads_campaign", "ads", ["organization_id", "campaign_id"])
    op.create_index("ix_ads_ad_group", "ads", ["organization_id", "ad_group_id"])
    op.create_index("ix_ads_creative_version", "ads", ["organization_id", "creative_version_id"])
