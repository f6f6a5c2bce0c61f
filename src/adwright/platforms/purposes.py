"""What a person wants, and what that is on each platform: one table that a reader can check.

A pair that a platform cannot do, or that Adwright cannot build yet, is not offered and says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from adwright.core.errors import Invalid
from adwright.platforms.model import BidStrategy, Platform, Purpose

_AUCTION = (BidStrategy.HIGHEST_VOLUME, BidStrategy.COST_CAP, BidStrategy.BID_CAP)
# Meta has no cost cap where people reached, and not what they do, is the goal.
_REACH = (BidStrategy.HIGHEST_VOLUME, BidStrategy.BID_CAP)

# These strategies need an amount: the average cost or the highest bid per result.
STRATEGIES_WITH_AMOUNT = frozenset(
    {BidStrategy.COST_CAP, BidStrategy.BID_CAP, BidStrategy.TARGET_CPA, BidStrategy.MANUAL_CPC}
)
# On Google the amount of these stands at the campaign; to maximize clicks works without one too.
STRATEGIES_WITH_TARGET_COST = frozenset({BidStrategy.TARGET_CPA, BidStrategy.MAXIMIZE_CLICKS})
# On Google these bid by what the account counts as a conversion.
STRATEGIES_BY_CONVERSIONS = frozenset(
    {BidStrategy.HIGHEST_VOLUME, BidStrategy.TARGET_CPA, BidStrategy.TARGET_ROAS}
)


@dataclass(frozen=True, slots=True)
class MetaPurpose:
    """What Meta is asked for.

    Attributes:
        objective, optimization_goal, billing_event, destination: Meta's own words.
        needs_pixel: conversions are counted by a pixel, which must be chosen.
        promotes_page: the page itself is the promoted object. An ad comes from a page in any case.
        custom_events: the pixel's events that can count, the usual one first; none without a pixel.
    """

    objective: str
    optimization_goal: str
    billing_event: str
    destination: str
    needs_pixel: bool
    promotes_page: bool
    custom_events: tuple[str, ...]
    default_call_to_action: str
    bid_strategies: tuple[BidStrategy, ...]

    @property
    def custom_event_type(self) -> str | None:
        """The pixel's event that usually counts; None without a pixel."""
        return self.custom_events[0] if self.custom_events else None


@dataclass(frozen=True, slots=True)
class SearchPurpose:
    """What Google Search is asked for.

    Attributes:
        bid_strategies: those that fit, the usual one first.
        needs_conversions: its results are conversions, which the account has to count.
    """

    bid_strategies: tuple[BidStrategy, ...]
    needs_conversions: bool


@dataclass(frozen=True, slots=True)
class PurposeText:
    """A purpose in the words of the person who chooses it."""

    label: str
    explanation: str


PURPOSE_TEXTS: Mapping[Purpose, PurposeText] = {
    Purpose.LEAD_GENERATION: PurposeText("Leads", "People leave their contact details on your website."),
    Purpose.SALES: PurposeText("Sales", "People buy on your website."),
    Purpose.BRAND_AWARENESS: PurposeText("Brand awareness", "As many people as possible see your brand."),
    Purpose.TRAFFIC: PurposeText("Traffic", "People visit your website."),
    Purpose.APP_INSTALLS: PurposeText("App installs", "People install your app."),
    Purpose.EVENT_PROMOTION: PurposeText("Event promotion", "People open the page of your event."),
    Purpose.STORE_VISITS: PurposeText("Store visits", "People near your shops come in."),
    Purpose.RETARGETING: PurposeText("Retargeting", "People who know you already come back."),
}

# Keys of platforms.conversion_events; what stands before the sale or the lead helps where those are rare.
_LEAD_EVENTS = (
    "LEAD",
    "COMPLETE_REGISTRATION",
    "CONTACT",
    "SUBMIT_APPLICATION",
    "SCHEDULE",
    "SUBSCRIBE",
    "START_TRIAL",
    "CONTENT_VIEW",
)
_SALE_EVENTS = (
    "PURCHASE",
    "INITIATED_CHECKOUT",
    "ADD_PAYMENT_INFO",
    "ADD_TO_CART",
    "SUBSCRIBE",
    "START_TRIAL",
    "DONATE",
    "COMPLETE_REGISTRATION",
    "CONTENT_VIEW",
)

META_PURPOSES: Mapping[Purpose, MetaPurpose] = {
    Purpose.LEAD_GENERATION: MetaPurpose(
        objective="OUTCOME_LEADS",
        optimization_goal="OFFSITE_CONVERSIONS",
        billing_event="IMPRESSIONS",
        destination="WEBSITE",
        needs_pixel=True,
        promotes_page=False,
        custom_events=_LEAD_EVENTS,
        default_call_to_action="sign_up",
        bid_strategies=_AUCTION,
    ),
    Purpose.SALES: MetaPurpose(
        objective="OUTCOME_SALES",
        optimization_goal="OFFSITE_CONVERSIONS",
        billing_event="IMPRESSIONS",
        destination="WEBSITE",
        needs_pixel=True,
        promotes_page=False,
        custom_events=_SALE_EVENTS,
        default_call_to_action="shop_now",
        bid_strategies=_AUCTION,
    ),
    Purpose.BRAND_AWARENESS: MetaPurpose(
        objective="OUTCOME_AWARENESS",
        optimization_goal="REACH",
        billing_event="IMPRESSIONS",
        destination="WEBSITE",
        needs_pixel=False,
        promotes_page=True,
        custom_events=(),
        default_call_to_action="learn_more",
        bid_strategies=_REACH,
    ),
    Purpose.TRAFFIC: MetaPurpose(
        objective="OUTCOME_TRAFFIC",
        optimization_goal="LINK_CLICKS",
        billing_event="IMPRESSIONS",
        destination="WEBSITE",
        needs_pixel=False,
        promotes_page=False,
        custom_events=(),
        default_call_to_action="learn_more",
        bid_strategies=_AUCTION,
    ),
    Purpose.EVENT_PROMOTION: MetaPurpose(
        objective="OUTCOME_TRAFFIC",
        optimization_goal="LANDING_PAGE_VIEWS",
        billing_event="IMPRESSIONS",
        destination="WEBSITE",
        needs_pixel=False,
        promotes_page=False,
        custom_events=(),
        default_call_to_action="buy_tickets",
        bid_strategies=_AUCTION,
    ),
}

