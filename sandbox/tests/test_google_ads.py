"""Every rule of ads and keywords, by the error that the SDK shows for breaking it."""

from __future__ import annotations

from typing import Any

import pytest

from google_builders import DESCRIPTIONS, HEADLINES, URL, GoogleAdvertiser
from google_clients import codes, paths, refusal

Values = dict[str, Any]


def headlines(*texts: str) -> Values:
    """Words of an ad with these headlines."""
    return {"words": {"headlines": [{"text": text} for text in texts]}}


@pytest.mark.parametrize(
    ("ad", "code", "place"),
    [
        ({"final_urls": []}, "field_error.REQUIRED", "final_urls"),
        ({"final_urls": ["tastychips.co"]}, "url_field_error.MISSING_PROTOCOL_IN_FINAL_URL", "final_urls[0]"),
        (
            {"final_urls": ["ftp://tastychips.co"]},
            "url_field_error.INVALID_PROTOCOL_IN_FINAL_URL",
            "final_urls[0]",
        ),
        (headlines("One", "Two"), "collection_size_error.TOO_FEW", "responsive_search_ad.headlines"),
        (headlines(*map(str, range(16))), "collection_size_error.TOO_MANY", "responsive_search_ad.headlines"),
        (
            headlines("One", "Two", "x" * 31),
            "string_length_error.TOO_LONG",
            "responsive_search_ad.headlines[2].text",
        ),
        (
            headlines("One", "Two", "日" * 16),
            "string_length_error.TOO_LONG",
            "responsive_search_ad.headlines[2].text",
        ),
        (
            headlines("One", "Two", ""),
            "string_length_error.TOO_SHORT",
            "responsive_search_ad.headlines[2].text",
        ),
        (headlines("One", "Two", "Two"), "asset_error.DUPLICATE_ASSET", "responsive_search_ad.headlines[2]"),
        (
            {"words": {"descriptions": [{"text": "One"}]}},
            "collection_size_error.TOO_FEW",
            "responsive_search_ad.descriptions",
        ),
        (
            {"words": {"descriptions": [{"text": "x" * 91}, {"text": "b"}]}},
            "string_length_error.TOO_LONG",
            "responsive_search_ad.descriptions[0].text",
        ),
        (
            {"words": {"path2": "chips"}},
            "ad_error.CANNOT_SET_PATH2_WITHOUT_PATH1",
            "responsive_search_ad.path2",
        ),
        ({"words": {"path1": "x" * 16}}, "string_length_error.TOO_LONG", "responsive_search_ad.path1"),
        (
            {"words": {"headlines": [{"text": text, "pinned_field": "DESCRIPTION_1"} for text in HEADLINES]}},
            "asset_link_error.INVALID_PINNED_FIELD",
            "responsive_search_ad.headlines[0].pinned_field",
        ),
    ],
)
def test_ad_when_wrong_then_refused(google: GoogleAdvertiser, ad: Values, code: str, place: str) -> None:
    error = refusal(google.ad, google.ad_group(), **ad)
    assert code in codes(error)
    assert f"operations[0].create.ad.{place}" in paths(error)


def test_ad_when_of_another_type_or_one_too_many_then_refused(google: GoogleAdvertiser) -> None:
    group = google.ad_group()
    text_ad = {"expanded_text_ad": {"headline_part1": "x"}, "final_urls": [URL]}
    assert codes(refusal(google.create, "AdGroupAd", ad_group=group, ad=text_ad)) == [
        "ad_error.INVALID_AD_TYPE"
    ]
    for _ in range(3):
        last = google.ad(group)
    error = refusal(google.ad, group)
    assert codes(error) == ["resource_count_limit_exceeded_error.AD_GROUP_AD_LIMIT"]
    assert error.failure.errors[0].details.resource_count_details.limit == 3
    google.update("AdGroupAd", ["status"], resource_name=last, status="PAUSED")
    google.ad(group)
    error = refusal(google.update, "AdGroupAd", ["status"], resource_name=last, status="ENABLED")
    assert codes(error) == ["resource_count_limit_exceeded_error.AD_GROUP_AD_LIMIT"]


