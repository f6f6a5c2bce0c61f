"""A campaign tree as it is kept: what a draft has so far, and what the platform showed last.

Everything may be missing until the launch. `desired` turns a whole record into what a plan is made from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from adwright.campaigns.meta_settings import Declaration, MetaSettings
from adwright.campaigns.model import (
    AdFields,
    AdGroupFields,
    Budget,
    BudgetLevel,
    CampaignFields,
    CampaignOrigin,
    CampaignStatus,
    CreativeContent,
    DesiredAd,
    DesiredAdGroup,
    DesiredCampaign,
    ObservedNode,
    ReviewStatus,
    RunState,
    SearchSettings,
    Targeting,
)
from adwright.campaigns.on_search import content_on_search, places_of, targeting_on_search
from adwright.campaigns.schedules import Span, instant, shared_schedule
from adwright.core.errors import Invalid
from adwright.core.money import Money
from adwright.creatives.model import CreativeVersion
from adwright.platforms.model import BidStrategy, BudgetPeriod, Platform, Purpose, SpecialAdCategory
from adwright.platforms.purposes import STRATEGIES_WITH_AMOUNT, STRATEGIES_WITH_TARGET_COST

Own = TypeVar("Own", str, Declaration)

NO_CONTENT = CreativeContent("", "", "", "", "")


@dataclass(frozen=True, slots=True)
class StoredBudget:
    """A budget of a record; its currency is the ad account's, and unknown before one is chosen."""

    period: BudgetPeriod
    micros: int


@dataclass(frozen=True, slots=True)
class AudienceUse:
    """The version of an audience that an ad group uses."""

    audience_id: UUID
    version_id: UUID
    name: str
    version: int
    targeting: Targeting


@dataclass(frozen=True, slots=True)
class AdRecord:
    """An ad as kept.

    Attributes:
        content: of its own, where it came from the platform; otherwise the creative's counts.
        image_hash: what the platform calls the creative's image, once it has it.
        instagram_external_id, lead_form_external_id: of its own, empty for none; otherwise the campaign's
            count.
    """

    id: UUID
    name: str
    state: RunState
    creative: CreativeVersion | None
    content: CreativeContent | None
    image_hash: str | None
    instagram_external_id: str | None
    lead_form_external_id: str | None
    review: ReviewStatus
    review_reasons: tuple[str, ...]
    external_id: str | None
    observed: ObservedNode | None
    observed_at: datetime | None


@dataclass(frozen=True, slots=True)
class AdGroupRecord:
    """An ad group as kept.

    Attributes:
        targeting: of its own, where it came from the platform; otherwise the audience's counts.
        start_at, end_at: UTC, where the platform has them; otherwise the campaign's schedule counts.
        page_external_id, pixel_external_id, conversion_event, declaration: of its own; otherwise the
            campaign's count.
    """

    id: UUID
    name: str
    state: RunState
    audience: AudienceUse | None
    targeting: Targeting | None
    budget: StoredBudget | None
    bid_amount_micros: int | None
    start_at: datetime | None
    end_at: datetime | None
    page_external_id: str | None
    pixel_external_id: str | None
    conversion_event: str | None
    declaration: Declaration | None
    external_id: str | None
    observed: ObservedNode | None
    observed_at: datetime | None
    ads: tuple[AdRecord, ...]


@dataclass(frozen=True, slots=True)
class CampaignRecord:
    """A campaign as kept, with its tree.

    Attributes:
        initiative_id: the idea that it runs for together with a campaign on the other platform.
        currency: of the ad account; None before one is chosen.
        search: what was chosen for Search, or seen there; None for other kinds of campaign.
        meta: what was chosen for Meta; None while nothing was.
        start_local, end_local: wall time in the ad account's zone, without a zone of its own.
    """

    id: UUID
    advertiser_id: UUID
    initiative_id: UUID | None
    ad_account_id: UUID | None
    name: str
    origin: CampaignOrigin
    status: CampaignStatus
    error_reason: str | None
    state: RunState
    purpose: Purpose | None
    budget_level: BudgetLevel
    budget: StoredBudget | None
    spend_cap_micros: int | None
    bid_strategy: BidStrategy | None
    bid_amount_micros: int | None
    currency: str | None
    start_local: datetime | None
    end_local: datetime | None
    special_ad_categories: tuple[SpecialAdCategory, ...]
    search: SearchSettings | None
    meta: MetaSettings | None
    page_external_id: str | None
    pixel_external_id: str | None
    external_id: str | None
    observed: ObservedNode | None
    observed_at: datetime | None
    created_at: datetime
    created_by: str
    updated_at: datetime
    ad_groups: tuple[AdGroupRecord, ...]


