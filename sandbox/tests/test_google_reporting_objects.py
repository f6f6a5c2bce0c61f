"""Objects made through the SDK, read back by queries: each resource, its relatives, its changes."""

from __future__ import annotations

from typing import Any

import pytest

from adsandbox import Sandbox
from google_builders import GoogleAdvertiser
from google_clients import codes, insecure_client, refusal


@pytest.fixture
def advertiser(sandbox: Sandbox) -> GoogleAdvertiser:
    """Somebody who builds in the sandbox's customer."""
    return GoogleAdvertiser(insecure_client(sandbox), sandbox.google_customer_id)


def rows(advertiser: GoogleAdvertiser, query: str) -> list[Any]:
    """All rows of a query."""
    service = advertiser.client.get_service("GoogleAdsService")
    return list(service.search(customer_id=advertiser.customer_id, query=query))


def test_tree_when_built_then_every_level_is_read_with_those_above(advertiser: GoogleAdvertiser) -> None:
    campaign = advertiser.campaign(name="Sale", status="ENABLED")
    group = advertiser.ad_group(campaign, name="Chips", cpc_bid_micros=1_500_000)
    keyword = advertiser.keyword(group, "kettle chips")
    ad = advertiser.ad(group)
    (row,) = rows(
        advertiser,
        "SELECT campaign.name, campaign.bidding_strategy_type, campaign_budget.amount_micros FROM campaign",
    )
    assert row.campaign.name == "Sale"
    assert row.campaign.bidding_strategy_type.name == "MANUAL_CPC"
    assert row.campaign_budget.amount_micros == 50_000_000
    (row,) = rows(
        advertiser,
        "SELECT keyword_view.resource_name, ad_group_criterion.resource_name, "
        "ad_group_criterion.keyword.match_type, ad_group_criterion.effective_cpc_bid_micros, "
        "ad_group.name, campaign.name FROM keyword_view",
    )
    assert row.ad_group_criterion.resource_name == keyword
    assert row.keyword_view.resource_name == keyword.replace("adGroupCriteria", "keywordViews")
    assert row.ad_group_criterion.keyword.match_type.name == "PHRASE"
    assert row.ad_group_criterion.effective_cpc_bid_micros == 1_500_000
    assert (row.ad_group.name, row.campaign.name) == ("Chips", "Sale")
    (row,) = rows(
        advertiser,
        "SELECT ad_group_ad.ad.id, ad_group_ad.ad.type, ad_group_ad.ad.responsive_search_ad.headlines, "
        "ad_group_ad.ad_strength FROM ad_group_ad WHERE ad_group_ad.ad.type = RESPONSIVE_SEARCH_AD",
    )
    assert row.ad_group_ad.resource_name == ad
    assert row.ad_group_ad.ad.resource_name.endswith(f"/ads/{row.ad_group_ad.ad.id}")
    assert len(row.ad_group_ad.ad.responsive_search_ad.headlines) == 3
    assert row.ad_group_ad.ad_strength.name in {"POOR", "AVERAGE"}


def test_review_when_it_ends_then_statuses_follow(sandbox: Sandbox, advertiser: GoogleAdvertiser) -> None:
    group = advertiser.ad_group(advertiser.campaign(status="ENABLED"), cpc_bid_micros=1_000_000)
    advertiser.keyword(group)
    advertiser.ad(group)
    query = (
        "SELECT ad_group_ad.policy_summary.review_status, ad_group_ad.policy_summary.approval_status, "
        "campaign.primary_status, campaign.primary_status_reasons FROM ad_group_ad"
    )
    (row,) = rows(advertiser, query)
    assert row.ad_group_ad.policy_summary.review_status.name == "REVIEW_IN_PROGRESS"
    assert row.campaign.primary_status.name == "PENDING"
    sandbox.advance(hours=1)
    (row,) = rows(advertiser, query)
    assert row.ad_group_ad.policy_summary.approval_status.name == "APPROVED"
    assert row.campaign.primary_status.name == "ELIGIBLE"
    assert not row.campaign.primary_status_reasons


def test_removed_when_read_then_still_there_as_removed(advertiser: GoogleAdvertiser) -> None:
    campaign = advertiser.campaign()
    advertiser.remove("Campaign", campaign)
    (row,) = rows(advertiser, "SELECT campaign.status, campaign.primary_status FROM campaign")
    assert (row.campaign.status.name, row.campaign.primary_status.name) == ("REMOVED", "REMOVED")
    assert not rows(advertiser, "SELECT campaign.id FROM campaign WHERE campaign.status != 'REMOVED'")


def test_labels_when_attached_and_taken_off_then_links_follow(advertiser: GoogleAdvertiser) -> None:
    campaign = advertiser.campaign(name="Sale")
    label = advertiser.create("Label", name="hot")
    link = advertiser.create("CampaignLabel", campaign=campaign, label=label)
    (row,) = rows(advertiser, "SELECT campaign.name, label.name FROM campaign_label")
    assert (row.campaign.name, row.label.name, row.campaign_label.resource_name) == ("Sale", "hot", link)
    query = f"SELECT campaign.labels FROM campaign WHERE campaign.labels CONTAINS ANY ('{label}')"
    assert [list(row.campaign.labels) for row in rows(advertiser, query)] == [[label]]
    advertiser.remove("CampaignLabel", link)
    assert not rows(advertiser, "SELECT campaign_label.resource_name FROM campaign_label")
    assert not rows(advertiser, query)


