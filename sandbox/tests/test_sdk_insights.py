"""Insights through the SDK: what adds up, what does not, what settles, and what is refused."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from facebook_business.adobjects.adreportrun import AdReportRun
from facebook_business.api import FacebookAdsApi, FacebookSession

from adsandbox import Sandbox
from builders import Advertiser, actions, cents, failure

MAY = {"since": "2026-05-01", "until": "2026-05-31"}
ALL = {"time_range": {"since": "2026-03-01", "until": "2026-06-01"}}
OVERLAPPING = ("purchase", "omni_purchase", "offsite_conversion.fb_pixel_purchase")


@pytest.fixture(scope="module")
def agency() -> Any:
    """Three advertisers with 90 days of history, shared by the tests that only read."""
    with Sandbox("agency") as sandbox:
        yield sandbox


@pytest.fixture
def chips(agency: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The account of Tasty Chips Co."""
    monkeypatch.setattr(FacebookSession, "GRAPH", agency.meta_url)
    session = FacebookSession(agency.meta_app_id, agency.meta_app_secret, agency.meta_access_token)
    yield Advertiser(FacebookAdsApi(session), agency.meta_account_id)
    session.requests.close()


@pytest.mark.parametrize("increment", ["all_days", 1, 7, "monthly"])
@pytest.mark.parametrize("level", ["campaign", "adset", "ad"])
def test_spend_when_split_by_level_and_time_then_adds_up(
    chips: Advertiser, level: str, increment: Any
) -> None:
    whole = chips.insights(level="account", **ALL)
    parts = chips.insights(level=level, time_increment=increment, **ALL)
    assert cents(parts) == cents(whole)
    for measure in ("impressions", "clicks", "inline_link_clicks"):
        assert sum(int(row[measure]) for row in parts) == int(whole[0][measure])
    for action in ("link_click", "purchase", "lead", "add_to_cart"):
        assert sum(actions(row, action) for row in parts) == actions(whole[0], action)


@pytest.mark.parametrize(
    "breakdowns",
    [
        ["age"],
        ["gender"],
        ["age", "gender"],
        ["country"],
        ["publisher_platform"],
        ["publisher_platform", "platform_position"],
        ["device_platform"],
        ["impression_device"],
    ],
)
def test_spend_when_broken_down_then_adds_up(chips: Advertiser, breakdowns: list[str]) -> None:
    whole = chips.insights(level="campaign", fields=["campaign_id", "spend", "impressions", "actions"], **ALL)
    parts = chips.insights(
        level="campaign",
        fields=["campaign_id", "spend", "impressions", "actions"],
        breakdowns=breakdowns,
        **ALL,
    )
    assert len(parts) >= len(whole)
    assert all(set(breakdowns) <= set(row) for row in parts)
    by_campaign = defaultdict(list)
    for row in parts:
        by_campaign[row["campaign_id"]].append(row)
    for row in whole:
        mine = by_campaign[row["campaign_id"]]
        assert cents(mine) == cents([row])
        assert sum(int(part["impressions"]) for part in mine) == int(row["impressions"])
        assert sum(actions(part, "purchase") for part in mine) == actions(row, "purchase")


def test_reach_when_summed_over_days_then_more_than_the_period(chips: Advertiser) -> None:
    for level in ("account", "campaign", "ad"):
        periods = chips.insights(level=level, fields=["campaign_id", "ad_id", "reach", "impressions"], **ALL)
        days = chips.insights(level=level, time_increment=1, fields=["campaign_id", "ad_id", "reach"], **ALL)
        by_entity: dict[str, list[int]] = defaultdict(list)
        for row in days:
            by_entity[row.get("ad_id") or row.get("campaign_id") or "account"].append(int(row["reach"]))
        for row in periods:
            reach = int(row["reach"])
            daily = by_entity[row.get("ad_id") or row.get("campaign_id") or "account"]
            assert max(daily) <= reach <= min(sum(daily), int(row["impressions"]))
    account = chips.insights(level="account", fields=["reach"], **ALL)
    campaigns = chips.insights(level="campaign", fields=["reach"], **ALL)
    assert int(account[0]["reach"]) < sum(int(row["reach"]) for row in campaigns)


