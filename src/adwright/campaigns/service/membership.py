"""What belonging to an initiative means for one of its two campaigns."""

from __future__ import annotations

from uuid import UUID

from adwright.accounts import service as accounts
from adwright.audit import service as audit
from adwright.campaigns.drafts import DraftEdit
from adwright.campaigns.records import CampaignRecord
from adwright.campaigns.repository.initiatives import InitiativeRepository
from adwright.core.actor import Actor
from adwright.core.database import Transaction
from adwright.core.errors import FieldProblem, Invalid
from adwright.events import service as events
from adwright.platforms.texts import PLATFORM_NAMES


async def require_same_place(tx: Transaction, record: CampaignRecord, edit: DraftEdit) -> None:
    """Let a draft of an initiative move between accounts of its platform only; others may go anywhere.

    Raises:
        Invalid: it would leave its platform or its advertiser, or be without an account.
        NotFound: there is no such account.
    """
    if record.initiative_id is None or record.ad_account_id is None:
        return
    if edit.get("advertiser_id", record.advertiser_id) != record.advertiser_id:
        raise _refused("advertiser_id", "The two campaigns of an initiative are of one advertiser.")
    wanted = edit.get("ad_account_id", record.ad_account_id)
    if wanted == record.ad_account_id:
        return
    platform = (await accounts.get_ad_account(tx, record.ad_account_id)).platform
    if wanted is None or (await accounts.get_ad_account(tx, wanted)).platform is not platform:
        message = f"This is the initiative's campaign on {PLATFORM_NAMES[platform]}. Choose an account there."
        raise _refused("ad_account_id", message)


async def part_campaigns(tx: Transaction, actor: Actor, initiative_id: UUID) -> None:
    """End an initiative: each campaign goes on by itself. Repeatable."""
    await InitiativeRepository(tx).remove(initiative_id)
    await audit.record(tx, actor, "initiative.split", "initiative", initiative_id)
    await events.publish(tx, "initiative.updated", initiative_id)


def _refused(field: str, message: str) -> Invalid:
    message = f"{message} Split the initiative first to do otherwise."
    return Invalid(message, fields=(FieldProblem(field, message),))
