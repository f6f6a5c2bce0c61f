"""Edits of what exists on Google: what differs from what is there becomes operations. Repeatable."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from adwright.accounts.ports import AccountAccess
from adwright.adapters.google import reading, writing
from adwright.adapters.google.client import AdsClient, Row
from adwright.adapters.google.connector import caller_of
from adwright.adapters.google.constants import Constants
from adwright.adapters.google.tree import AD_GROUP_KEYWORDS, CAMPAIGN_CRITERIA
from adwright.adapters.google.vocabulary import word
from adwright.adapters.google.writing import COLLECTIONS, Names, Operation
from adwright.campaigns.model import Budget, SearchSettings
from adwright.changes.fields import Field
from adwright.changes.values import Values
from adwright.core.errors import Upstream
from adwright.platforms.model import BidStrategy, BudgetPeriod, Level

Json = dict[str, Any]

_NOT_PINNED = frozenset({None, "UNSPECIFIED", "UNKNOWN"})


class Edits:
    """Turns wanted values into operations, by looking at what is there."""

    def __init__(self, client: AdsClient, constants: Constants) -> None:
        self._client = client
        self._constants = constants

    async def budget(self, access: AccountAccess, campaign_id: str, wanted: Budget) -> list[Operation]:
        """Return the operation that sets a campaign's budget.

        Raises:
            Upstream: the budget is shared with other campaigns, or of another period.
        """
        rows = await self._client.rows(
            caller_of(access),
            "SELECT campaign_budget.resource_name, campaign_budget.explicitly_shared, "
            "campaign_budget.reference_count, campaign_budget.period FROM campaign "
            f"WHERE campaign.id = {int(campaign_id)}",
        )
        if not rows:
            raise Upstream("Google does not have this campaign any more.", code="not_there")
        budget = rows[0].campaign_budget
        if budget.explicitly_shared and budget.reference_count > 1:
            raise Upstream(
                f"This budget is shared by {budget.reference_count} campaigns; to set it would change all of "
                "them. Give the campaign a budget of its own in Google Ads.",
                code="shared_budget",
            )
        daily = word(budget, "period") == "DAILY"
        if daily is not (wanted.period is BudgetPeriod.DAILY):
            raise Upstream("Google does not change between a daily and a total budget.", code="budget_period")
        return [writing.set_budget(budget.resource_name, wanted)]

    async def node(
        self, access: AccountAccess, names: Names, level: Level, external_id: str, values: Values
    ) -> list[Operation]:
        """Return the operations that give a node the values that are touched; none when it has them."""
        if level is Level.CAMPAIGN:
            return await self._campaign(access, names, external_id, values)
        if level is Level.AD_GROUP:
            return await self._ad_group(access, names, external_id, values)
        return await self._ad(access, names, external_id, values)

    async def _campaign(
        self, access: AccountAccess, names: Names, campaign_id: str, values: Values
    ) -> list[Operation]:
        name = names.of(COLLECTIONS[Level.CAMPAIGN], campaign_id)
        document: Json = {"resource_name": name}
        paths: list[str] = []
        if values.name is not None:
            document["name"] = values.name
            paths.append("name")
        strategy = values.bid_strategy
        operations: list[Operation] = []
        if values.search is not None:
            for part, part_paths in (
                writing.network_document(values.search),
                writing.end_document(values.search, access.zone),
                writing.political_document(values.search),
            ):
                document |= part
                paths += part_paths
            strategy = strategy or await self._own_strategy(access, campaign_id)
            operations = await self._campaign_criteria(access, name, campaign_id, values.search)
        if strategy is not None:
            document |= writing.bidding(strategy, values.search or SearchSettings())
            paths.append(writing.bidding_path(strategy))
        return [*([writing.update("campaign_operation", document, paths)] if paths else []), *operations]

    async def _own_strategy(self, access: AccountAccess, campaign_id: str) -> BidStrategy | None:
        """Return a campaign's strategy, whose target is its own; None when it shares one with others."""
        rows = await self._client.rows(
            caller_of(access),
            "SELECT campaign.bidding_strategy, campaign.bidding_strategy_type, "
            "campaign.maximize_conversions.target_cpa_micros, "
            "campaign.maximize_conversion_value.target_roas FROM campaign "
            f"WHERE campaign.id = {int(campaign_id)}",
        )
        if not rows or rows[0].campaign.bidding_strategy:
            return None
        return reading.strategy_of(rows[0].campaign)

    async def _campaign_criteria(
        self, access: AccountAccess, name: str, campaign_id: str, wanted: SearchSettings
    ) -> list[Operation]:
        caller = caller_of(access)
        known = await self._constants.known(caller)
        rows = await self._client.rows(
            caller, f"{CAMPAIGN_CRITERIA} AND campaign.id = {int(campaign_id)}"
        )
        present = {_essence(_criterion_document(row.campaign_criterion)): row for row in rows}
        documents = writing.campaign_criteria(name, wanted, known)
        by_essence = {_essence(document): document for document in documents}
        made = [
            writing.create("campaign_criterion_operation", document)
            for essence, document in by_essence.items()
            if essence not in present
        ]
        gone = [
            writing.remove("campaign_criterion_operation", row.campaign_criterion.resource_name)
            for essence, row in present.items()
            if essence not in by_essence
        ]
        return [*gone, *made]

    async def _ad_group(
        self, access: AccountAccess, names: Names, group_id: str, values: Values
    ) -> list[Operation]:
        name = names.of(COLLECTIONS[Level.AD_GROUP], group_id)
        document: Json = {"resource_name": name}
        paths: list[str] = []
        if values.name is not None:
            document["name"] = values.name
            paths.append("name")
        if Field.BID_AMOUNT in values.touched:
            if values.bid_amount is not None:
                document["cpc_bid_micros"] = values.bid_amount.micros
            paths.append("cpc_bid_micros")
        operations = [writing.update("ad_group_operation", document, paths)] if paths else []
        if values.targeting is None:
            return operations
        rows = await self._client.rows(
            caller_of(access), f"{AD_GROUP_KEYWORDS} AND ad_group.id = {int(group_id)}"
        )
        for negative, wanted in (
            (False, values.targeting.keywords),
            (True, values.targeting.negative_keywords),
        ):
            operations += _keyword_operations(name, rows, wanted, negative=negative)
        return operations

    async def _ad(
        self, access: AccountAccess, names: Names, external_id: str, values: Values
    ) -> list[Operation]:
        if values.creative is None:
            return []
        ad_id = external_id.partition("~")[2]
        content = writing.ad_content(values.creative)
        rows = await self._client.rows(
            caller_of(access),
            "SELECT ad_group_ad.ad.responsive_search_ad.headlines, "
            "ad_group_ad.ad.responsive_search_ad.descriptions FROM ad_group_ad "
            f"WHERE ad_group_ad.ad.id = {int(ad_id)}",
        )
        present = [row.ad_group_ad.ad.responsive_search_ad for row in rows]
        texts = content["responsive_search_ad"]
        for part in ("headlines", "descriptions"):
            texts[part] = _with_pins(texts[part], [text for ad in present for text in getattr(ad, part)])
        document = {"resource_name": names.of("ads", ad_id), **content}
        return [writing.update("ad_operation", document, writing.AD_CONTENT_PATHS)]