def test_row_when_read_then_numbers_are_text_and_ratios_agree(chips: Advertiser) -> None:
    fields = [
        "campaign_name",
        "account_currency",
        "objective",
        "attribution_setting",
        "impressions",
        "reach",
        "frequency",
        "clicks",
        "inline_link_clicks",
        "spend",
        "ctr",
        "cpc",
        "cpm",
        "inline_link_click_ctr",
        "actions",
        "action_values",
        "cost_per_action_type",
        "purchase_roas",
        "video_play_actions",
    ]
    filtering = [{"field": "campaign.name", "operator": "CONTAIN", "value": "always on"}]
    row = chips.insights(level="campaign", fields=fields, filtering=filtering, time_range=MAY)[0]
    assert all(
        isinstance(row[name], str) for name in fields if name in row and not isinstance(row[name], list)
    )
    spend, shown = float(row["spend"]), int(row["impressions"])
    assert float(row["cpm"]) == pytest.approx(1000 * spend / shown, rel=1e-4)
    assert float(row["ctr"]) == pytest.approx(100 * int(row["clicks"]) / shown, rel=1e-4)
    assert float(row["frequency"]) == pytest.approx(shown / int(row["reach"]), rel=1e-4)
    assert (row["account_currency"], row["objective"]) == ("USD", "OUTCOME_SALES")
    assert (row["date_start"], row["date_stop"]) == ("2026-05-01", "2026-05-31")
    assert row["attribution_setting"] == "1d_view_7d_click"
    counts = {actions(row, name) for name in OVERLAPPING}
    assert len(counts) == 1
    assert min(counts) > 50
    values = {item["action_type"]: float(item["value"]) for item in row["action_values"]}
    roas = {item["action_type"]: float(item["value"]) for item in row["purchase_roas"]}
    assert roas["omni_purchase"] == pytest.approx(values["omni_purchase"] / spend, rel=1e-4)
    costs = {item["action_type"]: float(item["value"]) for item in row["cost_per_action_type"]}
    assert costs["purchase"] == pytest.approx(spend / actions(row, "purchase"), rel=1e-4)


def test_levels_of_history_when_read_then_believable(agency: Sandbox, chips: Advertiser) -> None:
    accounts = agency.control("GET", "/state")["accounts"]
    assert len(accounts) == 3
    for account in accounts:
        owner = Advertiser(chips.api, account["account_id"])
        row = owner.insights(fields=["spend", "cpm", "inline_link_click_ctr", "actions"], **ALL)[0]
        assert 5 < float(row["cpm"]) < 15
        assert 0.6 < float(row["inline_link_click_ctr"]) < 2.5
        sales = owner.insights(
            level="campaign",
            fields=["campaign_name", "purchase_roas", "spend"],
            **ALL,
            filtering=[{"field": "campaign.objective", "operator": "EQUAL", "value": "OUTCOME_SALES"}],
        )
        for campaign in sales:
            assert 1.3 < float(campaign["purchase_roas"][0]["value"]) < 4.2, campaign


def test_windows_when_asked_for_then_beside_the_value(chips: Advertiser) -> None:
    row = chips.insights(
        level="account",
        fields=["actions"],
        action_attribution_windows=["1d_click", "7d_click", "1d_view"],
        time_range=MAY,
    )[0]
    purchase = next(item for item in row["actions"] if item["action_type"] == "purchase")
    one, seven, view = (int(purchase[window]) for window in ("1d_click", "7d_click", "1d_view"))
    assert one < seven
    assert seven + view >= int(purchase["value"]) >= seven
    assert (
        failure(
            chips.account.get_insights, params={"action_attribution_windows": ["7d_view"]}
        ).api_error_code()
        == 100
    )


