"""A million ad-days of one organization, written straight into the tables as the owner; rollups included."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import URL, create_engine, text

from adwright.core.ids import new_id

ACCOUNTS = 20
CAMPAIGNS = 10  # of each account
ADS = 137  # of each account
DAYS = 365

_ACCOUNT = text(
    "INSERT INTO ad_accounts (organization_id, id, advertiser_id, platform, provider, external_id, name,"
    " currency, zone, status, platform_status, platform_clock_offset_seconds, created_at) VALUES"
    " (:organization, :id, :advertiser, 'meta', 'meta', :name, :name, 'USD', 'UTC', 'active', '', 0, now())"
)
_COVERAGE = text("INSERT INTO fact_coverage VALUES (:organization, :id, :since, :until, :until)")
_FACTS = text(
    """
    INSERT INTO facts_daily
    SELECT :organization, :id, day::date, 'ad-' || ad, 'ad', 'c-' || ad % :campaigns,
           'Campaign ' || ad % :campaigns, 'g-' || ad % 40, 'Ad set ' || ad % 40, 'Ad ' || ad,
           1000 + (ad * 7) % 500, 30, 20, 10000000 + ad * 1000, 15, 2, 0, 0, 50000000, 0, 800, '7d_click'
    FROM generate_series(CAST(:since AS date), CAST(:until AS date), interval '1 day') AS day,
         generate_series(1, :ads) AS ad
    """
)
_SUMS = (
    "sum(impressions), sum(clicks), sum(link_clicks), sum(spend_micros), sum(landing_page_views),"
    " sum(purchases), sum(leads), sum(installs), sum(revenue_micros), sum(video_views)"
)
_ROLLUPS = (
    f"INSERT INTO campaign_day SELECT organization_id, ad_account_id, campaign_external_id, date, {_SUMS}"
    " FROM facts_daily GROUP BY 1, 2, 3, 4",
    f"INSERT INTO account_day SELECT organization_id, ad_account_id, date, {_SUMS}, ARRAY['7d_click']"
    " FROM facts_daily GROUP BY 1, 2, 3",
)


def write_million(owner: URL, organization_id: UUID, advertiser_id: UUID, until: date) -> int:
    """Write the accounts with a year of facts until a day, and say how many rows there are."""
    since = until - timedelta(days=DAYS - 1)
    engine = create_engine(owner)
    with engine.begin() as connection:
        days = {"since": since, "until": until}
        connection.execute(text("SELECT ensure_fact_partitions(:since, :until)"), days)
        for number in range(ACCOUNTS):
            names = {"organization": organization_id, "id": new_id()}
            connection.execute(_ACCOUNT, {**names, "advertiser": advertiser_id, "name": f"Account {number}"})
            connection.execute(_COVERAGE, {**names, **days})
            connection.execute(_FACTS, {**names, **days, "ads": ADS, "campaigns": CAMPAIGNS})
        for statement in _ROLLUPS:
            connection.execute(text(statement))
        rows = connection.execute(text("SELECT count(*) FROM facts_daily")).scalar_one()
    # As the database does by itself a minute later.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in ("facts_daily", "campaign_day", "account_day", "ad_accounts", "fact_coverage"):
            connection.execute(text(f"VACUUM ANALYZE {table}"))
    engine.dispose()
    return int(rows)
