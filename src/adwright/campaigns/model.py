"""Desired and observed state of a campaign tree, in neutral words; pure data and pure decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from adwright.campaigns.meta_settings import Declaration
from adwright.core.money import Money
from adwright.platforms.model import (
    BidStrategy,
    BudgetPeriod,
    Level,
    Purpose,
    SpecialAdCategory,
    Weekday,
)
from adwright.platforms.texts import Severity


class CampaignStatus(StrEnum):
    """Where a campaign is in its life: draft → live ⇄ paused → completed; error with its reason."""

    DRAFT = "draft"
    LIVE = "live"
    PAUSED = "paused"
    COMPLETED = "completed"
    ARCHIVED = "archived"
    ERROR = "error"


class RunState(StrEnum):
    """What a node is asked to do on the platform (desired), or is set to (observed)."""

    ACTIVE = "active"
    PAUSED = "paused"
    ARCHIVED = "archived"


class ReviewStatus(StrEnum):
    """What the platform's review says of an ad."""

    NONE = "none"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    REJECTED = "rejected"


class BudgetLevel(StrEnum):
    """Where the budget stands."""

    CAMPAIGN = "campaign"
    AD_GROUP = "ad_group"


@dataclass(frozen=True, slots=True)
class Budget:
    """An amount per day, or for the whole life."""

    period: BudgetPeriod
    amount: Money


@dataclass(frozen=True, slots=True)
class Interest:
    """An interest of the platform's catalogue."""

    external_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Targeting:
    """Whom an ad group is for. Empty tuples mean no restriction.

    Attributes:
        countries: ISO 3166-1 alpha-2 codes; for search also other places, as `Place.code` says them.
        genders: `male`, `female`; empty means all.
        languages: ISO 639-1 codes.
        keywords: for search only, each as marketers write it: `broad words`, `"a phrase"`, `[exact words]`;
            see `keywords.py`.
        negative_keywords: searches that are left out, written alike.
        expand: let the platform go beyond these people (Meta: Advantage audience).
    """

    countries: tuple[str, ...] = ()
    age_min: int = 18
    age_max: int = 65
    genders: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    interests: tuple[Interest, ...] = ()
    keywords: tuple[str, ...] = ()
    negative_keywords: tuple[str, ...] = ()
    expand: bool = False


@dataclass(frozen=True, slots=True)
class CreativeContent:
    """One creative version as a platform needs it.

    Attributes:
        version_id: our creative version; None when only observed.
        asset_id: the image in our library; None without one, or when only observed.
        page_external_id: the page the ad comes from (Meta).
        instagram_external_id: the Instagram account it comes from (Meta); empty: the page's name is shown;
            None: nobody said.
        lead_form_external_id: the form it opens in place of the website (Meta); empty: none; None: nobody
            said.
        more_headlines, more_descriptions: further ones of a responsive search ad. Its descriptions are the
            primary text, the description if there is one, and these.
        display_path: up to two words shown after the domain on Search.
        image_hash: what the platform calls the image; None before it has it.
        external_id: the platform's creative, where one is known.
        enhanced: the platform may rewrite pictures and texts by itself (Meta: standard enhancements).
    """

    headline: str
    primary_text: str
    description: str
    call_to_action: str
    destination_url: str
    page_external_id: str | None = None
    version_id: UUID | None = None
    asset_id: UUID | None = None
    image_hash: str | None = None
    image_url: str | None = None
    more_headlines: tuple[str, ...] = ()
    more_descriptions: tuple[str, ...] = ()
    display_path: tuple[str, ...] = ()
    external_id: str | None = None
    enhanced: bool = False
    instagram_external_id: str | None = None
    lead_form_external_id: str | None = None

    @property
    def headlines(self) -> tuple[str, ...]:
        """Every headline of a responsive search ad, in order."""
        return tuple(each for each in (self.headline, *self.more_headlines) if each)

    @property
    def descriptions(self) -> tuple[str, ...]:
        """Every description of a responsive search ad, in order."""
        return tuple(each for each in (self.primary_text, self.description, *self.more_descriptions) if each)


@dataclass(frozen=True, slots=True)
class ScheduleSlot:
    """Hours of one weekday in which ads may be shown, in the account's zone.

    Attributes:
        from_minute, until_minute: minutes since midnight, in steps of 15; the end is at most 1440.
    """

    weekday: Weekday
    from_minute: int
    until_minute: int


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """What a campaign on Google Search has besides; there, places, languages and schedule are the campaign's.

    Attributes:
        countries: where people are, as in `Targeting`; at least one when it is made.
        excluded_places: where people are who are left out, within those places; codes as there.
        languages: ISO 639-1 codes; empty means all.
        partners: also in the networks of Google's search partners.
        display: also on the Display Network.
        negative_keywords: searches that the whole campaign leaves out.
        political: the declaration that the European Union wants: whether the ads are political.
        schedule: when ads may be shown; empty means always.
        target_cost: of the strategies target CPA (per conversion) and maximize clicks (highest per click).
        target_roas: revenue for each unit of money; 3.5 means 350 %.
        start_at, end_at: UTC.
    """

    countries: tuple[str, ...] = ()
    excluded_places: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    partners: bool = False
    display: bool = False
    negative_keywords: tuple[str, ...] = ()
    political: bool = False
    schedule: tuple[ScheduleSlot, ...] = ()
    target_cost: Money | None = None
    target_roas: Decimal | None = None
    start_at: datetime | None = None
    end_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CampaignFields:
    """A campaign's own fields, desired or observed.

    Attributes:
        purpose: None when an observed campaign's objective maps to no purpose.
        budget: None when the ad groups have the budgets.
        objective: the platform's own word; only set when observed.
        search: of campaigns on Google Search only.
    """

    name: str
    state: RunState
    purpose: Purpose | None
    budget: Budget | None
    bid_strategy: BidStrategy | None
    spend_cap: Money | None = None
    special_ad_categories: tuple[SpecialAdCategory, ...] = ()
    objective: str | None = None
    search: SearchSettings | None = None


