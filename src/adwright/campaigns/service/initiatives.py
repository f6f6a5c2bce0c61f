"""Initiatives: begun from a draft, written once for both platforms, split again, deleted with the drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

from sqlalchemy import RowMapping

from adwright.accounts import service as accounts
from adwright.accounts.model import AdAccount
from adwright.audit import service as audit
from adwright.campaigns.documents import targeting_document
from adwright.campaigns.drafts import DraftBudget, DraftEdit
from adwright.campaigns.initiatives import (
    Initiative,
    InitiativeCampaign,
    SharedEdit,
    first_ad,
    placed,
)
from adwright.campaigns.interchange.carrying import carried_beside
from adwright.campaigns.model import Budget, CampaignStatus, Targeting
from adwright.campaigns.records import AdRecord, CampaignRecord, StoredBudget, targeting_of
from adwright.campaigns.repository.initiatives import InitiativeRepository
from adwright.campaigns.repository.trees import TreeRepository
from adwright.campaigns.service.documents import shown_whole, write_part
from adwright.campaigns.service.drafts import delete_draft, edit_draft
from adwright.campaigns.service.membership import part_campaigns
from adwright.campaigns.service.reading import get_campaign
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Conflict, FieldProblem, Invalid, NotFound
from adwright.core.ids import new_id
from adwright.core.money import Money
from adwright.core.paging import Page, PageRequest
from adwright.creatives import service as creatives
from adwright.creatives.model import CreativeText
from adwright.events import service as events
from adwright.platforms.model import BudgetPeriod, Level, Platform
from adwright.platforms.texts import PLATFORM_NAMES

_PLAIN = ("name", "purpose", "start_local", "end_local")
_PLACES = ("countries", "languages")
_TEXTS = ("headline", "primary_text", "destination_url")


@dataclass(frozen=True, slots=True)
class Begun:
    """A new initiative, and what did not carry over to the other platform, in plain words."""

    initiative: Initiative
    not_carried: tuple[str, ...]


async def begin_initiative(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    campaign_id: UUID,
    ad_account_id: UUID,
    *,
    name: str | None = None,
    budget: DraftBudget | None = None,
) -> Begun:
    """Make an initiative of a draft: a second draft like it, in an account on the other platform.

    Not repeatable: a draft belongs to one initiative.

    Args:
        tx: the transaction.
        actor: who begins it.
        clock: the clock.
        campaign_id: the draft.
        ad_account_id: where the other campaign runs.
        name: of the initiative; None for the draft's.
        budget: of the other campaign, in its account's currency; None leaves it to be entered.

    Raises:
        Conflict: the campaign is no draft any more, or belongs to an initiative already.
        Invalid: the account is on the same platform, of another advertiser or made of files.
        NotFound: there is no such campaign or account.
    """
    source = await get_campaign(tx, campaign_id, lock=True)
    account, target = await _places(tx, source, ad_account_id)
    shown = await shown_whole(tx, source, account)
    part, not_carried = carried_beside(shown, account, target, _budget_in(target, budget))
    other = await write_part(tx, actor, clock, part, target, None, keyed=False)
    initiative_id, now = new_id(), clock.now()
    await InitiativeRepository(tx).add(
        {
            "id": initiative_id,
            "advertiser_id": source.advertiser_id,
            "name": name or source.name,
            "created_at": now,
            "created_by": actor.name,
            "updated_at": now,
        },
        (source.id, other.id),
    )
    after = {"name": name or source.name, "campaigns": [source.id, other.id]}
    await audit.record(tx, actor, "initiative.begun", "initiative", initiative_id, after=after)
    await events.publish(tx, "initiative.updated", initiative_id)
    return Begun(await get_initiative(tx, initiative_id), not_carried)


async def get_initiative(tx: Transaction, initiative_id: UUID, *, lock: bool = False) -> Initiative:
    """Return an initiative with its two campaigns. Repeatable.

    Args:
        tx: the transaction.
        initiative_id: which initiative.
        lock: hold it against other writers until the transaction ends.

    Raises:
        NotFound: there is no such initiative.
    """
    row = await InitiativeRepository(tx).row(initiative_id, lock=lock)
    if row is None:
        raise NotFound("There is no such initiative.")
    [initiative] = await _with_campaigns(tx, [row])
    return initiative


async def list_initiatives(
    tx: Transaction, advertiser_id: UUID | None, search: str, wanted: PageRequest
) -> Page[Initiative]:
    """Return initiatives by words in the name, newest first; of one advertiser or of all. Repeatable."""
    rows, total = await InitiativeRepository(tx).page(advertiser_id, search, wanted)
    return Page(await _with_campaigns(tx, rows), total, wanted.offset, wanted.limit)


async def campaigns_of_initiative(tx: Transaction, initiative: Initiative) -> list[CampaignRecord]:
    """Return both campaigns with their trees. Repeatable."""
    return [await get_campaign(tx, campaign_id) for campaign_id in initiative.campaign_ids]


async def edit_initiative(
    tx: Transaction, actor: Actor, clock: Clock, initiative_id: UUID, edit: SharedEdit
) -> Initiative:
    """Write what is given into both drafts, whatever they said before; the rest stays. Repeatable.

    Once one of them was launched, only the initiative's own name can be changed here.

    Raises:
        Conflict: one of the campaigns is no draft any more.
        Invalid: a campaign has no ad that could say the text or no ad group for the places, or a place or a
            language does not exist on both platforms.
        NotFound: there is no such initiative.
    """
    before = await get_initiative(tx, initiative_id, lock=True)
    if not before.is_draft and set(edit) - {"name"}:
        raise Conflict(
            "A campaign of this initiative was launched. Edit each by itself: what is live through a change.",
            code="not_a_draft",
        )
    if before.is_draft:
        for campaign_id in before.campaign_ids:
            await _write(tx, actor, clock, campaign_id, edit)
    values: dict[str, Any] = {"updated_at": clock.now()}
    if "name" in edit:
        values["name"] = edit["name"]
    await InitiativeRepository(tx).set_values(initiative_id, values)
    await audit.record(
        tx,
        actor,
        "initiative.edited",
        "initiative",
        initiative_id,
        before={"name": before.name} if "name" in edit else None,
        after=dict(edit),
    )
    await events.publish(tx, "initiative.updated", initiative_id)
    return await get_initiative(tx, initiative_id)


async def split_initiative(tx: Transaction, actor: Actor, initiative_id: UUID) -> None:
    """End an initiative; both campaigns stay as they are, each by itself.

    Raises:
        NotFound: there is no such initiative.
    """
    await get_initiative(tx, initiative_id, lock=True)
    await part_campaigns(tx, actor, initiative_id)


async def delete_initiative(tx: Transaction, actor: Actor, initiative_id: UUID) -> None:
    """Delete an initiative with both drafts, for good.

    Raises:
        Conflict: a campaign was launched; then nothing is deleted.
        NotFound: there is no such initiative.
    """
    initiative = await get_initiative(tx, initiative_id, lock=True)
    if not initiative.is_draft:
        raise Conflict(
            "A campaign of this initiative exists on its platform. Split the initiative, then archive that "
            "campaign or delete the other one.",
            code="not_a_draft",
        )
    await part_campaigns(tx, actor, initiative_id)
    for campaign_id in initiative.campaign_ids:
        await delete_draft(tx, actor, campaign_id)


async def _places(
    tx: Transaction, source: CampaignRecord, ad_account_id: UUID
) -> tuple[AdAccount, AdAccount]:
    """Return the draft's account and that of the other campaign, once they are sure to fit."""
    target = await accounts.get_ad_account(tx, ad_account_id)
    if source.status is not CampaignStatus.DRAFT or source.external_id is not None:
        message = "Only a draft becomes an initiative. Duplicate this campaign to the other platform instead."
        raise Conflict(message, code="not_a_draft")
    if source.initiative_id is not None:
        raise Conflict("This campaign belongs to an initiative already.", code="in_initiative")
    if source.ad_account_id is None:
        raise Invalid("Choose the ad account of the draft first.", code="ad_account_missing")
    account = await accounts.get_ad_account(tx, source.ad_account_id)
    if target.platform not in {Platform.META, Platform.GOOGLE} - {account.platform}:
        other = Platform.GOOGLE if account.platform is Platform.META else Platform.META
        raise _refused("ad_account_id", f"Choose an account on {PLATFORM_NAMES[other]}.")
    if target.advertiser_id != source.advertiser_id:
        raise _refused("ad_account_id", "This account belongs to another advertiser than the draft.")
    return account, target


