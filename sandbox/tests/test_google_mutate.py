"""Mutates through the unmodified SDK: both forms, temporary ids, partial failure, masks, what comes back."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from google.ads.googleads.errors import GoogleAdsException
from google.ads.googleads.v26.errors.types.errors import GoogleAdsFailure

from adsandbox import Sandbox
from google_builders import GoogleAdvertiser
from google_clients import codes, paths, refusal, tls_client


def tree(google: GoogleAdvertiser, name: str = "Tree") -> list[Any]:
    """Operations that make a whole campaign at once, by temporary ids."""
    customer = f"customers/{google.customer_id}"
    budget, campaign, group = (
        f"{customer}/{collection}/{number}"
        for collection, number in (("campaignBudgets", -1), ("campaigns", -2), ("adGroups", -3))
    )
    words = {"text": "kettle chips", "match_type": "EXACT"}
    return [
        google.operation("CampaignBudget", resource_name=budget, **google.budget_values()),
        google.operation("Campaign", resource_name=campaign, **google.campaign_values(budget, name=name)),
        google.operation("AdGroup", resource_name=group, campaign=campaign, name="Group"),
        google.operation("AdGroupAd", **google.ad_values(group)),
        google.operation("AdGroupCriterion", ad_group=group, keyword=words),
    ]


def result_names(response: Any) -> list[str]:
    """Resource names of a mixed mutate, empty where an operation failed."""
    names = []
    for entry in response.mutate_operation_responses:
        field = type(entry).pb(entry).WhichOneof("response")
        names.append(getattr(entry, field).resource_name if field else "")
    return names


def test_tree_when_made_at_once_then_answers_keep_the_order(google: GoogleAdvertiser) -> None:
    budget, campaign, group, ad, keyword = result_names(google.mixed(*tree(google)))
    assert [name.split("/")[2] for name in (budget, campaign, group, ad, keyword)] == [
        "campaignBudgets", "campaigns", "adGroups", "adGroupAds", "adGroupCriteria",
    ]  # fmt: skip
    group_id = group.rsplit("/", 1)[-1]
    assert ad.rsplit("/", 1)[-1].split("~")[0] == keyword.rsplit("/", 1)[-1].split("~")[0] == group_id


def test_tree_when_one_part_is_wrong_then_nothing_was_made(google: GoogleAdvertiser) -> None:
    operations = tree(google)
    operations[3].create.ad.final_urls[:] = ["no address"]
    error = refusal(google.mixed, *operations)
    assert codes(error) == ["url_field_error.MISSING_PROTOCOL_IN_FINAL_URL"]
    assert paths(error) == ["mutate_operations[3].ad_group_ad_operation.create.ad.final_urls[0]"]
    # The name is still free: the campaign was taken back with everything else.
    assert all(result_names(google.mixed(*tree(google))))


def test_tree_when_parts_fail_partially_then_children_say_whose_fault_it_is(google: GoogleAdvertiser) -> None:
    operations = tree(google)
    operations[1].create.name = ""
    response = google.mixed(*operations, partial_failure=True)
    names = result_names(response)
    assert names[0]
    assert names[1:] == ["", "", "", ""]
    assert response.partial_failure_error.code == 3
    (detail,) = response.partial_failure_error.details
    failure = GoogleAdsFailure.deserialize(detail.value)
    seen = [type(problem.error_code).pb(problem.error_code) for problem in failure.errors]
    assert [code.WhichOneof("error_code") for code in seen] == [
        "field_error", "new_resource_creation_error", "new_resource_creation_error",
        "new_resource_creation_error",
    ]  # fmt: skip
    assert failure.errors[1].error_code.new_resource_creation_error.name == "TEMP_ID_RESOURCE_HAD_ERRORS"
    assert failure.errors[0].location.field_path_elements[0].index == 1


def test_validate_only_when_fine_then_empty_answer_and_no_effect(google: GoogleAdvertiser) -> None:
    response = google.mixed(*tree(google), validate_only=True)
    assert not response.mutate_operation_responses
    assert all(result_names(google.mixed(*tree(google))))
    with pytest.raises(GoogleAdsException):
        google.mixed(*tree(google), validate_only=True)  # the name is taken now


def test_mutable_resource_when_asked_for_then_it_comes_back_whole(google: GoogleAdvertiser) -> None:
    response = google.mixed(*tree(google), response_content_type="MUTABLE_RESOURCE")
    campaign = response.mutate_operation_responses[1].campaign_result.campaign
    assert (campaign.name, campaign.status.name) == ("Tree", "PAUSED")
    assert campaign.bidding_strategy_type.name == "MANUAL_CPC"
    ad = response.mutate_operation_responses[3].ad_group_ad_result.ad_group_ad.ad
    assert ad.type_.name == "RESPONSIVE_SEARCH_AD"
    assert ad.resource_name == f"customers/{google.customer_id}/ads/{ad.id}"


def test_temporary_ids_when_used_twice_then_refused(google: GoogleAdvertiser) -> None:
    operations = tree(google)
    operations[1].create.resource_name = f"customers/{google.customer_id}/campaigns/-1"
    error = refusal(google.mixed, *operations)
    assert "new_resource_creation_error.DUPLICATE_TEMP_IDS" in codes(error)


def test_id_when_given_for_a_new_resource_then_refused(google: GoogleAdvertiser) -> None:
    name = f"customers/{google.customer_id}/campaignBudgets/77"
    error = refusal(google.budget, resource_name=name)
    assert codes(error) == ["new_resource_creation_error.CANNOT_SET_ID_FOR_CREATE"]


def test_resource_when_changed_twice_in_a_request_then_refused(google: GoogleAdvertiser) -> None:
    budget = google.budget()
    operations = [
        google.operation("CampaignBudget", "update", resource_name=budget, amount_micros=amount,
                         update_mask=["amount_micros"])
        for amount in (10_000_000, 20_000_000)
    ]  # fmt: skip
    error = refusal(google.mutate, "CampaignBudget", *operations)
    assert codes(error) == ["mutate_error.ID_EXISTS_IN_MULTIPLE_MUTATES"]
    assert paths(error) == ["operations[1].update.resource_name"]


def test_operations_when_too_many_then_refused(google: GoogleAdvertiser) -> None:
    operation = google.operation("Label", name="x")
    error = refusal(google.mutate, "Label", *[operation] * 10_001)
    assert codes(error) == ["request_error.TOO_MANY_MUTATE_OPERATIONS"]


def test_mask_when_wrong_then_said_how(google: GoogleAdvertiser) -> None:
    campaign = google.campaign()
    for mask, code in (
        ([], "field_mask_error.FIELD_MASK_MISSING"),
        (["nonsense"], "field_mask_error.FIELD_NOT_FOUND"),
        (["network_settings"], "field_mask_error.FIELD_HAS_SUBFIELDS"),
        (["advertising_channel_type"], "field_error.IMMUTABLE_FIELD"),
        (["id"], "field_error.IMMUTABLE_FIELD"),
        (["shopping_setting.enable_local"], "context_error.OPERATION_NOT_PERMITTED_FOR_CONTEXT"),
    ):
        assert codes(refusal(google.update, "Campaign", mask, resource_name=campaign)) == [code]


def test_update_when_masked_field_is_not_set_then_cleared(google: GoogleAdvertiser) -> None:
    google.create("ConversionAction", name="Purchase", type_="WEBPAGE")
    campaign = google.campaign(
        manual_cpc=None, maximize_conversions={"target_cpa_micros": 5_000_000}, final_url_suffix="a=b"
    )
    operation = google.operation(
        "Campaign", "update", resource_name=campaign, maximize_conversions={},
        update_mask=["resource_name", "maximize_conversions.target_cpa_micros", "final_url_suffix"],
    )  # fmt: skip
    answer = google.mutate("Campaign", operation, response_content_type="MUTABLE_RESOURCE")
    changed = answer.results[0].campaign
    assert "maximize_conversions" in changed
    assert changed.maximize_conversions.target_cpa_micros == 0
    assert changed.final_url_suffix == ""
    assert changed.name == "Search"


def test_update_when_strategy_changes_then_the_other_one_goes(google: GoogleAdvertiser) -> None:
    campaign = google.campaign()
    operation = google.operation(
        "Campaign", "update", resource_name=campaign, target_spend={"cpc_bid_ceiling_micros": 900_000},
        update_mask=["target_spend.cpc_bid_ceiling_micros"],
    )  # fmt: skip
    answer = google.mutate("Campaign", operation, response_content_type="MUTABLE_RESOURCE")
    changed = answer.results[0].campaign
    assert "manual_cpc" not in changed
    assert changed.bidding_strategy_type.name == "TARGET_SPEND"


def test_removed_when_changed_then_refused(google: GoogleAdvertiser) -> None:
    campaign = google.campaign()
    google.remove("Campaign", campaign)
    for verb in ("update", "remove"):
        operation = google.operation("Campaign", verb, resource_name=campaign, update_mask=["name"], name="N")
        error = refusal(google.mutate, "Campaign", operation)
        assert codes(error) == ["operation_access_denied_error.OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE"]
    error = refusal(google.ad_group, campaign)
    assert codes(error) == ["context_error.OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE"]
    google.campaign()  # its name is free again


def test_names_when_malformed_or_foreign_then_refused(google: GoogleAdvertiser) -> None:
    for name, code in (
        ("campaigns/1", "request_error.RESOURCE_NAME_MALFORMED"),
        ("", "request_error.RESOURCE_NAME_MISSING"),
        (f"customers/{google.customer_id}/campaigns/1", "mutate_error.RESOURCE_NOT_FOUND"),
        ("customers/1234567890/campaigns/1", "mutate_error.RESOURCE_NOT_FOUND"),
        (f"customers/{google.customer_id}/adGroups/1", "request_error.RESOURCE_NAME_MALFORMED"),
    ):
        error = refusal(google.update, "Campaign", ["name"], resource_name=name, name="N")
        assert codes(error) == [code]


def test_operation_when_empty_or_of_an_uncovered_type_then_refused(google: GoogleAdvertiser) -> None:
    service = google.client.get_service("GoogleAdsService")
    empty = google.client.get_type("MutateOperation")
    error = refusal(service.mutate, customer_id=google.customer_id, mutate_operations=[empty])
    assert codes(error) == ["request_error.OPERATION_REQUIRED"]
    other = google.client.get_type("MutateOperation")
    other.asset_group_operation.create.name = "PMax"
    error = refusal(service.mutate, customer_id=google.customer_id, mutate_operations=[other])
    assert codes(error) == ["context_error.OPERATION_NOT_PERMITTED_FOR_CONTEXT"]
    assert paths(error) == ["mutate_operations[0].asset_group_operation"]
    error = refusal(service.mutate, customer_id=google.customer_id, mutate_operations=[])
    assert codes(error) == ["request_error.REQUIRED_FIELD_MISSING"]


def test_mutate_when_async_over_tls_then_same_answers_and_errors(
    sandbox: Sandbox, google: GoogleAdvertiser
) -> None:
    async def run() -> tuple[str, GoogleAdsException]:
        service = tls_client(sandbox).get_service("CampaignBudgetService", is_async=True)
        fine = google.operation("CampaignBudget", **google.budget_values())
        made = await service.mutate_campaign_budgets(customer_id=google.customer_id, operations=[fine])
        wrong = google.operation("CampaignBudget", **google.budget_values(amount_micros=12_345))
        try:
            await service.mutate_campaign_budgets(customer_id=google.customer_id, operations=[wrong])
        except GoogleAdsException as error:
            return made.results[0].resource_name, error
        finally:
            await service.transport.close()
        raise AssertionError("The call was accepted.")

    name, error = asyncio.run(run())
    assert name.startswith(f"customers/{google.customer_id}/campaignBudgets/")
    assert codes(error) == ["campaign_budget_error.NON_MULTIPLE_OF_MINIMUM_CURRENCY_UNIT"]
