"""What ads of an account need: pages, pixels, Instagram accounts, lead forms, as the platform tells them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from adwright.accounts.model import Belongings, InstagramAccount, LeadForm, Page, Pixel
from adwright.accounts.ports import RemoteInstagramAccount, RemoteLeadForm, RemotePage, RemotePixel
from adwright.accounts.repository.ad_accounts import BelongingsRepository
from adwright.accounts.service.ad_accounts import get_ad_account
from adwright.core.database import Transaction


async def record_pages(tx: Transaction, ad_account_id: UUID, remote: Sequence[RemotePage]) -> None:
    """Make the account's pages those that the platform tells. Repeatable.

    Raises:
        NotFound: there is no such account.
    """
    await get_ad_account(tx, ad_account_id)
    await BelongingsRepository(tx).replace_pages(ad_account_id, [asdict(each) for each in remote])


async def record_pixels(tx: Transaction, ad_account_id: UUID, remote: Sequence[RemotePixel]) -> None:
    """Make the account's pixels those that the platform tells. Repeatable.

    Raises:
        NotFound: there is no such account.
    """
    await get_ad_account(tx, ad_account_id)
    await BelongingsRepository(tx).replace_pixels(ad_account_id, [asdict(each) for each in remote])


async def record_instagram_accounts(
    tx: Transaction, ad_account_id: UUID, remote: Sequence[RemoteInstagramAccount]
) -> None:
    """Make the account's Instagram accounts those that the platform tells. Repeatable.

    Raises:
        NotFound: there is no such account.
    """
    await get_ad_account(tx, ad_account_id)
    await BelongingsRepository(tx).replace_instagram_accounts(
        ad_account_id, [asdict(each) for each in remote]
    )


async def record_lead_forms(tx: Transaction, ad_account_id: UUID, remote: Sequence[RemoteLeadForm]) -> None:
    """Make the lead forms of the account's pages those that the platform tells. Repeatable.

    Raises:
        NotFound: there is no such account.
    """
    await get_ad_account(tx, ad_account_id)
    await BelongingsRepository(tx).replace_lead_forms(ad_account_id, [asdict(each) for each in remote])


async def list_pages(tx: Transaction, ad_account_id: UUID) -> Sequence[Page]:
    """Return the pages that an account's ads can come from, by name. Repeatable.

    Raises:
        NotFound: there is no such account.
    """
    await get_ad_account(tx, ad_account_id)
    return await BelongingsRepository(tx).pages_of(ad_account_id)


async def list_pixels(tx: Transaction, ad_account_id: UUID) -> Sequence[Pixel]:
    """Return an account's pixels, by name. Repeatable.

    Raises:
        NotFound: there is no such account.
    """
    await get_ad_account(tx, ad_account_id)
    return await BelongingsRepository(tx).pixels_of(ad_account_id)


async def list_instagram_accounts(tx: Transaction, ad_account_id: UUID) -> Sequence[InstagramAccount]:
    """Return the Instagram accounts that an account's ads can come from, by name. Repeatable.

    Raises:
        NotFound: there is no such account.
    """
    await get_ad_account(tx, ad_account_id)
    return await BelongingsRepository(tx).instagram_accounts_of(ad_account_id)


async def list_lead_forms(tx: Transaction, ad_account_id: UUID) -> Sequence[LeadForm]:
    """Return the lead forms of an account's pages, by name. Repeatable.

    Raises:
        NotFound: there is no such account.
    """
    await get_ad_account(tx, ad_account_id)
    return await BelongingsRepository(tx).lead_forms_of(ad_account_id)


async def belongings_of(tx: Transaction, ad_account_id: UUID) -> Belongings:
    """Return all that an account's ads can use. Repeatable.

    Raises:
        NotFound: there is no such account.
    """
    return Belongings(
        pages=await list_pages(tx, ad_account_id),
        pixels=await list_pixels(tx, ad_account_id),
        instagram_accounts=await list_instagram_accounts(tx, ad_account_id),
        lead_forms=await list_lead_forms(tx, ad_account_id),
    )