def _with_pins(texts: Iterable[Json], present: Iterable[Row]) -> list[Json]:
    """Return texts, each pinned to the place where it is pinned now; what is new is not."""
    pins = {each.text: word(each, "pinned_field") for each in present}
    return [
        each if pins.get(each["text"]) in _NOT_PINNED else each | {"pinned_field": pins[each["text"]]}
        for each in texts
    ]


def _keyword_operations(
    group: str, rows: Iterable[Row], wanted: Collection[str], *, negative: bool
) -> list[Operation]:
    """Remove what is not wanted any more, switch on what is paused, add what is missing."""
    operations: list[Operation] = []
    present = set()
    for row in rows:
        criterion = row.ad_group_criterion
        if criterion.negative is not negative:
            continue
        written = reading.keyword_of(criterion.keyword)
        present.add(written)
        if written not in wanted:
            if negative or word(criterion, "status") == "ENABLED":
                operations.append(writing.remove("ad_group_criterion_operation", criterion.resource_name))
        elif not negative and word(criterion, "status") == "PAUSED":
            document = {"resource_name": criterion.resource_name, "status": "ENABLED"}
            operations.append(writing.update("ad_group_criterion_operation", document, ["status"]))
    missing = [each for each in wanted if each not in present]
    return operations + [writing.ad_group_keyword(group, each, negative=negative) for each in missing]


def _criterion_document(criterion: Row) -> Json:
    from google.protobuf import json_format

    document: Json = json_format.MessageToDict(criterion, preserving_proto_field_name=True)
    return document


def _essence(document: Json) -> str:
    """Return what makes a criterion the same as another: its kind, its value, whether it leaves out."""
    for kind in ("location", "language"):
        if kind in document:
            value = next(iter(document[kind].values()))
            return f"not {value}" if document.get("negative") else str(value)
    if "keyword" in document:
        keyword = document["keyword"]
        return f"{keyword['match_type']} {keyword['text'].lower()}"
    slot = document.get("ad_schedule", {})
    parts = ("day_of_week", "start_hour", "start_minute", "end_hour", "end_minute")
    return " ".join(str(slot.get(part, 0)) for part in parts)
