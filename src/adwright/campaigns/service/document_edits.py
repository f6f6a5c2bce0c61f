"""What a document wants of a campaign that is live, as an edit of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from adwright.accounts.model import AdAccount
from adwright.campaigns.document.model import (
    AdGroupPart,
    AdPart,
    CampaignPart,
    MetaPart,
    Part,
    SearchPart,
)
from adwright.campaigns.document.projection import Naming
from adwright.campaigns.document.texts import local_of
from adwright.campaigns.drafts import DraftBudget
from adwright.campaigns.live_edits import AdEdit, AdGroupEdit, CampaignEdit, SearchEdit
from adwright.campaigns.meta_settings import Declaration
from adwright.campaigns.model import Budget, RunState
from adwright.campaigns.records import AdGroupRecord, AdRecord, CampaignRecord
from adwright.campaigns.service.audiences import find_audience
from adwright.campaigns.service.documents import creative_version, targeting_of_part
from adwright.campaigns.service.keys import naming_of
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Invalid
from adwright.core.money import Money

_BELOW = frozenset({"key", "ad_groups", "ads"})
# What a live campaign has for good; `name` and the others are edits.
_FIXED = {
    CampaignPart: ("account", "purpose", "budget_level", "page", "pixel"),
    AdGroupPart: ("page", "pixel"),
    AdPart: (),
}


async def edit_of_part(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    record: CampaignRecord,
    account: AdAccount,
    now: CampaignPart,
    wanted: CampaignPart,
) -> CampaignEdit:
    """Return the edit that makes a live campaign what a document wants; new texts become creative versions.

    Raises:
        Invalid: it wants something that a live campaign has for good, or names what does not exist.
    """
    writer = _Writer(tx, actor, clock, account, await naming_of(tx, [record.id]))
    return await writer.campaign(record, now, wanted)


@dataclass(frozen=True, slots=True)
class _Writer:
    tx: Transaction
    actor: Actor
    clock: Clock
    account: AdAccount
    naming: Naming

    async def campaign(self, record: CampaignRecord, now: CampaignPart, wanted: CampaignPart) -> CampaignEdit:
        changed = _changed(now, wanted)
        edit = self._shared(wanted, changed, wanted)
        if "state" in changed:
            edit["state"] = RunState(wanted.state.value)
        for name in ("bid_strategy", "special_ad_categories"):
            if name in changed and getattr(wanted, name) is not None:
                edit[name] = getattr(wanted, name)
        if "spend_cap" in changed:
            edit["spend_cap"] = _amount(wanted.spend_cap)
        if "search" in changed and wanted.search is not None:
            edit["search"] = _search(wanted.search)
        if "meta" in changed:
            edit |= _meta(now.meta or MetaPart(), wanted.meta or MetaPart(), now.name)
        records = {self.naming.key(group.id): group for group in record.ad_groups}
        removed = [records[key].id for key in _gone(now.ad_groups, wanted.ad_groups)]
        groups = []
        before = {group.key: group for group in now.ad_groups}
        for group in wanted.ad_groups:
            made = await self._group(records.get(group.key), before.get(group.key), group, wanted, removed)
            if made:
                groups.append(made)
        if groups:
            edit["ad_groups"] = tuple(groups)
        if removed:
            edit["remove"] = tuple(removed)
        return cast(CampaignEdit, edit)

    async def _group(
        self,
        record: AdGroupRecord | None,
        now: AdGroupPart | None,
        wanted: AdGroupPart,
        campaign: CampaignPart,
        removed: list[UUID],
    ) -> AdGroupEdit:
        changed = _changed(now, wanted)
        edit = self._shared(wanted, changed, campaign)
        if "state" in changed:
            edit["state"] = wanted.state
        if "targeting" in changed and wanted.targeting is not None:
            edit["targeting"] = targeting_of_part(wanted.targeting)
        elif "audience" in changed and wanted.audience is not None:
            found = await find_audience(self.tx, self.account.advertiser_id, wanted.audience.name)
            edit["audience_id"] = found.id
        records = {self.naming.key(ad.id): ad for ad in record.ads} if record else {}
        before = {ad.key: ad for ad in now.ads} if now else {}
        removed += [records[key].id for key in _gone(now.ads if now else (), wanted.ads)]
        ads = [await self._ad(records.get(ad.key), before.get(ad.key), ad) for ad in wanted.ads]
        said = [ad for ad in ads if ad]
        if said:
            edit["ads"] = tuple(said)
        if edit and record is not None:
            edit["id"] = record.id
        return cast(AdGroupEdit, edit)

    async def _ad(self, record: AdRecord | None, now: AdPart | None, wanted: AdPart) -> AdEdit:
        changed = _changed(now, wanted)
        edit: dict[str, Any] = {name: getattr(wanted, name) for name in ("name", "state") if name in changed}
        if "creative" in changed and wanted.creative is not None:
            edit["creative_version_id"] = await creative_version(
                self.tx,
                self.actor,
                self.clock,
                wanted.name,
                wanted.creative,
                record,
                self.account.advertiser_id,
            )
        if edit and record is not None:
            edit["id"] = record.id
        return cast(AdEdit, edit)

    def _shared(
        self, wanted: CampaignPart | AdGroupPart, changed: set[str], campaign: CampaignPart
    ) -> dict[str, Any]:
        """Return the edits that campaigns and ad groups have alike; a time left out is the campaign's."""
        edit: dict[str, Any] = {}
        if "name" in changed:
            edit["name"] = wanted.name
        if "budget" in changed:
            edit["budget"] = _budget(wanted.budget)
        if "bid_amount" in changed:
            edit["bid_amount"] = _amount(wanted.bid_amount)
        for name in ("start", "end"):
            if name in changed:
                text = getattr(wanted, name) or getattr(campaign, name)
                edit[f"{name}_local"] = local_of(text, self.account.zone) if text else None
        return edit


