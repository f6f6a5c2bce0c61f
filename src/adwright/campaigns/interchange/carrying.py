"""What of a campaign carries over into another account or onto the other platform; what does not. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from adwright.accounts.model import AdAccount
from adwright.campaigns.document.model import (
    AdGroupPart,
    AdPart,
    CampaignPart,
    CreativePart,
    DocumentState,
    SearchPart,
    TargetingPart,
)
from adwright.campaigns.document.projection import account_text, targeting_from_part, targeting_part
from adwright.campaigns.interchange.shown import ShownCampaign
from adwright.campaigns.model import Budget, BudgetLevel, RunState
from adwright.campaigns.on_search import left_out_on_search, targeting_on_search
from adwright.platforms.model import Platform
from adwright.platforms.purposes import offer
from adwright.platforms.texts import PLATFORM_NAMES

_PAGE_LEFT = "The page and the pixel are the other account's. Choose those of this one."
_PAGE_LEFT_TO_GOOGLE = "The page and the pixel are Meta's; ads on Search need neither."
_IMAGE_MISSING = {
    Platform.META: "Images that came from the platform are not ours to use again. Add them.",
    Platform.GOOGLE: "Ads on Search have no image, and ads on Meta need one. Add it.",
}


@dataclass
class _Left:
    """What does not carry over, each thing once."""

    notes: dict[str, None] = field(default_factory=dict)

    def note(self, message: str) -> None:
        self.notes.setdefault(message)


def carried(
    shown: ShownCampaign, source: AdAccount, target: AdAccount, name: str
) -> tuple[CampaignPart, tuple[str, ...]]:
    """Return the draft that a campaign becomes in an account, and what does not carry over, in plain words.

    The schedule stays empty: that of the original is over or running.
    """
    left = _Left()
    part = _carried(shown, source, target, name, left)
    edits: dict[str, object] = {"start": None, "end": None}
    scheduled: tuple[CampaignPart | AdGroupPart, ...] = (shown.part, *shown.part.ad_groups)
    if any(node.start or node.end for node in scheduled):
        left.note("The schedule stays empty. Choose when the copy runs.")
    if source.currency != target.currency:
        left.note(f"Budgets and bids are in {source.currency}, and {target.name} is in {target.currency}.")
        edits |= {"budget": None, "spend_cap": None, "bid_amount": None}
    if target.platform is Platform.GOOGLE and part.budget_level is BudgetLevel.AD_GROUP:
        left.note("On Google Ads the campaign has the budget. Enter one for the whole campaign.")
        edits |= {"budget_level": BudgetLevel.CAMPAIGN, "budget": None}
    return part.model_copy(update=edits), tuple(left.notes)


def carried_beside(
    shown: ShownCampaign, source: AdAccount, target: AdAccount, budget: Budget | None
) -> tuple[CampaignPart, tuple[str, ...]]:
    """Return the draft that runs beside another one on the other platform, and what does not carry over.

    Name and schedule are the same, by the wall clock of each account. Money is asked for and never copied:
    the same amount on both would be spent twice, and in another currency it would be another amount.
    """
    left = _Left()
    part = _carried(shown, source, target, shown.part.name, left)
    if budget is None:
        platform = PLATFORM_NAMES[target.platform]
        left.note(f"The budget is not copied, or it would be spent twice. Enter one for {platform}.")
    money = {"budget_level": BudgetLevel.CAMPAIGN, "budget": budget, "spend_cap": None, "bid_amount": None}
    groups = tuple(
        group.model_copy(update={"budget": None, "bid_amount": None}) for group in part.ad_groups
    )
    return part.model_copy(update={**money, "ad_groups": groups}), tuple(left.notes)


def _carried(
    shown: ShownCampaign, source: AdAccount, target: AdAccount, name: str, left: _Left
) -> CampaignPart:
    part = shown.part
    same_account = source.id == target.id
    on_search = target.platform is Platform.GOOGLE
    if not same_account and (part.page or part.pixel):
        left.note(_PAGE_LEFT_TO_GOOGLE if on_search else _PAGE_LEFT)
    groups = tuple(_group(group, shown, source, target, left) for group in part.ad_groups)
    edits: dict[str, object] = {
        "account": account_text(target),
        "name": name,
        "state": DocumentState.DRAFT,
        "page": part.page if same_account else None,
        "pixel": part.pixel if same_account else None,
        "bid_strategy": _strategy(part, source, target, left),
        "search": (part.search or SearchPart()) if on_search else None,
        "meta": part.meta if same_account else None,
        "ad_groups": groups,
    }
    if part.search is not None and not on_search:
        left.note("Networks, ad hours and what Search leaves out have no place on Meta.")
    return part.model_copy(update=edits)


def _strategy(part: CampaignPart, source: AdAccount, target: AdAccount, left: _Left) -> object:
    if part.bid_strategy is None or (part.purpose is None and source.platform is target.platform):
        return part.bid_strategy
    if part.purpose is None:
        left.note("The purpose is not known here, and so the bid strategy is left open. Choose both.")
        return None
    offered = offer(part.purpose, target.platform)
    platform = PLATFORM_NAMES[target.platform]
    if offered.reason is not None:
        left.note(offered.reason)
    if part.bid_strategy in offered.bid_strategies:
        return part.bid_strategy
    left.note(f"The bid strategy {part.bid_strategy.value} is not offered on {platform} for this purpose.")
    return offered.bid_strategies[0] if offered.bid_strategies else None


def _group(
    group: AdGroupPart, shown: ShownCampaign, source: AdAccount, target: AdAccount, left: _Left
) -> AdGroupPart:
    other_platform = source.platform is not target.platform
    other_advertiser = source.advertiser_id != target.advertiser_id
    edits: dict[str, object] = {
        "state": RunState.ACTIVE,
        "start": None,
        "end": None,
        "ads": tuple(_ad(ad, source, target, left) for ad in group.ads),
    }
    if source.id != target.id:
        edits |= {"page": None, "pixel": None}
    if source.currency != target.currency:
        edits |= {"budget": None, "bid_amount": None}
    if target.platform is Platform.GOOGLE:
        edits["budget"] = None
    if not_modelled := shown.not_modelled.get(group.key):
        left.note(
            f"“{group.name}” on {PLATFORM_NAMES[source.platform]} also has {', '.join(not_modelled)}. "
            "The copy is without, and reaches other people."
        )
    targeting = shown.targetings.get(group.key)
    if targeting is not None and (other_platform or other_advertiser):
        if group.audience is not None:
            left.note(f"The audience “{group.audience.name}” is copied as it is now; it is not shared.")
        if other_platform and target.platform is Platform.GOOGLE:
            targeting = _on_search(targeting, left)
        if other_platform and target.platform is Platform.META and targeting.keywords:
            left.note("Keywords are for Search.")
            targeting = targeting.model_copy(update={"keywords": (), "negative_keywords": ()})
        edits |= {"audience": None, "targeting": targeting}
    return group.model_copy(update=edits)


def _on_search(targeting: TargetingPart, left: _Left) -> TargetingPart:
    whom = targeting_from_part(targeting)
    left_out = left_out_on_search(whom)
    if left_out is not None:
        left.note(left_out)
    return targeting_part(targeting_on_search(whom))


def _ad(ad: AdPart, source: AdAccount, target: AdAccount, left: _Left) -> AdPart:
    creative = ad.creative
    if creative is not None and creative.image is None and target.platform is Platform.META:
        left.note(_IMAGE_MISSING[source.platform])
    if creative is not None and source.platform is not target.platform:
        creative = _on_other_platform(creative, target, left)
    if creative is not None and creative.image is not None and source.advertiser_id != target.advertiser_id:
        left.note("Images stay in their advertiser's library. Upload them to this one's.")
        creative = creative.model_copy(update={"image": None})
    return ad.model_copy(update={"state": RunState.ACTIVE, "creative": creative})


def _on_other_platform(creative: CreativePart, target: AdAccount, left: _Left) -> CreativePart:
    """Return an ad's content without what the other platform has no place for."""
    if target.platform is Platform.GOOGLE:
        if creative.image or creative.call_to_action:
            left.note("Ads on Search have no image and no button.")
        return creative.model_copy(update={"image": None, "call_to_action": ""})
    if creative.more_headlines or creative.more_descriptions or creative.display_path:
        left.note("Of several headlines and descriptions the first are taken; a path is for Search.")
    return creative.model_copy(update={"more_headlines": (), "more_descriptions": (), "display_path": ()})
