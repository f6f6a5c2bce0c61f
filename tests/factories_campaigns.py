"""Pictures, audiences, creatives, drafts and observed trees for tests."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from PIL import Image

from adwright.accounts.model import AdAccount
from adwright.adapters.storage import FileStore
from adwright.campaigns import service as campaigns
from adwright.campaigns.drafts import DraftAd, DraftAdGroup, DraftBudget, DraftEdit
from adwright.campaigns.model import (
    AdFields,
    AdGroupFields,
    Audience,
    Budget,
    CampaignFields,
    CreativeContent,
    Interest,
    ObservedNode,
    ObservedTree,
    ReviewStatus,
    RunState,
    Targeting,
)
from adwright.campaigns.records import CampaignRecord
from adwright.campaigns.service.observing import RecordedCounts
from adwright.core.database import Database
from adwright.core.money import Money
from adwright.creatives import service as creatives
from adwright.creatives.model import Asset, Creative, CreativeText
from adwright.platforms.model import BidStrategy, BudgetPeriod, Level, Purpose
from tests.factories import NOW, Tenant

CHIPS = CreativeText(
    headline="New Spicy Jalapeño Chips | 20% Off",
    primary_text="Made with organic potatoes and real jalapeños. Crunch into the heat today!",
    call_to_action="shop_now",
    destination_url="tastychips.co/spicy",
)
SNACKERS = Targeting(countries=("US",), age_min=18, age_max=44, languages=("en",))


def picture(
    width: int = 1080, height: int = 1080, *, kind: str = "PNG", colour: str = "orange", mode: str = "RGB"
) -> bytes:
    """Draw an image of one colour."""
    buffer = io.BytesIO()
    Image.new(mode, (width, height), colour).save(buffer, kind)
    return buffer.getvalue()


async def make_asset(
    database: Database, tenant: Tenant, home: Path, *, content: bytes | None = None
) -> Asset:
    """Put an image into the advertiser's library, on disk under `home`."""
    async with database.transaction(tenant.scope) as tx:
        return await creatives.add_asset(
            tx,
            tenant.owner,
            tenant.clock,
            FileStore.at(None, home=home),
            advertiser_id=tenant.advertiser_id,
            name="chips.png",
            content=content or picture(),
        )


async def make_creative(
    database: Database, tenant: Tenant, *, text: CreativeText = CHIPS, name: str = "Jalapeño"
) -> Creative:
    """Make a creative with one version."""
    async with database.transaction(tenant.scope) as tx:
        return await creatives.create_creative(
            tx, tenant.owner, tenant.clock, advertiser_id=tenant.advertiser_id, name=name, content=text
        )


async def make_audience(
    database: Database, tenant: Tenant, *, name: str = "Snackers", targeting: Targeting = SNACKERS
) -> Audience:
    """Make an audience."""
    async with database.transaction(tenant.scope) as tx:
        return await campaigns.create_audience(
            tx, tenant.owner, tenant.clock, advertiser_id=tenant.advertiser_id, name=name, targeting=targeting
        )


async def make_campaign(
    database: Database, tenant: Tenant, edit: DraftEdit | None = None
) -> CampaignRecord:
    """Make a draft of whatever is given."""
    whole: DraftEdit = {"advertiser_id": tenant.advertiser_id, **(edit or {})}
    async with database.transaction(tenant.scope) as tx:
        return await campaigns.create_draft(tx, tenant.owner, tenant.clock, whole)


async def complete_edit(
    database: Database, tenant: Tenant, account: AdAccount, home: Path
) -> DraftEdit:
    """Return everything a draft needs to be launched: one ad group with one ad."""
    asset = await make_asset(database, tenant, home)
    text = CreativeText(
        CHIPS.headline, CHIPS.primary_text, "", CHIPS.call_to_action, CHIPS.destination_url, asset.id
    )
    creative = await make_creative(database, tenant, text=text)
    audience = await make_audience(database, tenant)
    ad = DraftAd("Jalapeño 1", creative.latest.id)
    return {
        "name": "Spicy chips",
        "ad_account_id": account.id,
        "purpose": Purpose.TRAFFIC,
        "budget": DraftBudget(BudgetPeriod.DAILY, Decimal("25.00")),
        "bid_strategy": BidStrategy.HIGHEST_VOLUME,
        "page_external_id": "9001",
        "ad_groups": (DraftAdGroup("Snackers US", audience.id, ads=(ad,)),),
    }


def observed_campaign(external_id: str = "c1", **values: object) -> ObservedNode:
    """Make a campaign as a platform shows it; `values` replace its fields."""
    fields: dict[str, object] = {
        "name": "Running chips",
        "state": RunState.ACTIVE,
        "purpose": Purpose.SALES,
        "budget": Budget(BudgetPeriod.DAILY, Money.of("40", "USD")),
        "bid_strategy": BidStrategy.HIGHEST_VOLUME,
        "objective": "OUTCOME_SALES",
    }
    made = CampaignFields(**{**fields, **values})  # type: ignore[arg-type]
    return ObservedNode(Level.CAMPAIGN, external_id, None, made, made.state.value.upper())


def observed_ad_group(
    external_id: str = "g1", campaign: str = "c1", **values: object
) -> ObservedNode:
    """Make an ad group as a platform shows it; `values` replace its fields."""
    fields: dict[str, object] = {
        "name": "Snackers",
        "state": RunState.ACTIVE,
        "budget": None,
        "targeting": Targeting(countries=("US",), interests=(Interest("6003", "Snacks"),), expand=True),
        "start_at": NOW - timedelta(days=30),
        "pixel_external_id": "7001",
    }
    made = AdGroupFields(**{**fields, **values})  # type: ignore[arg-type]
    return ObservedNode(Level.AD_GROUP, external_id, campaign, made, made.state.value.upper())


def observed_ad(external_id: str = "a1", ad_group: str = "g1", **values: object) -> ObservedNode:
    """Make an approved ad as a platform shows it; `values` replace its fields."""
    content = CreativeContent(
        headline="Hot chips",
        primary_text="Try them.",
        description="",
        call_to_action="shop_now",
        destination_url="https://tastychips.co/",
        page_external_id="9001",
        image_hash="abc",
        image_url="https://images.example/abc.jpg",
    )
    fields: dict[str, object] = {"name": "Hot 1", "state": RunState.ACTIVE, "creative": content}
    made = AdFields(**{**fields, **values})  # type: ignore[arg-type]
    return ObservedNode(
        Level.AD, external_id, ad_group, made, made.state.value.upper(), ReviewStatus.APPROVED
    )


def observed_tree(*nodes: ObservedNode, seen_at: datetime = NOW) -> ObservedTree:
    """Make a tree; one campaign, ad group and ad when no nodes are given."""
    return ObservedTree(seen_at, nodes or (observed_campaign(), observed_ad_group(), observed_ad()))


async def record(
    database: Database, tenant: Tenant, account: AdAccount, tree: ObservedTree, *held: UUID
) -> RecordedCounts:
    """Record a tree in a transaction of its own."""
    async with database.transaction(tenant.scope) as tx:
        return await campaigns.record_observed(tx, account, tree, held_campaign_ids=held)


def instant(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """Make an instant in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)
