"""What a person wants otherwise of a campaign that is live, as a tree: everything left out stays. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict
from uuid import UUID

from adwright.accounts.model import Belongings
from adwright.campaigns.drafts import DraftBudget
from adwright.campaigns.live_sources import SourceEdit, Sources, require_makeable
from adwright.campaigns.meta_settings import Declaration
from adwright.campaigns.model import (
    AdFields,
    AdGroupFields,
    Audience,
    Budget,
    CreativeContent,
    DesiredAd,
    DesiredAdGroup,
    DesiredCampaign,
    RunState,
    ScheduleSlot,
    SearchSettings,
    Targeting,
)
from adwright.campaigns.on_search import (
    content_on_search,
    normalized_search,
    places_of,
    targeting_on_search,
)
from adwright.campaigns.records import NO_CONTENT
from adwright.campaigns.schedules import instant
from adwright.campaigns.targeting import normalized
from adwright.core.errors import FieldProblem, Invalid, NotFound
from adwright.core.ids import new_id
from adwright.core.money import Money
from adwright.creatives.model import CreativeVersion
from adwright.platforms.model import BidStrategy, Platform, SpecialAdCategory
from adwright.platforms.purposes import STRATEGIES_WITH_TARGET_COST


class AdEdit(TypedDict, total=False):
    """Fields of an ad to set; without an `id` it is a new ad.

    `like_ad_id`: of a new one, the ad whose image it shows where its creative has none of ours.
    """

    id: UUID
    name: str
    state: RunState
    creative_version_id: UUID
    like_ad_id: UUID


class AdGroupEdit(TypedDict, total=False):
    """Fields of an ad group to set; without an `id` it is a new ad group.

    Amounts are in major units of the account's currency; `start_local` and `end_local` are wall time there.
    `targeting` is of its own, in the place of an audience.
    """

    id: UUID
    name: str
    state: RunState
    audience_id: UUID
    targeting: Targeting
    budget: DraftBudget | None
    bid_amount: Decimal | None
    start_local: datetime | None
    end_local: datetime | None
    ads: tuple[AdEdit, ...]


class SearchEdit(TypedDict, total=False):
    """Settings for Search to set; without places and languages they are those of the ad groups."""

    countries: tuple[str, ...]
    excluded_places: tuple[str, ...]
    languages: tuple[str, ...]
    partners: bool
    display: bool
    negative_keywords: tuple[str, ...]
    political: bool
    schedule: tuple[ScheduleSlot, ...]
    target_roas: Decimal | None


class CampaignEdit(SourceEdit, total=False):
    """Fields of a live campaign to set; its bid, and on Meta its schedule and declaration, on each ad group.

    `remove` names ad groups and ads to be archived.
    """

    name: str
    state: RunState
    budget: DraftBudget | None
    spend_cap: Decimal | None
    bid_strategy: BidStrategy
    bid_amount: Decimal | None
    start_local: datetime | None
    end_local: datetime | None
    special_ad_categories: tuple[SpecialAdCategory, ...]
    search: SearchEdit
    declaration: Declaration
    ad_groups: tuple[AdGroupEdit, ...]
    remove: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What an edit may refer to, looked up before.

    Attributes:
        zone: IANA name of the ad account's zone.
        platform: the ad account's.
        audiences: by id, in their newest versions.
        versions: creative versions by id.
        belongings: what the account's ads can use, where the edit names any of it.
    """

    currency: str
    zone: str
    platform: Platform
    audiences: Mapping[UUID, Audience]
    versions: Mapping[UUID, CreativeVersion]
    belongings: Belongings


def edited(tree: DesiredCampaign, edit: CampaignEdit, known: Known) -> DesiredCampaign:
    """Return a live tree as a person wants it.

    Args:
        tree: the tree as it is.
        edit: what is wanted otherwise.
        known: what the edit refers to.

    Raises:
        Invalid: an amount has more decimals than the currency, a new node lacks what it needs, or ads cannot
            come from where they should.
        NotFound: it names an ad group, ad, audience or creative that does not exist.
    """
    return _Editing(tree, edit, known).tree()


