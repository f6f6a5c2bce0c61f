"""Delivery over time, asked through insights: budgets, schedules, lateness, and how the clock steps."""

from __future__ import annotations

from typing import Any

import pytest
from facebook_business.api import FacebookAdsApi, FacebookSession

from adsandbox import Sandbox
from builders import Advertiser, cents


def test_deleted_when_in_the_past_then_still_in_totals(sandbox: Sandbox, advertiser: Advertiser) -> None:
    campaign = advertiser.running()
    sandbox.advance(days=2)
    before = cents(advertiser.insights(date_preset="maximum"))
    campaign.api_delete()
    sandbox.advance(days=2)
    assert cents(advertiser.insights(date_preset="maximum")) == before > 10_000


def history(steps: list[float], seed: int = 5) -> list[dict[str, Any]]:
    """Ten days of one campaign, the clock moved by these steps (hours)."""
    with Sandbox("empty", seed=seed) as sandbox:
        session = FacebookSession(sandbox.meta_app_id, sandbox.meta_app_secret, sandbox.meta_access_token)
        before, FacebookSession.GRAPH = FacebookSession.GRAPH, sandbox.meta_url
        try:
            advertiser = Advertiser(FacebookAdsApi(session), sandbox.meta_account_id)
            advertiser.running(ads=3, ad_sets=2)
            for step in steps:
                sandbox.advance(hours=step)
                advertiser.insights(level="ad", date_preset="today")
            return advertiser.insights(
                level="ad",
                time_increment=1,
                date_preset="maximum",
                fields=["ad_id", "spend", "impressions", "reach", "actions", "action_values"],
            )
        finally:
            FacebookSession.GRAPH = before
            session.requests.close()


def test_history_when_clock_steps_differ_then_the_same() -> None:
    at_once = history([240.0])
    assert len(at_once) > 50
    assert history([24.0] * 10) == at_once
    assert history([0.5, 3.25, 20.25, 216.0]) == at_once
    assert history([240.0], seed=6) != at_once


def test_new_ad_when_added_then_luck_of_others_stays(sandbox: Sandbox, advertiser: Advertiser) -> None:
    """Another campaign with its own budget changes nothing for those that run."""
    campaign = advertiser.running()
    params = {"level": "ad", "time_increment": 1, "date_preset": "maximum"}
    with Sandbox("empty") as twin:
        session = FacebookSession(twin.meta_app_id, twin.meta_app_secret, twin.meta_access_token)
        session.GRAPH = twin.meta_url
        other = Advertiser(FacebookAdsApi(session), twin.meta_account_id)
        other.running()
        advertiser.running()
        sandbox.advance(days=5)
        twin.advance(days=5)
        mine = [
            row
            for row in advertiser.insights(fields=["campaign_id", "spend", "clicks"], **params)
            if row["campaign_id"] == campaign["id"]
        ]
        assert mine == other.insights(fields=["campaign_id", "spend", "clicks"], **params)
        session.requests.close()


def test_conversions_when_time_passes_then_grow_and_settle(sandbox: Sandbox, advertiser: Advertiser) -> None:
    advertiser.running(ads=3, daily_budget=300_000)
    day = {"since": "2026-06-02", "until": "2026-06-02"}
    sandbox.advance(days=2)
    seen, wide, fixed = [], [], []
    for _ in range(36):
        row = advertiser.insights(time_range=day, action_attribution_windows=["28d_click"])[0]
        purchases = next(item for item in row["actions"] if item["action_type"] == "purchase")
        seen.append(int(purchases["value"]))
        wide.append(int(purchases["28d_click"]))
        fixed.append((row["spend"], row["impressions"], row["clicks"]))
        sandbox.advance(days=1)
    assert len(set(fixed)) == 1
    assert seen == sorted(seen)
    assert wide == sorted(wide)
    assert seen[0] < seen[7] == seen[35]
    assert wide[7] < wide[28] == wide[35]
    assert len(set(seen[28:])) == 1
    assert 0.35 < seen[0] / seen[-1] < 0.95


def test_today_when_the_clock_moves_then_grows(sandbox: Sandbox, advertiser: Advertiser) -> None:
    advertiser.running()
    seen = []
    for _ in range(8):
        sandbox.advance(hours=1)
        rows = advertiser.insights(date_preset="today")
        seen.append((cents(rows), int(rows[0]["impressions"])) if rows else (0, 0))
    assert seen == sorted(seen)
    assert seen[-1][0] > seen[2][0] > 0


