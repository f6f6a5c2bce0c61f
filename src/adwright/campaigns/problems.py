"""What stands between a draft and its launch, said of the node and the field it concerns. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from adwright.accounts.model import AdAccount, ConnectionStatus
from adwright.accounts.ports import AccountStatus
from adwright.campaigns.model import BudgetLevel, LaunchProblem, Targeting
from adwright.campaigns.money_problems import amount_problem, budget_problem
from adwright.campaigns.records import AdGroupRecord, AdRecord, CampaignRecord, instant, targeting_of
from adwright.creatives.model import Asset
from adwright.platforms.destinations import destination_problem
from adwright.platforms.images import recommended_width
from adwright.platforms.model import BidStrategy, Level, Platform, SpecialAdCategory
from adwright.platforms.purposes import STRATEGIES_WITH_AMOUNT, Offer, offer
from adwright.platforms.texts import PLATFORM_NAMES, Placement, Severity, check_creative

_SHORTEST_DAILY = timedelta(hours=24)
_WITHOUT_CHOICE = frozenset(
    {SpecialAdCategory.HOUSING, SpecialAdCategory.EMPLOYMENT, SpecialAdCategory.CREDIT}
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a draft is judged against.

    Attributes:
        account: the ad account; None before one is chosen.
        connection: whether its connection can be used; None without one.
        page_external_ids, pixel_external_ids: what the account can use.
        assets: the images of the draft's creatives.
        now: the platform's present instant (UTC).
    """

    account: AdAccount | None
    connection: ConnectionStatus | None
    page_external_ids: frozenset[str]
    pixel_external_ids: frozenset[str]
    assets: Mapping[UUID, Asset]
    now: datetime


def find_problems(draft: CampaignRecord, around: Surroundings) -> list[LaunchProblem]:
    """Return everything to say about a draft, from the campaign down; only errors stop a launch."""
    return list(_Inspection(draft, around).all())


