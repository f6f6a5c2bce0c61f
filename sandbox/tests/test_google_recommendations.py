"""Recommendations: they come, are applied or dismissed, and the control tells of Google's accounts."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest

from adsandbox import Sandbox
from google_builders import GoogleAdvertiser
from google_clients import codes, insecure_client, refusal

FIELDS = "recommendation.resource_name, recommendation.type, recommendation.dismissed"


def recommended(sandbox: Sandbox, setting: str, **more: Any) -> str:
    """The id of a recommendation that the platform makes now."""
    done = sandbox.control("POST", "/events", do="platform_setting", setting=setting, **more)
    return str(done["done"]["recommendation_id"])


def found(google: GoogleAdvertiser) -> list[Any]:
    """What a query says is recommended."""
    service = google.client.get_service("GoogleAdsService")
    query = f"SELECT {FIELDS} FROM recommendation"
    return [row.recommendation for row in service.search(customer_id=google.customer_id, query=query)]


def keywords(google: GoogleAdvertiser) -> list[tuple[str, str]]:
    """Texts and match types of all keywords."""
    service = google.client.get_service("GoogleAdsService")
    fields = "ad_group_criterion.keyword.text, ad_group_criterion.keyword.match_type"
    query = f"SELECT {fields} FROM ad_group_criterion"
    rows = service.search(customer_id=google.customer_id, query=query)
    return [(r.ad_group_criterion.keyword.text, r.ad_group_criterion.keyword.match_type.name) for r in rows]


def test_keyword_when_recommended_and_applied_then_it_is_there(
    sandbox: Sandbox, google: GoogleAdvertiser
) -> None:
    google.ad_group(name="Kettle Chips")
    recommended(sandbox, "recommend_keyword")
    (advice,) = found(google)
    assert (advice.type_.name, advice.dismissed) == ("KEYWORD", False)
    service = google.client.get_service("RecommendationService")
    request = {"customer_id": google.customer_id, "operations": [{"resource_name": advice.resource_name}]}
    assert service.apply_recommendation(request).results[0].resource_name == advice.resource_name
    assert keywords(google) == [("best chips near me", "BROAD")]
    assert not found(google)
    error = refusal(service.apply_recommendation, request)
    assert codes(error) == ["recommendation_error.RECOMMENDATION_ALREADY_APPLIED"]


def test_recommendation_when_dismissed_then_only_once(sandbox: Sandbox, google: GoogleAdvertiser) -> None:
    google.ad_group()
    recommended(sandbox, "recommend_keyword")
    (advice,) = found(google)
    service = google.client.get_service("RecommendationService")
    request = {"customer_id": google.customer_id, "operations": [{"resource_name": advice.resource_name}]}
    service.dismiss_recommendation(request)
    assert found(google)[0].dismissed
    error = refusal(service.dismiss_recommendation, request)
    assert codes(error) == ["recommendation_error.RECOMMENDATION_ALREADY_DISMISSED"]
    request["operations"] = []
    assert codes(refusal(service.dismiss_recommendation, request)) == ["recommendation_error.NO_OPERATIONS"]


@pytest.mark.parametrize("own", [0, 77_000_000])
def test_budget_when_recommended_for_a_limited_campaign_then_applied(own: int) -> None:
    with Sandbox("agency") as sandbox:
        google = GoogleAdvertiser(insecure_client(sandbox), sandbox.google_customer_id)
        service = google.client.get_service("GoogleAdsService")
        query = "SELECT campaign.id, campaign.campaign_budget, campaign_budget.amount_micros FROM campaign"
        rows = list(service.search(customer_id=google.customer_id, query=query))
        limited = None
        for row in rows:
            with contextlib.suppress(ValueError):  # not all have lost impressions for want of budget
                recommended(sandbox, "recommend_budget", node_id=str(row.campaign.id))
                limited = row
                break
        assert limited
        (advice,) = found(google)
        operation: dict[str, Any] = {"resource_name": advice.resource_name}
        if own:
            operation["campaign_budget"] = {"new_budget_amount_micros": own}
        recommendations = google.client.get_service("RecommendationService")
        recommendations.apply_recommendation(
            request={"customer_id": google.customer_id, "operations": [operation]}
        )
        after = next(
            entry for entry in service.search(customer_id=google.customer_id, query=query)
            if entry.campaign.id == limited.campaign.id
        )  # fmt: skip
        if own:
            assert after.campaign_budget.amount_micros == own
        else:
            assert after.campaign_budget.amount_micros > limited.campaign_budget.amount_micros


def test_control_when_asked_for_state_and_export_then_google_is_there() -> None:
    with Sandbox("agency") as sandbox:
        customers = sandbox.control("GET", "/state")["google_customers"]
        assert [entry["manager"] for entry in customers].count(True) == 1
        spent = {entry["customer_id"]: entry.get("spent_micros", 0) for entry in customers}
        exported = {entry["id"]: entry for entry in sandbox.control("GET", "/export")["google_customers"]}
        first = exported[sandbox.google_customer_id]
        assert sum(row["cost_micros"] for row in first["delivery"]) == spent[sandbox.google_customer_id] > 0
        assert len(first["search_campaigns"]) == 3
        assert first["changes"]