class _Editing:
    def __init__(self, tree: DesiredCampaign, edit: CampaignEdit, known: Known) -> None:
        self._tree = tree
        self._edit = edit
        self._known = known
        self._removed = frozenset(edit.get("remove", ()))
        self._sources = Sources(edit, tree, known.platform, known.belongings)
        self._require_known_ids()

    def tree(self) -> DesiredCampaign:
        edit, fields = self._edit, self._tree.fields
        given: dict[str, Any] = {
            name: edit[name]
            for name in ("name", "state", "bid_strategy", "special_ad_categories")
            if name in edit
        }
        if "budget" in edit:
            given["budget"] = self._budget(edit["budget"], "budget.amount")
        if "spend_cap" in edit:
            given["spend_cap"] = self._money(edit["spend_cap"], "spend_cap")
        groups = {group["id"]: group for group in edit.get("ad_groups", ()) if "id" in group}
        new = [group for group in edit.get("ad_groups", ()) if "id" not in group]
        kept = [self._group(group, groups.get(group.id, {})) for group in self._tree.ad_groups]
        added = [self._new_group(group, len(kept) + index) for index, group in enumerate(new)]
        every = (*kept, *added)
        if fields.search is not None:
            given["search"] = self._search(fields.search, every)
        return replace(self._tree, fields=replace(fields, **given), ad_groups=every)

    def _search(self, now: SearchSettings, groups: Sequence[DesiredAdGroup]) -> SearchSettings:
        """Return settings for Search; places and languages not given are those of the ad groups."""
        times = self._times(self._edit)
        if times.get("start_at", now.start_at) != now.start_at:
            raise _refused(
                "start_local", "A campaign on Google Ads keeps its start. Make a copy that starts then."
            )
        given: dict[str, Any] = {**self._places(groups), **self._edit.get("search", {})}
        wanted = replace(now, **given)
        by_return = self._strategy is BidStrategy.TARGET_ROAS
        return replace(
            normalized_search(wanted),
            target_cost=self._target_cost(now),
            target_roas=wanted.target_roas if by_return else None,
            end_at=times.get("end_at", now.end_at),
        )

    def _places(self, groups: Sequence[DesiredAdGroup]) -> SearchEdit:
        """Return where the campaign runs once its ad groups are for others; nothing while they are not."""
        edited = any({"audience_id", "targeting"} & set(group) for group in self._edit.get("ad_groups", ()))
        wanted = [group.fields for group in groups if group.fields.state is not RunState.ARCHIVED]
        if not edited:
            return {}
        countries, languages = places_of(fields.targeting for fields in wanted)
        return {"countries": countries, "languages": languages}

    @property
    def _strategy(self) -> BidStrategy | None:
        return self._edit.get("bid_strategy", self._tree.fields.bid_strategy)

    def _target_cost(self, now: SearchSettings) -> Money | None:
        """Return the campaign's amount on Search; that of another strategy does not count any more."""
        if self._strategy not in STRATEGIES_WITH_TARGET_COST:
            return None
        stays = self._strategy is self._tree.fields.bid_strategy
        if stays and "bid_amount" not in self._edit:
            return now.target_cost
        return self._money(self._edit.get("bid_amount"), "bid_amount")

    def _group(self, group: DesiredAdGroup, edit: AdGroupEdit) -> DesiredAdGroup:
        if group.fields.state is RunState.ARCHIVED:
            return group
        ads = {ad["id"]: ad for ad in edit.get("ads", ()) if "id" in ad}
        new = [ad for ad in edit.get("ads", ()) if "id" not in ad]
        fields = self._group_fields(group.fields, edit)
        kept = [self._ad(ad, ads.get(ad.id, {})) for ad in group.ads]
        added = [self._new_ad(ad, fields) for ad in new]
        if group.id in self._removed:
            fields = replace(fields, state=RunState.ARCHIVED)
        return replace(group, fields=fields, ads=(*kept, *added))

    def _group_fields(self, fields: AdGroupFields, edit: AdGroupEdit) -> AdGroupFields:
        given: dict[str, Any] = {name: edit[name] for name in ("name", "state") if name in edit}
        if "budget" in edit:
            given["budget"] = self._budget(edit["budget"], "ad_groups.budget.amount")
        if "audience_id" in edit:
            given |= self._audience(edit["audience_id"])
        if "targeting" in edit:
            given |= {"targeting": normalized(edit["targeting"]), "audience_version_id": None}
        if self._on_search and "targeting" in given:
            given["targeting"] = targeting_on_search(given["targeting"])
        whole: Mapping[str, Any] = {**self._edit, **edit}
        if whole.get("bid_amount") is not None and self._bids_below:
            given["bid_amount"] = self._money(whole["bid_amount"], "bid_amount")
        if not self._on_search:
            given |= self._times(whole)
        if "declaration" in self._edit:
            given["declaration"] = self._edit["declaration"]
        if "bid_strategy" in self._edit and fields.bid_strategy is not None:
            given["bid_strategy"] = self._edit["bid_strategy"]
        return replace(fields, **given)

    @property
    def _on_search(self) -> bool:
        return self._tree.fields.search is not None

    @property
    def _bids_below(self) -> bool:
        """Whether amounts are the ad groups'; on Search only those of bidding by hand are."""
        return not self._on_search or self._strategy is BidStrategy.MANUAL_CPC

    def _times(self, edit: Mapping[str, Any]) -> dict[str, datetime | None]:
        """Return the instants that an edit sets."""
        names = (("start_local", "start_at"), ("end_local", "end_at"))
        return {field: instant(edit[name], self._known.zone) for name, field in names if name in edit}

    def _ad(self, ad: DesiredAd, edit: AdEdit) -> DesiredAd:
        given: dict[str, Any] = {name: edit[name] for name in ("name", "state") if name in edit}
        wanted = edit.get("creative_version_id")
        if wanted is not None and wanted != ad.fields.creative.version_id:
            given["creative"] = self._with_image_there(self._content(wanted, ad.fields.creative), ad)
        if ad.id in self._removed:
            given["state"] = RunState.ARCHIVED
        fields = replace(ad.fields, **given) if given else ad.fields
        stays = fields.state is not RunState.ARCHIVED
        return replace(ad, fields=self._sources.of(fields) if stays else fields)

    def _new_group(self, edit: AdGroupEdit, position: int) -> DesiredAdGroup:
        place = f"ad_groups.{position}"
        if "audience_id" not in edit and "targeting" not in edit:
            raise _refused(f"{place}.audience_id", "Choose whom the new ad group is for.")
        like = self._tree.ad_groups[0].fields if self._tree.ad_groups else None
        fields = AdGroupFields(
            name=edit.get("name", "Ad group"),
            state=edit.get("state", RunState.ACTIVE),
            budget=None,
            targeting=Targeting(),
            bid_amount=like.bid_amount if like else None,
            end_at=like.end_at if like else None,
            pixel_external_id=like.pixel_external_id if like else None,
            page_external_id=like.page_external_id if like else None,
            bid_strategy=like.bid_strategy if like else None,
            conversion_event=like.conversion_event if like else None,
            lead_form_external_id=self._source().lead_form_external_id or None,
            declaration=like.declaration if like else None,
        )
        fields = self._group_fields(fields, edit)
        ads = tuple(self._new_ad(ad, fields) for ad in edit.get("ads", ()))
        return DesiredAdGroup(new_id(), None, fields, ads)

    def _new_ad(self, edit: AdEdit, group: AdGroupFields) -> DesiredAd:
        if "creative_version_id" not in edit:
            raise _refused("ad_groups.ads.creative_version_id", "Choose what the new ad shows.")
        source = self._source()
        page = group.page_external_id or source.page_external_id
        content = self._content(edit["creative_version_id"], replace(source, page_external_id=page))
        if "like_ad_id" in edit:
            content = self._with_image_there(content, self._like(edit["like_ad_id"]))
        state = edit.get("state", RunState.ACTIVE)
        return DesiredAd(new_id(), None, AdFields(edit.get("name", "Ad"), state, content))

    def _like(self, ad_id: UUID) -> DesiredAd:
        for group in self._tree.ad_groups:
            for ad in group.ads:
                if ad.id == ad_id:
                    return ad
        raise _unknown()

    def _with_image_there(self, content: CreativeContent, ad: DesiredAd) -> CreativeContent:
        """Return new content with the image that an ad shows, where only the platform has that image.

        Whoever edits or copies an imported ad has no image of ours to give, and means to keep the one there.
        """
        shown = ad.fields.creative
        if self._on_search or content.asset_id is not None or shown.asset_id is not None:
            return content
        require_makeable(ad.fields.name, shown)
        return replace(content, image_hash=shown.image_hash, image_url=shown.image_url)

    def _source(self) -> CreativeContent:
        """Return an ad of the campaign, whose page, Instagram account and form new ones share."""
        contents = [ad.fields.creative for group in self._tree.ad_groups for ad in group.ads]
        found = next((each for each in contents if each.page_external_id is not None), NO_CONTENT)
        return self._sources.given(found)

    def _audience(self, audience_id: UUID) -> dict[str, Any]:
        audience = self._known.audiences.get(audience_id)
        if audience is None:
            raise NotFound("There is no such audience.")
        return {"targeting": audience.targeting, "audience_version_id": audience.version_id}

    def _content(self, version_id: UUID, source: CreativeContent) -> CreativeContent:
        version = self._known.versions.get(version_id)
        if version is None:
            raise NotFound("There is no such creative.")
        text = version.content
        content = CreativeContent(
            headline=text.headline,
            primary_text=text.primary_text,
            description=text.description,
            call_to_action=text.call_to_action,
            destination_url=text.destination_url,
            page_external_id=source.page_external_id,
            instagram_external_id=source.instagram_external_id,
            lead_form_external_id=source.lead_form_external_id,
            version_id=version.id,
            asset_id=text.asset_id,
            more_headlines=text.more_headlines,
            more_descriptions=text.more_descriptions,
            display_path=text.display_path,
        )
        return content_on_search(content) if self._on_search else content

    def _budget(self, budget: DraftBudget | None, field: str) -> Budget | None:
        if budget is None:
            return None
        amount = self._money(budget.amount, field)
        return None if amount is None else Budget(budget.period, amount)

    def _money(self, amount: Decimal | None, field: str) -> Money | None:
        try:
            return None if amount is None else Money.of(amount, self._known.currency)
        except Invalid as error:
            raise _refused(field, error.message) from None

    def _require_known_ids(self) -> None:
        groups = {group.id: {ad.id for ad in group.ads} for group in self._tree.ad_groups}
        every = set(groups).union(*groups.values())
        for group in self._edit.get("ad_groups", ()):
            ads = groups.get(group["id"]) if "id" in group else set()
            if ads is None or not {ad["id"] for ad in group.get("ads", ()) if "id" in ad} <= ads:
                raise _unknown()
        if not self._removed <= every:
            raise _unknown()
        _require_once([group["id"] for group in self._edit.get("ad_groups", ()) if "id" in group])


def _require_once(ids: Sequence[UUID]) -> None:
    if len(set(ids)) < len(ids):
        raise _refused("ad_groups", "An ad group is named twice.")


def _unknown() -> NotFound:
    return NotFound("There is no such ad group or ad in this campaign. Leave out the id of a new one.")


def _refused(field: str, message: str) -> Invalid:
    return Invalid(message, fields=(FieldProblem(field, message),))
