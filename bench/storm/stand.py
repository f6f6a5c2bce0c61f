"""Two agencies, each with an ad account on either platform; all of one storm is theirs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.accounts.model import AdAccount, Connection, ConnectionStatus
from adwright.accounts.ports import RemotePage
from adwright.adapters.google.tokens import refresh_secret
from adwright.bootstrap.container import Container
from adwright.campaigns import service as campaigns
from adwright.campaigns.model import Targeting
from adwright.changes import service as changes
from adwright.changes.model.life import ChangeKind
from adwright.changes.model.limits import Limits, Scope
from adwright.changes.model.policy import ApprovalRule, Policy
from adwright.core.actor import Actor, Role
from adwright.core.money import Money
from adwright.creatives import service as creatives
from adwright.creatives.model import CreativeText
from adwright.platforms.model import Platform, Provider
from bench.storm.market import Market
from tests.factories import (
    Tenant,
    make_connection,
    make_grant,
    make_member,
    make_organization,
    make_remote_account,
)
from tests.factories_changes import make_version

CURRENCY = "USD"
VERSIONS = 6


@dataclass(frozen=True)
class Rules:
    """What an agency has set, as plain numbers that the storm judges by itself.

    Attributes:
        most_a_day, most_rise_a_day: in dollars; None for no limit.
        step_percent: by how much a budget may rise at once; None for any step below tenfold.
        launch_by_another: a launch needs somebody else's approval.
        budgets_by_two: a new budget needs two approvals.
    """

    most_a_day: int | None
    most_rise_a_day: int | None
    step_percent: int | None
    most_entities: int | None
    launch_by_another: bool
    budgets_by_two: bool


CAREFUL = Rules(100, 400, 20, 6, launch_by_another=True, budgets_by_two=False)
BOLD = Rules(None, None, None, None, launch_by_another=False, budgets_by_two=True)


@dataclass(frozen=True)
class Agency:
    """An organization with two people who decide."""

    tenant: Tenant
    rules: Rules
    colleague: Actor
    analyst: Actor


@dataclass(frozen=True)
class Stand:
    """One ad account, and what campaigns are made of there.

    Attributes:
        versions: creative versions by headline.
        audiences: ids; on Google with keywords.
    """

    agency: Agency
    platform: Platform
    account: AdAccount
    connection: Connection
    token: str
    manager: str | None
    page: str | None
    versions: dict[str, UUID]
    audiences: tuple[UUID, ...]


async def make_stands(container: Container, market: Market) -> list[Stand]:
    """Make both agencies with their accounts on both platforms."""
    stands = []
    for name, rules in (("Careful", CAREFUL), ("Bold", BOLD)):
        agency = await _make_agency(container, name, rules)
        stands += [await _on_meta(container, market, agency), await _on_google(container, market, agency)]
    return stands


async def reconnect(container: Container, stand: Stand) -> None:
    """Connect a platform again whose token was refused, as a person does. Repeatable."""
    tenant = stand.agency.tenant
    async with container.database.transaction(tenant.scope) as tx:
        connection = await accounts.get_connection(tx, stand.connection.id)
        if connection.status is ConnectionStatus.GOOD:
            return
        await accounts.keep_grant(
            tx,
            tenant.owner,
            container.clock,
            container.keyring,
            stand.connection.provider,
            make_grant(token=stand.token),
            connection_id=stand.connection.id,
        )


async def set_account_limits(container: Container, stand: Stand, limits: Limits) -> None:
    """Set what holds for the account besides what its agency has set."""
    tenant = stand.agency.tenant
    async with container.database.transaction(tenant.scope) as tx:
        scope = Scope.AD_ACCOUNT
        await changes.set_limits(tx, tenant.owner, container.clock, scope, stand.account.id, limits)


async def _make_agency(container: Container, name: str, rules: Rules) -> Agency:
    made = await make_organization(
        container.database, name=f"{name} Agency", now=container.clock.now(), keyring=container.keyring
    )
    tenant = replace(made, clock=container.clock)  # type: ignore[arg-type]
    limits = Limits(
        max_daily_budget=_amounts(rules.most_a_day),
        max_daily_increase=_amounts(rules.most_rise_a_day),
        max_step_percent=rules.step_percent,
        max_entities=rules.most_entities,
    )
    wanted = []
    if rules.launch_by_another:
        wanted.append(ApprovalRule(kinds=frozenset({ChangeKind.LAUNCH}), author_counts=False))
    if rules.budgets_by_two:
        wanted.append(ApprovalRule(kinds=frozenset({ChangeKind.BUDGET}), approvals=2))
    async with container.database.transaction(tenant.scope) as tx:
        subject = (Scope.ORGANIZATION, tenant.organization_id)
        await changes.set_limits(tx, tenant.owner, container.clock, *subject, limits)
        await changes.set_policy(tx, tenant.owner, container.clock, *subject, Policy(tuple(wanted)))
    colleague = await make_member(container.database, tenant, Role.MANAGER)
    return Agency(tenant, rules, colleague, tenant.actor(Role.ANALYST))


def _amounts(dollars: int | None) -> tuple[Money, ...]:
    return () if dollars is None else (Money.of(Decimal(dollars), CURRENCY),)


async def _on_meta(container: Container, market: Market, agency: Agency) -> Stand:
    made = market.control(
        "POST", "/accounts", name=f"{agency.tenant.person.name} on Meta", page="Tasty Chips"
    )
    token = market.control("POST", "/tokens", accounts=[made["account_id"]], kind="system_user")[
        "access_token"
    ]
    page = str(made["pages"][0]["id"])
    connection, account = await _bring_in(container, agency, Provider.META_SANDBOX, str(token), made, None)
    async with container.database.transaction(agency.tenant.scope) as tx:
        await accounts.record_pages(tx, account.id, [RemotePage(page, "Tasty Chips", None)])
        tenant = agency.tenant
        versions = {
            f"New Meta {number}": await make_version(tenant, tx, container.store, f"Meta {number}")
            for number in range(VERSIONS)
        }
    audiences = await _audiences(container, agency, "Meta", ((), ()))
    return Stand(agency, Platform.META, account, connection, str(token), None, page, versions, audiences)


async def _on_google(container: Container, market: Market, agency: Agency) -> Stand:
    made = market.control(
        "POST", "/accounts", platform="google", name=f"{agency.tenant.person.name} on Google"
    )
    grant = market.control("POST", "/tokens", platform="google")
    token, manager = refresh_secret(grant["refresh_token"]), str(made["manager_id"])
    connection, account = await _bring_in(container, agency, Provider.GOOGLE_SANDBOX, token, made, manager)
    async with container.database.transaction(agency.tenant.scope) as tx:
        versions = {}
        for number in range(VERSIONS):
            headline = f"Search chips {number}"
            text = CreativeText(
                headline=headline,
                primary_text="Organic potatoes, sea salt, small batches.",
                call_to_action="",
                destination_url="https://tastychips.co/spicy",
                description="Twelve flavours, straight to your door.",
                more_headlines=("Crunch into the heat", "Order a box today"),
            )
            creative = await creatives.create_creative(
                tx,
                agency.tenant.owner,
                container.clock,
                advertiser_id=agency.tenant.advertiser_id,
                name=headline,
                content=text,
            )
            versions[headline] = creative.latest.id
    audiences = await _audiences(
        container, agency, "Google", (("[spicy chips]", "kettle chips"), ('"organic chips"', "snack box"))
    )
    return Stand(agency, Platform.GOOGLE, account, connection, token, manager, None, versions, audiences)


async def _bring_in(
    container: Container,
    agency: Agency,
    provider: Provider,
    token: str,
    made: dict[str, Any],
    manager: str | None,
) -> tuple[Connection, AdAccount]:
    tenant = agency.tenant
    connection = await make_connection(container.database, tenant, provider=provider, token=token)
    external_id = str(made.get("account_id") or made["customer_id"])
    remote = replace(
        make_remote_account(external_id=external_id, name=str(made["name"]), zone=str(made["timezone"])),
        manager_external_id=manager,
    )
    async with container.database.transaction(tenant.scope) as tx:
        [account] = await accounts.bring_in_accounts(
            tx, tenant.owner, container.clock, connection.id, tenant.advertiser_id, [remote]
        )
    return connection, account


async def _audiences(
    container: Container, agency: Agency, name: str, keywords: tuple[tuple[str, ...], ...]
) -> tuple[UUID, ...]:
    made = []
    async with container.database.transaction(agency.tenant.scope) as tx:
        for number, words in enumerate(keywords):
            audience = await campaigns.create_audience(
                tx,
                agency.tenant.owner,
                container.clock,
                advertiser_id=agency.tenant.advertiser_id,
                name=f"{name} {number}",
                targeting=Targeting(countries=("US",), age_min=18 if words else 18 + number, keywords=words),
            )
            made.append(audience.id)
    return tuple(made)
