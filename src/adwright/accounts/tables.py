"""The tables of accounts: who there is, how they log in, and which ad accounts they brought."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY

from adwright.core.database import metadata
from adwright.core.tenant import tenant_key, tenant_table

organizations = Table(
    "organizations",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("email", Text, nullable=False, unique=True),
    Column("first_name", Text, nullable=False),
    Column("last_name", Text, nullable=False),
    Column("company", Text),
    Column("password_hash", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)

advertisers = tenant_table(
    "advertisers",
    Column("name", Text, nullable=False),
    Column("website_url", Text),
    Column("created_at", DateTime(timezone=True), nullable=False),
    ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
    UniqueConstraint("organization_id", "name"),
)

memberships = tenant_table(
    "memberships",
    Column("person_id", Uuid, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("role", Text, nullable=False),
    Column("limited", Boolean, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
    UniqueConstraint("organization_id", "person_id"),
    Index(None, "person_id"),
)

membership_advertisers = Table(
    "membership_advertisers",
    metadata,
    Column("organization_id", Uuid, primary_key=True),
    Column("membership_id", Uuid, primary_key=True),
    Column("advertiser_id", Uuid, primary_key=True),
    tenant_key("membership_id", "memberships", ondelete="CASCADE"),
    tenant_key("advertiser_id", "advertisers", ondelete="CASCADE"),
)

invitations = tenant_table(
    "invitations",
    Column("email", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("limited", Boolean, nullable=False),
    Column("advertiser_ids", ARRAY(Uuid), nullable=False),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("invited_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("closed_at", DateTime(timezone=True)),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("person_id", Uuid, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("organization_id", Uuid, ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("token_hash", Text, unique=True),
    Column("agent", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("last_seen_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    Index(None, "person_id"),
)

refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("session_id", Uuid, ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True)),
    Index(None, "session_id"),
)

password_resets = Table(
    "password_resets",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("person_id", Uuid, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Index(None, "person_id"),
)

api_keys = tenant_table(
    "api_keys",
    Column("person_id", Uuid, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False),
    Column("prefix", Text, nullable=False),
    Column("key_hash", Text, nullable=False, unique=True),
    Column("scopes", ARRAY(Text), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True)),
    Column("last_used_at", DateTime(timezone=True)),
    Column("revoked_at", DateTime(timezone=True)),
)

connections = tenant_table(
    "connections",
    Column("provider", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("external_user_id", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("token_ciphertext", Text),
    Column("scopes", ARRAY(Text), nullable=False),
    Column("missing_scopes", ARRAY(Text), nullable=False),
    Column("expires_at", DateTime(timezone=True)),
    Column("last_good_at", DateTime(timezone=True)),
    Column("trouble", Text),
    Column("trouble_at", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("organization_id", "provider", "external_user_id"),
)

oauth_states = tenant_table(
    "oauth_states",
    Column("state_hash", Text, nullable=False, unique=True),
    Column("person_id", Uuid),
    Column("provider", Text, nullable=False),
    Column("connection_id", Uuid),
    Column("verifier_ciphertext", Text, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    tenant_key("connection_id", "connections", ondelete="CASCADE"),
)

ad_accounts = tenant_table(
    "ad_accounts",
    Column("advertiser_id", Uuid, nullable=False),
    Column("connection_id", Uuid),
    Column("platform", Text, nullable=False),
    Column("provider", Text),
    Column("external_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("platform_status", Text, nullable=False),
    Column("disable_reason", Text),
    Column("spend_cap_micros", BigInteger),
    Column("min_daily_budget_micros", BigInteger),
    Column("platform_clock_offset_seconds", Double, nullable=False),
    Column("last_day", Date),
    Column("manager_external_id", Text),
    Column("beneficiary", Text),
    Column("payor", Text),
    Column("funding", Text),
    Column("payment_trouble", Text),
    Column("created_at", DateTime(timezone=True), nullable=False),
    tenant_key("advertiser_id", "advertisers"),
    tenant_key("connection_id", "connections"),
    UniqueConstraint("organization_id", "platform", "external_id"),
    Index(None, "organization_id", "advertiser_id"),
)

pages = tenant_table(
    "pages",
    Column("ad_account_id", Uuid, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("picture_url", Text),
    tenant_key("ad_account_id", "ad_accounts", ondelete="CASCADE"),
    UniqueConstraint("organization_id", "ad_account_id", "external_id"),
)

pixels = tenant_table(
    "pixels",
    Column("ad_account_id", Uuid, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("events", ARRAY(Text)),
    tenant_key("ad_account_id", "ad_accounts", ondelete="CASCADE"),
    UniqueConstraint("organization_id", "ad_account_id", "external_id"),
)

instagram_accounts = tenant_table(
    "instagram_accounts",
    Column("ad_account_id", Uuid, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("picture_url", Text),
    tenant_key("ad_account_id", "ad_accounts", ondelete="CASCADE"),
    UniqueConstraint("organization_id", "ad_account_id", "external_id"),
)

lead_forms = tenant_table(
    "lead_forms",
    Column("ad_account_id", Uuid, nullable=False),
    Column("page_external_id", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    tenant_key("ad_account_id", "ad_accounts", ondelete="CASCADE"),
    UniqueConstraint("organization_id", "ad_account_id", "external_id"),
)

# Of no organization: an application's limit is every tenant's, and an account may be connected by several.
platform_quota = Table(
    "platform_quota",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("used_percent", Integer, nullable=False),
    Column("blocked_until", DateTime(timezone=True)),
    Column("tier", Text),
    Column("seen_at", DateTime(timezone=True), nullable=False),
)
