"""Any tree that a platform may show: into the rows and out again as the desired tree, unchanged."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, Phase, given, settings
from sqlalchemy import select

from adwright.campaigns import service as campaigns
from adwright.campaigns.model import (
    AdFields,
    CampaignFields,
    DesiredCampaign,
    NodeFields,
    ObservedNode,
    RunState,
)
from adwright.campaigns.views import campaign_rows
from adwright.core.database import Database
from adwright.platforms.model import Level
from tests.factories import NOW, Tenant, make_ad_account, make_organization
from tests.factories_campaigns import observed_tree, record
from tests.unit.campaigns.trees import trees


def desired_fields(tree: DesiredCampaign) -> dict[str | None, NodeFields]:
    found: dict[str | None, NodeFields] = {tree.external_id: tree.fields}
    for group in tree.ad_groups:
        # The strategy is the campaign's, and observed at its ad groups on some platforms only.
        found[group.external_id] = replace(group.fields, bid_strategy=None)
        found |= {ad.external_id: ad.fields for ad in group.ads}
    return found


def seen_fields(nodes: list[ObservedNode]) -> dict[str | None, NodeFields]:
    return {node.external_id: wanted_fields(node.fields) for node in nodes}


def wanted_fields(fields: NodeFields) -> NodeFields:
    """Leave out the platform's word for the purpose, never desired; an unnamed ad is called by a headline."""
    if isinstance(fields, CampaignFields):
        return replace(fields, objective=None)
    if isinstance(fields, AdFields) and not fields.name:
        return replace(fields, name=fields.creative.headline)
    return fields


def deleted(node: ObservedNode) -> ObservedNode:
    fields: NodeFields = replace(node.fields, state=RunState.ARCHIVED)
    return replace(node, fields=fields, effective_status="DELETED")


async def load(database: Database, tenant: Tenant) -> tuple[DesiredCampaign, dict[str, ObservedNode]]:
    async with database.transaction(tenant.scope) as tx:
        campaign_id = (await tx.execute(select(campaign_rows(tx).c.id))).scalar_one()
        observed = await campaigns.observed_of(tx, campaign_id)
        by_external_id = {node.external_id: node for node in observed.values()}
        return await campaigns.load_desired(tx, campaign_id), by_external_id


# Each example has an organization of its own; the database is the session's. To shrink a failure would take
# minutes of it.
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(first=trees(), second=trees())
async def test_tree_when_recorded_then_desired_equals_observed_and_stays_when_the_next_differs(
    database: Database, first: list[ObservedNode], second: list[ObservedNode]
) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)

    await record(database, tenant, account, observed_tree(*first))
    desired, observed = await load(database, tenant)
    assert desired_fields(desired) == seen_fields(first)
    assert observed == {node.external_id: node for node in first}

    await record(
        database, tenant, account, observed_tree(*second, seen_at=NOW + timedelta(minutes=5))
    )
    desired, observed = await load(database, tenant)
    gone = {node.external_id: deleted(node) for node in first}
    expected = gone | {node.external_id: node for node in second}
    assert observed == expected
    known = {node.external_id: node for node in second} | {node.external_id: node for node in first}
    assert desired_fields(desired) == seen_fields(list(known.values()))
    assert {group.external_id for group in desired.ad_groups} == {
        node.external_id for node in expected.values() if node.level is Level.AD_GROUP
    }
