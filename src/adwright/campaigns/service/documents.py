"""Campaigns said as documents, and drafts written from them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.accounts.model import AdAccount
from adwright.campaigns.document.model import (
    AdGroupPart,
    AdPart,
    CampaignPart,
    CreativePart,
    MetaPart,
    SearchPart,
    TargetingPart,
)
from adwright.campaigns.document.projection import (
    Naming,
    account_text,
    part_of,
    targeting_from_part,
    targeting_in,
    targeting_part,
    with_shared_times,
)
from adwright.campaigns.document.texts import local_of
from adwright.campaigns.drafts import DraftAd, DraftAdGroup, DraftBudget, DraftEdit
from adwright.campaigns.interchange.shown import ShownCampaign
from adwright.campaigns.meta_settings import Declaration, MetaSettings
from adwright.campaigns.model import Budget, SearchSettings, Targeting
from adwright.campaigns.records import AdGroupRecord, AdRecord, CampaignRecord, targeting_of
from adwright.campaigns.service.audiences import find_audience
from adwright.campaigns.service.drafts import create_draft, edit_draft
from adwright.campaigns.service.keys import campaigns_called, keep_keys, naming_of
from adwright.campaigns.service.reading import get_campaign
from adwright.campaigns.targeting import normalized
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Invalid, NotFound
from adwright.core.money import Money
from adwright.creatives import service as creatives
from adwright.creatives.model import CreativeText
from adwright.platforms.destinations import normalize_destination
from adwright.platforms.model import Platform


async def account_called(tx: Transaction, name: str) -> AdAccount:
    """Return the ad account that a document names, such as `meta/1234567890`. Repeatable.

    Raises:
        Invalid: there is no such account.
    """
    for account in await accounts.list_ad_accounts(tx):
        if account_text(account) == name:
            return account
    message = f"There is no ad account {name} here. Connect it first, or correct the id."
    raise Invalid(message, code="no_account")


async def campaign_called(tx: Transaction, key: str, *, lock: bool = False) -> CampaignRecord | None:
    """Return the campaign that a document calls by a key; None when the key is new.

    Raises:
        Invalid: the key is an id, and no campaign has it.
    """
    known = (await campaigns_called(tx, [key])).get(key)
    own_id = _id(key)
    if known is None and own_id is None:
        return None
    try:
        return await get_campaign(tx, known or own_id or UUID(int=0), lock=lock)
    except NotFound:
        message = "There is no campaign with this id. For a new one choose a key of your own."
        raise Invalid(message, code="no_campaign") from None


async def shown_part(tx: Transaction, record: CampaignRecord, account: AdAccount) -> CampaignPart:
    """Return a campaign as documents say it. Repeatable."""
    return part_of(record, account, await naming_of(tx, [record.id]))


async def shown_whole(tx: Transaction, record: CampaignRecord, account: AdAccount) -> ShownCampaign:
    """Return a campaign as other tools' tables need it. Repeatable."""
    naming = await naming_of(tx, [record.id])
    part = part_of(record, account, naming)
    targetings: dict[str, TargetingPart] = {}
    ids: dict[tuple[str, ...], str | None] = {(part.key,): record.external_id}
    for group in record.ad_groups:
        key = naming.key(group.id)
        targeting = targeting_of(group)
        if targeting is not None:
            targetings[key] = targeting_part(targeting)
        ids[part.key, key] = group.external_id
        ids |= {(part.key, key, naming.key(ad.id)): ad.external_id for ad in group.ads}
    known = {keys: external_id for keys, external_id in ids.items() if external_id is not None}
    not_modelled = {
        naming.key(group.id): group.observed.not_modelled for group in record.ad_groups if group.observed
    }
    return ShownCampaign(part, targetings, known, not_modelled)


