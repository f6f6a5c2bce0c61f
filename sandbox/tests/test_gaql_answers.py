"""Answers about objects: rows, relatives, derived statuses, order, limits, what is set and what is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from adsandbox.clock import Pace, VirtualClock, parse_instant
from adsandbox.google.customers import add_customer
from adsandbox.google.gaql.answer import answer, checked
from adsandbox.google.gaql.catalogue import row_class
from adsandbox.google.gaql.errors import QueryError
from adsandbox.google.gaql.measuring import check_size
from adsandbox.scenario import load_scenario
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.store import Store
from adsandbox.world.world import World

NOW = parse_instant("2026-06-01T12:00:00Z")


class Market:
    """A market in memory with one customer, whose objects are made by hand."""

    def __init__(self) -> None:
        self.world = World(Store(None), VirtualClock(Pace.parse("manual"), NOW), 1, load_scenario("empty"))
        self.customer = add_customer(self.world, "Shop", timezone="Europe/Berlin")

    def node(self, kind: Kind, parent: str, path: str, document: dict[str, Any], **fields: Any) -> Node:
        """A node whose resource is this document, with its id and resource name."""
        fields = {"name": document.get("name", ""), "status": document.get("status", "ENABLED"), **fields}
        made = self.world.new_node(kind, self.customer, parent, fields)
        pair = f"{parent}~" if kind in (Kind.AD_GROUP_AD, Kind.CRITERION, Kind.CAMPAIGN_CRITERION) else ""
        made.fields["resource"] = {
            "resource_name": f"customers/{self.customer.id}/{path}/{pair}{made.id}",
            "status": "ENABLED",
            **document,
        }
        return self.world.add(made)

    def campaign(self, name: str, **document: Any) -> Node:
        """A campaign with its budget."""
        budget = self.node(Kind.BUDGET, self.customer.id, "campaignBudgets", {"amount_micros": "5000000"})
        resource = {"name": name, "campaign_budget": budget.fields["resource"]["resource_name"], **document}
        made = self.node(Kind.SEARCH_CAMPAIGN, self.customer.id, "campaigns", resource)
        made.fields["resource"]["id"] = made.id
        self.world.save(made)
        return made

    def ad_group(self, campaign: Node, name: str = "Group", **document: Any) -> Node:
        """An ad group."""
        resource = {"name": name, "campaign": campaign.fields["resource"]["resource_name"], **document}
        made = self.node(Kind.AD_GROUP, campaign.id, "adGroups", resource)
        made.fields["resource"]["id"] = made.id
        self.world.save(made)
        return made

    def keyword(self, group: Node, text: str, **document: Any) -> Node:
        """A keyword."""
        resource = {"type": "KEYWORD", "keyword": {"text": text, "match_type": "PHRASE"}, **document}
        return self.node(Kind.CRITERION, group.id, "adGroupCriteria", resource)

    def ad(self, group: Node, headlines: int = 3, **fields: Any) -> Node:
        """A responsive search ad."""
        texts = [{"text": f"Headline {number}"} for number in range(headlines)]
        search_ad = {"headlines": texts, "descriptions": [{"text": "Some words"}, {"text": "More words"}]}
        resource = {"ad": {"final_urls": ["https://example.com"], "responsive_search_ad": search_ad}}
        return self.node(Kind.AD_GROUP_AD, group.id, "adGroupAds", resource, **fields)

    def rows(self, query: str) -> list[Any]:
        """The rows of a query."""
        found = answer(self.world, self.customer, checked(self.world, self.customer, query))
        results: list[Any] = []
        holder = _Holder(results)
        found.writer().fill(holder, found.rows)
        return results


class _Holder:
    """Stands for the repeated field that rows are appended to."""

    def __init__(self, rows: list[Any]) -> None:
        self._rows = rows

    def add(self) -> Any:
        self._rows.append(row_class()())
        return self._rows[-1]


@pytest.fixture
def market() -> Iterator[Market]:
    made = Market()
    yield made
    made.world.store.close()


def statuses(market: Market, resource: str) -> list[tuple[str, list[str]]]:
    """Primary statuses with reasons of all objects of a resource."""
    rows = market.rows(f"SELECT {resource}.primary_status, {resource}.primary_status_reasons FROM {resource}")
    found = []
    for row in rows:
        message = getattr(row, resource)
        fields = message.DESCRIPTOR.fields_by_name
        status = fields["primary_status"].enum_type.values_by_number[message.primary_status].name
        names = fields["primary_status_reasons"].enum_type.values_by_number
        found.append((status, [names[number].name for number in message.primary_status_reasons]))
    return found


def test_rows_when_fields_are_selected_then_only_they_are_set(market: Market) -> None:
    campaign = market.campaign("Sale", advertising_channel_type="SEARCH")
    market.ad_group(campaign, "Shoes")
    (row,) = market.rows("SELECT ad_group.name, campaign.id, customer.currency_code FROM ad_group")
    assert row.ad_group.name == "Shoes"
    assert row.ad_group.resource_name.startswith(f"customers/{market.customer.id}/adGroups/")
    assert row.campaign.id == int(campaign.id)
    assert row.campaign.resource_name == f"customers/{market.customer.id}/campaigns/{campaign.id}"
    assert not row.campaign.HasField("name")
    assert not row.ad_group.HasField("id")
    assert row.customer.currency_code == "USD"
    assert not row.HasField("metrics")


def test_rows_when_names_are_omitted_then_only_what_was_asked_is_set(market: Market) -> None:
    market.campaign("Sale")
    (row,) = market.rows(
        "SELECT campaign.name, customer.id FROM campaign PARAMETERS omit_unselected_resource_names = true"
    )
    assert (row.campaign.resource_name, row.campaign.name) == ("", "Sale")
    assert row.customer.resource_name == ""
    (row,) = market.rows(
        "SELECT campaign.resource_name FROM campaign PARAMETERS omit_unselected_resource_names = true"
    )
    assert row.campaign.resource_name


def test_rows_when_filtered_by_a_relative_then_only_these(market: Market) -> None:
    for name in ("Sale", "Brand"):
        market.keyword(market.ad_group(market.campaign(name)), f"{name} shoes")
    query = "SELECT ad_group_criterion.keyword.text FROM keyword_view WHERE campaign.name LIKE 'br%'"
    assert [row.ad_group_criterion.keyword.text for row in market.rows(query)] == ["Brand shoes"]


def test_rows_when_ordered_by_two_keys_then_the_first_counts_most(market: Market) -> None:
    for name, status in (("a", "PAUSED"), ("c", "ENABLED"), ("b", "ENABLED")):
        market.campaign(name, status=status)
    query = "SELECT campaign.name FROM campaign ORDER BY campaign.status, campaign.name DESC"
    assert [row.campaign.name for row in market.rows(query)] == ["c", "b", "a"]
    assert [row.campaign.name for row in market.rows(f"{query} LIMIT 2")] == ["c", "b"]


def test_rows_when_ordered_by_what_some_lack_then_these_come_first(market: Market) -> None:
    market.campaign("with", end_date_time="2026-12-31 23:59:59")
    market.campaign("without")
    query = "SELECT campaign.name FROM campaign ORDER BY campaign.end_date_time"
    assert [row.campaign.name for row in market.rows(query)] == ["without", "with"]
    assert [row.campaign.name for row in market.rows(f"{query} DESC")] == ["with", "without"]


def test_rows_when_lists_and_truths_are_filtered_then_as_the_platform_reads_them(market: Market) -> None:
    group = market.ad_group(market.campaign("Sale"))
    market.keyword(group, "shoes")
    market.keyword(group, "free", negative=True)
    query = "SELECT ad_group_criterion.keyword.text, ad_group_criterion.negative FROM ad_group_criterion "
    (row,) = market.rows(f"{query} WHERE ad_group_criterion.negative = FALSE")
    assert row.ad_group_criterion.keyword.text == "shoes"
    assert row.ad_group_criterion.HasField("negative")
    market.ad(group)
    query = "SELECT ad_group_ad.ad.final_urls FROM ad_group_ad WHERE ad_group_ad.ad.final_urls CONTAINS ANY "
    assert [list(row.ad_group_ad.ad.final_urls) for row in market.rows(f"{query} ('https://example.com')")]
    assert not market.rows(f"{query} ('https://example.org')")


def test_rows_when_a_budget_is_asked_for_with_campaigns_then_one_row_per_pair(market: Market) -> None:
    market.campaign("Sale")
    market.campaign("Brand")
    rows = market.rows("SELECT campaign_budget.amount_micros, campaign.name FROM campaign_budget")
    assert {row.campaign.name for row in rows} == {"Sale", "Brand"}
    rows = market.rows("SELECT campaign_budget.reference_count FROM campaign_budget")
    assert [row.campaign_budget.reference_count for row in rows] == [1, 1]


def test_rows_when_labels_are_attached_then_both_sides_know(market: Market) -> None:
    campaign = market.campaign("Sale")
    label = market.node(Kind.GOOGLE_LABEL, market.customer.id, "labels", {"name": "hot"})
    name = label.fields["resource"]["resource_name"]
    link = {"campaign": campaign.fields["resource"]["resource_name"], "label": name}
    made = market.node(Kind.LABEL_LINK, campaign.id, "campaignLabels", link)
    made.fields["resource"].pop("status")
    market.world.save(made)
    (row,) = market.rows("SELECT campaign.name, label.name FROM campaign_label")
    assert (row.campaign.name, row.label.name) == ("Sale", "hot")
    (row,) = market.rows(
        f"SELECT campaign.labels FROM campaign WHERE campaign.labels CONTAINS ANY ('{name}')"
    )
    assert list(row.campaign.labels) == [name]


def test_statuses_when_parts_lack_then_reasons_say_which(market: Market) -> None:
    campaign = market.campaign("Sale")
    assert statuses(market, "campaign") == [("NOT_ELIGIBLE", ["NO_AD_GROUPS"])]
    group = market.ad_group(campaign)
    assert statuses(market, "ad_group") == [("NOT_ELIGIBLE", ["NO_AD_GROUP_ADS", "NO_KEYWORDS"])]
    market.keyword(group, "shoes", status="PAUSED")
    market.ad(group)
    assert statuses(market, "campaign") == [("NOT_ELIGIBLE", ["KEYWORDS_PAUSED"])]
    market.keyword(group, "boots")
    assert statuses(market, "campaign") == [("ELIGIBLE", [])]
    assert statuses(market, "ad_group_ad") == [("ELIGIBLE", [])]
    assert statuses(market, "ad_group_criterion") == [
        ("PAUSED", ["AD_GROUP_CRITERION_PAUSED"]),
        ("ELIGIBLE", []),
    ]


def test_statuses_when_an_ad_is_reviewed_then_time_decides(market: Market) -> None:
    campaign = market.campaign("Sale")
    group = market.ad_group(campaign)
    market.keyword(group, "shoes")
    market.ad(group, review_due=NOW + 600.0, review_reasons={"Personal Health": "No."})
    assert statuses(market, "campaign") == [("PENDING", ["MOST_ADS_UNDER_REVIEW"])]
    assert statuses(market, "ad_group_ad") == [("PENDING", ["AD_GROUP_AD_UNDER_REVIEW"])]
    market.world.advance(601.0)
    assert statuses(market, "campaign") == [("NOT_ELIGIBLE", ["HAS_ADS_DISAPPROVED"])]
    (row,) = market.rows(
        "SELECT ad_group_ad.policy_summary.approval_status, "
        "ad_group_ad.policy_summary.policy_topic_entries, ad_group_ad.ad_strength FROM ad_group_ad "
        "WHERE ad_group_ad.policy_summary.approval_status = DISAPPROVED"
    )
    assert [entry.topic for entry in row.ad_group_ad.policy_summary.policy_topic_entries] == [
        "Personal Health"
    ]


@pytest.mark.parametrize(
    ("document", "campaign", "below"),
    [
        ({"status": "PAUSED"}, ("PAUSED", ["CAMPAIGN_PAUSED"]), ("PAUSED", ["CAMPAIGN_PAUSED"])),
        ({"status": "REMOVED"}, ("REMOVED", ["CAMPAIGN_REMOVED"]), ("NOT_ELIGIBLE", ["CAMPAIGN_REMOVED"])),
        (
            {"end_date_time": "2026-06-01 13:59:59"},
            ("ENDED", ["CAMPAIGN_ENDED"]),
            ("NOT_ELIGIBLE", ["CAMPAIGN_ENDED"]),
        ),
        (
            {"start_date_time": "2026-06-01 14:00:01"},
            ("PENDING", ["CAMPAIGN_PENDING"]),
            ("PENDING", ["CAMPAIGN_PENDING"]),
        ),
    ],
)
def test_statuses_when_the_campaign_stands_still_then_all_below_say_so(
    market: Market, document: dict[str, Any], campaign: tuple[str, list[str]], below: tuple[str, list[str]]
) -> None:
    group = market.ad_group(market.campaign("Sale", **document))
    market.keyword(group, "shoes")
    market.ad(group)
    assert statuses(market, "campaign") == [campaign]
    for resource in ("ad_group", "ad_group_ad", "ad_group_criterion"):
        assert statuses(market, resource) == [below]


def test_ad_strength_when_more_is_written_then_is_higher(market: Market) -> None:
    group = market.ad_group(market.campaign("Sale"))
    market.keyword(group, "headline 1")
    for headlines in (3, 5, 15):
        market.ad(group, headlines)
    rows = market.rows("SELECT ad_group_ad.ad_strength FROM ad_group_ad")
    strengths = [row.ad_group_ad.ad_strength for row in rows]
    assert strengths == sorted(strengths)
    assert strengths[0] < strengths[-1]


def test_campaign_when_it_says_nothing_about_the_eu_then_the_declaration_is_missing(market: Market) -> None:
    market.campaign("Silent")
    market.campaign("Clear", contains_eu_political_advertising="DOES_NOT_CONTAIN_EU_POLITICAL_ADVERTISING")
    query = "SELECT campaign.name FROM campaign WHERE campaign.missing_eu_political_advertising_declaration"
    assert [row.campaign.name for row in market.rows(f"{query} = TRUE")] == ["Silent"]


def test_answer_when_a_node_is_edited_then_sees_it_at_once(market: Market) -> None:
    campaign = market.campaign("Sale")
    assert market.rows("SELECT campaign.id FROM campaign WHERE campaign.name = 'Sale'")
    campaign.fields["resource"]["name"] = "Brand"
    market.world.save(campaign)
    assert not market.rows("SELECT campaign.id FROM campaign WHERE campaign.name = 'Sale'")


def test_answer_when_a_resource_has_nothing_here_then_is_empty(market: Market) -> None:
    for resource in ("bidding_strategy", "recommendation", "user_list", "customer_label", "asset"):
        assert market.rows(f"SELECT {resource}.resource_name FROM {resource}") == []
    market.campaign("Sale")
    (row,) = market.rows("SELECT campaign.id, bidding_strategy.name FROM campaign")
    assert not row.HasField("bidding_strategy")
    assert not market.rows("SELECT campaign.id FROM campaign WHERE bidding_strategy.id != 1")
    with pytest.raises(QueryError):
        market.rows("SELECT video.id FROM video")


def test_size_when_rows_fall_on_too_many_cells_then_refuses() -> None:
    check_size(100_000, ("device", "hour"))
    with pytest.raises(QueryError) as refused:
        check_size(1_000_000, ("device", "hour", "network"))
    assert refused.value.problem.code == "EXCESSIVE_SHORT_TERM_QUERY_RESOURCE_CONSUMPTION"
    assert refused.value.status == "RESOURCE_EXHAUSTED"
