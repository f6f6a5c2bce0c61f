"""Campaigns on Meta as its bulk sheet: a row for each ad, with its ad set and campaign beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from adwright.campaigns.document.model import AdGroupPart, AdPart
from adwright.campaigns.interchange import bulk_words as words
from adwright.campaigns.interchange.shown import ShownCampaign, WrittenSheet
from adwright.campaigns.interchange.table import write_table
from adwright.campaigns.model import Budget
from adwright.core.money import Money
from adwright.platforms.model import BudgetPeriod
from adwright.platforms.purposes import META_PURPOSES

Cells = dict[str, str]


def write_bulk_sheet(campaigns: Sequence[ShownCampaign]) -> WrittenSheet:
    """Write campaigns on Meta; what the format has no column for is named in the remarks."""
    rows = [row for campaign in campaigns for row in _campaign(campaign)]
    remarks = [remark for campaign in campaigns for remark in _unsaid(campaign)]
    return WrittenSheet(write_table(words.HEADERS, rows), remarks)


def time_cell(text: str) -> str:
    """Write wall time as Meta's files do, such as `12/01/2026 9:00 am`."""
    local = datetime.fromisoformat(text)
    hour = local.hour % 12 or 12
    return f"{local:%m/%d/%Y} {hour}:{local:%M} {'am' if local.hour < 12 else 'pm'}"


def _campaign(campaign: ShownCampaign) -> Iterator[Cells]:
    part = campaign.part
    purpose = META_PURPOSES.get(part.purpose) if part.purpose else None
    cells = {
        words.CAMPAIGN_ID: _id("cg", campaign, part.key),
        words.CAMPAIGN_NAME: part.name,
        words.CAMPAIGN_STATUS: words.CAMPAIGN_STATES[part.state],
        words.OBJECTIVE: purpose.objective if purpose else "",
        words.BUYING_TYPE: "AUCTION",
        words.STRATEGY: words.STRATEGY_WORDS.get(part.bid_strategy, "") if part.bid_strategy else "",
        words.CAMPAIGN_DAILY: _budget(part.budget, BudgetPeriod.DAILY),
        words.CAMPAIGN_LIFETIME: _budget(part.budget, BudgetPeriod.LIFETIME),
        words.SPEND_LIMIT: _amount(part.spend_cap),
        words.CATEGORIES: ", ".join(words.CATEGORY_WORDS[each] for each in part.special_ad_categories),
    }
    if not part.ad_groups:
        yield cells
    for group in part.ad_groups:
        within = cells | _group(campaign, group)
        if purpose is not None:
            within |= {words.GOAL: purpose.optimization_goal, words.BILLING: purpose.billing_event}
        if not group.ads:
            yield within
        for ad in group.ads:
            yield within | _ad(campaign, group, ad)


def _group(campaign: ShownCampaign, group: AdGroupPart) -> Cells:
    part, targeting = campaign.part, campaign.targeting(group)
    start, end = group.start or part.start, group.end or part.end
    gender = next(word for word, genders in words.GENDERS.items() if genders == targeting.genders)
    return {
        words.SET_ID: _id("c", campaign, part.key, group.key),
        words.SET_NAME: group.name,
        words.SET_STATUS: words.STATE_WORDS[group.state],
        words.START: time_cell(start) if start else "",
        words.STOP: time_cell(end) if end else "",
        words.SET_DAILY: _budget(group.budget, BudgetPeriod.DAILY),
        words.SET_LIFETIME: _budget(group.budget, BudgetPeriod.LIFETIME),
        words.COUNTRIES: ", ".join(targeting.countries),
        words.AGE_MIN: str(targeting.age_min),
        words.AGE_MAX: str(targeting.age_max),
        words.GENDER: gender.capitalize(),
        words.BID: _amount(group.bid_amount or part.bid_amount),
    }


def _ad(campaign: ShownCampaign, group: AdGroupPart, ad: AdPart) -> Cells:
    cells = {
        words.AD_ID: _id("a", campaign, campaign.part.key, group.key, ad.key),
        words.AD_NAME: ad.name,
        words.AD_STATUS: words.STATE_WORDS[ad.state],
    }
    if ad.creative is None:
        return cells
    return cells | {
        words.TITLE: ad.creative.headline,
        words.BODY: ad.creative.primary_text,
        words.DESCRIPTION: ad.creative.description,
        words.LINK: ad.creative.destination_url,
        words.CALL_TO_ACTION: ad.creative.call_to_action.upper(),
    }


def _id(kind: str, campaign: ShownCampaign, *keys: str) -> str:
    external_id = campaign.external_ids.get(keys)
    return f"{kind}:{external_id}" if external_id else ""


def _budget(budget: Budget | None, period: BudgetPeriod) -> str:
    return _amount(budget.amount) if budget is not None and budget.period is period else ""


def _amount(money: Money | None) -> str:
    return "" if money is None else f"{money.amount:f}"


def _unsaid(campaign: ShownCampaign) -> Iterator[str]:
    """Yield what a campaign has and the sheet has no column for here."""
    part = campaign.part
    if part.page or part.pixel:
        yield f"“{part.name}”: the page and the pixel are not in the file; they stay as they are."
    for group in part.ad_groups:
        targeting = campaign.targeting(group)
        if targeting.interests or targeting.languages or targeting.expand:
            yield (
                f"“{group.name}”: interests, languages and Advantage audience are not in the file; they stay "
                "as they are."
            )
        if any(ad.creative is not None and ad.creative.image for ad in group.ads):
            yield f"“{group.name}”: images are not in the file; they stay with their ads."
