"""Meta's objects to neutral nodes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from adwright.adapters.meta.amounts import from_minor_units
from adwright.adapters.meta.beyond import not_modelled
from adwright.adapters.meta.vocabulary import (
    BID_STRATEGIES,
    CATEGORIES,
    GENDERS,
    purpose_of,
)
from adwright.adapters.meta.writing import FORM_LINK
from adwright.campaigns.meta_settings import Declaration
from adwright.campaigns.model import (
    AdFields,
    AdGroupFields,
    Budget,
    CampaignFields,
    CreativeContent,
    Interest,
    NodeFields,
    ObservedNode,
    ReviewStatus,
    RunState,
    Targeting,
)
from adwright.core.money import Money
from adwright.platforms.model import BudgetPeriod, Level

Json = Mapping[str, Any]
Languages = Mapping[int, str]

_CREATIVE = (
    "creative{id,name,object_story_spec,image_hash,image_url,thumbnail_url,title,body,url_tags,"
    "degrees_of_freedom_spec}"
)

FIELDS = {
    Level.CAMPAIGN: (
        "id,name,status,effective_status,objective,daily_budget,lifetime_budget,bid_strategy,spend_cap,"
        "special_ad_categories"
    ),
    Level.AD_GROUP: (
        "id,name,status,effective_status,campaign_id,daily_budget,lifetime_budget,bid_strategy,"
        "bid_amount,start_time,end_time,targeting,promoted_object,dsa_beneficiary,dsa_payor"
    ),
    Level.AD: f"id,name,status,effective_status,adset_id,ad_review_feedback,issues_info,{_CREATIVE}",
}

_STATES = {"ACTIVE": RunState.ACTIVE, "PAUSED": RunState.PAUSED}

_REVIEWS = {
    "PENDING_REVIEW": ReviewStatus.IN_REVIEW,
    "IN_PROCESS": ReviewStatus.IN_REVIEW,
    "DISAPPROVED": ReviewStatus.REJECTED,
}


def node(level: Level, row: Json, currency: str, languages: Languages) -> ObservedNode:
    """Read one campaign, ad set or ad; `languages` are ISO codes by Meta's locale numbers."""
    parents = {Level.AD_GROUP: "campaign_id", Level.AD: "adset_id"}
    parent = parents.get(level)
    effective = str(row.get("effective_status") or row.get("status"))
    is_ad = level is Level.AD
    return ObservedNode(
        level=level,
        external_id=str(row["id"]),
        parent_external_id=str(row[parent]) if parent else None,
        fields=_READERS[level](row, currency, languages),
        effective_status=effective,
        review=_REVIEWS.get(effective, ReviewStatus.APPROVED) if is_ad else ReviewStatus.NONE,
        review_reasons=_reasons(row) if is_ad else (),
        not_modelled=not_modelled(row.get("targeting") or {}),
    )


def _campaign(row: Json, currency: str, languages: Languages) -> CampaignFields:
    cap = int(row.get("spend_cap") or 0)
    objective = str(row.get("objective") or "")
    return CampaignFields(
        name=str(row.get("name") or ""),
        state=_state(row),
        purpose=purpose_of(objective),
        budget=_budget(row, currency),
        bid_strategy=BID_STRATEGIES.get(str(row.get("bid_strategy"))),
        spend_cap=from_minor_units(cap, currency) if cap else None,
        special_ad_categories=tuple(
            CATEGORIES[each] for each in row.get("special_ad_categories") or [] if each in CATEGORIES
        ),
        objective=objective,
    )


def _ad_group(row: Json, currency: str, languages: Languages) -> AdGroupFields:
    bid = row.get("bid_amount")
    promoted = row.get("promoted_object") or {}
    return AdGroupFields(
        name=str(row.get("name") or ""),
        state=_state(row),
        budget=_budget(row, currency),
        targeting=_targeting(row.get("targeting") or {}, languages),
        bid_amount=from_minor_units(int(bid), currency) if bid else None,
        start_at=_instant(row.get("start_time")),
        end_at=_instant(row.get("end_time")),
        pixel_external_id=str(promoted["pixel_id"]) if promoted.get("pixel_id") else None,
        page_external_id=str(promoted["page_id"]) if promoted.get("page_id") else None,
        bid_strategy=BID_STRATEGIES.get(str(row.get("bid_strategy"))) if _budget(row, currency) else None,
        conversion_event=promoted.get("custom_event_type") if promoted.get("pixel_id") else None,
        declaration=declaration(row),
    )


