"""What a launch on Meta needs: its objects, people, and an ad with picture, text and button."""

from __future__ import annotations

from collections.abc import Iterator

from adwright.campaigns.model import LaunchProblem, Targeting
from adwright.campaigns.problems.inspection import Inspection, of_ad, of_group
from adwright.campaigns.problems.meta_needs import needed_objects
from adwright.campaigns.problems.needs import Needs
from adwright.campaigns.records import AdGroupRecord, AdRecord, targeting_of
from adwright.platforms.images import recommended_width
from adwright.platforms.model import BidStrategy, Platform, SpecialAdCategory
from adwright.platforms.places import is_googles
from adwright.platforms.purposes import STRATEGIES_WITH_AMOUNT
from adwright.platforms.texts import Placement, Severity, check_creative

_WITHOUT_CHOICE = frozenset(
    {SpecialAdCategory.HOUSING, SpecialAdCategory.EMPLOYMENT, SpecialAdCategory.CREDIT}
)


def _group(inspection: Inspection, group: AdGroupRecord) -> Iterator[LaunchProblem]:
    targeting = targeting_of(group)
    if targeting is None:
        yield of_group(group, "audience_id", "Choose whom the ad group is for.")
    elif not targeting.countries:
        yield of_group(group, "audience_id", "The audience names no country. Add one at least.")
    elif any(is_googles(code) for code in (*targeting.countries, *targeting.languages)):
        message = "The audience names places or languages of Google's alone. Choose countries instead."
        yield of_group(group, "audience_id", message)
    elif _may_not_choose(inspection, targeting):
        message = (
            "For housing, employment and credit ads Meta lets nobody be left out by age or gender. "
            "Choose everybody from 18 to 65 and older, or Meta may decline the ads."
        )
        yield of_group(group, "audience_id", message, Severity.WARNING)
    bid = group.bid_amount_micros or inspection.draft.bid_amount_micros
    strategy = inspection.draft.bid_strategy
    if strategy in STRATEGIES_WITH_AMOUNT.intersection(inspection.strategies) and not bid:
        what = "average cost" if strategy is BidStrategy.COST_CAP else "highest bid"
        yield of_group(group, "bid_amount", f"The bid strategy needs an amount: the {what}.")


def _may_not_choose(inspection: Inspection, targeting: Targeting) -> bool:
    everybody = targeting.age_min <= 18 and targeting.age_max == 65 and not targeting.genders
    return not everybody and bool(_WITHOUT_CHOICE.intersection(inspection.draft.special_ad_categories))


def _ad(inspection: Inspection, ad: AdRecord) -> Iterator[LaunchProblem]:
    if ad.creative is None:
        return
    text = ad.creative.content
    for field, what in (("headline", "headline"), ("primary_text", "text")):
        if not getattr(text, field).strip():
            yield of_ad(ad, field, f"The ad has no {what}.")
    if not text.call_to_action:
        yield of_ad(ad, "call_to_action", "Choose the ad's button.")
    yield from _image(inspection, ad)
    for problem in check_creative(
        Platform.META, headline=text.headline, primary_text=text.primary_text, description=text.description
    ):
        yield of_ad(ad, problem.field, problem.message, problem.severity)


def _image(inspection: Inspection, ad: AdRecord) -> Iterator[LaunchProblem]:
    wanted = recommended_width(Platform.META, Placement.FEED)
    if wanted is None or ad.creative is None:
        return
    asset_id = ad.creative.content.asset_id
    asset = inspection.around.assets.get(asset_id) if asset_id else None
    if asset is None:
        yield of_ad(ad, "asset_id", "The ad has no image. Add one.")
    elif asset.width < wanted:
        message = f"The image is {asset.width} pixels wide; {wanted} or more look sharp."
        yield of_ad(ad, "asset_id", message, Severity.WARNING)


NEEDS = Needs(needed_objects, _group, _ad)
