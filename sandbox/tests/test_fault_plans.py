"""Troubles by plan: repeatable, written down, and each as the SDK sees it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests
from facebook_business.adobjects.adreportrun import AdReportRun
from facebook_business.adobjects.campaign import Campaign
from facebook_business.api import FacebookAdsApi

from adsandbox import Sandbox
from builders import Advertiser, failure
from test_process import Process, processes  # noqa: F401 - a fixture


def outcomes(sandbox: Sandbox, calls: int = 40) -> list[int | None]:
    url = f"{sandbox.meta_url}/v26.0/{sandbox.meta_account_id}/adlabels"
    answers = [
        requests.get(url, {"access_token": sandbox.meta_access_token}, timeout=5) for _ in range(calls)
    ]
    return [answer.json().get("error", {}).get("code") for answer in answers]


def test_plan_when_loaded_again_then_does_the_same(sandbox: Sandbox) -> None:
    rule = {"kind": "error", "code": 2, "probability": 0.3, "count": -1, "match": {"path_regex": "adlabels$"}}
    seen = []
    for seed in (7, 7, 8):
        sandbox.control("POST", "/faults/plan", seed=seed, faults=[rule])
        seen.append(outcomes(sandbox))
        log = sandbox.control("GET", "/faults/log")["log"]
        assert len(log) == seen[-1].count(2)
    assert seen[0] == seen[1] != seen[2]
    assert 4 <= seen[0].count(2) <= 22
    assert log[0]["what"] == "error"
    assert (log[0]["method"], log[0]["rule"]) == ("GET", 0)


def test_plan_when_it_has_hours_then_holds_between_them(sandbox: Sandbox) -> None:
    rule = {"kind": "error", "code": 1, "count": -1, "from": 2, "until": "2026-06-01T15:00:00Z"}
    sandbox.control("POST", "/faults/plan", faults=[rule])
    seen = []
    for _ in range(4):
        seen += outcomes(sandbox, 1)
        sandbox.advance(hours=1)
    assert seen == [None, None, 1, None]


def test_plan_when_wrong_then_refused_whole(sandbox: Sandbox) -> None:
    good = {"kind": "drop_before"}
    for wrong in (
        {"faults": [good, {"kind": "earthquake"}]},
        {"faults": [good, {"kind": "error", "probability": 2}]},
        {"faults": [good], "events": [{"do": "dance"}]},
        {"faults": [good], "events": [{"do": "token_end", "colour": 1}]},
        {"faults": [good], "events": [{"do": "token_end", "at": [1]}]},
        {"faults": [good, {"kind": "throttle", "limit": "moon"}]},
        {"faults": [good, {"kind": "error", "from": "soon"}]},
        {"seed": "x", "faults": [good]},
        {"fault": [good]},
    ):
        with pytest.raises(ValueError, match=r".+"):
            sandbox.control("POST", "/faults/plan", **wrong)
    assert sandbox.control("GET", "/faults") == {"faults": [], "events": []}


@pytest.mark.parametrize(("limit", "code", "subcode"), [
    ("app", 4, None), ("account", 17, 2446079), ("ads_management", 80004, 2446079),
    ("ads_insights", 80000, 2446079), ("ad_account_calls", 613, 1487742),
])  # fmt: skip
def test_throttle_when_planned_then_code_and_headers(
    sandbox: Sandbox, advertiser: Advertiser, limit: str, code: int, subcode: int | None
) -> None:
    edge = "/insights$" if limit == "ads_insights" else ""
    sandbox.fault("throttle", path_regex=edge, limit=limit)
    sandbox.fault("throttle", path_regex=edge, limit=limit, headers=False)
    read = advertiser.account.get_insights if edge else advertiser.account.api_get
    told, untold = failure(read), failure(read)
    for error in (told, untold):
        assert (error.api_error_code(), error.api_error_subcode()) == (code, subcode)
        assert error.api_transient_error()
    headers = told.http_headers()
    shares = [json.loads(headers[name]) for name in ("x-app-usage", "x-ad-account-usage")]
    case = json.loads(headers["x-business-use-case-usage"])[sandbox.meta_account_id[4:]][0]
    share = {"app": shares[0]["call_count"], "account": shares[1]["acc_id_util_pct"]}
    share["ad_account_calls"] = share["account"]
    assert share.get(limit, case["call_count"]) == 100
    assert "x-ad-account-usage" not in untold.http_headers()


def test_limits_when_enforced_then_score_blocks_and_time_frees(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    """Limited access: 60 points, a read 1 and a write 3, then 300 seconds of 17/2446079."""
    sandbox.control("POST", "/limits", tier="development_access", enforced=True)
    for _ in range(15):
        advertiser.account.create_ad_label(params={"name": "x"})
    for _ in range(15):
        advertiser.account.api_get()
    error = failure(advertiser.account.api_get)
    assert (error.api_error_code(), error.api_error_subcode()) == (17, 2446079)
    usage = json.loads(error.http_headers()["x-ad-account-usage"])
    assert usage == {
        "acc_id_util_pct": 100,
        "reset_time_duration": 300,
        "ads_api_access_tier": "development_access",
    }
    sandbox.advance(seconds=299)
    assert failure(advertiser.account.api_get).api_error_code() == 17
    sandbox.advance(seconds=1)
    advertiser.account.api_get()
    with pytest.raises(ValueError, match="tier is one of"):
        sandbox.control("POST", "/limits", tier="golden")


def test_hour_when_used_up_then_80004_with_minutes_to_wait(sandbox: Sandbox, advertiser: Advertiser) -> None:
    """Limited access: 300 calls an hour without active ads, spread so that the score stays low."""
    sandbox.control("POST", "/limits", tier="development_access", enforced=True)
    for _ in range(300):
        sandbox.advance(seconds=6)
        advertiser.account.api_get()
    error = failure(advertiser.account.api_get)
    assert error.api_error_code() == 80004
    case = json.loads(error.http_headers()["x-business-use-case-usage"])[sandbox.meta_account_id[4:]][0]
    assert (case["call_count"], case["estimated_time_to_regain_access"]) == (100, 31)
    sandbox.advance(minutes=31)
    advertiser.account.api_get()


def test_impostor_when_tried_again_then_passes(sandbox: Sandbox, advertiser: Advertiser) -> None:
    sandbox.fault("transient_as_permanent", method="POST", path_regex="/adcreatives$")
    error = failure(advertiser.creative)
    assert (error.api_error_code(), error.api_error_subcode()) == (100, 1487390)
    assert not error.api_transient_error()
    assert advertiser.creative()["id"]


def test_just_created_when_raced_then_100_33_until_old_enough(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    sandbox.fault("just_created_missing", count=-1, within_seconds=5)
    campaign = Campaign(advertiser.campaign()["id"], api=advertiser.api)
    error = failure(campaign.api_get)
    assert (error.api_error_code(), error.api_error_subcode()) == (100, 33)
    sandbox.advance(seconds=6)
    assert campaign.api_get(fields=["name"])["name"] == "Campaign"


def test_read_when_stale_then_as_before_the_edit(sandbox: Sandbox, advertiser: Advertiser) -> None:
    campaign = Campaign(advertiser.campaign()["id"], api=advertiser.api)
    campaign.api_update(params={"name": "Renamed"})
    sandbox.fault("stale_read")
    assert campaign.api_get(fields=["name"])["name"] == "Campaign"
    assert campaign.api_get(fields=["name"])["name"] == "Renamed"
    sandbox.fault("stale_read", changes_back=2)
    assert list(advertiser.account.get_campaigns()) == []
    sandbox.fault("stale_read", changes_back=2)
    assert failure(campaign.api_get).api_error_subcode() == 33


@pytest.mark.parametrize(("fate", "status", "percent"), [
    ("stuck", "Job Running", 100), ("failed", "Job Failed", 0), ("skipped", "Job Skipped", 0),
])  # fmt: skip
def test_report_when_doomed_then_never_readable(
    sandbox: Sandbox, advertiser: Advertiser, fate: str, status: str, percent: int
) -> None:
    sandbox.fault(f"report_{fate}", method="POST", path_regex="/insights$")
    run = advertiser.account.get_insights_async(fields=["spend"], params={"level": "campaign"})
    for _ in range(3):
        report = AdReportRun(run["id"], api=advertiser.api).api_get()
    assert (report["async_status"], report["async_percent_completion"]) == (status, percent)
    code = failure(run.get_insights).api_error_code()
    assert code == (2601 if fate == "stuck" else -2)
    reason = AdReportRun(run["id"], api=advertiser.api).api_get(fields=["error_code"])
    assert ("error_code" in reason) == (fate == "failed")
    again = advertiser.account.get_insights_async(fields=["spend"], params={"level": "campaign"})
    for _ in range(2):
        again = again.api_get()
    assert again["async_status"] == "Job Completed"


def activities(advertiser: Advertiser) -> list[dict[str, Any]]:
    fields = ["event_type", "actor_name", "object_id", "extra_data", "event_time"]
    return [row.export_all_data() for row in advertiser.account.get_activities(fields=fields)]


def test_outsider_when_editing_on_plan_then_done_at_its_moment_and_seen(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    campaign = advertiser.running(ads=1)
    ad_set = campaign.get_ad_sets()[0]
    events = [
        {"at": 6, "do": "outsider_edit", "of": "ad_set", "values": {"daily_budget": 2500}},
        {"at": 8, "do": "platform_setting", "of": "ad_set", "setting": "advantage_audience"},
        {"at": 9, "do": "outsider_edit", "node_id": ad_set["id"], "values": {"daily_budget": 1}},
    ]
    sandbox.control("POST", "/faults/plan", events=events)
    sandbox.advance(hours=5)
    assert ad_set.api_get(fields=["daily_budget"])["daily_budget"] == "10000"
    sandbox.advance(days=2)
    seen = ad_set.api_get(fields=["daily_budget", "targeting"])
    assert seen["daily_budget"] == "2500"
    assert seen["targeting"]["targeting_automation"]["advantage_audience"] == 1
    rows = {row["event_type"]: row for row in activities(advertiser)}
    assert rows["update_ad_set_budget"]["actor_name"] == "Jordan Colleague"
    assert rows["update_ad_set_budget"]["event_time"].startswith("2026-06-01T14:00:00")
    assert rows["update_ad_set_target_spec"]["actor_name"] == "Meta"
    log = sandbox.control("GET", "/faults/log")["log"]
    assert [(entry["what"], entry["time"]) for entry in log] == [
        ("outsider_edit", "2026-06-01T18:00:00Z"),
        ("platform_setting", "2026-06-01T20:00:00Z"),
        ("outsider_edit", "2026-06-01T21:00:00Z"),
    ]
    assert "failed" in log[2]


def test_events_when_at_once_then_tokens_end_and_accounts_close(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    creative = advertiser.creative()
    sandbox.control(
        "POST", "/events", do="platform_setting", node_id=creative["id"], setting="standard_enhancements"
    )
    spec = creative.api_get(fields=["degrees_of_freedom_spec"])["degrees_of_freedom_spec"]
    assert spec["creative_features_spec"]["standard_enhancements"]["enroll_status"] == "OPT_IN"
    sandbox.control("POST", "/events", do="account_status", account_status=2, disable_reason=1)
    assert advertiser.account.api_get(fields=["account_status"])["account_status"] == 2
    assert failure(advertiser.campaign).api_error_code() == 100
    for wrong in (
        {"do": "outsider_edit", "of": "campaign", "values": {"name": "x"}},
        {"do": "outsider_edit", "node_id": "1", "values": {"name": "x"}},
        {"do": "platform_setting", "setting": "magic"},
        {"do": "account_status", "account_id": "act_9"},
        {"do": "token_end", "access_token": "nobody"},
    ):
        with pytest.raises(ValueError, match=r".+"):
            sandbox.control("POST", "/events", **wrong)
    sandbox.control("POST", "/events", do="token_end", subcode=459)
    error = failure(advertiser.account.api_get)
    assert (error.api_error_code(), error.api_error_subcode()) == (190, 459)


def test_token_when_it_expires_on_plan_then_190_463(sandbox: Sandbox, api: FacebookAdsApi) -> None:
    advertiser = Advertiser(api, sandbox.meta_account_id)
    sandbox.control("POST", "/events", do="token_end", at=24)
    sandbox.advance(hours=23)
    advertiser.account.api_get()
    sandbox.advance(hours=2)
    error = failure(advertiser.account.api_get)
    assert (error.api_error_code(), error.api_error_subcode()) == (190, 463)


def test_connection_when_it_breaks_midway_then_effect_stays(sandbox: Sandbox, advertiser: Advertiser) -> None:
    url = f"{sandbox.meta_url}/v26.0/{sandbox.meta_account_id}/adlabels"
    data = {"access_token": sandbox.meta_access_token, "name": "half"}
    sandbox.fault("timeout_before", method="POST")
    with pytest.raises(requests.Timeout):
        requests.post(url, data=data, timeout=0.2)
    assert list(advertiser.account.get_ad_labels()) == []
    sandbox.fault("drop_midway", method="POST")
    with pytest.raises(requests.RequestException):
        requests.post(url, data=data, timeout=5)
    assert [label["name"] for label in advertiser.account.get_ad_labels(fields=["name"])] == ["half"]


def test_command_line_when_given_a_plan_then_loads_it_and_prints_the_log(
    tmp_path: Path,
    processes: list[Process],  # noqa: F811 - the fixture
    capsys: pytest.CaptureFixture[str],
) -> None:
    from adsandbox.cli import main

    process = Process(tmp_path / "home", "--clock", "manual")
    processes.append(process)
    plan = tmp_path / "plan.toml"
    plan.write_text('seed = 3\n[[faults]]\nkind = "error"\ncode = 17\nmatch = { method = "GET" }\n')
    home = ["--home", str(tmp_path / "home")]
    assert main(["fault", "plan", str(plan), *home]) == 0
    assert json.loads(capsys.readouterr().out)["faults"][0]["kind"] == "error"
    url = f"{process.ready['meta_url']}/v26.0/me?access_token={process.ready['meta_access_token']}"
    assert requests.get(url, timeout=5).json()["error"]["code"] == 17
    assert main(["fault", "log", *home]) == 0
    assert json.loads(capsys.readouterr().out)["path"] == "/v26.0/me"
    assert main(["fault", "clear", *home]) == 0
    assert main(["fault", "plan", *home]) == 1


def case_of(error_or_headers: dict[str, str], account_id: str) -> dict[str, Any]:
    """The use case's part of the usage header."""
    headers = {name.lower(): value for name, value in error_or_headers.items()}
    found: dict[str, Any] = json.loads(headers["x-business-use-case-usage"])[account_id[4:]][0]
    return found