def test_assets_when_linked_then_both_sides_are_read(advertiser: GoogleAdvertiser) -> None:
    campaign = advertiser.campaign(name="Sale")
    asset = advertiser.create("Asset", callout_asset={"callout_text": "Free delivery"})
    advertiser.create("CampaignAsset", campaign=campaign, asset=asset, field_type="CALLOUT")
    (row,) = rows(
        advertiser,
        "SELECT campaign_asset.field_type, asset.callout_asset.callout_text, campaign.name, "
        "metrics.impressions FROM campaign_asset",
    )
    assert row.asset.callout_asset.callout_text == "Free delivery"
    assert (row.campaign_asset.field_type.name, row.campaign.name) == ("CALLOUT", "Sale")
    assert "impressions" in row.metrics
    assert row.metrics.impressions == 0


def test_constants_when_asked_for_then_ids_and_names(advertiser: GoogleAdvertiser) -> None:
    (row,) = rows(
        advertiser,
        "SELECT geo_target_constant.id, geo_target_constant.canonical_name FROM geo_target_constant "
        "WHERE geo_target_constant.id = 2276",
    )
    assert row.geo_target_constant.canonical_name == "Germany"
    (row,) = rows(
        advertiser,
        "SELECT language_constant.name FROM language_constant WHERE language_constant.code = 'de'",
    )
    assert row.language_constant.name == "German"


EVENTS = (
    "SELECT change_event.change_date_time, change_event.change_resource_type, change_event.changed_fields, "
    "change_event.old_resource, change_event.new_resource, change_event.client_type, "
    "change_event.user_email, change_event.resource_change_operation, campaign.name FROM change_event "
    "WHERE change_event.change_date_time DURING LAST_14_DAYS "
    "AND change_event.change_resource_type = CAMPAIGN ORDER BY change_event.change_date_time LIMIT 100"
)


def test_changes_when_a_campaign_is_renamed_then_the_event_has_both_names(
    sandbox: Sandbox, advertiser: GoogleAdvertiser
) -> None:
    campaign = advertiser.campaign(name="Sale")
    sandbox.advance(minutes=5)
    advertiser.update("Campaign", ["name"], resource_name=campaign, name="Brand")
    sandbox.advance(days=1)
    made, renamed = (row.change_event for row in rows(advertiser, EVENTS))
    assert made.resource_change_operation.name == "CREATE"
    assert made.new_resource.campaign.name == "Sale"
    assert renamed.resource_change_operation.name == "UPDATE"
    assert list(renamed.changed_fields.paths) == ["name"]
    assert renamed.old_resource.campaign.name == "Sale"
    assert renamed.new_resource.campaign.name == "Brand"
    assert renamed.client_type.name == "GOOGLE_ADS_API"
    assert "@" in renamed.user_email
    assert made.change_date_time < renamed.change_date_time
    assert made.resource_name != renamed.resource_name


def test_changes_when_asked_by_resource_then_the_last_one_of_each(
    sandbox: Sandbox, advertiser: GoogleAdvertiser
) -> None:
    campaign = advertiser.campaign(name="Sale")
    advertiser.ad_group(campaign)
    advertiser.update("Campaign", ["name"], resource_name=campaign, name="Brand")
    sandbox.advance(days=1)
    found = rows(
        advertiser,
        "SELECT change_status.resource_type, change_status.resource_status, change_status.campaign "
        "FROM change_status WHERE change_status.last_change_date_time DURING LAST_7_DAYS LIMIT 10",
    )
    kinds = {row.change_status.resource_type.name: row.change_status for row in found}
    assert set(kinds) == {"CAMPAIGN", "CAMPAIGN_BUDGET", "AD_GROUP"}
    assert kinds["CAMPAIGN"].resource_status.name == "CHANGED"
    assert kinds["AD_GROUP"].resource_status.name == "ADDED"
    assert kinds["AD_GROUP"].campaign == campaign


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ("LIMIT 5", "CHANGE_DATE_RANGE_INFINITE"),
        ("WHERE change_event.change_date_time DURING LAST_7_DAYS", "LIMIT_NOT_SPECIFIED"),
        ("WHERE change_event.change_date_time DURING LAST_7_DAYS LIMIT 20000", "INVALID_LIMIT_CLAUSE"),
        (
            "WHERE change_event.change_date_time BETWEEN '2026-01-01' AND '2026-05-01' LIMIT 5",
            "START_DATE_TOO_OLD",
        ),
    ],
)
def test_changes_when_asked_without_bounds_then_refused(
    advertiser: GoogleAdvertiser, where: str, code: str
) -> None:
    service = advertiser.client.get_service("GoogleAdsService")
    query = f"SELECT change_event.user_email FROM change_event {where}"
    error = refusal(service.search, customer_id=advertiser.customer_id, query=query)
    assert codes(error) == [f"change_event_error.{code}"]


def test_read_when_stale_then_the_latest_edit_is_not_seen(
    sandbox: Sandbox, advertiser: GoogleAdvertiser
) -> None:
    campaign = advertiser.campaign(name="Sale")
    advertiser.update("Campaign", ["name"], resource_name=campaign, name="Brand")
    query = "SELECT campaign.name FROM campaign"
    assert [row.campaign.name for row in rows(advertiser, query)] == ["Brand"]
    sandbox.fault("stale_read", path_regex="Search$", changes_back=1)
    assert [row.campaign.name for row in rows(advertiser, query)] == ["Sale"]
    assert [row.campaign.name for row in rows(advertiser, query)] == ["Brand"]
