"""Scenarios play on Google too, and who changed what can be read."""

from __future__ import annotations

from typing import Any

import pytest

from adsandbox import Sandbox
from google_builders import GoogleAdvertiser
from google_clients import insecure_client, tls_client

EVENTS = (
    "SELECT change_event.resource_name, change_event.change_resource_type, change_event.user_email, "
    "change_event.client_type, change_event.resource_change_operation, change_event.changed_fields, "
    "change_event.old_resource, change_event.new_resource FROM change_event WHERE "
    "change_event.change_date_time BETWEEN '2026-05-20' AND '2026-06-12' "
    "ORDER BY change_event.change_date_time DESC LIMIT 1000"
)


def rows(client: Any, customer_id: str, query: str) -> list[Any]:
    """All rows of a query."""
    return list(client.get_service("GoogleAdsService").search(customer_id=customer_id, query=query))


def test_history_when_a_scenario_has_google_campaigns_then_they_have_run() -> None:
    with Sandbox("agency") as sandbox:
        client = tls_client(sandbox)
        query = (
            "SELECT campaign.name, campaign.primary_status, metrics.impressions, metrics.cost_micros "
            "FROM campaign WHERE segments.date DURING LAST_30_DAYS AND metrics.impressions > 0"
        )
        found = rows(client, sandbox.google_customer_id, query)
        assert len(found) == 3
        assert all(row.metrics.cost_micros > 0 for row in found)
        keywords = rows(
            client,
            sandbox.google_customer_id,
            "SELECT ad_group_criterion.keyword.text FROM ad_group_criterion",
        )
        assert len(keywords) > 10


def test_manager_when_asked_for_clients_then_its_tree() -> None:
    with Sandbox("agency") as sandbox:
        query = (
            "SELECT customer_client.id, customer_client.level, customer_client.manager FROM customer_client"
        )
        found = rows(insecure_client(sandbox), sandbox.google_manager_id, query)
        assert [row.customer_client.level for row in found].count(0) == 1
        assert len(found) == 4


def test_change_when_made_then_an_event_tells_old_and_new(sandbox: Sandbox, google: GoogleAdvertiser) -> None:
    campaign = google.campaign()
    google.update("Campaign", ["name", "status"], resource_name=campaign, name="New", status="ENABLED")
    sandbox.advance(minutes=4)
    newest = rows(google.client, google.customer_id, EVENTS)[0].change_event
    assert newest.change_resource_type.name == "CAMPAIGN"
    assert newest.resource_change_operation.name == "UPDATE"
    assert newest.client_type.name == "GOOGLE_ADS_API"
    assert newest.user_email == "sandbox.marketer@example.com"
    assert set(newest.changed_fields.paths) == {"name", "status"}
    assert newest.old_resource.campaign.name == "Search"
    assert newest.new_resource.campaign.name == "New"


def test_change_when_of_an_ads_words_then_the_event_is_of_the_ad(
    sandbox: Sandbox, google: GoogleAdvertiser
) -> None:
    ad_id = google.ad(google.ad_group()).rpartition("~")[2]
    ad = f"customers/{google.customer_id}/ads/{ad_id}"
    google.update("Ad", ["final_urls"], resource_name=ad, final_urls=["https://example.com/new"])
    sandbox.advance(minutes=4)
    newest = rows(google.client, google.customer_id, EVENTS)[0].change_event
    assert (newest.change_resource_type.name, list(newest.changed_fields.paths)) == ("AD", ["final_urls"])
    assert list(newest.new_resource.ad.final_urls) == ["https://example.com/new"]


def test_outsider_when_editing_then_event_names_the_person(
    sandbox: Sandbox, google: GoogleAdvertiser
) -> None:
    budget = google.budget()
    event = {
        "do": "outsider_edit",
        "node_id": budget.rsplit("/", 1)[-1],
        "values": {"amount_micros": "70000000"},
    }
    sandbox.control("POST", "/events", **event)
    sandbox.advance(minutes=4)
    newest = rows(google.client, google.customer_id, EVENTS)[0].change_event
    assert (newest.user_email, newest.client_type.name) == (
        "jordan.colleague@example.com",
        "GOOGLE_ADS_WEB_CLIENT",
    )
    assert newest.new_resource.campaign_budget.amount_micros == 70_000_000


@pytest.mark.parametrize("setting", ["auto_apply_keywords", "ai_max"])
def test_platform_when_it_helps_itself_then_event_says_so(
    sandbox: Sandbox, google: GoogleAdvertiser, setting: str
) -> None:
    google.ad_group()
    sandbox.control("POST", "/events", do="platform_setting", setting=setting)
    sandbox.advance(minutes=4)
    newest = rows(google.client, google.customer_id, EVENTS)[0].change_event
    assert newest.client_type.name == "GOOGLE_ADS_RECOMMENDATIONS_SUBSCRIPTION"
    if setting == "ai_max":
        assert newest.new_resource.campaign.ai_max_setting.enable_ai_max
    else:
        assert newest.new_resource.ad_group_criterion.keyword.match_type.name == "BROAD"