def test_sort_limit_filter_and_summary_when_asked_then_obeyed(chips: Advertiser) -> None:
    rows = chips.insights(level="ad", fields=["ad_id", "spend"], sort=["spend_descending"], **ALL)
    spends = [float(row["spend"]) for row in rows]
    assert spends == sorted(spends, reverse=True)
    few = [{"field": "spend", "operator": "GREATER_THAN", "value": spends[4]}]
    assert len(chips.insights(level="ad", fields=["ad_id", "spend"], filtering=few, **ALL)) == 4
    paged = chips.account.get_insights(fields=["ad_id"], params={"level": "ad", "limit": 7, **ALL})
    assert len({row["ad_id"] for row in paged}) == len(rows)
    answer = chips.api.call(
        "GET",
        [chips.account["id"], "insights"],
        params={"level": "ad", "limit": 2, "fields": "spend", "default_summary": True, **ALL},
    )
    document = answer.json()
    assert len(document["data"]) == 2
    assert round(float(document["summary"]["spend"]), 2) == round(sum(spends), 2)


def test_presets_when_used_then_mean_the_account_days(chips: Advertiser) -> None:
    def period(preset: str) -> tuple[str, str]:
        row = chips.insights(fields=["spend"], date_preset=preset)[0]
        return row["date_start"], row["date_stop"]

    assert period("last_7d") == ("2026-05-25", "2026-05-31")
    assert period("yesterday") == ("2026-05-31", "2026-05-31")
    assert period("today") == ("2026-06-01", "2026-06-01")
    assert period("last_month") == ("2026-05-01", "2026-05-31")
    assert period("last_week_mon_sun") == ("2026-05-25", "2026-05-31")
    assert period("last_week_sun_sat") == ("2026-05-24", "2026-05-30")
    assert period("this_quarter") == ("2026-04-01", "2026-06-01")
    assert period("maximum")[1] == "2026-06-01"
    monthly = chips.insights(fields=["spend"], time_increment="monthly", **ALL)
    assert [row["date_start"] for row in monthly] == ["2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01"]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"fields": "spend,horoscope"}, 100),
        ({"level": "planet"}, 100),
        ({"time_increment": 91}, 100),
        ({"time_range": '{"since":"2026-05-02","until":"2026-05-01"}'}, 100),
        ({"time_range": '{"since":"May","until":"June"}'}, 100),
        ({"time_range": '{"since":"2022-01-01","until":"2026-05-01"}'}, 3018),
        ({"date_preset": "last_blue_moon"}, 100),
        ({"breakdowns": "dma"}, 100),
        ({"time_ranges": '[{"since":"2026-05-03","until":"2026-05-02"}]'}, 100),
        ({"time_ranges": "[7]"}, 100),
        ({"time_ranges": '[{"since":"2022-01-01","until":"2026-05-02"}]'}, 3018),
        ({"breakdowns": "comscore_market"}, 100),
        ({"sort": "horoscope_ascending"}, 100),
        ({"filtering": '[{"field":"horoscope","operator":"EQUAL","value":1}]'}, 100),
        ({"action_attribution_windows": "7d_view"}, 100),
        ({"action_breakdowns": "action_device"}, 100),
        ({"breakdowns": "age,country"}, 100),
        ({"sort": "spend"}, 100),
        ({"after": "???"}, 2642),
        ({"default_summary": "perhaps"}, 100),
    ],
)
def test_insights_when_invalid_then_refused(chips: Advertiser, params: dict[str, str], code: int) -> None:
    error = failure(chips.api.call, "GET", [chips.account["id"], "insights"], params=params)
    assert error.api_error_code() == code


def test_report_when_run_then_same_rows_as_at_once(chips: Advertiser) -> None:
    params = {"level": "campaign", "time_increment": 7, **ALL}
    run = chips.account.get_insights_async(fields=["campaign_id", "spend"], params=dict(params))
    early = failure(AdReportRun(run["report_run_id"], api=chips.api).get_insights)
    assert (early.api_error_code(), early.api_error_subcode()) == (2601, 1815107)
    report = AdReportRun(run["report_run_id"], api=chips.api)
    states = []
    for _ in range(3):
        report.api_get()
        states.append((report["async_status"], report["async_percent_completion"]))
    assert states == [("Job Running", 50), ("Job Completed", 100), ("Job Completed", 100)]
    rows = [row.export_all_data() for row in report.get_insights(params={"limit": 10})]
    assert rows == chips.insights(fields=["campaign_id", "spend"], **params)


