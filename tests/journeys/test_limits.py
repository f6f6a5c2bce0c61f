"""What the platforms said of their limits is shown with the connection whose limits they are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adwright.accounts.ports import Usage
from adwright.accounts.service import SharedQuota
from adwright.core.database import Database
from adwright.core.errors import NotFound
from adwright.journeys.show_limits import ShowLimits
from adwright.platforms.model import Provider
from tests.factories import make_ad_account, make_connection, make_organization
from tests.twins.platform import PlatformTwin


async def test_limits_when_the_platform_has_told_then_say_used_left_and_until_when_work_waits(
    database: Database,
) -> None:
    tenant = await make_organization(database)
    connection = await make_connection(database, tenant)
    busy = await make_ad_account(
        database, tenant, connection=connection, external_id=f"act_{tenant.organization_id}"
    )
    quiet = await make_ad_account(
        database, tenant, connection=connection, external_id=f"act_q{tenant.organization_id}"
    )
    twin = PlatformTwin()
    quota = SharedQuota(database, tenant.clock)
    subject = twin.account_limit(busy.external_id)
    await quota.note([Usage(subject, 100, blocked_seconds=600, tier="development_access")])
    show = ShowLimits(database, {Provider.META_SANDBOX: twin.ports}, tenant.clock)

    shown = {
        each.account.id if each.account else None: each.usage
        for each in await show(tenant.owner, connection.id)
    }
    told = shown[busy.id]
    assert told is not None
    assert (told.used_percent, told.tier) == (100, "development_access")
    assert told.waits_until == tenant.clock.now() + timedelta(seconds=600)
    assert set(shown) == {None, busy.id, quiet.id}
    assert shown[quiet.id] is None

    tenant.clock.advance(timedelta(seconds=601))
    later = {each.account.id: each.usage for each in await show(tenant.owner, connection.id) if each.account}
    assert later[busy.id] is not None
    assert later[busy.id].waits_until is None  # type: ignore[union-attr]


async def test_limits_when_the_connection_is_somebody_elses_then_there_is_none(database: Database) -> None:
    tenant = await make_organization(database)
    connection = await make_connection(database, tenant)
    stranger = await make_organization(database)
    show = ShowLimits(database, {Provider.META_SANDBOX: PlatformTwin().ports}, tenant.clock)
    with pytest.raises(NotFound):
        await show(stranger.owner, connection.id)