class _Inspection:
    def __init__(self, draft: CampaignRecord, around: Surroundings) -> None:
        self._draft = draft
        self._around = around
        self._platform = around.account.platform if around.account else Platform.META
        self._offer: Offer | None = offer(draft.purpose, self._platform) if draft.purpose else None

    def all(self) -> Iterator[LaunchProblem]:
        yield from self._account()
        yield from self._purpose()
        yield from self._schedule()
        yield from self._campaign_money()
        yield from self._needed_objects()
        if not self._draft.ad_groups:
            yield self._of_campaign("ad_groups", "The campaign has no ad group. Add one.")
        for group in self._draft.ad_groups:
            yield from self._group(group)
            for ad in group.ads:
                yield from self._ad(ad)

    def _account(self) -> Iterator[LaunchProblem]:
        account = self._around.account
        if not self._draft.name.strip():
            yield self._of_campaign("name", "The campaign has no name.")
        if account is None:
            yield self._of_campaign("ad_account_id", "Choose the ad account that the campaign runs in.")
        elif account.read_only:
            message = "This account is made of imported files. Choose one that is connected."
            yield self._of_campaign("ad_account_id", message)
        elif self._around.connection is not ConnectionStatus.GOOD:
            message = "The ad account's connection cannot be used any more. Renew it under Connections."
            yield self._of_campaign("ad_account_id", message)
        elif account.status is not AccountStatus.ACTIVE:
            name = PLATFORM_NAMES[account.platform]
            reason = f" ({account.disable_reason})" if account.disable_reason else ""
            message = f"The ad account cannot run ads on {name} now: {account.platform_status}{reason}."
            yield self._of_campaign("ad_account_id", message)

    def _purpose(self) -> Iterator[LaunchProblem]:
        if self._offer is None:
            yield self._of_campaign("purpose", "Choose what the campaign is for.")
        elif self._offer.reason is not None:
            yield self._of_campaign("purpose", self._offer.reason)
        strategy = self._draft.bid_strategy
        if strategy is not None and self._strategies() and strategy not in self._strategies():
            message = "This bid strategy is not available for this purpose. Choose another."
            yield self._of_campaign("bid_strategy", message)

    def _strategies(self) -> tuple[BidStrategy, ...]:
        return self._offer.bid_strategies if self._offer else ()

    def _schedule(self) -> Iterator[LaunchProblem]:
        if self._around.account is None:
            return
        start, end = self._start(), self._end()
        now = self._around.now
        if start is not None and start < now:
            message = "The start is in the past. Leave it empty to start at once, or choose a later time."
            yield self._of_campaign("start_local", message)
        if end is None:
            return
        if start is not None and end <= start:
            yield self._of_campaign("end_local", "The end is before the start.")
        elif end <= now:
            yield self._of_campaign("end_local", "The end is in the past.")
        elif end - max(start or now, now) < _SHORTEST_DAILY and self._has_daily_budget():
            message = "With a daily budget a campaign runs for 24 hours at least. Choose a later end."
            yield self._of_campaign("end_local", message)

    def _campaign_money(self) -> Iterator[LaunchProblem]:
        draft, account = self._draft, self._around.account
        if draft.budget_level is BudgetLevel.CAMPAIGN:
            if draft.budget is None:
                yield self._of_campaign("budget", "The budget is missing.")
            if any(group.budget for group in draft.ad_groups):
                message = (
                    "The campaign and its ad groups both have budgets. Keep one or the other: "
                    "remove the ad groups' budgets, or set budgets per ad group."
                )
                yield self._of_campaign("budget_level", message)
        elif draft.budget is not None:
            message = "Budgets are set per ad group, and the campaign has one too. Remove the campaign's."
            yield self._of_campaign("budget", message)
        if account is None:
            return
        if draft.budget is not None:
            found = budget_problem(draft.budget, account, self._days())
            yield from self._money(found)
        for field, micros in (
            ("spend_cap", draft.spend_cap_micros),
            ("bid_amount", draft.bid_amount_micros),
        ):
            wrong = amount_problem(micros, account) if micros is not None else None
            if wrong:
                yield self._of_campaign(field, wrong)

    def _money(self, found: tuple[Severity, str, str] | None) -> Iterator[LaunchProblem]:
        if found is not None:
            severity, field, message = found
            yield self._of_campaign(field, message, severity)

    def _needed_objects(self) -> Iterator[LaunchProblem]:
        draft, around = self._draft, self._around
        if around.account is None or around.account.platform is not Platform.META:
            return
        pages = {group.page_external_id or draft.page_external_id for group in draft.ad_groups or ()}
        for page in sorted(pages or {draft.page_external_id}, key=str):
            if page is None:
                message = "An ad on Meta comes from a page. Choose the page."
                yield self._of_campaign("page_external_id", message)
            elif page not in around.page_external_ids:
                message = "The ad account cannot use this page. Choose another, or refresh the account."
                yield self._of_campaign("page_external_id", message)
        if self._offer is None or self._offer.meta is None or not self._offer.meta.needs_pixel:
            return
        pixels = {group.pixel_external_id or draft.pixel_external_id for group in draft.ad_groups}
        for pixel in sorted(pixels or {draft.pixel_external_id}, key=str):
            if pixel is None:
                message = "This purpose counts conversions with a pixel. Choose the pixel."
                yield self._of_campaign("pixel_external_id", message)
            elif pixel not in around.pixel_external_ids:
                message = "This pixel is not in the ad account. Choose another, or refresh the account."
                yield self._of_campaign("pixel_external_id", message)

    def _group(self, group: AdGroupRecord) -> Iterator[LaunchProblem]:
        targeting = targeting_of(group)
        if not group.name.strip():
            yield _of_group(group, "name", "The ad group has no name.")
        if targeting is None:
            yield _of_group(group, "audience_id", "Choose whom the ad group is for.")
        elif not targeting.countries:
            yield _of_group(group, "audience_id", "The audience names no country. Add one at least.")
        elif self._may_not_choose_people(targeting):
            message = (
                "For housing, employment and credit ads Meta lets nobody be left out by age or gender. "
                "Choose everybody from 18 to 65 and older, or Meta may decline the ads."
            )
            yield _of_group(group, "audience_id", message, Severity.WARNING)
        if not group.ads:
            yield _of_group(group, "ads", "The ad group has no ad. Add one.")
        yield from self._group_money(group)

    def _may_not_choose_people(self, targeting: Targeting) -> bool:
        everybody = targeting.age_min <= 18 and targeting.age_max == 65 and not targeting.genders
        return not everybody and bool(_WITHOUT_CHOICE.intersection(self._draft.special_ad_categories))

    def _group_money(self, group: AdGroupRecord) -> Iterator[LaunchProblem]:
        draft, account = self._draft, self._around.account
        if draft.budget_level is BudgetLevel.AD_GROUP and group.budget is None:
            yield _of_group(group, "budget", "The budget is missing.")
        bid = group.bid_amount_micros or draft.bid_amount_micros
        needed = STRATEGIES_WITH_AMOUNT.intersection(self._strategies())
        if draft.bid_strategy in needed and not bid:
            average = draft.bid_strategy in (BidStrategy.COST_CAP, BidStrategy.TARGET_CPA)
            what = "average cost" if average else "highest bid"
            yield _of_group(group, "bid_amount", f"The bid strategy needs an amount: the {what}.")
        if account is None:
            return
        if group.budget is not None:
            found = budget_problem(group.budget, account, self._days())
            if found is not None:
                severity, field, message = found
                yield _of_group(group, field, message, severity)
        if group.bid_amount_micros is not None:
            wrong = amount_problem(group.bid_amount_micros, account)
            if wrong:
                yield _of_group(group, "bid_amount", wrong)

    def _ad(self, ad: AdRecord) -> Iterator[LaunchProblem]:
        if not ad.name.strip():
            yield _of_ad(ad, "name", "The ad has no name.")
        if ad.creative is None:
            yield _of_ad(ad, "creative_version_id", "The ad has no creative. Choose or write one.")
            return
        text = ad.creative.content
        for field, what in (("headline", "headline"), ("primary_text", "text")):
            if not getattr(text, field).strip():
                yield _of_ad(ad, field, f"The ad has no {what}.")
        if not text.call_to_action:
            yield _of_ad(ad, "call_to_action", "Choose the ad's button.")
        if not text.destination_url.strip():
            yield _of_ad(ad, "destination_url", destination_problem("") or "")
        yield from self._image(ad)
        for problem in check_creative(
            self._platform,
            headline=text.headline,
            primary_text=text.primary_text,
            description=text.description,
            destination_url=text.destination_url,
            has_image=text.asset_id is not None,
        ):
            yield _of_ad(ad, problem.field, problem.message, problem.severity)

    def _image(self, ad: AdRecord) -> Iterator[LaunchProblem]:
        wanted = recommended_width(self._platform, Placement.FEED)
        if wanted is None or ad.creative is None:
            return
        asset_id = ad.creative.content.asset_id
        asset = self._around.assets.get(asset_id) if asset_id else None
        if asset is None:
            yield _of_ad(ad, "asset_id", "The ad has no image. Add one.")
        elif asset.width < wanted:
            message = f"The image is {asset.width} pixels wide; {wanted} or more look sharp."
            yield _of_ad(ad, "asset_id", message, Severity.WARNING)

    def _start(self) -> datetime | None:
        return instant(self._draft.start_local, self._zone())

    def _end(self) -> datetime | None:
        return instant(self._draft.end_local, self._zone())

    def _zone(self) -> str:
        return self._around.account.zone if self._around.account else "UTC"

    def _days(self) -> float | None:
        """Return how many days the schedule lasts; None without an end, or with one that cannot be."""
        end = self._end()
        if end is None:
            return None
        length = end - max(self._start() or self._around.now, self._around.now)
        return length / timedelta(days=1) if length > timedelta(0) else None

    def _has_daily_budget(self) -> bool:
        budgets = [self._draft.budget, *(group.budget for group in self._draft.ad_groups)]
        return any(budget is not None and budget.period.value == "daily" for budget in budgets)

    def _of_campaign(
        self, field: str, message: str, severity: Severity = Severity.ERROR
    ) -> LaunchProblem:
        return LaunchProblem(Level.CAMPAIGN, self._draft.id, "campaign", field, severity, message)


def _of_group(
    group: AdGroupRecord, field: str, message: str, severity: Severity = Severity.ERROR
) -> LaunchProblem:
    node = f"ad group “{group.name}”"
    return LaunchProblem(Level.AD_GROUP, group.id, node, field, severity, message)


def _of_ad(ad: AdRecord, field: str, message: str, severity: Severity = Severity.ERROR) -> LaunchProblem:
    return LaunchProblem(Level.AD, ad.id, f"ad “{ad.name}”", field, severity, message)