def _budget_in(account: AdAccount, budget: DraftBudget | None) -> Budget | None:
    if budget is None:
        return None
    try:
        return Budget(budget.period, Money.of(budget.amount, account.currency))
    except Invalid as error:
        problems = (FieldProblem("budget.amount", error.message),)
        raise Invalid(error.message, code=error.code, fields=problems) from None


async def _with_campaigns(tx: Transaction, rows: Sequence[RowMapping]) -> list[Initiative]:
    found = {account.id: account for account in await accounts.list_ad_accounts(tx)}
    members: dict[UUID, list[InitiativeCampaign]] = {row["id"]: [] for row in rows}
    for row in await InitiativeRepository(tx).campaigns_of(list(members)):
        members[row["initiative_id"]].append(_member(row, found[row["ad_account_id"]]))
    return [_initiative(row, members[row["id"]]) for row in rows]


def _initiative(row: RowMapping, members: list[InitiativeCampaign]) -> Initiative:
    return Initiative(
        id=row["id"],
        advertiser_id=row["advertiser_id"],
        name=row["name"],
        campaigns=tuple(sorted(members, key=lambda each: each.platform is not Platform.META)),
        created_at=row["created_at"],
        created_by=row["created_by"],
        updated_at=row["updated_at"],
    )


def _member(row: RowMapping, account: AdAccount) -> InitiativeCampaign:
    budget = None
    if row["budget_period"] is not None and row["budget_micros"] is not None:
        budget = StoredBudget(BudgetPeriod(row["budget_period"]), row["budget_micros"])
    return InitiativeCampaign(row["id"], row["name"], CampaignStatus(row["status"]), account, budget)


