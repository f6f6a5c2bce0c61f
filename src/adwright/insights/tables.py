"""Facts, their rollups, reach per period, sync runs, imports. Private to this room."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from adwright.core.database import metadata
from adwright.core.tenant import tenant_key, tenant_table

# Every measure is NULL where the source does not give it, and 0 where it says none happened.
MEASURES = (
    "impressions",
    "clicks",
    "link_clicks",
    "spend_micros",
    "landing_page_views",
    "purchases",
    "leads",
    "installs",
    "revenue_micros",
    "video_views",
)
FRACTIONAL = frozenset({"landing_page_views", "purchases", "leads", "installs"})


def _measures() -> list[Column[object]]:
    """Counts are whole; conversions may be fractions of one, as some attributions give them."""
    return [Column(name, Numeric(18, 6) if name in FRACTIONAL else BigInteger) for name in MEASURES]


def _of_account() -> ForeignKeyConstraint:
    return tenant_key("ad_account_id", "ad_accounts", ondelete="CASCADE")


# Partitioned by month. The rollups refer to the ad account; the facts do not, because a check for each of
# 40,000 rows buys nothing that the rollup of the same transaction has not proven.
facts_daily = Table(
    "facts_daily",
    metadata,
    Column("organization_id", Uuid, primary_key=True),
    Column("ad_account_id", Uuid, primary_key=True),
    Column("date", Date, primary_key=True),
    Column("ad_external_id", Text, primary_key=True),
    Column("level", Text, nullable=False),
    Column("campaign_external_id", Text, nullable=False),
    Column("campaign_name", Text, nullable=False),
    Column("ad_group_external_id", Text, nullable=False),
    Column("ad_group_name", Text, nullable=False),
    Column("ad_name", Text, nullable=False),
    *_measures(),
    Column("reach", BigInteger),
    Column("attribution", Text),
    Index(
        "ix_facts_daily_campaign",
        "organization_id",
        "ad_account_id",
        "campaign_external_id",
        "date",
    ),
    postgresql_partition_by="RANGE (date)",
)

campaign_day = Table(
    "campaign_day",
    metadata,
    Column("organization_id", Uuid, primary_key=True),
    Column("ad_account_id", Uuid, primary_key=True),
    Column("campaign_external_id", Text, primary_key=True),
    Column("date", Date, primary_key=True),
    *_measures(),
    _of_account(),
    Index(
        "ix_campaign_day_date",
        "organization_id",
        "date",
        postgresql_include=["ad_account_id", "campaign_external_id", *MEASURES],
    ),
)

account_day = Table(
    "account_day",
    metadata,
    Column("organization_id", Uuid, primary_key=True),
    Column("ad_account_id", Uuid, primary_key=True),
    Column("date", Date, primary_key=True),
    *_measures(),
    Column("attributions", ARRAY(Text), nullable=False),
    _of_account(),
    Index(
        "ix_account_day_date",
        "organization_id",
        "date",
        postgresql_include=["ad_account_id", *MEASURES],
    ),
)

# Reach cannot be made from days, so it is asked for per period; impressions come with it for the frequency.
period_reach = Table(
    "period_reach",
    metadata,
    Column("organization_id", Uuid, primary_key=True),
    Column("ad_account_id", Uuid, primary_key=True),
    Column("level", Text, primary_key=True),
    Column("since_date", Date, primary_key=True),
    Column("until_date", Date, primary_key=True),
    Column("external_id", Text, primary_key=True),
    Column("reach", BigInteger, nullable=False),
    Column("impressions", BigInteger, nullable=False),
    _of_account(),
)

# Which days of an account have been fetched: a day without a row is not a day that was not asked for.
fact_coverage = Table(
    "fact_coverage",
    metadata,
    Column("organization_id", Uuid, primary_key=True),
    Column("ad_account_id", Uuid, primary_key=True),
    Column("since_date", Date, nullable=False),
    Column("until_date", Date, nullable=False),
    Column("complete_until", Date),
    _of_account(),
)

sync_runs = tenant_table(
    "sync_runs",
    Column("ad_account_id", Uuid, nullable=False),
    Column("reason", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("days", Integer, nullable=False),
    Column("since_date", Date),
    Column("until_date", Date),
    Column("days_total", Integer),
    Column("days_done", Integer, nullable=False, server_default=text("0")),
    Column("fact_rows", Integer, nullable=False, server_default=text("0")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("next_attempt_at", DateTime(timezone=True)),
    Column("error_code", Text),
    Column("error", Text),
    Column("requested_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("started_at", DateTime(timezone=True)),
    Column("finished_at", DateTime(timezone=True)),
    _of_account(),
    CheckConstraint("status IN ('waiting', 'running', 'done', 'failed')", name="status"),
    CheckConstraint("days > 0", name="days"),
    Index("ix_sync_runs_account", "organization_id", "ad_account_id", "created_at"),
    # At most one run of an account waits, so that double requests join it.
    Index(
        "uq_sync_runs_waiting",
        "organization_id",
        "ad_account_id",
        unique=True,
        postgresql_where=text("status = 'waiting'"),
    ),
)

imports = tenant_table(
    "imports",
    Column("advertiser_id", Uuid),
    Column("ad_account_id", Uuid),
    Column("file_name", Text, nullable=False),
    Column("file_bytes", BigInteger, nullable=False),
    Column("signature", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("choices", JSONB, nullable=False),
    Column("preview", JSONB, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("committed_at", DateTime(timezone=True)),
    tenant_key("advertiser_id", "advertisers", ondelete="CASCADE"),
    tenant_key("ad_account_id", "ad_accounts", ondelete="CASCADE"),
    CheckConstraint("status IN ('preview', 'committed')", name="status"),
    Index("ix_imports_created_at", "organization_id", "created_at"),
)

# What a person said the columns of files with these headers mean.
import_mappings = tenant_table(
    "import_mappings",
    Column("signature", Text, nullable=False),
    Column("mapping", JSONB, nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("organization_id", "signature"),
)
