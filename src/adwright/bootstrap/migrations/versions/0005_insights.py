"""The tables of insights: facts by month, rollups, reach per period, sync runs, imports."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from adwright.bootstrap.migrations.tenancy import allow_system, protect
from adwright.core.database import APP_ROLE, SYSTEM_ROLE

revision = "0005_insights"
down_revision = "0004_campaigns"
branch_labels = None
depends_on = None

_WHOLE = ("impressions", "clicks", "link_clicks", "spend_micros")
_FRACTIONAL = ("landing_page_views", "purchases", "leads", "installs")
_LAST = ("revenue_micros", "video_views")
_MEASURES = (*_WHOLE, *_FRACTIONAL, *_LAST)

# Months come without the owner: the application's role may ask for the partitions of a span of days, and for
# nothing else. A new partition is attached, which does not wait for transactions that use the others, and
# sealed: its parent's policy does not protect it from direct access.
_ENSURE_PARTITIONS = """
CREATE FUNCTION ensure_fact_partitions(since date, until date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    first_day date := date_trunc('month', since)::date;
    name text;
BEGIN
    IF since < '2000-01-01' OR until >= '2200-01-01' OR until - since > 4000 THEN
        RAISE EXCEPTION 'facts from % to % have no partitions', since, until USING ERRCODE = '22023';
    END IF;
    WHILE first_day <= until LOOP
        name := 'facts_daily_' || to_char(first_day, 'YYYY_MM');
        IF to_regclass('public.' || name) IS NULL THEN
            PERFORM pg_advisory_xact_lock(hashtext('ensure_fact_partitions'));
            -- A query: to_regclass still remembers that there was none before the lock was waited for.
            IF NOT EXISTS (
                SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname = name
            ) THEN
                EXECUTE format('CREATE TABLE public.%I (LIKE public.facts_daily INCLUDING DEFAULTS)', name);
                EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
                EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
                EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC', name);
                EXECUTE format(
                    'ALTER TABLE public.facts_daily ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
                    name, first_day, (first_day + interval '1 month')::date
                );
            END IF;
        END IF;
        first_day := (first_day + interval '1 month')::date;
    END LOOP;
END $$
"""


def upgrade() -> None:
    """Make the tables."""
    _facts()
    _campaign_day()
    _account_day()
    _period_reach()
    _fact_coverage()
    _sync_runs()
    _imports()
    _import_mappings()
    for table in (
        "facts_daily",
        "campaign_day",
        "account_day",
        "period_reach",
        "fact_coverage",
        "sync_runs",
        "imports",
        "import_mappings",
    ):
        protect(table)
    # Previews that nobody committed are forgotten for all organizations at once.
    allow_system("imports", "SELECT", columns=["status", "created_at"])
    op.execute(f"GRANT DELETE ON imports TO {SYSTEM_ROLE}")


def downgrade() -> None:
    """Remove the tables."""
    op.execute("DROP FUNCTION ensure_fact_partitions(date, date)")
    for table in (
        "import_mappings",
        "imports",
        "sync_runs",
        "fact_coverage",
        "period_reach",
        "account_day",
        "campaign_day",
        "facts_daily",
    ):
        op.drop_table(table)


def _measures() -> list[sa.Column[Any]]:
    whole: list[sa.Column[Any]] = [sa.Column(name, sa.BigInteger) for name in _WHOLE]
    fractional: list[sa.Column[Any]] = [sa.Column(name, sa.Numeric(18, 6)) for name in _FRACTIONAL]
    last: list[sa.Column[Any]] = [sa.Column(name, sa.BigInteger) for name in _LAST]
    return [*whole, *fractional, *last]


def _of_account() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organization_id", "ad_account_id"],
        ["ad_accounts.organization_id", "ad_accounts.id"],
        ondelete="CASCADE",
    )


def _facts() -> None:
    op.create_table(
        "facts_daily",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("ad_account_id", sa.Uuid, nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("ad_external_id", sa.Text, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("campaign_external_id", sa.Text, nullable=False),
        sa.Column("campaign_name", sa.Text, nullable=False),
        sa.Column("ad_group_external_id", sa.Text, nullable=False),
        sa.Column("ad_group_name", sa.Text, nullable=False),
        sa.Column("ad_name", sa.Text, nullable=False),
        *_measures(),
        sa.Column("reach", sa.BigInteger),
        sa.Column("attribution", sa.Text),
        sa.PrimaryKeyConstraint("organization_id", "ad_account_id", "date", "ad_external_id"),
        postgresql_partition_by="RANGE (date)",
    )
    op.create_index(
        "ix_facts_daily_campaign",
        "facts_daily",
        ["organization_id", "ad_account_id", "campaign_external_id", "date"],
    )
    op.execute(_ENSURE_PARTITIONS)
    op.execute("REVOKE ALL ON FUNCTION ensure_fact_partitions(date, date) FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION ensure_fact_partitions(date, date) TO {APP_ROLE}")


def _campaign_day() -> None:
    op.create_table(
        "campaign_day",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("ad_account_id", sa.Uuid, nullable=False),
        sa.Column("campaign_external_id", sa.Text, nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        *_measures(),
        _of_account(),
        sa.PrimaryKeyConstraint("organization_id", "ad_account_id", "campaign_external_id", "date"),
    )
    op.create_index(
        "ix_campaign_day_date",
        "campaign_day",
        ["organization_id", "date"],
        postgresql_include=["ad_account_id", "campaign_external_id", *_MEASURES],
    )


def _account_day() -> None:
    op.create_table(
        "account_day",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("ad_account_id", sa.Uuid, nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        *_measures(),
        sa.Column("attributions", ARRAY(sa.Text), nullable=False),
        _of_account(),
        sa.PrimaryKeyConstraint("organization_id", "ad_account_id", "date"),
    )
    op.create_index(
        "ix_account_day_date",
        "account_day",
        ["organization_id", "date"],
        postgresql_include=["ad_account_id", *_MEASURES],
    )


def _period_reach() -> None:
    op.create_table(
        "period_reach",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("ad_account_id", sa.Uuid, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("since_date", sa.Date, nullable=False),
        sa.Column("until_date", sa.Date, nullable=False),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.Column("reach", sa.BigInteger, nullable=False),
        sa.Column("impressions", sa.BigInteger, nullable=False),
        _of_account(),
        sa.PrimaryKeyConstraint(
            "organization_id", "ad_account_id", "level", "since_date", "until_date", "external_id"
        ),
    )


def _fact_coverage() -> None:
    op.create_table(
        "fact_coverage",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("ad_account_id", sa.Uuid, nullable=False),
        sa.Column("since_date", sa.Date, nullable=False),
        sa.Column("until_date", sa.Date, nullable=False),
        sa.Column("complete_until", sa.Date),
        _of_account(),
        sa.PrimaryKeyConstraint("organization_id", "ad_account_id"),
    )


def _sync_runs() -> None:
    op.create_table(
        "sync_runs",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("ad_account_id", sa.Uuid, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("since_date", sa.Date),
        sa.Column("until_date", sa.Date),
        sa.Column("days_total", sa.Integer),
        sa.Column("days_done", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("fact_rows", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("attempts", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True)),
        sa.Column("error_code", sa.Text),
        sa.Column("error", sa.Text),
        sa.Column("requested_by", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        _of_account(),
        sa.CheckConstraint("status IN ('waiting', 'running', 'done', 'failed')", name="status"),
        sa.CheckConstraint("days > 0", name="days"),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_index("ix_sync_runs_account", "sync_runs", ["organization_id", "ad_account_id", "created_at"])
    op.create_index(
        "uq_sync_runs_waiting",
        "sync_runs",
        ["organization_id", "ad_account_id"],
        unique=True,
        postgresql_where=sa.text("status = 'waiting'"),
    )


def _imports() -> None:
    op.create_table(
        "imports",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("advertiser_id", sa.Uuid),
        sa.Column("ad_account_id", sa.Uuid),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("file_bytes", sa.BigInteger, nullable=False),
        sa.Column("signature", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("choices", JSONB, nullable=False),
        sa.Column("preview", JSONB, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["organization_id", "advertiser_id"],
            ["advertisers.organization_id", "advertisers.id"],
            ondelete="CASCADE",
        ),
        _of_account(),
        sa.CheckConstraint("status IN ('preview', 'committed')", name="status"),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_index("ix_imports_created_at", "imports", ["organization_id", "created_at"])


def _import_mappings() -> None:
    op.create_table(
        "import_mappings",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("signature", sa.Text, nullable=False),
        sa.Column("mapping", JSONB, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("organization_id", "signature"),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