def checked_part(part: CampaignPart, account: AdAccount, now: CampaignPart | None) -> CampaignPart:
    """Return what a document wants in the one form in which it is kept; what is so already stays untouched.

    Raises:
        Invalid: an amount is in another currency than the account, or targeting names what does not exist.
    """
    for where, amount in _amounts(part):
        if amount.currency != account.currency:
            raise Invalid(
                f"{where} is in {amount.currency}, and the ad account {account.name} is in "
                f"{account.currency}. Write the amount in {account.currency}.",
                code="wrong_currency",
            )
    present = {group.key: group for group in now.ad_groups} if now else {}
    groups = tuple(
        _checked_group(group, present.get(group.key), account.platform) for group in part.ad_groups
    )
    return with_shared_times(part.model_copy(update={"name": part.name.strip(), "ad_groups": groups}))


async def write_part(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    part: CampaignPart,
    account: AdAccount,
    record: CampaignRecord | None,
    *,
    keyed: bool = True,
) -> CampaignRecord:
    """Write what a document wants as a draft. Repeatable for one that is there; otherwise each makes another.

    Args:
        tx: the transaction.
        actor: who writes.
        clock: the clock.
        part: the whole campaign, checked.
        account: the one that `part` names.
        record: the draft as it is; None makes a new one.
        keyed: keep the part's keys, by which the document finds its nodes again.

    Raises:
        Conflict: it is no draft any more, or another campaign has the key.
        Invalid: something cannot be right at any time.
        NotFound: it names an image that does not exist.
    """
    edit = await _draft_edit(tx, actor, clock, part, account, record)
    if record is None:
        written = await create_draft(tx, actor, clock, edit)
    else:
        written = await edit_draft(tx, actor, clock, record.id, edit)
    if keyed:
        await keep_keys(tx, written, part)
    return written


async def _draft_edit(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    part: CampaignPart,
    account: AdAccount,
    record: CampaignRecord | None,
) -> DraftEdit:
    naming = await naming_of(tx, [record.id] if record else [])
    present = {naming.key(group.id): group for group in record.ad_groups} if record else {}
    groups = [
        await _draft_group(tx, actor, clock, group, present.get(group.key), account, naming)
        for group in part.ad_groups
    ]
    return {
        "name": part.name,
        "advertiser_id": account.advertiser_id,
        "ad_account_id": account.id,
        "purpose": part.purpose,
        "budget_level": part.budget_level,
        "budget": _budget(part.budget),
        "spend_cap": _amount(part.spend_cap),
        "bid_strategy": part.bid_strategy,
        "bid_amount": _amount(part.bid_amount),
        "start_local": local_of(part.start, account.zone) if part.start else None,
        "end_local": local_of(part.end, account.zone) if part.end else None,
        "special_ad_categories": part.special_ad_categories,
        "search": search_of_part(part.search) if part.search else None,
        "meta": meta_of_part(part.meta) if part.meta else None,
        "page_external_id": part.page,
        "pixel_external_id": part.pixel,
        "ad_groups": tuple(groups),
    }


async def _draft_group(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    part: AdGroupPart,
    record: AdGroupRecord | None,
    account: AdAccount,
    naming: Naming,
) -> DraftAdGroup:
    present = {naming.key(ad.id): ad for ad in record.ads} if record else {}
    ads = [await _draft_ad(tx, actor, clock, ad, present.get(ad.key), account) for ad in part.ads]
    return DraftAdGroup(
        name=part.name,
        audience_id=await _audience_id(tx, part, record, account),
        budget=_budget(part.budget),
        bid_amount=_amount(part.bid_amount),
        ads=tuple(ads),
        id=record.id if record else None,
        targeting=targeting_of_part(part.targeting) if part.targeting else None,
        state=part.state,
    )


async def _audience_id(
    tx: Transaction, part: AdGroupPart, record: AdGroupRecord | None, account: AdAccount
) -> UUID | None:
    wanted, used = part.audience, record.audience if record else None
    if wanted is None:
        return None
    if used is not None and used.name == wanted.name and wanted.version in (None, used.version):
        return used.audience_id
    found = await find_audience(tx, account.advertiser_id, wanted.name)
    if wanted.version not in (None, found.version):
        raise Invalid(
            f"The audience “{found.name}” is at version {found.version} now. Leave the version out.",
            code="audience_version",
        )
    return found.id


