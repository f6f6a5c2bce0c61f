"""Replacing a 28-day slice of 40,000 ad-days, rollups included, in one transaction.

Measured on a database of its own, as careful with the disk as the product's.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import date

from sqlalchemy import URL

from adwright.bootstrap.database_urls import app_url, text_of
from adwright.core.database import Database
from adwright.insights import service as insights
from adwright.insights.model import Period
from adwright.insights.ports import DailyFact
from bench.report import Report
from bench.scratch import scratch_database
from tests.factories import make_ad_account, make_organization
from tests.factories_insights import FACT

TODAY = date(2026, 11, 21)
SLICE = Period.ending(TODAY, 28)
ADS = 1429
ROUNDS = 9


def facts() -> list[DailyFact]:
    """Make 28 days of 1,429 ads in 50 campaigns."""
    return [
        replace(
            FACT,
            date=day,
            ad_external_id=f"ad-{number}",
            campaign_external_id=f"c-{number % 50}",
            spend_micros=1_000_000 + number,
        )
        for day in SLICE.dates()
        for number in range(ADS)
    ]


async def samples(owner: URL) -> list[float]:
    """Replace the same slice again and again; return how long each took, in milliseconds."""
    database = Database.connect(text_of(app_url(owner)))
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    rows, took = facts(), []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        async with database.transaction(tenant.scope) as tx:
            await insights.replace_slice(tx, account.id, SLICE, rows)
        took.append(1000 * (time.perf_counter() - began))
    await database.close()
    return took[1:]  # the first one has nothing to delete


def main() -> None:
    """Measure and report."""
    report = Report("slice", "Replacing a 28-day slice of 40,000 rows", "python -m bench slice --record")
    with scratch_database() as (owner, _):
        report.add(f"{ADS * 28:,} rows", "ms", asyncio.run(samples(owner)))
    report.say("From the first delete to the commit on disk; facts, campaign-days and account-days.")
    report.publish()


if __name__ == "__main__":
    main()