async def _write(tx: Transaction, actor: Actor, clock: Clock, campaign_id: UUID, edit: SharedEdit) -> None:
    plain = {name: value for name, value in edit.items() if name in _PLAIN}
    texts = {name: value for name, value in edit.items() if name in _TEXTS}
    record = await edit_draft(tx, actor, clock, campaign_id, cast(DraftEdit, plain))
    if any(name in edit for name in _PLACES):
        await _place(tx, record, edit)
    if texts:
        await _say(tx, actor, clock, record, texts)


async def _place(tx: Transaction, record: CampaignRecord, edit: SharedEdit) -> None:
    """Let every ad group be for these places and languages.

    An audience that says otherwise stays as it is, because other campaigns use it too: the ad group gets
    targeting of its own.
    """
    if not record.ad_groups:
        raise Invalid(f"“{record.name}” has no ad group yet. Add one there first.", code="no_ad_group")
    for group in record.ad_groups:
        present = targeting_of(group) or Targeting()
        wanted = placed(present, edit)
        if wanted != present:
            columns = {"targeting": targeting_document(wanted), "audience_version_id": None}
            await TreeRepository(tx).set_values(Level.AD_GROUP, group.id, columns)


async def _say(
    tx: Transaction, actor: Actor, clock: Clock, record: CampaignRecord, texts: dict[str, Any]
) -> None:
    """Let a campaign's first ad say these texts, as a new version of its creative."""
    ad = first_ad(record)
    if ad is None:
        raise Invalid(f"“{record.name}” has no ad yet. Add one there first.", code="no_ad")
    version_id = await _version(tx, actor, clock, record, ad, texts)
    await TreeRepository(tx).set_values(Level.AD, ad.id, {"creative_version_id": version_id})


async def _version(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    record: CampaignRecord,
    ad: AdRecord,
    texts: dict[str, Any],
) -> UUID:
    used = ad.creative
    if used is None:
        made = await creatives.create_creative(
            tx,
            actor,
            clock,
            advertiser_id=record.advertiser_id,
            name=ad.name,
            content=CreativeText(**texts),
        )
        return made.latest.id
    content = replace(used.content, **texts)
    if content == used.content:
        return used.id
    edited = await creatives.add_version(tx, actor, clock, used.creative_id, content, parent_id=used.id)
    return edited.latest.id


def _refused(field: str, message: str) -> Invalid:
    return Invalid(message, fields=(FieldProblem(field, message),))
