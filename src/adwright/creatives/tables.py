"""Assets and creatives; private to this room."""

from __future__ import annotations

from sqlalchemy import ARRAY, BigInteger, Column, DateTime, Index, Integer, Text, UniqueConstraint, Uuid

from adwright.core.tenant import tenant_key, tenant_table

assets = tenant_table(
    "assets",
    Column("advertiser_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("created_by", Text, nullable=False),
    tenant_key("advertiser_id", "advertisers", ondelete="CASCADE"),
    UniqueConstraint("organization_id", "advertiser_id", "sha256"),
)

creatives = tenant_table(
    "creatives",
    Column("advertiser_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("created_by", Text, nullable=False),
    tenant_key("advertiser_id", "advertisers", ondelete="CASCADE"),
    Index("ix_creatives_advertiser", "organization_id", "advertiser_id"),
)

creative_versions = tenant_table(
    "creative_versions",
    Column("creative_id", Uuid, nullable=False),
    Column("advertiser_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("parent_id", Uuid, nullable=True),
    Column("headline", Text, nullable=False),
    Column("primary_text", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("call_to_action", Text, nullable=False),
    Column("destination_url", Text, nullable=False),
    Column("asset_id", Uuid, nullable=True),
    Column("more_headlines", ARRAY(Text), nullable=False),
    Column("more_descriptions", ARRAY(Text), nullable=False),
    Column("display_path", ARRAY(Text), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("created_by", Text, nullable=False),
    tenant_key("creative_id", "creatives", ondelete="CASCADE"),
    tenant_key("parent_id", "creative_versions"),
    tenant_key("asset_id", "assets"),
    UniqueConstraint("organization_id", "creative_id", "version"),
    Index("ix_creative_versions_asset", "organization_id", "asset_id"),
)