def test_ad_when_its_words_are_edited_then_by_the_same_rules(google: GoogleAdvertiser) -> None:
    ad = google.ad()
    name = f"customers/{google.customer_id}/ads/{ad.rsplit('~', 1)[-1]}"
    mask = ["responsive_search_ad.headlines"]
    words = {"headlines": [{"text": "New"}, {"text": "Newer"}, {"text": "Newest"}]}
    operation = google.operation(
        "Ad", "update", resource_name=name, responsive_search_ad=words, update_mask=mask
    )
    answer = google.mutate("Ad", operation, response_content_type="MUTABLE_RESOURCE")
    changed = answer.results[0].ad.responsive_search_ad
    assert [part.text for part in changed.headlines] == ["New", "Newer", "Newest"]
    assert [part.text for part in changed.descriptions] == list(DESCRIPTIONS)
    words["headlines"].pop()
    error = refusal(google.update, "Ad", mask, resource_name=name, responsive_search_ad=words)
    assert codes(error) == ["collection_size_error.TOO_FEW"]
    error = refusal(google.update, "AdGroupAd", ["ad.final_urls"], resource_name=ad)
    assert codes(error) == ["field_error.IMMUTABLE_FIELD"]


def test_ad_when_against_policy_then_topics_are_shown_and_can_be_ignored(google: GoogleAdvertiser) -> None:
    group = google.ad_group()
    values = google.ad_values(group, **headlines("One", "Two", "Free iPhone"))
    error = refusal(google.create, "AdGroupAd", **values)
    assert codes(error) == ["policy_finding_error.POLICY_FINDING"]
    (entry,) = error.failure.errors[0].details.policy_finding_details.policy_topic_entries
    assert (entry.topic, entry.type_.name) == ("MISREPRESENTATION", "PROHIBITED")
    operation = google.operation("AdGroupAd", **values)
    operation.policy_validation_parameter.ignorable_policy_topics.append(entry.topic)
    google.mutate("AdGroupAd", operation)


def test_keyword_when_against_policy_then_exempted_by_its_key(google: GoogleAdvertiser) -> None:
    group = google.ad_group()
    error = refusal(google.keyword, group, "free iphone")
    assert codes(error) == ["policy_violation_error.POLICY_ERROR"]
    details = error.failure.errors[0].details.policy_violation_details
    assert details.is_exemptible
    words = {"text": "free iphone", "match_type": "EXACT"}
    operation = google.operation("AdGroupCriterion", ad_group=group, keyword=words)
    operation.exempt_policy_violation_keys.append(details.key)
    google.mutate("AdGroupCriterion", operation)
    error = refusal(google.keyword, group, "guaranteed cure")
    assert not error.failure.errors[0].details.policy_violation_details.is_exemptible


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"keyword": {"text": "x" * 81}}, "criterion_error.KEYWORD_TEXT_TOO_LONG"),
        ({"keyword": {"text": "a b c d e f g h i j k"}}, "criterion_error.KEYWORD_HAS_TOO_MANY_WORDS"),
        ({"keyword": {"text": "[chips]"}}, "criterion_error.KEYWORD_HAS_INVALID_CHARS"),
        ({"keyword": {"text": "+kettle chips"}}, "criterion_error.BROAD_MATCH_MODIFIER_KEYWORD_NOT_ALLOWED"),
        ({"keyword": {"text": ""}}, "field_error.REQUIRED"),
        ({"keyword": {"match_type": 0}}, "field_error.REQUIRED"),
        ({"cpc_bid_micros": 1}, "currency_error.VALUE_NOT_MULTIPLE_OF_BILLABLE_UNIT"),
        (
            {"negative": True, "cpc_bid_micros": 10_000},
            "criterion_error.FIELD_INCOMPATIBLE_WITH_NEGATIVE_TARGETING",
        ),
    ],
)
def test_keyword_when_wrong_then_refused(google: GoogleAdvertiser, values: Values, code: str) -> None:
    assert codes(refusal(google.keyword, google.ad_group(), **values)) == [code]


def test_keyword_when_made_again_then_the_one_that_is_there(google: GoogleAdvertiser) -> None:
    group = google.ad_group()
    first = google.keyword(group, "Kettle  Chips")
    assert google.keyword(group, "kettle chips") == first
    assert google.keyword(group, "kettle chips", negative=True) != first
    for mask, values in ((["keyword.text"], {"keyword": {"text": "b"}}), (["negative"], {"negative": True})):
        error = refusal(google.update, "AdGroupCriterion", mask, resource_name=first, **values)
        assert codes(error) == ["field_error.IMMUTABLE_FIELD"]
    google.remove("AdGroupCriterion", first)
    assert google.keyword(group, "kettle chips") == first  # it is there again, under its old id
    google.update("AdGroupCriterion", ["cpc_bid_micros"], resource_name=first, cpc_bid_micros=250_000)
