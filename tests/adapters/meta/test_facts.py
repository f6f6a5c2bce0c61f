"""Performance as Meta reports it, compared with the SDK's own answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from facebook_business.api import FacebookAdsApi
from facebook_business.session import FacebookSession

from adsandbox import Sandbox
from adwright.accounts.ports import AccountAccess
from adwright.adapters.meta import MetaPlatform
from adwright.campaigns.model import RunState
from adwright.changes.ports import SetState
from adwright.core.money import MICROS
from adwright.insights.ports import DailyFact
from adwright.platforms.model import Level
from tests.adapters.meta.test_executor import make_tree

SINCE, UNTIL = date(2026, 6, 1), date(2026, 6, 8)


async def run_a_week(meta: MetaPlatform, access: AccountAccess, sandbox: Sandbox) -> None:
    made = await make_tree(meta, access)
    for level, external_id in (
        (Level.AD, made.ad),
        (Level.AD_GROUP, made.ad_group),
        (Level.CAMPAIGN, made.campaign),
    ):
        await meta.perform(access, SetState(level, external_id, RunState.ACTIVE))
    sandbox.advance(days=7)


def ask(sandbox: Sandbox, **params: Any) -> list[Mapping[str, Any]]:
    """Ask the sandbox through the SDK, without our adapter."""
    session = FacebookSession(access_token=sandbox.meta_access_token)
    session.GRAPH = sandbox.meta_url
    path = (sandbox.meta_account_id, "insights")
    span = {"since": SINCE.isoformat(), "until": UNTIL.isoformat()}
    answer = FacebookAdsApi(session).call("GET", path, params={"time_range": span, **params}).json()
    return list(answer["data"])


async def read(meta: MetaPlatform, access: AccountAccess) -> list[DailyFact]:
    return [
        fact async for batch in meta.daily_facts(access, since_date=SINCE, until_date=UNTIL) for fact in batch
    ]


async def test_ad_days_add_up_to_the_accounts_own_totals(
    meta: MetaPlatform, access: AccountAccess, sandbox: Sandbox
) -> None:
    await run_a_week(meta, access, sandbox)
    facts = await read(meta, access)
    [total] = ask(sandbox, fields="impressions,clicks,inline_link_clicks,spend,actions,action_values")
    actions = {each["action_type"]: Decimal(each["value"]) for each in total["actions"]}
    values = {each["action_type"]: Decimal(each["value"]) for each in total.get("action_values", [])}
    assert len({fact.date for fact in facts}) == 8
    assert sum(fact.spend_micros for fact in facts) == int(Decimal(total["spend"]) * MICROS)
    assert sum(fact.impressions for fact in facts) == int(total["impressions"])
    assert sum(fact.clicks for fact in facts) == int(total["clicks"])
    assert sum(fact.link_clicks or 0 for fact in facts) == int(total["inline_link_clicks"])
    assert sum(fact.purchases or 0 for fact in facts) == actions["omni_purchase"]
    assert sum(fact.revenue_micros or 0 for fact in facts) == int(values["omni_purchase"] * MICROS)


async def test_a_window_that_is_too_much_at_once_is_asked_for_in_halves(
    meta: MetaPlatform, access: AccountAccess, sandbox: Sandbox
) -> None:
    await run_a_week(meta, access, sandbox)
    whole = await read(meta, access)
    sandbox.fault("error", "GET", "/insights", code=100, subcode=1487534, message="Too much data", count=2)
    assert sorted(await read(meta, access), key=lambda fact: fact.date) == sorted(
        whole, key=lambda fact: fact.date
    )
