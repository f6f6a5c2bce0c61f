"""Audiences and the campaign tree, desired and observed; private to this room.

Money is in micros of the ad account's currency, which each budget row names. A campaign's own schedule is
wall time in the ad account's zone, so that a draft keeps "Monday, 9:00" when its account changes; an ad
group's own schedule (set only where the platform has one) is an instant and wins over the campaign's.
"""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from adwright.core.tenant import tenant_key, tenant_table

audiences = tenant_table(
    "audiences",
    Column("advertiser_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    tenant_key("advertiser_id", "advertisers", ondelete="CASCADE"),
    Index("ix_audiences_advertiser", "organization_id", "advertiser_id"),
)

audience_versions = tenant_table(
    "audience_versions",
    Column("audience_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("targeting", JSONB, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("created_by", Text, nullable=False),
    tenant_key("audience_id", "audiences", ondelete="CASCADE"),
    UniqueConstraint("organization_id", "audience_id", "version"),
)

# One idea on both platforms: the two campaigns that name it.
initiatives = tenant_table(
    "initiatives",
    Column("advertiser_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("created_by", Text, nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    tenant_key("advertiser_id", "advertisers", ondelete="CASCADE"),
    Index("ix_initiatives_advertiser", "organization_id", "advertiser_id"),
)

campaigns = tenant_table(
    "campaigns",
    Column("advertiser_id", Uuid, nullable=False),
    Column("initiative_id", Uuid, nullable=True),
    Column("ad_account_id", Uuid, nullable=True),
    Column("name", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("error_reason", Text, nullable=True),
    Column("state", Text, nullable=False),
    Column("purpose", Text, nullable=True),
    Column("budget_level", Text, nullable=False),
    Column("budget_period", Text, nullable=True),
    Column("budget_micros", BigInteger, nullable=True),
    Column("spend_cap_micros", BigInteger, nullable=True),
    Column("bid_amount_micros", BigInteger, nullable=True),
    Column("currency", Text, nullable=True),
    Column("bid_strategy", Text, nullable=True),
    Column("start_local", DateTime, nullable=True),
    Column("end_local", DateTime, nullable=True),
    Column("special_ad_categories", ARRAY(Text), nullable=False),
    Column("search", JSONB(none_as_null=True), nullable=True),
    Column("meta", JSONB(none_as_null=True), nullable=True),
    Column("page_external_id", Text, nullable=True),
    Column("pixel_external_id", Text, nullable=True),
    Column("external_id", Text, nullable=True),
    Column("observed", JSONB(none_as_null=True), nullable=True),
    Column("observed_at", DateTime(timezone=True), nullable=True),
    # Something of it was seen otherwise than before: drift is looked for when no change is open.
    Column("drift_due", Boolean, nullable=False, server_default=text("false")),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("created_by", Text, nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    tenant_key("advertiser_id", "advertisers", ondelete="CASCADE"),
    tenant_key("ad_account_id", "ad_accounts", ondelete="CASCADE"),
    tenant_key("initiative_id", "initiatives"),
    UniqueConstraint("organization_id", "ad_account_id", "external_id"),
    Index("ix_campaigns_advertiser", "organization_id", "advertiser_id", "status"),
    Index("ix_campaigns_initiative", "organization_id", "initiative_id"),
)

ad_groups = tenant_table(
    "ad_groups",
    Column("campaign_id", Uuid, nullable=False),
    Column("advertiser_id", Uuid, nullable=False),
    Column("ad_account_id", Uuid, nullable=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("audience_version_id", Uuid, nullable=True),
    Column("targeting", JSONB(none_as_null=True), nullable=True),
    Column("budget_period", Text, nullable=True),
    Column("budget_micros", BigInteger, nullable=True),
    Column("bid_amount_micros", BigInteger, nullable=True),
    Column("start_at", DateTime(timezone=True), nullable=True),
    Column("end_at", DateTime(timezone=True), nullable=True),
    Column("page_external_id", Text, nullable=True),
    Column("pixel_external_id", Text, nullable=True),
    Column("conversion_event", Text, nullable=True),
    Column("declaration", JSONB(none_as_null=True), nullable=True),
    Column("external_id", Text, nullable=True),
    Column("observed", JSONB(none_as_null=True), nullable=True),
    Column("observed_at", DateTime(timezone=True), nullable=True),
    tenant_key("campaign_id", "campaigns", ondelete="CASCADE"),
    tenant_key("audience_version_id", "audience_versions"),
    UniqueConstraint("organization_id", "ad_account_id", "external_id"),
    Index("ix_ad_groups_campaign", "organization_id", "campaign_id"),
    Index("ix_ad_groups_audience", "organization_id", "audience_version_id"),
)

ads = tenant_table(
    "ads",
    Column("campaign_id", Uuid, nullable=False),
    Column("ad_group_id", Uuid, nullable=False),
    Column("advertiser_id", Uuid, nullable=False),
    Column("ad_account_id", Uuid, nullable=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("creative_version_id", Uuid, nullable=True),
    Column("content", JSONB(none_as_null=True), nullable=True),
    Column("image_hash", Text, nullable=True),
    Column("instagram_external_id", Text, nullable=True),
    Column("lead_form_external_id", Text, nullable=True),
    Column("review", Text, nullable=False),
    Column("review_reasons", ARRAY(Text), nullable=False),
    Column("external_id", Text, nullable=True),
    Column("observed", JSONB(none_as_null=True), nullable=True),
    Column("observed_at", DateTime(timezone=True), nullable=True),
    tenant_key("campaign_id", "campaigns", ondelete="CASCADE"),
    tenant_key("ad_group_id", "ad_groups", ondelete="CASCADE"),
    tenant_key("creative_version_id", "creative_versions"),
    UniqueConstraint("organization_id", "ad_account_id", "external_id"),
    Index("ix_ads_campaign", "organization_id", "campaign_id"),
    Index("ix_ads_ad_group", "organization_id", "ad_group_id"),
    Index("ix_ads_creative_version", "organization_id", "creative_version_id"),
)

# How people call nodes in their documents. A key is theirs to choose, within the parent it stands under.
node_keys = tenant_table(
    "node_keys",
    Column("campaign_id", Uuid, nullable=False),
    Column("advertiser_id", Uuid, nullable=False),
    Column("parent_id", Uuid, nullable=False),
    Column("key", Text, nullable=False),
    tenant_key("campaign_id", "campaigns", ondelete="CASCADE"),
    UniqueConstraint("organization_id", "parent_id", "key"),
    Index("ix_node_keys_campaign", "organization_id", "campaign_id"),
)

# How an organization (no advertiser) or an advertiser names campaigns and tags links.
naming_rules = tenant_table(
    "naming_rules",
    Column("advertiser_id", Uuid, nullable=True),
    Column("scope_id", Uuid, nullable=False),
    Column("rules", JSONB, nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("updated_by", Text, nullable=False),
    tenant_key("advertiser_id", "advertisers", ondelete="CASCADE"),
    UniqueConstraint("organization_id", "scope_id"),
)

# How a person looks at the campaign list; a shared view is everybody's to use, and its maker's to change.
saved_views = tenant_table(
    "saved_views",
    Column("person_id", Uuid, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("made_by", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("search", JSONB, nullable=False),
    Column("columns", ARRAY(Text), nullable=True),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("organization_id", "person_id", "name"),
)

# Whether a destination answered when it was last asked; a person may let one pass that did not.
destination_checks = tenant_table(
    "destination_checks",
    Column("url_hash", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("answers", Boolean, nullable=False),
    Column("status", Integer, nullable=True),
    Column("message", Text, nullable=False),
    Column("checked_at", DateTime(timezone=True), nullable=False),
    Column("allowed_by", Text, nullable=True),
    Column("allowed_why", Text, nullable=True),
    UniqueConstraint("organization_id", "url_hash"),
)
