"""The queries of ad accounts and of what their ads need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Table, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from adwright.accounts.model import AdAccount, ConnectionStatus, InstagramAccount, LeadForm, Page, Pixel
from adwright.accounts.ports import AccountStatus
from adwright.accounts.tables import (
    ad_accounts,
    connections,
    instagram_accounts,
    lead_forms,
    pages,
    pixels,
)
from adwright.core.database import Transaction
from adwright.core.ids import new_id
from adwright.core.tenant import owned, visible
from adwright.platforms.model import Platform, Provider

_FIELDS = [column.name for column in ad_accounts.columns]


class AdAccountRepository:
    """Ad accounts of the organization that the actor may see."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, values: dict[str, Any]) -> AdAccount:
        """Add an ad account."""
        statement = (
            insert(ad_accounts)
            .values(organization_id=self._tx.organization_id, **values)
            .returning(ad_accounts)
        )
        return _account((await self._tx.execute(statement)).mappings().one())

    async def change(self, ad_account_id: UUID, values: dict[str, Any]) -> AdAccount:
        """Change some fields and return the account as it is then."""
        statement = (
            update(ad_accounts)
            .where(owned(ad_accounts, self._tx), ad_accounts.c.id == ad_account_id)
            .values(**values)
            .returning(ad_accounts)
        )
        return _account((await self._tx.execute(statement)).mappings().one())

    async def find(self, ad_account_id: UUID) -> AdAccount | None:
        """Return one ad account."""
        statement = select(ad_accounts).where(
            owned(ad_accounts, self._tx),
            visible(ad_accounts.c.advertiser_id, self._tx),
            ad_accounts.c.id == ad_account_id,
        )
        row = (await self._tx.execute(statement)).mappings().first()
        return _account(row) if row else None

    async def find_external(self, platform: Platform, external_id: str) -> AdAccount | None:
        """Return the ad account with a platform's id, whoever may see it: it exists once."""
        statement = select(ad_accounts).where(
            owned(ad_accounts, self._tx),
            ad_accounts.c.platform == platform.value,
            ad_accounts.c.external_id == external_id,
        )
        row = (await self._tx.execute(statement)).mappings().first()
        return _account(row) if row else None

    async def all(
        self, *, advertiser_id: UUID | None, platform: Platform | None, connection_id: UUID | None
    ) -> Sequence[AdAccount]:
        """Return ad accounts, by name."""
        statement = (
            select(ad_accounts)
            .where(owned(ad_accounts, self._tx), visible(ad_accounts.c.advertiser_id, self._tx))
            .order_by(func.lower(ad_accounts.c.name), ad_accounts.c.id)
        )
        if advertiser_id is not None:
            statement = statement.where(ad_accounts.c.advertiser_id == advertiser_id)
        if platform is not None:
            statement = statement.where(ad_accounts.c.platform == platform.value)
        if connection_id is not None:
            statement = statement.where(ad_accounts.c.connection_id == connection_id)
        return [_account(row) for row in (await self._tx.execute(statement)).mappings()]

    async def connected(self) -> Sequence[tuple[UUID, UUID]]:
        """Return (organization, ad account) for every account that can be asked (system scope)."""
        statement = (
            select(ad_accounts.c.organization_id, ad_accounts.c.id)
            .join(
                connections,
                (connections.c.organization_id == ad_accounts.c.organization_id)
                & (connections.c.id == ad_accounts.c.connection_id),
            )
            .where(connections.c.status == ConnectionStatus.GOOD.value)
            .order_by(ad_accounts.c.organization_id, ad_accounts.c.id)
        )
        return [(row.organization_id, row.id) for row in await self._tx.execute(statement)]


class BelongingsRepository:
    """What ads of ad accounts need: pages, pixels, Instagram accounts, lead forms."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def replace_pages(self, ad_account_id: UUID, rows: Sequence[dict[str, Any]]) -> None:
        """Make the account's pages those given; ids of pages that stay stay."""
        await self._replace(pages, ad_account_id, rows, ("name", "picture_url"))

    async def replace_pixels(self, ad_account_id: UUID, rows: Sequence[dict[str, Any]]) -> None:
        """Make the account's pixels those given; ids of pixels that stay stay."""
        await self._replace(pixels, ad_account_id, rows, ("name", "events"))

    async def replace_instagram_accounts(self, ad_account_id: UUID, rows: Sequence[dict[str, Any]]) -> None:
        """Make the account's Instagram accounts those given; ids of those that stay stay."""
        await self._replace(instagram_accounts, ad_account_id, rows, ("name", "picture_url"))

    async def replace_lead_forms(self, ad_account_id: UUID, rows: Sequence[dict[str, Any]]) -> None:
        """Make the account's lead forms those given; ids of forms that stay stay."""
        await self._replace(lead_forms, ad_account_id, rows, ("name", "page_external_id"))

    async def pages_of(self, ad_account_id: UUID) -> Sequence[Page]:
        """Return an account's pages, by name."""
        return [Page(**_without_organization(row)) for row in await self._of(pages, ad_account_id)]

    async def pixels_of(self, ad_account_id: UUID) -> Sequence[Pixel]:
        """Return an account's pixels, by name."""
        rows = await self._of(pixels, ad_account_id)
        return [Pixel(**_without_organization(row) | {"events": _told(row["events"])}) for row in rows]

    async def instagram_accounts_of(self, ad_account_id: UUID) -> Sequence[InstagramAccount]:
        """Return an account's Instagram accounts, by name."""
        rows = await self._of(instagram_accounts, ad_account_id)
        return [InstagramAccount(**_without_organization(row)) for row in rows]

    async def lead_forms_of(self, ad_account_id: UUID) -> Sequence[LeadForm]:
        """Return the lead forms of an account's pages, by name."""
        return [LeadForm(**_without_organization(row)) for row in await self._of(lead_forms, ad_account_id)]

    async def _of(self, table: Table, ad_account_id: UUID) -> Sequence[RowMapping]:
        statement = (
            select(table)
            .where(owned(table, self._tx), table.c.ad_account_id == ad_account_id)
            .order_by(table.c.name, table.c.external_id)
        )
        return (await self._tx.execute(statement)).mappings().all()

    async def _replace(
        self, table: Table, ad_account_id: UUID, rows: Sequence[dict[str, Any]], changing: Sequence[str]
    ) -> None:
        kept = [row["external_id"] for row in rows]
        await self._tx.execute(
            delete(table).where(
                owned(table, self._tx),
                table.c.ad_account_id == ad_account_id,
                table.c.external_id.not_in(kept),
            )
        )
        if not rows:
            return
        key = {"organization_id": self._tx.organization_id, "ad_account_id": ad_account_id}
        statement = upsert(table)
        statement = statement.on_conflict_do_update(
            index_elements=["organization_id", "ad_account_id", "external_id"],
            set_={name: statement.excluded[name] for name in changing},
        )
        await self._tx.execute(statement, [{**key, "id": new_id(), **row} for row in rows])


def _told(events: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if events is None else tuple(events)


def _without_organization(row: RowMapping) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "organization_id"}


def _account(row: RowMapping) -> AdAccount:
    values = {name: row[name] for name in _FIELDS}
    values["platform"] = Platform(row["platform"])
    values["provider"] = Provider(row["provider"]) if row["provider"] else None
    values["status"] = AccountStatus(row["status"])
    return AdAccount(**values)
