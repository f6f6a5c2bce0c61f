"""Trees as kept, and as they should be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import RowMapping

from adwright.accounts import service as accounts
from adwright.campaigns.documents import (
    content_from_document,
    declaration_from_document,
    meta_from_document,
    observed_from_document,
    search_from_document,
    targeting_from_document,
)
from adwright.campaigns.model import (
    BudgetLevel,
    CampaignOrigin,
    CampaignStatus,
    DesiredCampaign,
    ObservedNode,
    ReviewStatus,
    RunState,
)
from adwright.campaigns.node_names import NodeName
from adwright.campaigns.records import (
    AdGroupRecord,
    AdRecord,
    AudienceUse,
    CampaignRecord,
    StoredBudget,
    desired,
)
from adwright.campaigns.repository.trees import TreeRepository, TreeRows
from adwright.core.database import Transaction
from adwright.core.errors import Invalid, NotFound
from adwright.creatives import service as creatives
from adwright.creatives.model import CreativeVersion
from adwright.platforms.model import BidStrategy, BudgetPeriod, Level, Purpose, SpecialAdCategory

Versions = Mapping[UUID, CreativeVersion]


async def get_campaign(tx: Transaction, campaign_id: UUID, *, lock: bool = False) -> CampaignRecord:
    """Return a campaign as kept, with its tree. Repeatable.

    Args:
        tx: the transaction.
        campaign_id: which campaign.
        lock: hold it against other writers until the transaction ends.

    Raises:
        NotFound: there is no such campaign.
    """
    rows = await TreeRepository(tx).rows(campaign_id, lock=lock)
    if rows is None:
        raise NotFound("There is no such campaign.")
    wanted = {row["creative_version_id"] for row in rows.ads if row["creative_version_id"]}
    return _campaign(rows, await creatives.versions(tx, wanted))


async def require_nodes(tx: Transaction, node_ids: Collection[UUID]) -> None:
    """Make sure that each id is that of a campaign, an ad group or an ad. Repeatable.

    Raises:
        NotFound: one is not.
    """
    if set(node_ids) - {each.id for each in await node_names(tx, node_ids)}:
        raise NotFound("There is no such campaign, ad group or ad.")


async def node_names(tx: Transaction, node_ids: Collection[UUID]) -> Sequence[NodeName]:
    """Return what nodes are called, campaigns first, as far as the actor may see them. Repeatable."""
    return await TreeRepository(tx).named(node_ids)


async def load_desired(tx: Transaction, campaign_id: UUID) -> DesiredCampaign:
    """Return a campaign's whole tree as it should be. Repeatable.

    Raises:
        Invalid: the campaign has no ad account yet.
        NotFound: there is no such campaign.
    """
    record = await get_campaign(tx, campaign_id)
    if record.ad_account_id is None:
        raise Invalid("Choose the ad account first.", code="ad_account_missing")
    account = await accounts.get_ad_account(tx, record.ad_account_id)
    return desired(record, account.platform, account.zone)


async def observed_of(tx: Transaction, campaign_id: UUID) -> Mapping[UUID, ObservedNode]:
    """Return what the platform showed last of a campaign's nodes, by our ids. Repeatable.

    Raises:
        NotFound: there is no such campaign.
    """
    record = await get_campaign(tx, campaign_id)
    nodes = [(record.id, record.observed)]
    for group in record.ad_groups:
        nodes.append((group.id, group.observed))
        nodes.extend((ad.id, ad.observed) for ad in group.ads)
    return {node_id: observed for node_id, observed in nodes if observed is not None}


def _campaign(rows: TreeRows, versions: Versions) -> CampaignRecord:
    row = rows.campaign
    ads_of: dict[UUID, list[AdRecord]] = {}
    for ad in rows.ads:
        ads_of.setdefault(ad["ad_group_id"], []).append(_ad(ad, versions))
    groups = (_ad_group(group, tuple(ads_of.get(group["id"], ()))) for group in rows.ad_groups)
    return CampaignRecord(
        id=row["id"],
        advertiser_id=row["advertiser_id"],
        initiative_id=row["initiative_id"],
        ad_account_id=row["ad_account_id"],
        name=row["name"],
        origin=CampaignOrigin(row["origin"]),
        status=CampaignStatus(row["status"]),
        error_reason=row["error_reason"],
        state=RunState(row["state"]),
        purpose=Purpose(row["purpose"]) if row["purpose"] else None,
        budget_level=BudgetLevel(row["budget_level"]),
        budget=_budget(row),
        spend_cap_micros=row["spend_cap_micros"],
        bid_strategy=BidStrategy(row["bid_strategy"]) if row["bid_strategy"] else None,
        bid_amount_micros=row["bid_amount_micros"],
        currency=row["currency"],
        start_local=row["start_local"],
        end_local=row["end_local"],
        special_ad_categories=tuple(SpecialAdCategory(each) for each in row["special_ad_categories"]),
        search=search_from_document(row["search"]),
        meta=meta_from_document(row["meta"]),
        page_external_id=row["page_external_id"],
        pixel_external_id=row["pixel_external_id"],
        external_id=row["external_id"],
        observed=_observed(Level.CAMPAIGN, row),
        observed_at=row["observed_at"],
        created_at=row["created_at"],
        created_by=row["created_by"],
        updated_at=row["updated_at"],
        ad_groups=tuple(groups),
    )


def _ad_group(row: RowMapping, ads: tuple[AdRecord, ...]) -> AdGroupRecord:
    return AdGroupRecord(
        id=row["id"],
        name=row["name"],
        state=RunState(row["state"]),
        audience=_audience(row),
        targeting=targeting_from_document(row["targeting"]) if row["targeting"] else None,
        budget=_budget(row),
        bid_amount_micros=row["bid_amount_micros"],
        start_at=row["start_at"],
        end_at=row["end_at"],
        page_external_id=row["page_external_id"],
        pixel_external_id=row["pixel_external_id"],
        conversion_event=row["conversion_event"],
        declaration=declaration_from_document(row["declaration"]),
        external_id=row["external_id"],
        observed=_observed(Level.AD_GROUP, row),
        observed_at=row["observed_at"],
        ads=ads,
    )


def _ad(row: RowMapping, versions: Versions) -> AdRecord:
    return AdRecord(
        id=row["id"],
        name=row["name"],
        state=RunState(row["state"]),
        creative=versions.get(row["creative_version_id"]),
        content=content_from_document(row["content"]) if row["content"] else None,
        image_hash=row["image_hash"],
        instagram_external_id=row["instagram_external_id"],
        lead_form_external_id=row["lead_form_external_id"],
        review=ReviewStatus(row["review"]),
        review_reasons=tuple(row["review_reasons"]),
        external_id=row["external_id"],
        observed=_observed(Level.AD, row),
        observed_at=row["observed_at"],
    )


def _audience(row: RowMapping) -> AudienceUse | None:
    if row["audience_version_id"] is None:
        return None
    return AudienceUse(
        audience_id=row["audience_id"],
        version_id=row["audience_version_id"],
        name=row["audience_name"],
        version=row["audience_version"],
        targeting=targeting_from_document(row["audience_targeting"]),
    )


def _budget(row: RowMapping) -> StoredBudget | None:
    if row["budget_period"] is None or row["budget_micros"] is None:
        return None
    return StoredBudget(BudgetPeriod(row["budget_period"]), row["budget_micros"])


def _observed(level: Level, row: RowMapping) -> ObservedNode | None:
    return observed_from_document(level, row["observed"]) if row["observed"] else None
