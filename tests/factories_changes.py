"""Campaigns that are ready to launch, with real pictures in a store."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from PIL import Image

from adwright.accounts.model import AdAccount
from adwright.campaigns import service as campaigns
from adwright.campaigns.drafts import DraftAd, DraftAdGroup, DraftBudget, DraftEdit
from adwright.campaigns.model import BudgetLevel, Targeting
from adwright.core.database import Database, Transaction
from adwright.core.errors import NotFound
from adwright.creatives import service as creatives
from adwright.creatives.model import CreativeText
from adwright.creatives.ports import Store
from adwright.platforms.model import BidStrategy, BudgetPeriod, Purpose
from tests.factories import Tenant

PICTURE_SIZE = (600, 600)


class MemoryStore:
    """Fits `creatives.ports.Store`."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    async def put(self, key: str, content: bytes, media_type: str) -> None:
        """Keep a file."""
        self.files[key] = content

    async def get(self, key: str) -> bytes:
        """Return a file."""
        try:
            return self.files[key]
        except KeyError:
            raise NotFound("There is no such file.") from None

    async def delete(self, keys: Sequence[str]) -> None:
        """Remove files."""
        for key in keys:
            self.files.pop(key, None)


async def make_draft(
    database: Database,
    tenant: Tenant,
    account: AdAccount,
    store: Store,
    *,
    name: str = "Spicy chips",
    groups: int = 1,
    ads: int = 1,
    creatives_made: int = 1,
    page: str = "9001",
    budget_at: str = "campaign",
) -> UUID:
    """Make a draft of `groups` ad groups with `ads` ads each, on so many creatives with a picture each."""
    async with database.transaction(tenant.scope) as tx:
        audience = await campaigns.create_audience(
            tx,
            tenant.owner,
            tenant.clock,
            advertiser_id=tenant.advertiser_id,
            name=f"Snackers of {name}",
            targeting=Targeting(countries=("US",), age_min=18, age_max=65),
        )
        versions = [
            await make_version(tenant, tx, store, f"{name} {number}") for number in range(creatives_made)
        ]
        budget = DraftBudget(BudgetPeriod.DAILY, Decimal("50"))
        edit = DraftEdit(
            name=name,
            advertiser_id=tenant.advertiser_id,
            ad_account_id=account.id,
            purpose=Purpose.TRAFFIC,
            budget_level=BudgetLevel(budget_at),
            budget=budget if budget_at == "campaign" else None,
            bid_strategy=BidStrategy.HIGHEST_VOLUME,
            page_external_id=page,
            ad_groups=ad_groups_with(
                versions,
                audience.id,
                groups=groups,
                ads=ads,
                budget=budget if budget_at == "ad_group" else None,
            ),
        )
        record = await campaigns.create_draft(tx, tenant.owner, tenant.clock, edit)
    return record.id


def ad_groups_with(
    versions: Sequence[UUID], audience_id: UUID, *, groups: int, ads: int, budget: DraftBudget | None = None
) -> tuple[DraftAdGroup, ...]:
    """Return so many ad groups with so many ads each, which take the creatives in turn."""
    return tuple(
        DraftAdGroup(
            name=f"Group {group}",
            audience_id=audience_id,
            budget=budget,
            ads=tuple(
                DraftAd(f"Ad {group}.{ad}", versions[(group * ads + ad) % len(versions)]) for ad in range(ads)
            ),
        )
        for group in range(groups)
    )


async def make_version(tenant: Tenant, tx: Transaction, store: Store, name: str) -> UUID:
    """Keep a creative version with a picture of its own."""
    asset = await creatives.add_asset(
        tx,
        tenant.owner,
        tenant.clock,
        store,
        advertiser_id=tenant.advertiser_id,
        name=name,
        content=make_picture(name),
    )
    content = CreativeText(
        headline=f"New {name}"[:40],
        primary_text="Made with organic potatoes. Crunch into the heat today!",
        call_to_action="shop_now",
        destination_url="https://tastychips.co/spicy",
        asset_id=asset.id,
    )
    return await keep_version(tenant, tx, name, content)


async def keep_version(tenant: Tenant, tx: Transaction, name: str, content: CreativeText) -> UUID:
    """Keep a creative and return its one version."""
    creative = await creatives.create_creative(
        tx, tenant.owner, tenant.clock, advertiser_id=tenant.advertiser_id, name=name, content=content
    )
    return creative.latest.id


def make_picture(seed: str) -> bytes:
    """Return a PNG of one colour that is its own for each seed."""
    colour = f"#{zlib.crc32(seed.encode()) & 0xFFFFFF:06x}"
    out = io.BytesIO()
    Image.new("RGB", PICTURE_SIZE, colour).save(out, "PNG")
    return out.getvalue()
