"""A campaign as kept, as a document says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from adwright.accounts.model import AdAccount
from adwright.campaigns.document.model import (
    AdGroupPart,
    AdPart,
    AudiencePart,
    CampaignPart,
    CreativePart,
    DocumentState,
    InterestPart,
    MetaPart,
    SearchPart,
    TargetingPart,
)
from adwright.campaigns.document.texts import instant_text, local_text
from adwright.campaigns.meta_settings import MetaSettings
from adwright.campaigns.model import CampaignStatus, Interest, RunState, SearchSettings, Targeting
from adwright.campaigns.on_search import targeting_on_search
from adwright.campaigns.records import (
    AdGroupRecord,
    AdRecord,
    CampaignRecord,
    budget_of,
    content_of,
    meta_now,
)
from adwright.campaigns.schedules import shared_start, shared_time
from adwright.core.money import Money
from adwright.platforms.model import Platform


@dataclass(frozen=True, slots=True)
class Naming:
    """How nodes are called in documents: by the key a person gave, otherwise by their id."""

    given: Mapping[UUID, str]

    def key(self, node_id: UUID) -> str:
        """Return a node's key."""
        return self.given.get(node_id) or str(node_id)


def account_text(account: AdAccount) -> str:
    """Return how a document names an ad account."""
    return f"{account.platform.value}/{account.external_id}"


def part_of(record: CampaignRecord, account: AdAccount, naming: Naming) -> CampaignPart:
    """Return a campaign as a document says it, with every field; archived nodes are left out.

    Args:
        record: the campaign, which runs in `account`.
        account: its currency and zone are the document's.
        naming: the keys.
    """
    currency = account.currency
    part = CampaignPart(
        key=naming.key(record.id),
        account=account_text(account),
        name=record.name,
        state=_state(record),
        purpose=record.purpose,
        budget_level=record.budget_level,
        budget=budget_of(record.budget, currency),
        spend_cap=_money(record.spend_cap_micros, currency),
        bid_strategy=record.bid_strategy,
        bid_amount=_money(record.bid_amount_micros, currency),
        start=_time(record.start_local, record.search.start_at if record.search else None, account.zone),
        end=_time(record.end_local, record.search.end_at if record.search else None, account.zone),
        special_ad_categories=record.special_ad_categories,
        search=_search(record.search),
        meta=_meta(meta_now(record)),
        page=record.page_external_id,
        pixel=record.pixel_external_id,
        ad_groups=tuple(
            _group(group, record, account, naming)
            for group in record.ad_groups
            if group.state is not RunState.ARCHIVED
        ),
    )
    return with_shared_times(part)


def with_shared_times(part: CampaignPart) -> CampaignPart:
    """Return a campaign whose start and end stand with it where its ad groups share them, else with each.

    What is live and names no start has begun. A draft's ad group without one begins at once, not with others.
    """
    times: dict[str, str | None] = {}
    starts = shared_time if part.state is DocumentState.DRAFT else shared_start
    groups: Sequence[AdGroupPart] = part.ad_groups
    for name, shared in (("start", starts), ("end", shared_time)):
        own: str | None = getattr(part, name)
        is_shared, times[name] = shared(own, [getattr(group, name) for group in groups])
        groups = [
            group.model_copy(update={name: None if is_shared else getattr(group, name) or own})
            for group in groups
        ]
    return part.model_copy(update={**times, "ad_groups": tuple(groups)})


def _state(record: CampaignRecord) -> DocumentState:
    if record.status is CampaignStatus.DRAFT:
        return DocumentState.DRAFT
    return DocumentState(record.state.value)


def _group(group: AdGroupRecord, campaign: CampaignRecord, account: AdAccount, naming: Naming) -> AdGroupPart:
    audience = group.audience if group.targeting is None else None
    return AdGroupPart(
        key=naming.key(group.id),
        name=group.name,
        state=group.state,
        audience=AudiencePart(name=audience.name, version=audience.version) if audience else None,
        targeting=targeting_in(account.platform, group.targeting) if group.targeting else None,
        budget=budget_of(group.budget, account.currency),
        bid_amount=_money(group.bid_amount_micros, account.currency),
        start=instant_text(group.start_at, account.zone) if group.start_at else None,
        end=instant_text(group.end_at, account.zone) if group.end_at else None,
        page=group.page_external_id,
        pixel=group.pixel_external_id,
        ads=tuple(_ad(ad, group, campaign, naming) for ad in group.ads if ad.state is not RunState.ARCHIVED),
    )


def _ad(ad: AdRecord, group: AdGroupRecord, campaign: CampaignRecord, naming: Naming) -> AdPart:
    seen = ad.creative is not None or ad.content is not None or ad.observed is not None
    content = content_of(ad, group, campaign)
    creative = CreativePart(
        headline=content.headline,
        primary_text=content.primary_text,
        description=content.description,
        call_to_action=content.call_to_action,
        destination_url=content.destination_url,
        more_headlines=content.more_headlines,
        more_descriptions=content.more_descriptions,
        display_path=content.display_path,
        image=str(content.asset_id) if content.asset_id else None,
    )
    return AdPart(key=naming.key(ad.id), name=ad.name, state=ad.state, creative=creative if seen else None)


def targeting_part(targeting: Targeting) -> TargetingPart:
    """Return targeting as a document says it."""
    return TargetingPart(
        countries=targeting.countries,
        age_min=targeting.age_min,
        age_max=targeting.age_max,
        genders=targeting.genders,
        languages=targeting.languages,
        interests=tuple(
            InterestPart(id=interest.external_id, name=interest.name) for interest in targeting.interests
        ),
        keywords=targeting.keywords,
        negative_keywords=targeting.negative_keywords,
        expand=targeting.expand,
    )


def targeting_in(platform: Platform, targeting: Targeting) -> TargetingPart:
    """Return targeting as a document says it of a platform, without what has no place there."""
    on_search = platform is Platform.GOOGLE
    return targeting_part(targeting_on_search(targeting) if on_search else targeting)


def targeting_from_part(part: TargetingPart) -> Targeting:
    """Return targeting as a document says it, in the room's words."""
    return Targeting(
        countries=part.countries,
        age_min=part.age_min,
        age_max=part.age_max,
        genders=part.genders,
        languages=part.languages,
        interests=tuple(Interest(each.id, each.name) for each in part.interests),
        keywords=part.keywords,
        negative_keywords=part.negative_keywords,
        expand=part.expand,
    )


def _search(search: SearchSettings | None) -> SearchPart | None:
    if search is None:
        return None
    return SearchPart(
        countries=search.countries,
        excluded_places=search.excluded_places,
        languages=search.languages,
        partners=search.partners,
        display=search.display,
        negative_keywords=search.negative_keywords,
        political=search.political,
        schedule=search.schedule,
        target_roas=search.target_roas,
    )


def _meta(meta: MetaSettings | None) -> MetaPart | None:
    if meta is None:
        return None
    declared = meta.declaration
    return MetaPart(
        instagram=meta.instagram_external_id,
        conversion_event=meta.conversion_event,
        lead_form=meta.lead_form_external_id,
        beneficiary=declared.beneficiary if declared else "",
        payor=declared.payor if declared else "",
    )


def _time(local: datetime | None, seen: datetime | None, zone: str) -> str | None:
    """Write a campaign's wall time as entered, otherwise the instant that the platform has."""
    if local is not None:
        return local_text(local)
    return instant_text(seen, zone) if seen is not None else None


def _money(micros: int | None, currency: str) -> Money | None:
    return None if micros is None else Money(micros, currency)
