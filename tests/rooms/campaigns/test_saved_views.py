"""Views of the campaign list: everybody's own, shared when they say so, changed by nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adwright.campaigns import service as campaigns
from adwright.core.actor import Actor, ActorKind, KeyScope, Role
from adwright.core.database import Database
from adwright.core.errors import Conflict, Denied, NotFound
from tests.factories import Tenant, make_organization

LIVE = {"status": "live", "sort": "-spend"}


async def make_colleague(database: Database, tenant: Tenant) -> Actor:
    """Return somebody else in the organization, who only reads."""
    somebody = (await make_organization(database)).owner
    return replace(somebody, organization_id=tenant.organization_id, role=Role.ANALYST)


async def test_view_when_shared_then_others_use_it_and_only_its_maker_changes_it(database: Database) -> None:
    tenant = await make_organization(database)
    other = await make_colleague(database, tenant)
    async with database.transaction(tenant.scope) as tx:
        own = await campaigns.save_view(
            tx, tenant.owner, tenant.clock, name="Live", search=LIVE, columns=("name", "spend"), shared=False
        )
        assert await campaigns.list_views(tx, other) == []
        with pytest.raises(NotFound):
            await campaigns.change_view(tx, other, tenant.clock, own.id, {"name": "Mine"})

        await campaigns.change_view(tx, tenant.owner, tenant.clock, own.id, {"shared": True})
        [shared] = await campaigns.list_views(tx, other)
        assert (shared.search, shared.columns) == (LIVE, ("name", "spend"))
        with pytest.raises(Denied):
            await campaigns.change_view(tx, other, tenant.clock, own.id, {"name": "Mine"})
        with pytest.raises(Denied):
            await campaigns.delete_view(tx, other, own.id)

        await campaigns.delete_view(tx, tenant.owner, own.id)
        assert await campaigns.list_views(tx, tenant.owner) == []


async def test_view_when_its_name_is_taken_then_is_refused_for_oneself_only(database: Database) -> None:
    tenant = await make_organization(database)
    other = await make_colleague(database, tenant)
    values = {"name": "Live", "search": LIVE, "columns": None, "shared": True}
    async with database.transaction(tenant.scope) as tx:
        await campaigns.save_view(tx, tenant.owner, tenant.clock, **values)  # type: ignore[arg-type]
        await campaigns.save_view(tx, other, tenant.clock, **values)  # type: ignore[arg-type]
        with pytest.raises(Conflict, match="of this name"):
            await campaigns.save_view(tx, other, tenant.clock, **values)  # type: ignore[arg-type]


async def test_view_when_a_key_may_only_read_then_is_not_kept(database: Database) -> None:
    tenant = await make_organization(database)
    key = Actor(
        organization_id=tenant.organization_id,
        kind=ActorKind.API_KEY,
        name="Dashboard",
        person_id=tenant.owner.person_id,
        role=Role.OWNER,
        key_scopes=frozenset({KeyScope.READ}),
    )
    async with database.transaction(tenant.scope) as tx:
        with pytest.raises(Denied):
            await campaigns.save_view(
                tx, key, tenant.clock, name="Live", search=LIVE, columns=None, shared=False
            )
        assert await campaigns.list_views(tx, key) == []
