"""Changes, their operations, the decisions about them and the execution log; private to this room.

Money is in micros of the ad account's currency, which the change names.
"""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Identity,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from adwright.core.tenant import tenant_key, tenant_table

changes = tenant_table(
    "changes",
    Column("advertiser_id", Uuid, nullable=False),
    Column("ad_account_id", Uuid, nullable=False),
    Column("campaign_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("patch", JSONB, nullable=False),
    Column("diff", JSONB, nullable=False),
    Column("currency", Text, nullable=False),
    Column("cost_before_micros", BigInteger, nullable=True),
    Column("cost_after_micros", BigInteger, nullable=True),
    Column("why", Text, nullable=True),
    Column("author", Text, nullable=False),
    Column("author_id", Uuid, nullable=True),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=True),
    Column("finished_at", DateTime(timezone=True), nullable=True),
    Column("failure", JSONB(none_as_null=True), nullable=True),
    Column("waiting_until", DateTime(timezone=True), nullable=True),
    Column("waiting_reason", Text, nullable=True),
    Column("reads", Integer, nullable=False),
    Column("mismatches", JSONB, nullable=False),
    Column("undoes", ARRAY(Uuid), nullable=False, server_default="{}"),
    Column("giving_up", Boolean, nullable=False, server_default=text("false")),
    Column("author_kind", Text, nullable=False),
    Column("author_role", Text, nullable=True),
    # By how much it raises the cost per day; NULL where that cannot be said.
    Column("rise_micros", BigInteger, nullable=True),
    Column("leaps", Boolean, nullable=False),
    Column("findings", JSONB, nullable=False),
    # What its nodes should have been before it was approved; NULL while it is not.
    Column("desired_before", JSONB(none_as_null=True), nullable=True),
    tenant_key("ad_account_id", "ad_accounts", ondelete="CASCADE"),
    tenant_key("campaign_id", "campaigns"),
    Index("ix_changes_campaign", "organization_id", "campaign_id"),
    Index("ix_changes_status", "organization_id", "status", "created_at"),
    # A double click makes one change: the same kind for the same subject is open once.
    Index(
        "uq_changes_open",
        "organization_id",
        "campaign_id",
        "kind",
        "subject",
        unique=True,
        postgresql_where=text("status IN ('proposed', 'approved', 'applying')"),
    ),
    Index("ix_changes_expiry", "expires_at", postgresql_where=text("status = 'proposed'")),
)