def desired(record: CampaignRecord, platform: Platform, zone: str) -> DesiredCampaign:
    """Return the tree as it should be; `zone` is the ad account's IANA name.

    Raises:
        Invalid: the campaign has no ad account yet.
    """
    if record.ad_account_id is None or record.currency is None:
        raise Invalid("Choose the ad account first.", code="ad_account_missing")
    return DesiredCampaign(
        id=record.id,
        ad_account_id=record.ad_account_id,
        advertiser_id=record.advertiser_id,
        external_id=record.external_id,
        fields=CampaignFields(
            name=record.name,
            state=record.state,
            purpose=record.purpose,
            budget=budget_of(record.budget, record.currency),
            bid_strategy=record.bid_strategy,
            spend_cap=_money(record.spend_cap_micros, record.currency),
            special_ad_categories=record.special_ad_categories,
            search=_search(record, zone) if is_search(record, platform) else None,
        ),
        ad_groups=tuple(_ad_group(group, record, zone, platform) for group in record.ad_groups),
    )


def is_search(record: CampaignRecord, platform: Platform) -> bool:
    """Say whether a campaign is one on Google Search: what is built there is, what was seen there says so."""
    if platform is not Platform.GOOGLE:
        return False
    return record.origin is CampaignOrigin.BUILT or record.search is not None


def schedule_of(record: CampaignRecord, zone: str | None) -> Span:
    """Return when a campaign starts and ends, as wall time in `zone`, its ad account's (None: not chosen).

    On Meta the times stand at the ad groups once they exist; where these share one, it is the campaign's.
    None is what nobody said, and what ad groups have of their own.
    """
    groups = [group for group in record.ad_groups if group.state is not RunState.ARCHIVED]
    search = record.search or SearchSettings()
    return shared_schedule(
        (record.start_local, record.end_local),
        (search.start_at, search.end_at),
        [group.start_at for group in groups],
        [group.end_at for group in groups],
        zone,
    )


def budget_of(budget: StoredBudget | None, currency: str) -> Budget | None:
    """Give a kept budget its currency."""
    return Budget(budget.period, Money(budget.micros, currency)) if budget else None


def targeting_of(group: AdGroupRecord) -> Targeting | None:
    """Return whom an ad group is for: its own targeting, or its audience's; None while neither is chosen."""
    return group.targeting or (group.audience.targeting if group.audience else None)


def content_of(ad: AdRecord, group: AdGroupRecord, campaign: CampaignRecord) -> CreativeContent:
    """Return an ad's content as our version says; an imported ad keeps its own."""
    seen = _content_seen(ad)
    if ad.creative is None:
        return ad.content or seen
    text, meta = ad.creative.content, meta_of(campaign)
    return CreativeContent(
        headline=text.headline,
        primary_text=text.primary_text,
        description=text.description,
        call_to_action=text.call_to_action,
        destination_url=text.destination_url,
        page_external_id=group.page_external_id or campaign.page_external_id or seen.page_external_id,
        version_id=ad.creative.id,
        asset_id=text.asset_id,
        more_headlines=text.more_headlines,
        more_descriptions=text.more_descriptions,
        display_path=text.display_path,
        image_hash=ad.image_hash,
        image_url=seen.image_url if text.asset_id is None else None,
        instagram_external_id=_said(
            ad.instagram_external_id, meta.instagram_external_id, seen.instagram_external_id
        ),
        lead_form_external_id=_said(
            ad.lead_form_external_id, meta.lead_form_external_id, seen.lead_form_external_id
        ),
    )


def meta_now(campaign: CampaignRecord) -> MetaSettings | None:
    """Return what is chosen for Meta, with what the ad groups and the ads share there; None: nothing."""
    groups = [group for group in campaign.ad_groups if group.state is not RunState.ARCHIVED]
    contents = [
        content_of(ad, group, campaign)
        for group in groups
        for ad in group.ads
        if ad.state is not RunState.ARCHIVED
    ]
    chosen = meta_of(campaign)
    now = MetaSettings(
        instagram_external_id=_shared(
            chosen.instagram_external_id, (each.instagram_external_id for each in contents)
        ),
        conversion_event=_shared(chosen.conversion_event, (group.conversion_event for group in groups)),
        lead_form_external_id=_shared(
            chosen.lead_form_external_id, (each.lead_form_external_id for each in contents)
        ),
        declaration=_shared(chosen.declaration, (group.declaration for group in groups)),
    )
    return campaign.meta if now == chosen else now