# Instead of on a website, people can answer in a form that Meta opens at once.
META_FORM_PURPOSES: Mapping[Purpose, MetaPurpose] = {
    Purpose.LEAD_GENERATION: MetaPurpose(
        objective="OUTCOME_LEADS",
        optimization_goal="LEAD_GENERATION",
        billing_event="IMPRESSIONS",
        destination="ON_AD",
        needs_pixel=False,
        promotes_page=True,
        custom_events=(),
        default_call_to_action="sign_up",
        bid_strategies=_AUCTION,
    ),
}

_BY_CLICKS = (BidStrategy.MAXIMIZE_CLICKS, BidStrategy.MANUAL_CPC)

SEARCH_PURPOSES: Mapping[Purpose, SearchPurpose] = {
    Purpose.LEAD_GENERATION: SearchPurpose(
        (BidStrategy.HIGHEST_VOLUME, BidStrategy.TARGET_CPA, *_BY_CLICKS), needs_conversions=True
    ),
    Purpose.SALES: SearchPurpose(
        (BidStrategy.HIGHEST_VOLUME, BidStrategy.TARGET_CPA, BidStrategy.TARGET_ROAS, *_BY_CLICKS),
        needs_conversions=True,
    ),
    Purpose.TRAFFIC: SearchPurpose(_BY_CLICKS, needs_conversions=False),
}

_NOT_ON_META: Mapping[Purpose, str] = {
    Purpose.APP_INSTALLS: "Meta needs an app registered with it; Adwright cannot choose one yet.",
    Purpose.STORE_VISITS: "Meta needs your shops' locations on the page; Adwright cannot choose them yet.",
    Purpose.RETARGETING: "Meta needs a list of past visitors or customers; Adwright cannot make one yet.",
}

_NOT_ON_SEARCH: Mapping[Purpose, str] = {
    Purpose.BRAND_AWARENESS: "Google Search answers what people look for; it has no campaigns for awareness.",
    Purpose.APP_INSTALLS: "Google sells installs by App campaigns; Adwright builds Search only.",
    Purpose.EVENT_PROMOTION: "Google Search has no campaigns for events; choose traffic to the event's page.",
    Purpose.STORE_VISITS: "Google counts visits to shops in Performance Max; Adwright builds Search only.",
    Purpose.RETARGETING: "Google Search needs a list of past visitors; Adwright cannot choose one yet.",
}
_FILE_IS_READ_ONLY = "An account made of imported files is read-only."


@dataclass(frozen=True, slots=True)
class Offer:
    """One pair of purpose and platform: offered, or the reason why not.

    Attributes:
        reason: why it is not offered; None when it is.
        meta: what Meta is asked for, when the pair is offered there.
        meta_form: what Meta is asked for instead when people answer in a form of its own; None: none fits.
        search: what Google Search is asked for, when the pair is offered there.
    """

    purpose: Purpose
    platform: Platform
    reason: str | None
    meta: MetaPurpose | None = None
    meta_form: MetaPurpose | None = None
    search: SearchPurpose | None = None

    @property
    def bid_strategies(self) -> tuple[BidStrategy, ...]:
        """The strategies that fit, the usual one first; none when the pair is not offered."""
        asked = self.meta or self.search
        return asked.bid_strategies if asked else ()

    @property
    def offered(self) -> bool:
        """Whether a campaign of this purpose can be built on this platform."""
        return self.reason is None


def offer(purpose: Purpose, platform: Platform) -> Offer:
    """Return whether a purpose can be built on a platform, and as what."""
    if platform is Platform.META:
        reason, form = _NOT_ON_META.get(purpose), META_FORM_PURPOSES.get(purpose)
        return Offer(purpose, platform, reason, meta=META_PURPOSES.get(purpose), meta_form=form)
    if platform is Platform.GOOGLE:
        return Offer(purpose, platform, _NOT_ON_SEARCH.get(purpose), search=SEARCH_PURPOSES.get(purpose))
    return Offer(purpose, platform, _FILE_IS_READ_ONLY)


def meta_purpose(purpose: Purpose, *, with_form: bool = False) -> MetaPurpose:
    """Return what Meta is asked for.

    Args:
        purpose: what the campaign is for.
        with_form: people answer in a form of Meta's, not on a website.

    Raises:
        Invalid: the purpose is not offered on Meta, or not with a form; says why.
    """
    found, label = offer(purpose, Platform.META), PURPOSE_TEXTS[purpose].label
    if found.meta is None:
        raise Invalid(f"{label} is not offered on Meta. {found.reason}", code="purpose_not_offered")
    if not with_form:
        return found.meta
    if found.meta_form is None:
        raise Invalid(
            f"{label} does not work with a lead form. Leave the form out.", code="lead_form_not_offered"
        )
    return found.meta_form