operations = tenant_table(
    "operations",
    Column("change_id", Uuid, nullable=False),
    Column("position", Integer, nullable=False),
    Column("stage", Integer, nullable=False, server_default=text("0")),
    Column("key", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("node_id", Uuid, nullable=True),
    Column("step", JSONB, nullable=False),
    Column("depends_on", ARRAY(Text), nullable=False),
    Column("status", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("intent_at", DateTime(timezone=True), nullable=True),
    Column("asked_at", DateTime(timezone=True), nullable=True),
    Column("finished_at", DateTime(timezone=True), nullable=True),
    Column("duration_ms", Integer, nullable=True),
    Column("external_id", Text, nullable=True),
    Column("found", Boolean, nullable=False),
    Column("answer", JSONB, nullable=False),
    Column("failure", Text, nullable=True),
    tenant_key("change_id", "changes", ondelete="CASCADE"),
    UniqueConstraint("organization_id", "change_id", "key"),
)

change_decisions = tenant_table(
    "change_decisions",
    Column("change_id", Uuid, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("person_id", Uuid, nullable=True),
    Column("comment", Text, nullable=True),
    # Of the change as it was when this was decided; a decision about another version does not count.
    Column("version", Text, nullable=False),
    Column("role", Text, nullable=True),
    Column("in_person", Boolean, nullable=False),
    Column("link_id", Uuid, nullable=True),
    Column("link_made_by", Uuid, nullable=True),
    Column("leap_confirmed", Boolean, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    tenant_key("change_id", "changes", ondelete="CASCADE"),
    Index("ix_change_decisions_change", "organization_id", "change_id"),
)

change_log = tenant_table(
    "change_log",
    # The order in which things happened; instants may be equal.
    Column("sequence", BigInteger, Identity(always=True), nullable=False),
    Column("change_id", Uuid, nullable=False),
    Column("campaign_id", Uuid, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("kind", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("external_id", Text, nullable=True),
    Column("answer", JSONB, nullable=False),
    Column("duration_ms", Integer, nullable=True),
    Column("quota_cost", Integer, nullable=True),
    tenant_key("change_id", "changes", ondelete="CASCADE"),
    Index("ix_change_log_campaign", "organization_id", "campaign_id", "sequence"),
    Index("ix_change_log_change", "organization_id", "change_id"),
)

drifts = tenant_table(
    "drifts",
    Column("advertiser_id", Uuid, nullable=False),
    Column("ad_account_id", Uuid, nullable=False),
    Column("campaign_id", Uuid, nullable=False),
    Column("level", Text, nullable=False),
    Column("node_id", Uuid, nullable=False),
    Column("node", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("parts", JSONB, nullable=False),
    Column("status", Text, nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    Column("edited_at", DateTime(timezone=True), nullable=True),
    Column("edited_by", Text, nullable=True),
    Column("decided_at", DateTime(timezone=True), nullable=True),
    Column("decided_by", Text, nullable=True),
    Column("change_id", Uuid, nullable=True),
    tenant_key("ad_account_id", "ad_accounts", ondelete="CASCADE"),
    tenant_key("campaign_id", "campaigns", ondelete="CASCADE"),
    tenant_key("change_id", "changes"),
    Index(
        "uq_drifts_open",
        "organization_id",
        "node_id",
        "field",
        unique=True,
        postgresql_where=text("status = 'open'"),
    ),
    Index("ix_drifts_campaign", "organization_id", "campaign_id"),
    Index("ix_drifts_status", "organization_id", "status", "seen_at"),
)

# The id of a row of settings is that of whom it is for: the organization, an advertiser or an ad account.
guardrail_limits = tenant_table(
    "guardrail_limits",
    Column("advertiser_id", Uuid, nullable=True),
    Column("ad_account_id", Uuid, nullable=True),
    Column("limits", JSONB, nullable=False),
    Column("set_at", DateTime(timezone=True), nullable=False),
    Column("set_by", Text, nullable=False),
    tenant_key("advertiser_id", "advertisers", ondelete="CASCADE"),
    tenant_key("ad_account_id", "ad_accounts", ondelete="CASCADE"),
)

approval_policies = tenant_table(
    "approval_policies",
    Column("advertiser_id", Uuid, nullable=True),
    Column("policy", JSONB, nullable=False),
    Column("set_at", DateTime(timezone=True), nullable=False),
    Column("set_by", Text, nullable=False),
    tenant_key("advertiser_id", "advertisers", ondelete="CASCADE"),
)

# What guardrails have let through, per change, day of the ad account and node; written before the calls.
guardrail_ledger = tenant_table(
    "guardrail_ledger",
    Column("ad_account_id", Uuid, nullable=False),
    Column("change_id", Uuid, nullable=False),
    Column("day", Date, nullable=False),
    Column("node_id", Uuid, nullable=False),
    # NULL where it cannot be said, as for a budget for the whole life without an end.
    Column("rise_micros", BigInteger, nullable=True),
    # By the platform's clock.
    Column("at", DateTime(timezone=True), nullable=False),
    tenant_key("ad_account_id", "ad_accounts", ondelete="CASCADE"),
    tenant_key("change_id", "changes", ondelete="CASCADE"),
    UniqueConstraint("organization_id", "change_id", "day", "node_id"),
    Index("ix_guardrail_ledger_day", "organization_id", "ad_account_id", "day"),
    Index("ix_guardrail_ledger_node", "organization_id", "node_id", "at"),
)

approval_links = tenant_table(
    "approval_links",
    Column("change_id", Uuid, nullable=False),
    Column("version", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_by_id", Uuid, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True), nullable=True),
    Column("decided_at", DateTime(timezone=True), nullable=True),
    Column("decided_by", Text, nullable=True),
    Column("verdict", Text, nullable=True),
    tenant_key("change_id", "changes", ondelete="CASCADE"),
    Index("ix_approval_links_change", "organization_id", "change_id"),
)