def _shared(of_campaign: Own | None, of_nodes: Iterable[Own | None]) -> Own | None:
    """Return what all nodes say alike, an empty text being nothing; otherwise what the campaign says."""
    own = set(of_nodes)
    alike = own.pop() if len(own) == 1 else None
    if alike is None:
        return of_campaign
    return None if alike == "" else alike


def _said(*values: str | None) -> str | None:
    """Return the first value that somebody said; an empty one says none."""
    return next((value for value in values if value is not None), None)


def _whole(declared: Declaration | None) -> Declaration | None:
    """Return a declaration once both of it are said."""
    return declared if declared and declared.beneficiary and declared.payor else None


def _content_seen(ad: AdRecord) -> CreativeContent:
    if ad.observed is not None and isinstance(ad.observed.fields, AdFields):
        return ad.observed.fields.creative
    return NO_CONTENT


def meta_of(campaign: CampaignRecord) -> MetaSettings:
    """Return what was chosen for Meta, everything left open when nothing was."""
    return campaign.meta or MetaSettings()


def _search(campaign: CampaignRecord, zone: str) -> SearchSettings:
    """Return settings for Search as they should be; the audiences say places and languages."""
    kept = campaign.search or SearchSettings()
    wanted = [group for group in campaign.ad_groups if group.state is not RunState.ARCHIVED]
    targetings = [found for group in wanted if (found := targeting_of(group)) is not None]
    countries, languages = places_of(targetings)
    target = campaign.bid_amount_micros if campaign.bid_strategy in STRATEGIES_WITH_TARGET_COST else None
    with_roas = campaign.bid_strategy is BidStrategy.TARGET_ROAS
    return replace(
        kept,
        countries=countries or kept.countries,
        languages=languages if targetings else kept.languages,
        target_cost=_money(target, campaign.currency or ""),
        target_roas=kept.target_roas if with_roas else None,
        start_at=instant(campaign.start_local, zone) or kept.start_at,
        end_at=instant(campaign.end_local, zone) or kept.end_at,
    )


def _bid(group: AdGroupRecord, campaign: CampaignRecord, platform: Platform) -> int | None:
    """Return an ad group's bid in micros; what was entered for another strategy is left out."""
    bid = group.bid_amount_micros or campaign.bid_amount_micros
    if platform is Platform.GOOGLE:
        return bid if campaign.bid_strategy is BidStrategy.MANUAL_CPC else None
    unwanted = campaign.bid_strategy not in STRATEGIES_WITH_AMOUNT
    return None if campaign.origin is CampaignOrigin.BUILT and unwanted else bid


def _ad_group(
    group: AdGroupRecord, campaign: CampaignRecord, zone: str, platform: Platform
) -> DesiredAdGroup:
    currency = campaign.currency or ""
    on_search = is_search(campaign, platform)
    targeting = targeting_of(group) or Targeting()
    meta = meta_of(campaign) if platform is Platform.META else MetaSettings()
    return DesiredAdGroup(
        id=group.id,
        external_id=group.external_id,
        fields=AdGroupFields(
            name=group.name,
            state=group.state,
            budget=budget_of(group.budget, currency),
            targeting=targeting_on_search(targeting) if on_search else targeting,
            bid_amount=_money(_bid(group, campaign, platform), currency),
            start_at=None if on_search else group.start_at or instant(campaign.start_local, zone),
            end_at=None if on_search else group.end_at or instant(campaign.end_local, zone),
            pixel_external_id=group.pixel_external_id or campaign.pixel_external_id,
            page_external_id=group.page_external_id or campaign.page_external_id,
            # On Meta the strategy stands where the budget stands.
            bid_strategy=None if campaign.budget or on_search else campaign.bid_strategy,
            audience_version_id=group.audience.version_id if group.audience else None,
            conversion_event=group.conversion_event or meta.conversion_event,
            lead_form_external_id=meta.lead_form_external_id,
            declaration=group.declaration or _whole(meta.declaration),
        ),
        ads=tuple(_ad(ad, group, campaign, on_search=on_search) for ad in group.ads),
    )


def _ad(ad: AdRecord, group: AdGroupRecord, campaign: CampaignRecord, *, on_search: bool) -> DesiredAd:
    content = content_of(ad, group, campaign)
    if on_search:
        content = content_on_search(content)
    return DesiredAd(ad.id, ad.external_id, AdFields(ad.name, ad.state, content))


def _money(micros: int | None, currency: str) -> Money | None:
    return None if micros is None else Money(micros, currency)