def test_future_when_asked_then_nothing(chips: Advertiser) -> None:
    assert chips.insights(time_range={"since": "2026-06-02", "until": "2026-07-01"}) == []


def test_hours_when_asked_for_then_add_up_without_reach_and_sales(chips: Advertiser) -> None:
    fields = ["spend", "impressions", "clicks", "reach", "actions"]
    whole = chips.insights(level="campaign", fields=[*fields, "campaign_id"], time_range=MAY)
    for zone in ("advertiser", "audience"):
        name = f"hourly_stats_aggregated_by_{zone}_time_zone"
        rows = chips.insights(level="campaign", fields=fields, time_range=MAY, breakdowns=[name])
        assert cents(rows) == cents(whole)
        assert {row[name] for row in rows} >= {"09:00:00 - 09:59:59", "20:00:00 - 20:59:59"}
        assert {row["reach"] for row in rows} == {"0"}
        assert sum(actions(row, "link_click") for row in rows) == sum(
            actions(row, "link_click") for row in whole
        )
        assert not any(actions(row, "purchase") for row in rows)


def test_regions_when_asked_for_then_add_up_without_what_happens_elsewhere(chips: Advertiser) -> None:
    rows = chips.insights(level="account", time_range=MAY, breakdowns=["region"])
    assert cents(rows) == cents(chips.insights(level="account", time_range=MAY))
    assert "California" in {row["region"] for row in rows}
    assert not any(actions(row, "purchase") for row in rows)
    assert any(actions(row, "link_click") for row in rows)


def test_time_ranges_when_several_then_a_row_for_each(chips: Advertiser) -> None:
    ranges = [{"since": "2026-05-01", "until": "2026-05-10"}, {"since": "2026-05-05", "until": "2026-05-20"}]
    rows = chips.insights(level="account", fields=["spend"], time_ranges=ranges, time_increment=1)
    assert [(row["date_start"], row["date_stop"]) for row in rows] == [
        (wanted["since"], wanted["until"]) for wanted in ranges
    ]
    for row, wanted in zip(rows, ranges, strict=True):
        assert cents([row]) == cents(chips.insights(level="account", fields=["spend"], time_range=wanted))
    first = chips.insights(level="account", fields=["spend"], time_ranges=ranges, limit=1)
    assert first == rows


def test_people_when_counted_once_then_fewer_than_their_clicks(chips: Advertiser) -> None:
    fields = [
        "clicks", "reach", "unique_clicks", "unique_inline_link_clicks", "unique_ctr",
        "cost_per_unique_click", "spend", "inline_link_clicks",
    ]  # fmt: skip
    row = chips.insights(level="account", fields=fields, time_range=MAY)[0]
    assert 0 < int(row["unique_clicks"]) < int(row["clicks"])
    assert int(row["unique_inline_link_clicks"]) < int(row["inline_link_clicks"])
    assert float(row["unique_ctr"]) == pytest.approx(
        100 * int(row["unique_clicks"]) / int(row["reach"]), abs=1e-6
    )
    cost = float(row["spend"]) / int(row["unique_clicks"])
    assert float(row["cost_per_unique_click"]) == pytest.approx(cost, abs=1e-6)


def test_rankings_when_of_ads_then_words_that_differ(chips: Advertiser) -> None:
    fields = ["quality_ranking", "engagement_rate_ranking", "conversion_rate_ranking", "impressions"]
    rows = chips.insights(level="ad", fields=fields, time_range=MAY)
    words = {row[name] for row in rows for name in fields[:3]}
    assert words <= {
        "UNKNOWN", "AVERAGE", "ABOVE_AVERAGE", "BELOW_AVERAGE_10", "BELOW_AVERAGE_20", "BELOW_AVERAGE_35"
    }  # fmt: skip
    assert len(words) >= 3
    campaigns = chips.insights(level="campaign", fields=fields, time_range=MAY)
    assert all("quality_ranking" not in row for row in campaigns)