def test_ad_when_activated_at_noon_then_about_half_a_day(sandbox: Sandbox, advertiser: Advertiser) -> None:
    """The clock starts at 8:00 in New York; people are awake in the second half of the day."""
    campaign = advertiser.running(ads=1)
    campaign.api_update(params={"status": "PAUSED"})
    sandbox.advance(hours=4)
    assert advertiser.insights(date_preset="today") == []
    campaign.api_update(params={"status": "ACTIVE"})
    sandbox.advance(days=1)
    share = cents(advertiser.insights(date_preset="yesterday")) / 10_000
    assert 0.45 < share < 0.95
    sandbox.advance(hours=2)
    campaign.api_update(params={"status": "PAUSED"})
    stopped = cents(advertiser.insights(date_preset="today"))
    assert stopped > 0
    sandbox.advance(hours=6)
    assert cents(advertiser.insights(date_preset="today")) == stopped


def test_schedule_when_it_ends_then_no_spend_outside(sandbox: Sandbox, advertiser: Advertiser) -> None:
    advertiser.running(start_time="2026-06-03T00:00:00-0400", end_time="2026-06-06T00:00:00-0400")
    sandbox.advance(days=9)
    days = [row["date_start"] for row in advertiser.insights(time_increment=1, date_preset="maximum")]
    assert days == ["2026-06-03", "2026-06-04", "2026-06-05"]


def test_lifetime_budget_when_the_schedule_is_over_then_spent_but_not_exceeded(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    campaign = advertiser.running(
        daily_budget=None, lifetime_budget=70_000, end_time="2026-06-08T12:00:00+0000"
    )
    sandbox.advance(days=10)
    spent = cents(advertiser.insights(date_preset="maximum"))
    assert 66_000 < spent <= 70_000
    ad_set = campaign.get_ad_sets(fields=["budget_remaining"])[0]
    assert int(ad_set["budget_remaining"]) == 70_000 - spent


def test_daily_budget_when_a_week_has_passed_then_within_the_legal_overdelivery(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    advertiser.running(ads=3)
    sandbox.advance(days=44)
    rows = advertiser.insights(time_increment=1, time_range={"since": "2026-06-02", "until": "2026-07-13"})
    days = [cents([row]) for row in rows]
    assert len(days) == 42
    assert max(days) <= 17_500
    assert max(days) > 10_000
    sunday = 5  # 7 June 2026
    weeks = [sum(days[start : start + 7]) for start in range(sunday, 35, 7)]
    assert all(65_000 < week <= 70_000 for week in weeks)


def test_limits_when_reached_then_delivery_stops(sandbox: Sandbox, advertiser: Advertiser) -> None:
    ad_set = advertiser.ad_set(advertiser.campaign(spend_cap=15_000)["id"])
    advertiser.ad(ad_set["id"])
    advertiser.running()
    sandbox.advance(days=6)
    rows = advertiser.insights(level="campaign", date_preset="maximum", fields=["spend", "campaign_id"])
    capped = [
        row for row in rows if row["campaign_id"] == ad_set.api_get(fields=["campaign_id"])["campaign_id"]
    ]
    assert 14_990 <= cents(capped) <= 15_000
    total = cents(rows)
    advertiser.account.api_update(params={"spend_cap": (total + 3000) / 100})
    sandbox.advance(days=5)
    assert 0 <= total + 3000 - cents(advertiser.insights(date_preset="maximum")) <= 100
    spent = advertiser.account.api_get(fields=["amount_spent"])["amount_spent"]
    assert int(spent) == cents(advertiser.insights(date_preset="maximum"))


def test_budget_when_doubled_then_less_than_double_the_result() -> None:
    """Ten times the money buys fewer than ten times the impressions."""
    seen = []
    for budget in (5_000, 50_000):
        with Sandbox("empty") as sandbox:
            session = FacebookSession(sandbox.meta_app_id, sandbox.meta_app_secret, sandbox.meta_access_token)
            before, FacebookSession.GRAPH = FacebookSession.GRAPH, sandbox.meta_url
            advertiser = Advertiser(FacebookAdsApi(session), sandbox.meta_account_id)
            interest = {"flexible_spec": [{"interests": [{"id": "6003100000015"}]}]}
            from builders import broad

            advertiser.running(daily_budget=budget, targeting=broad(age_min=25, age_max=44, **interest))
            sandbox.advance(days=15)
            row = advertiser.insights(
                date_preset="last_14d", fields=["spend", "impressions", "inline_link_clicks"]
            )[0]
            seen.append({name: float(row[name]) for name in ("spend", "impressions", "inline_link_clicks")})
            FacebookSession.GRAPH = before
            session.requests.close()
    assert seen[1]["spend"] / seen[0]["spend"] == pytest.approx(10, rel=0.02)
    assert 3 < seen[1]["impressions"] / seen[0]["impressions"] < 9.5