def test_use_case_when_of_audiences_forms_or_insights_then_counted_apart(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    def case(*path: str) -> dict[str, Any]:
        return case_of(dict(advertiser.api.call("GET", path).headers()), sandbox.meta_account_id)

    assert case(sandbox.meta_account_id, "customaudiences")["type"] == "custom_audience"
    assert case(sandbox.meta_account_id, "insights")["type"] == "ads_insights"
    assert case(advertiser.page_id)["type"] == "pages"
    assert case(sandbox.meta_account_id, "ads")["type"] == "ads_management"


def test_hour_when_used_up_by_processing_then_refused_too(sandbox: Sandbox, advertiser: Advertiser) -> None:
    """Writes cost twice what an allowed call brings: half as many use up the hour."""
    sandbox.control("POST", "/limits", tier="development_access", enforced=True)
    for _ in range(150):
        sandbox.advance(seconds=16)
        advertiser.account.create_ad_label(params={"name": "x"})
    error = failure(advertiser.account.create_ad_label, params={"name": "x"})
    case = case_of(error.http_headers(), sandbox.meta_account_id)
    assert error.api_error_code() == 80004
    assert (case["total_cputime"], case["call_count"]) == (100, 50)


def test_writes_when_more_than_100_within_a_second_then_613(sandbox: Sandbox, advertiser: Advertiser) -> None:
    sandbox.control("POST", "/limits", tier="standard_access", enforced=True)
    for _ in range(100):
        advertiser.account.create_ad_label(params={"name": "x"})
    error = failure(advertiser.account.create_ad_label, params={"name": "x"})
    assert (error.api_error_code(), error.api_error_subcode()) == (613, 5044001)
    sandbox.advance(seconds=2)
    advertiser.account.create_ad_label(params={"name": "x"})


def test_spending_limit_when_changed_ten_times_in_a_day_then_17(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    for number in range(10):
        advertiser.account.api_update(params={"spend_cap": 1000 + number})
    error = failure(advertiser.account.api_update, params={"spend_cap": 5000})
    assert (error.api_error_code(), error.api_error_subcode()) == (17, 1885172)
    sandbox.advance(days=1, seconds=1)
    advertiser.account.api_update(params={"spend_cap": 5000})


@pytest.mark.parametrize(("limit", "code", "subcode"), [
    ("custom_audience", 80003, 2446079), ("leadgen", 80005, 2446079), ("page", 32, None),
    ("instagram", 80002, None), ("write_rate", 613, 5044001), ("ad_creation", 613, 1487225),
    ("anomaly", 613, 1996), ("insights_load", 4, 1504022), ("insights_calls", 4, 1504039),
])  # fmt: skip
def test_throttle_when_of_each_rule_then_its_code(
    sandbox: Sandbox, advertiser: Advertiser, limit: str, code: int, subcode: int | None
) -> None:
    sandbox.fault("throttle", limit=limit)
    error = failure(advertiser.account.api_get)
    assert (error.api_error_code(), error.api_error_subcode()) == (code, subcode)
    assert error.api_transient_error()


def test_batch_item_when_a_fault_says_so_then_null_and_the_others_answer(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    sandbox.fault("batch_item_null", method="POST", path_regex="/campaigns$")
    made = []
    batch = advertiser.api.new_batch()
    params = {
        "name": "In a batch", "objective": "OUTCOME_TRAFFIC", "status": "PAUSED", "special_ad_categories": [],
        "is_adset_budget_sharing_enabled": False,
    }  # fmt: skip
    for _ in range(2):
        advertiser.account.create_campaign(
            params=params, batch=batch, success=lambda answer: made.append(answer.json()["id"])
        )
    rest = batch.execute()
    assert (len(made), len(rest)) == (1, 1)
    assert rest.execute() is None
    assert len(made) == 2
