"""Campaigns are duplicated into an ad account, their own or another: first shown, then made as drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.accounts.model import AdAccount
from adwright.audit import service as audit
from adwright.campaigns import service as campaigns
from adwright.campaigns.interchange.carrying import carried
from adwright.campaigns.records import CampaignRecord
from adwright.core.actor import Actor, Permission
from adwright.core.clock import Clock
from adwright.core.database import Database, TenantScope, Transaction
from adwright.core.errors import Invalid
from adwright.journeys.export_campaigns import Selection, campaigns_of

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Copy:
    """A duplicated campaign.

    Attributes:
        campaign_id: of the new draft; None while it is only shown.
        not_carried: what does not carry over, in plain words.
    """

    source_id: UUID
    campaign_id: UUID | None
    name: str
    not_carried: tuple[str, ...]


class _Shown(Exception):
    """Ends a preview's transaction, so that nothing of it stays."""


async def copy_many(
    database: Database,
    clock: Clock,
    actor: Actor,
    campaign_ids: Sequence[UUID],
    ad_account_id: UUID | None,
    *,
    preview: bool,
) -> list[Copy]:
    """Duplicate campaigns as drafts, all or none. Not repeatable: each call makes others.

    Args:
        database: where they are.
        clock: the clock.
        actor: who duplicates.
        campaign_ids: which.
        ad_account_id: where to; None leaves each in its own account.
        preview: only say what would be made.

    Raises:
        Denied: the actor may not build.
        Invalid: one of them cannot be duplicated there.
        NotFound: one of them, or the account, does not exist.
    """
    actor.require(Permission.BUILD)
    made: list[Copy] = []
    try:
        async with database.transaction(TenantScope.of(actor)) as tx:
            target = await accounts.get_ad_account(tx, ad_account_id) if ad_account_id else None
            for record, account in await campaigns_of(tx, Selection(campaign_ids=tuple(campaign_ids))):
                made.append(await _copy(tx, actor, clock, record, account, target))
            if preview:
                raise _Shown
    except _Shown:
        return [Copy(each.source_id, None, each.name, each.not_carried) for each in made]
    return made


async def _copy(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    record: CampaignRecord,
    account: AdAccount | None,
    target: AdAccount | None,
) -> Copy:
    if account is None or account.read_only:
        raise Invalid(f"“{record.name}” is in no account that ads run in. Take it out of the selection.")
    into = target or account
    if into.read_only:
        raise Invalid(f"{into.name} is made of imported files; nothing can be launched there.")
    shown = await campaigns.shown_whole(tx, record, account)
    name = f"{record.name} (copy)"[:_LONGEST_NAME]
    part, not_carried = carried(shown, account, into, name)
    written = await campaigns.write_part(tx, actor, clock, part, into, None, keyed=False)
    await audit.record(
        tx,
        actor,
        "campaign.duplicated",
        "campaign",
        written.id,
        after={"name": written.name, "copy_of": record.id, "ad_account_id": into.id},
    )
    return Copy(record.id, written.id, written.name, not_carried)