def _search(part: SearchPart) -> SearchEdit:
    """Return all settings; places and languages that are left open are those of the ad groups."""
    edit = SearchEdit(
        excluded_places=part.excluded_places,
        partners=part.partners,
        display=part.display,
        negative_keywords=part.negative_keywords,
        political=part.political,
        schedule=part.schedule,
        target_roas=part.target_roas,
    )
    if part.countries:
        edit["countries"] = part.countries
    if part.languages:
        edit["languages"] = part.languages
    return edit


def _changed(now: Part | None, wanted: Part) -> set[str]:
    """Return the fields in which a node differs; of a new one those that say something.

    Raises:
        Invalid: one of them is fixed.
    """
    fields = type(wanted).model_fields
    if now is None:
        return {name for name in fields if name not in _BELOW and getattr(wanted, name) is not None}
    changed = {name for name in fields if name not in _BELOW and getattr(now, name) != getattr(wanted, name)}
    for name in _FIXED[type(wanted)]:
        if name in changed:
            raise _fixed(name, now.name)
    return changed


def _meta(now: MetaPart, wanted: MetaPart, name: str) -> CampaignEdit:
    """Return the settings for Meta that differ.

    Raises:
        Invalid: the declaration is not whole.
    """
    edit = CampaignEdit()
    if wanted.instagram != now.instagram:
        edit["instagram_external_id"] = wanted.instagram
    if wanted.lead_form != now.lead_form:
        edit["lead_form_external_id"] = wanted.lead_form
    if wanted.conversion_event != now.conversion_event:
        edit["conversion_event"] = wanted.conversion_event
    declared = Declaration(wanted.beneficiary, wanted.payor)
    if declared != Declaration(now.beneficiary, now.payor):
        if not (declared.beneficiary and declared.payor):
            raise Invalid(f"Say both beneficiary and payor of “{name}”.", code="declaration_incomplete")
        edit["declaration"] = declared
    return edit


def _fixed(what: str, name: str) -> Invalid:
    return Invalid(
        f"{what} of “{name}” cannot be changed while it is live. Leave it as it is, or give "
        "a copy of the campaign a key of its own.",
        code="fixed_when_live",
    )


def _gone(
    now: Sequence[AdGroupPart] | Sequence[AdPart], wanted: Sequence[AdGroupPart] | Sequence[AdPart]
) -> list[str]:
    kept = {part.key for part in wanted}
    return [part.key for part in now if part.key not in kept]


def _budget(budget: Budget | None) -> DraftBudget | None:
    return DraftBudget(budget.period, budget.amount.amount) if budget else None


def _amount(money: Money | None) -> Any:
    return money.amount if money else None