@dataclass(frozen=True, slots=True)
class AdGroupFields:
    """An ad group's own fields, desired or observed. Instants are UTC.

    Attributes:
        bid_strategy: only where the platform keeps it here and not at the campaign (Meta: with the budget).
        audience_version_id: our audience version that the targeting is; None when it is the ad group's own.
        conversion_event: which of the pixel's events counts; None: the purpose's usual one.
        lead_form_external_id: the form that its ads open in place of the website; never seen at this level.
        declaration: whom its ads are for and who pays; None: nothing was said.
    """

    name: str
    state: RunState
    budget: Budget | None
    targeting: Targeting
    bid_amount: Money | None = None
    start_at: datetime | None = None
    end_at: datetime | None = None
    pixel_external_id: str | None = None
    page_external_id: str | None = None
    bid_strategy: BidStrategy | None = None
    audience_version_id: UUID | None = None
    conversion_event: str | None = None
    lead_form_external_id: str | None = None
    declaration: Declaration | None = None


@dataclass(frozen=True, slots=True)
class AdFields:
    """An ad's own fields, desired or observed."""

    name: str
    state: RunState
    creative: CreativeContent


NodeFields = CampaignFields | AdGroupFields | AdFields


@dataclass(frozen=True, slots=True)
class ObservedNode:
    """One node as it stands on the platform.

    Attributes:
        external_id: the platform's id.
        parent_external_id: the campaign of an ad group, the ad group of an ad; None for a campaign.
        effective_status: the platform's own word, e.g. `CAMPAIGN_PAUSED`.
        review: of an ad.
        review_reasons: the platform's words, when rejected.
        not_modelled: what is set there that has no place here, in words, e.g. `custom audiences`.
    """

    level: Level
    external_id: str
    parent_external_id: str | None
    fields: NodeFields
    effective_status: str
    review: ReviewStatus = ReviewStatus.NONE
    review_reasons: tuple[str, ...] = ()
    not_modelled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ObservedTree:
    """All nodes of one ad account as read at one instant (UTC)."""

    seen_at: datetime
    nodes: tuple[ObservedNode, ...]


@dataclass(frozen=True, slots=True)
class DesiredAd:
    """An ad as it should be; `external_id` is None until it exists on the platform."""

    id: UUID
    external_id: str | None
    fields: AdFields


@dataclass(frozen=True, slots=True)
class DesiredAdGroup:
    """An ad group as it should be, with its ads."""

    id: UUID
    external_id: str | None
    fields: AdGroupFields
    ads: tuple[DesiredAd, ...] = ()


@dataclass(frozen=True, slots=True)
class DesiredCampaign:
    """A whole campaign as it should be: what a plan is made from."""

    id: UUID
    ad_account_id: UUID
    advertiser_id: UUID
    external_id: str | None
    fields: CampaignFields
    ad_groups: tuple[DesiredAdGroup, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Activity:
    """One edit as the platform remembers it.

    Attributes:
        external_id: of the node (or the creative) that was edited.
        field: which field, by its name on the node; None where the platform does not say.
        at: when (UTC).
        actor: who, by name; edits made through Adwright are named after the connection's owner.
    """

    external_id: str
    field: str | None
    at: datetime
    actor: str


class CampaignOrigin(StrEnum):
    """How a campaign came to be here."""

    BUILT = "built"
    IMPORTED = "imported"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class LaunchProblem:
    """One thing to say about a draft before it is launched.

    Attributes:
        level: of the node.
        node_id: which node.
        node: the node in words, e.g. `ad “Chips 1”`.
        field: the field as the API names it, e.g. `budget.amount`.
        severity: an error blocks the launch, a warning or a note does not.
        message: what is wrong and what to do, in plain words.
    """

    level: Level
    node_id: UUID
    node: str
    field: str
    severity: Severity
    message: str


def status_when_seen(
    campaign: CampaignFields, ends: Sequence[datetime | None], now: datetime
) -> CampaignStatus:
    """Return a launched campaign's status from what is seen of it.

    Args:
        campaign: its fields as observed.
        ends: when each ad group that is not archived ends (UTC); None for one without an end.
        now: the platform's present instant (UTC).
    """
    if campaign.state is RunState.ARCHIVED:
        return CampaignStatus.ARCHIVED
    if ends and all(end is not None and end <= now for end in ends):
        return CampaignStatus.COMPLETED
    return CampaignStatus.LIVE if campaign.state is RunState.ACTIVE else CampaignStatus.PAUSED


@dataclass(frozen=True, slots=True)
class Audience:
    """Reusable targeting of an advertiser, in its newest version.

    Attributes:
        version_id, version: which version this is; what is live may still use an older one.
        created_at, updated_at: UTC.
    """

    id: UUID
    advertiser_id: UUID
    name: str
    version_id: UUID
    version: int
    targeting: Targeting
    created_at: datetime
    updated_at: datetime
