"""Campaigns go out as a document that can be kept, edited and applied again."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from adwright.accounts import service as accounts
from adwright.accounts.model import AdAccount
from adwright.campaigns import service as campaigns
from adwright.campaigns.document.model import MOST_CAMPAIGNS, VERSION, CampaignPart, Document
from adwright.campaigns.model import CampaignStatus
from adwright.campaigns.records import CampaignRecord
from adwright.campaigns.views import campaign_rows
from adwright.core.database import Transaction
from adwright.core.errors import Invalid


@dataclass(frozen=True, slots=True)
class Selection:
    """Which campaigns; where nothing is chosen, every one that is not archived.

    Attributes:
        keys: as documents call them; new ones are passed over.
    """

    advertiser_id: UUID | None = None
    ad_account_id: UUID | None = None
    campaign_ids: tuple[UUID, ...] | None = None
    keys: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """A campaign that a document cannot hold, and why."""

    campaign_id: UUID
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ExportedCampaigns:
    """The document.

    Attributes:
        remarks: a comment on the account of each campaign, by key.
        left: what is not in it.
    """

    document: Document
    remarks: dict[str, str]
    left: tuple[Left, ...]


async def export_campaigns(tx: Transaction, wanted: Selection) -> ExportedCampaigns:
    """Return campaigns as a document. Repeatable.

    Raises:
        Invalid: more campaigns than a document holds.
        NotFound: one of the campaigns, the advertiser or the account does not exist.
    """
    names = {each.id: each.name for each in await accounts.list_advertisers(tx)}
    parts: list[CampaignPart] = []
    remarks: dict[str, str] = {}
    left: list[Left] = []
    for record, account in await campaigns_of(tx, wanted):
        reason = _left_out(record, read_only=account is not None and account.read_only)
        if reason is not None or account is None:
            left.append(Left(record.id, record.name, reason or "It has no ad account yet."))
            continue
        part = await campaigns.shown_part(tx, record, account)
        parts.append(part)
        remarks[part.key] = f"{account.name}, {names.get(record.advertiser_id, '')}"
    return ExportedCampaigns(Document(version=VERSION, campaigns=tuple(parts)), remarks, tuple(left))


async def campaigns_of(
    tx: Transaction, wanted: Selection
) -> list[tuple[CampaignRecord, AdAccount | None]]:
    """Return the chosen campaigns with their accounts. Repeatable.

    Raises:
        Invalid: more campaigns than a file holds.
        NotFound: one of the campaigns, the advertiser or the account does not exist.
    """
    if wanted.advertiser_id is not None:
        await accounts.get_advertiser(tx, wanted.advertiser_id)
    if wanted.ad_account_id is not None:
        await accounts.get_ad_account(tx, wanted.ad_account_id)
    found = {account.id: account for account in await accounts.list_ad_accounts(tx)}
    records = await _records(tx, wanted)
    return [(each, found.get(each.ad_account_id) if each.ad_account_id else None) for each in records]


def _left_out(record: CampaignRecord, *, read_only: bool) -> str | None:
    if record.ad_account_id is None:
        return "It has no ad account yet. Choose one first."
    if read_only:
        return "It is made of imported files; nothing can be changed there."
    if record.status is CampaignStatus.ARCHIVED:
        return "It is archived, and stays so."
    return None


async def _records(tx: Transaction, wanted: Selection) -> list[CampaignRecord]:
    if wanted.keys is not None:
        called = [await campaigns.campaign_called(tx, key) for key in wanted.keys]
        return [record for record in called if record is not None]
    return [await campaigns.get_campaign(tx, campaign_id) for campaign_id in await _ids(tx, wanted)]


async def _ids(tx: Transaction, wanted: Selection) -> list[UUID]:
    if wanted.campaign_ids is not None:
        return list(dict.fromkeys(wanted.campaign_ids))
    rows = campaign_rows(tx)
    statement = select(rows.c.id).where(rows.c.status != CampaignStatus.ARCHIVED.value)
    if wanted.advertiser_id is not None:
        statement = statement.where(rows.c.advertiser_id == wanted.advertiser_id)
    if wanted.ad_account_id is not None:
        statement = statement.where(rows.c.ad_account_id == wanted.ad_account_id)
    found = await tx.execute(statement.order_by(rows.c.created_at, rows.c.id).limit(MOST_CAMPAIGNS + 1))
    ids = [row.id for row in found]
    if len(ids) > MOST_CAMPAIGNS:
        raise Invalid(
            f"A file holds at most {MOST_CAMPAIGNS} campaigns. Export one advertiser or account at a time.",
            code="too_many_campaigns",
        )
    return ids
