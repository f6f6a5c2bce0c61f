"""An ad account on Meta; what a test needs otherwise it replaces."""

from __future__ import annotations

from adwright.accounts.model import AdAccount
from adwright.accounts.ports import AccountStatus
from adwright.core.ids import new_id
from adwright.platforms.model import Platform, Provider
from tests.factories import NOW

META_ACCOUNT = AdAccount(
    id=new_id(),
    organization_id=new_id(),
    advertiser_id=new_id(),
    connection_id=new_id(),
    platform=Platform.META,
    provider=Provider.META,
    external_id="act_1",
    name="Chips US",
    currency="USD",
    zone="America/New_York",
    status=AccountStatus.ACTIVE,
    platform_status="ACTIVE",
    disable_reason=None,
    spend_cap_micros=None,
    min_daily_budget_micros=1_000_000,
    platform_clock_offset_seconds=0,
    last_day=None,
    manager_external_id=None,
    beneficiary=None,
    payor=None,
    funding=None,
    payment_trouble=None,
    created_at=NOW,
)
