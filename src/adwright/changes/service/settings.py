"""Guardrail limits and approval policies: read for an ad account, and set by those who may."""

from __future__ import annotations

from uuid import UUID

from adwright.accounts import service as accounts
from adwright.audit import service as audit
from adwright.campaigns import service as campaigns
from adwright.changes.model.limits import (
    NO_LIMITS,
    ORGANIZATION_DEFAULT,
    Levels,
    Limits,
    Scope,
    check_limits,
)
from adwright.changes.model.policy import NO_POLICY, Policies, Policy, check_policy
from adwright.changes.repository.settings import SettingsRepository, limits_json, policy_json
from adwright.core.actor import Actor, Permission
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Invalid
from adwright.events import service as events


async def limits_of(tx: Transaction, scope: Scope, subject_id: UUID) -> Limits:
    """Return what one organization, advertiser or ad account has set. Repeatable.

    Raises:
        NotFound: there is no such advertiser or ad account.
    """
    await _require_subject(tx, scope, subject_id)
    found = await SettingsRepository(tx).limits([subject_id])
    return found.get(subject_id, _default_limits(scope))


async def limit_levels(tx: Transaction, advertiser_id: UUID, ad_account_id: UUID | None) -> Levels:
    """Return what is set at each level above and at an ad account (or an advertiser alone). Repeatable."""
    subjects = {Scope.ORGANIZATION: tx.organization_id, Scope.ADVERTISER: advertiser_id}
    if ad_account_id is not None:
        subjects[Scope.AD_ACCOUNT] = ad_account_id
    found = await SettingsRepository(tx).limits(list(subjects.values()))
    return {scope: found.get(each, _default_limits(scope)) for scope, each in subjects.items()}


async def set_limits(
    tx: Transaction, actor: Actor, clock: Clock, scope: Scope, subject_id: UUID, limits: Limits
) -> Limits:
    """Set the limits of an organization, an advertiser or an ad account. Repeatable.

    Raises:
        NotFound: there is no such advertiser or ad account, or nothing like what shall never be touched.
        Denied: the actor may not administer it.
        Invalid: the limits contradict themselves.
    """
    actor.require(Permission.ADMIN)
    if scope is Scope.ORGANIZATION:
        actor.require_all_advertisers()
    before = await limits_of(tx, scope, subject_id)
    check_limits(limits)
    await campaigns.require_nodes(tx, limits.never_touch)
    await SettingsRepository(tx).set_limits(
        subject_id,
        limits,
        advertiser_id=subject_id if scope is Scope.ADVERTISER else None,
        ad_account_id=subject_id if scope is Scope.AD_ACCOUNT else None,
        at=clock.now(),
        by=actor.name,
    )
    await audit.record(
        tx,
        actor,
        "guardrails.set",
        scope.value,
        subject_id,
        before=limits_json(before),
        after=limits_json(limits),
    )
    await events.publish(tx, "guardrails.updated", subject_id)
    return limits


async def policy_of(tx: Transaction, scope: Scope, subject_id: UUID) -> Policy:
    """Return the policy that an organization or an advertiser has set. Repeatable.

    Raises:
        NotFound: there is no such advertiser.
    """
    await _require_subject(tx, scope, subject_id)
    return (await SettingsRepository(tx).policies([subject_id])).get(subject_id, NO_POLICY)


async def policies_for(tx: Transaction, advertiser_id: UUID) -> Policies:
    """Return the policies that hold for an advertiser's changes. Repeatable."""
    found = await SettingsRepository(tx).policies([tx.organization_id, advertiser_id])
    return {
        Scope.ORGANIZATION: found.get(tx.organization_id, NO_POLICY),
        Scope.ADVERTISER: found.get(advertiser_id, NO_POLICY),
    }


async def set_policy(
    tx: Transaction, actor: Actor, clock: Clock, scope: Scope, subject_id: UUID, policy: Policy
) -> Policy:
    """Set the policy of an organization or an advertiser. Repeatable.

    Raises:
        NotFound: there is no such advertiser.
        Denied: the actor may not administer it.
        Invalid: an ad account has no policy of its own, or the policy contradicts itself.
    """
    actor.require(Permission.ADMIN)
    if scope is Scope.AD_ACCOUNT:
        raise Invalid("A policy is the organization's or an advertiser's.", code="no_policy_here")
    if scope is Scope.ORGANIZATION:
        actor.require_all_advertisers()
    before = await policy_of(tx, scope, subject_id)
    check_policy(policy, scope)
    advertiser_id = subject_id if scope is Scope.ADVERTISER else None
    await SettingsRepository(tx).set_policy(
        subject_id, policy, advertiser_id=advertiser_id, at=clock.now(), by=actor.name
    )
    await audit.record(
        tx,
        actor,
        "approval_policy.set",
        scope.value,
        subject_id,
        before=policy_json(before),
        after=policy_json(policy),
    )
    await events.publish(tx, "approval_policy.updated", subject_id)
    return policy


def _default_limits(scope: Scope) -> Limits:
    return ORGANIZATION_DEFAULT if scope is Scope.ORGANIZATION else NO_LIMITS


async def _require_subject(tx: Transaction, scope: Scope, subject_id: UUID) -> None:
    if scope is Scope.ADVERTISER:
        await accounts.get_advertiser(tx, subject_id)
    elif scope is Scope.AD_ACCOUNT:
        await accounts.get_ad_account(tx, subject_id)