def _ad(row: Json, currency: str, languages: Languages) -> AdFields:
    creative = row.get("creative") or {}
    story = creative.get("object_story_spec") or {}
    link = story.get("link_data") or {}
    action = link.get("call_to_action") or {}
    form = (action.get("value") or {}).get("lead_gen_form_id")
    leads_to = _tagged(str(link.get("link") or ""), str(creative.get("url_tags") or ""))
    return AdFields(
        name=str(row.get("name") or ""),
        state=_state(row),
        creative=CreativeContent(
            headline=str(link.get("name") or creative.get("title") or ""),
            primary_text=str(link.get("message") or creative.get("body") or ""),
            description=str(link.get("description") or ""),
            call_to_action=str(action.get("type") or "NO_BUTTON").lower(),
            destination_url="" if form and link.get("link") == FORM_LINK else leads_to,
            page_external_id=str(story["page_id"]) if story.get("page_id") else None,
            image_hash=link.get("image_hash") or creative.get("image_hash"),
            image_url=creative.get("image_url") or link.get("picture") or creative.get("thumbnail_url"),
            external_id=str(creative["id"]) if creative.get("id") else None,
            enhanced=_is_enhanced(creative),
            instagram_external_id=_text_of(story, story.get("instagram_user_id")),
            lead_form_external_id=_text_of(link, form),
        ),
    )


def _tagged(address: str, tags: str) -> str:
    """Return where a click leads: a creative's tags take the place of the link's own of the same name.

    A new creative has them in its link, so that none is lost when an ad is edited.
    """
    tags = tags.strip("?&")
    if not address or not tags:
        return address
    page, hash_sign, fragment = address.partition("#")
    base, _, query = page.partition("?")
    replaced = {tag.partition("=")[0] for tag in tags.split("&")}
    own = [each for each in query.split("&") if each and each.partition("=")[0] not in replaced]
    return f"{base}?{'&'.join([*own, tags])}{hash_sign}{fragment}"


def _text_of(holder: Json, value: Any) -> str | None:
    """Read a text that is empty where its holder is there without it; None where nothing is known."""
    return str(value or "") if holder else None


def declaration(row: Json) -> Declaration | None:
    """Read whom an ad set's ads are for and who pays; None when nothing was declared."""
    beneficiary, payor = row.get("dsa_beneficiary"), row.get("dsa_payor")
    return Declaration(str(beneficiary), str(payor)) if beneficiary and payor else None


def _is_enhanced(creative: Json) -> bool:
    """Say whether Meta may rewrite pictures and texts by itself."""
    features = (creative.get("degrees_of_freedom_spec") or {}).get("creative_features_spec") or {}
    return (features.get("standard_enhancements") or {}).get("enroll_status") == "OPT_IN"


_READERS: dict[Level, Callable[[Json, str, Languages], NodeFields]] = {
    Level.CAMPAIGN: _campaign,
    Level.AD_GROUP: _ad_group,
    Level.AD: _ad,
}


def _state(row: Json) -> RunState:
    return _STATES.get(str(row.get("status")), RunState.ARCHIVED)


def _budget(row: Json, currency: str) -> Budget | None:
    for key, period in (("daily_budget", BudgetPeriod.DAILY), ("lifetime_budget", BudgetPeriod.LIFETIME)):
        units = int(row.get(key) or 0)
        if units:
            amount: Money = from_minor_units(units, currency)
            return Budget(period, amount)
    return None


def _targeting(spec: Json, languages: Languages) -> Targeting:
    geo = spec.get("geo_locations") or {}
    interests = [
        Interest(str(each["id"]), str(each.get("name") or each["id"]))
        for group in spec.get("flexible_spec") or []
        for each in group.get("interests") or []
    ]
    automation = spec.get("targeting_automation") or {}
    return Targeting(
        countries=tuple(sorted(str(each) for each in geo.get("countries") or [])),
        age_min=int(spec.get("age_min") or 18),
        age_max=int(spec.get("age_max") or 65),
        genders=tuple(GENDERS[each] for each in sorted(spec.get("genders") or []) if each in GENDERS),
        languages=tuple(
            sorted(languages.get(int(each), f"meta:{each}") for each in spec.get("locales") or [])
        ),
        interests=tuple(interests),
        expand=bool(int(automation.get("advantage_audience") or 0)),
    )


def _instant(text: Any) -> datetime | None:
    """Meta writes `2026-11-20T00:00:00-0800`; the epoch stands for none."""
    if not text:
        return None
    instant = datetime.strptime(str(text), "%Y-%m-%dT%H:%M:%S%z").astimezone(UTC)
    return instant if instant.timestamp() > 0 else None


def _reasons(row: Json) -> tuple[str, ...]:
    feedback = (row.get("ad_review_feedback") or {}).get("global") or {}
    reasons = [f"{title}: {text}" if text else str(title) for title, text in feedback.items()]
    issues = row.get("issues_info") or []
    reasons.extend(str(issue.get("error_message") or issue.get("error_summary")) for issue in issues)
    return tuple(reasons)