async def _draft_ad(
    tx: Transaction, actor: Actor, clock: Clock, part: AdPart, record: AdRecord | None, account: AdAccount
) -> DraftAd:
    version_id = None
    if part.creative is not None:
        version_id = await creative_version(
            tx, actor, clock, part.name, part.creative, record, account.advertiser_id
        )
    return DraftAd(part.name, version_id, record.id if record else None, part.state)


async def creative_version(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    name: str,
    part: CreativePart,
    record: AdRecord | None,
    advertiser_id: UUID,
) -> UUID:
    """Return the creative version that says what a document wants: the ad's own, its next, or a new one's."""
    content = _text(part)
    used = record.creative if record else None
    if used is None:
        made = await creatives.create_creative(
            tx, actor, clock, advertiser_id=advertiser_id, name=name, content=content
        )
        return made.latest.id
    if used.content == content:
        return used.id
    edited = await creatives.add_version(tx, actor, clock, used.creative_id, content, parent_id=used.id)
    return edited.latest.id


def targeting_of_part(part: TargetingPart) -> Targeting:
    """Return targeting as it is kept.

    Raises:
        Invalid: it names something that does not exist.
    """
    return normalized(targeting_from_part(part))


def search_of_part(part: SearchPart) -> SearchSettings:
    """Return settings for Search as they are kept; their times are the campaign's."""
    return SearchSettings(
        countries=part.countries,
        excluded_places=part.excluded_places,
        languages=part.languages,
        partners=part.partners,
        display=part.display,
        negative_keywords=part.negative_keywords,
        political=part.political,
        schedule=part.schedule,
        target_roas=part.target_roas,
    )


def meta_of_part(part: MetaPart) -> MetaSettings:
    """Return settings for Meta as they are kept."""
    said = part.beneficiary or part.payor
    return MetaSettings(
        instagram_external_id=part.instagram,
        conversion_event=part.conversion_event,
        lead_form_external_id=part.lead_form,
        declaration=Declaration(part.beneficiary, part.payor) if said else None,
    )


def _checked_group(part: AdGroupPart, now: AdGroupPart | None, platform: Platform) -> AdGroupPart:
    targeting = part.targeting
    if targeting is not None and (now is None or targeting != now.targeting):
        targeting = targeting_in(platform, targeting_of_part(targeting))
    present = {ad.key: ad for ad in now.ads} if now else {}
    ads = tuple(_checked_ad(ad, present.get(ad.key)) for ad in part.ads)
    return part.model_copy(update={"targeting": targeting, "ads": ads})


def _checked_ad(part: AdPart, now: AdPart | None) -> AdPart:
    if part.creative is None or (now is not None and part.creative == now.creative):
        return part
    address = normalize_destination(part.creative.destination_url)
    return part.model_copy(update={"creative": part.creative.model_copy(update={"destination_url": address})})


def _amounts(part: CampaignPart) -> Sequence[tuple[str, Money]]:
    found: list[tuple[str, Money | None]] = [
        ("The budget", part.budget.amount if part.budget else None),
        ("The spend cap", part.spend_cap),
        ("The bid amount", part.bid_amount),
    ]
    for group in part.ad_groups:
        budget = group.budget.amount if group.budget else None
        found.append((f"The budget of the ad group “{group.name}”", budget))
        found.append((f"The bid amount of the ad group “{group.name}”", group.bid_amount))
    return [(where, amount) for where, amount in found if amount is not None]


def _text(part: CreativePart) -> CreativeText:
    image = _id(part.image) if part.image else None
    if part.image and image is None:
        raise Invalid(f"“{part.image}” is not the id of an image in the library.", code="no_image")
    return CreativeText(
        headline=part.headline,
        primary_text=part.primary_text,
        description=part.description,
        call_to_action=part.call_to_action,
        destination_url=normalize_destination(part.destination_url),
        asset_id=image,
        more_headlines=part.more_headlines,
        more_descriptions=part.more_descriptions,
        display_path=part.display_path,
    )


def _budget(budget: Budget | None) -> DraftBudget | None:
    return DraftBudget(budget.period, budget.amount.amount) if budget else None


def _amount(money: Money | None) -> Decimal | None:
    return money.amount if money else None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
