"""Files that say something of campaigns: known by what is in them, read beside what is there, and written."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.accounts.model import AdAccount
from adwright.campaigns import service as campaigns
from adwright.campaigns.document.projection import account_text
from adwright.campaigns.document.reading import Trouble, read_document, refused
from adwright.campaigns.interchange.bulk_matching import match_bulk_sheet
from adwright.campaigns.interchange.bulk_reading import read_bulk_sheet
from adwright.campaigns.interchange.bulk_writing import write_bulk_sheet
from adwright.campaigns.interchange.editor_matching import match_editor
from adwright.campaigns.interchange.editor_reading import read_editor
from adwright.campaigns.interchange.editor_writing import write_editor
from adwright.campaigns.interchange.shown import ReadSheet, ShownCampaign, WrittenSheet
from adwright.campaigns.interchange.table import Remark, Table, header_key, read_table
from adwright.core.actor import Actor
from adwright.core.database import Database, TenantScope, Transaction
from adwright.core.errors import FieldProblem, Invalid
from adwright.journeys.apply_document import Wanted
from adwright.journeys.export_campaigns import Left, Selection, campaigns_of
from adwright.platforms.model import Platform
from adwright.platforms.texts import PLATFORM_NAMES

_TABLES = frozenset({".csv", ".tsv", ".txt"})
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class FileFormat(StrEnum):
    """Which tool's file it is."""

    YAML = "yaml"
    GOOGLE_EDITOR = "google_editor"
    META_BULK = "meta_bulk"


PLATFORM_OF = {FileFormat.GOOGLE_EDITOR: Platform.GOOGLE, FileFormat.META_BULK: Platform.META}
FORMAT_NAMES = {
    FileFormat.YAML: "YAML document",
    FileFormat.GOOGLE_EDITOR: "Google Ads Editor file",
    FileFormat.META_BULK: "Meta bulk sheet",
}


@dataclass(frozen=True, slots=True)
class CampaignFile:
    """What a file wants, which kind it is, and what is to be known of its lines."""

    format: FileFormat
    wanted: Wanted
    remarks: tuple[Remark, ...] = ()


async def read_campaign_file(
    database: Database, actor: Actor, content: bytes, name: str, ad_account_id: UUID | None
) -> CampaignFile:
    """Read a file beside the campaigns that are there. Repeatable.

    Args:
        database: where the campaigns are.
        actor: who reads; sees own campaigns only.
        content: the file.
        name: as the person's computer calls it.
        ad_account_id: whose campaigns a table is about; a document names its accounts itself.

    Raises:
        Invalid: it cannot be understood, or is a table and no fitting account is chosen.
        NotFound: there is no such account.
    """
    if PurePath(name).suffix.lower() not in _TABLES and content[:2] not in _UTF16:
        return CampaignFile(FileFormat.YAML, await asyncio.to_thread(_document, content))
    table = await asyncio.to_thread(read_table, content)
    found = _format(table)
    async with database.transaction(TenantScope.of(actor)) as tx:
        account = await _account(tx, found, ad_account_id)
        present = await shown_campaigns(tx, account)
    sheet = await asyncio.to_thread(_matched, found, table, present, account)
    places = {key: f"line {line}" for key, line in sheet.lines.items()}
    return CampaignFile(found, Wanted(sheet.campaigns, whole=False, places=places), sheet.remarks)


async def write_sheet(
    tx: Transaction, wanted: Selection, file_format: FileFormat
) -> tuple[WrittenSheet, int, list[Left]]:
    """Write campaigns as another tool's table; returns how many are in it, and which are not and why.

    Raises:
        NotFound: one of the campaigns, the advertiser or the account does not exist.
    """
    platform = PLATFORM_OF[file_format]
    shown, left = [], []
    for record, account in await campaigns_of(tx, wanted):
        if account is None or account.platform is not platform:
            reason = f"It does not run on {PLATFORM_NAMES[platform]}."
            left.append(Left(record.id, record.name, reason))
        else:
            shown.append(await campaigns.shown_whole(tx, record, account))
    write = write_editor if file_format is FileFormat.GOOGLE_EDITOR else write_bulk_sheet
    return await asyncio.to_thread(write, shown), len(shown), left


async def shown_campaigns(tx: Transaction, account: AdAccount) -> list[ShownCampaign]:
    """Return the campaigns of an account that are not archived, as tables need them. Repeatable."""
    found = await campaigns_of(tx, Selection(ad_account_id=account.id))
    return [await campaigns.shown_whole(tx, record, account) for record, _ in found]


def _document(content: bytes) -> Wanted:
    read = read_document(content)
    places = {
        part.key: f"line {read.places['campaigns', index].line}"
        for index, part in enumerate(read.document.campaigns)
    }
    return Wanted(read.document.campaigns, places=places)


def _format(table: Table) -> FileFormat:
    if table.headers.keys() & {header_key(each) for each in ("Campaign Name", "Campaign ID", "Ad Set Name")}:
        return FileFormat.META_BULK
    if header_key("Campaign") in table.headers:
        return FileFormat.GOOGLE_EDITOR
    message = (
        "The first line has neither “Campaign” (Google Ads Editor) nor “Campaign Name” (Meta's bulk sheet). "
        "Export the file again with its header."
    )
    raise refused([Trouble(None, "", message)])


def _matched(
    file_format: FileFormat, table: Table, present: Sequence[ShownCampaign], account: AdAccount
) -> ReadSheet:
    name = account_text(account)
    if file_format is FileFormat.GOOGLE_EDITOR:
        return match_editor(read_editor(table, account.currency), present, name)
    return match_bulk_sheet(read_bulk_sheet(table, account.currency), present, name)


async def _account(tx: Transaction, file_format: FileFormat, ad_account_id: UUID | None) -> AdAccount:
    platform = PLATFORM_OF[file_format]
    if ad_account_id is None:
        raise _unfit(f"Choose the ad account on {PLATFORM_NAMES[platform]} that the file is about.")
    account = await accounts.get_ad_account(tx, ad_account_id)
    if account.platform is not platform:
        raise _unfit(
            f"This is a {FORMAT_NAMES[file_format]}, and {account.name} is on another platform. Choose an "
            f"account on {PLATFORM_NAMES[platform]}."
        )
    return account


def _unfit(message: str) -> Invalid:
    return Invalid(message, code="ad_account_unfit", fields=(FieldProblem("ad_account_id", message),))