def test_windows_when_wider_then_never_fewer(chips: Advertiser) -> None:
    windows = ["1d_click", "7d_click", "28d_click", "1d_view", "1d_ev", "dda", "skan_click"]
    row = chips.insights(
        level="account", fields=["actions"], action_attribution_windows=windows, **ALL
    )[0]  # fmt: skip
    item = next(item for item in row["actions"] if item["action_type"] == "purchase")
    assert 0 < int(item["1d_click"]) <= int(item["7d_click"]) <= int(item["28d_click"])
    assert int(item["1d_view"]) > 0
    assert int(item["1d_ev"]) > 0
    assert not {"dda", "skan_click"} & set(item)


def test_breakdowns_when_closed_then_opened_by_opting_in(monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox("empty", start="2026-09-01T12:00:00Z") as sandbox:
        monkeypatch.setattr(FacebookSession, "GRAPH", sandbox.meta_url)
        session = FacebookSession(sandbox.meta_app_id, sandbox.meta_app_secret, sandbox.meta_access_token)
        shelf = Advertiser(FacebookAdsApi(session), sandbox.meta_account_id)
        error = failure(shelf.insights, breakdowns=["impression_device"])
        assert (error.api_error_code(), "opted in" in error.api_error_message()) == (100, True)
        sandbox.control("POST", "/app", insights_opt_in=True)
        assert shelf.insights(breakdowns=["impression_device"]) == []
        session.requests.close()


@pytest.mark.parametrize("params", [
    {"breakdowns": ["age"], "fields": ["reach"]},
    {"breakdowns": ["hourly_stats_aggregated_by_advertiser_time_zone"], "fields": ["spend"]},
])  # fmt: skip
def test_people_and_hours_when_older_than_13_months_then_3018(
    chips: Advertiser, params: dict[str, Any]
) -> None:
    old = {"since": "2025-01-01", "until": "2025-02-01"}
    assert failure(chips.insights, time_range=old, **params).api_error_code() == 3018
    assert chips.insights(time_range=old, fields=["reach"]) == []


def test_report_when_read_later_then_as_it_was_at_the_run(sandbox: Sandbox, advertiser: Advertiser) -> None:
    advertiser.running(ads=2)
    sandbox.advance(days=3)
    params = {"date_preset": "maximum", "level": "ad", "time_increment": 1}
    fields = ["ad_id", "spend", "impressions", "actions"]
    run = advertiser.account.get_insights_async(fields=fields, params=dict(params))
    then = advertiser.insights(fields=fields, **params)
    sandbox.advance(days=4)
    for _ in range(2):
        run.api_get()
    kept = [row.export_all_data() for row in run.get_result(params={"limit": 3})]
    assert kept == then
    assert advertiser.insights(fields=fields, **params) != then


def test_order_when_by_an_action_then_by_its_number(chips: Advertiser) -> None:
    rows = chips.insights(level="ad", sort=["actions:link_click_descending"], **ALL)
    clicks = [actions(row, "link_click") for row in rows]
    assert clicks == sorted(clicks, reverse=True)
    assert len(set(clicks)) > 3


def test_actions_when_broken_down_by_target_then_pixel_or_page(chips: Advertiser) -> None:
    wanted = ["action_type", "action_target_id", "action_destination"]
    row = chips.insights(level="account", fields=["actions"], action_breakdowns=wanted, **ALL)[0]
    targets = {item["action_type"]: item["action_target_id"] for item in row["actions"]}
    assert (targets["purchase"], targets["link_click"]) == (chips.pixel_id, chips.page_id)
    assert all(item["action_destination"] == item["action_target_id"] for item in row["actions"])
