"""Guardrail limits and approval policies, as organizations, advertisers and ad accounts set them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Table, select
from sqlalchemy.dialects.postgresql import insert

from adwright.changes.model.limits import Limits
from adwright.changes.model.policy import Policy
from adwright.changes.tables import approval_policies, guardrail_limits
from adwright.core.database import Transaction
from adwright.core.tenant import owned

_LIMITS = TypeAdapter(Limits)
_POLICY = TypeAdapter(Policy)


class SettingsRepository:
    """Settings of one organization; each row's id is that of whom it is for."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def limits(self, subject_ids: Sequence[UUID]) -> Mapping[UUID, Limits]:
        """Return the limits of some subjects; one that has set nothing is not there."""
        rows = await self._of(guardrail_limits, subject_ids)
        return {row["id"]: _LIMITS.validate_python(row["limits"]) for row in rows}

    async def policies(self, subject_ids: Sequence[UUID]) -> Mapping[UUID, Policy]:
        """Return the policies of some subjects; one that has set nothing is not there."""
        rows = await self._of(approval_policies, subject_ids)
        return {row["id"]: _POLICY.validate_python(row["policy"]) for row in rows}

    async def set_limits(
        self,
        subject_id: UUID,
        limits: Limits,
        *,
        advertiser_id: UUID | None,
        ad_account_id: UUID | None,
        at: datetime,
        by: str,
    ) -> None:
        """Set the limits of a subject."""
        values = {"limits": limits_json(limits), "set_at": at, "set_by": by}
        keys = {"id": subject_id, "advertiser_id": advertiser_id, "ad_account_id": ad_account_id}
        await self._set(guardrail_limits, keys, values)

    async def set_policy(
        self, subject_id: UUID, policy: Policy, *, advertiser_id: UUID | None, at: datetime, by: str
    ) -> None:
        """Set the policy of a subject."""
        values = {"policy": policy_json(policy), "set_at": at, "set_by": by}
        await self._set(approval_policies, {"id": subject_id, "advertiser_id": advertiser_id}, values)

    async def _of(self, table: Table, subject_ids: Sequence[UUID]) -> Sequence[Mapping[str, Any]]:
        statement = select(table).where(owned(table, self._tx), table.c.id.in_(subject_ids))
        return [dict(row) for row in (await self._tx.execute(statement)).mappings()]

    async def _set(self, table: Table, keys: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        statement = insert(table).values(organization_id=self._tx.organization_id, **keys, **values)
        await self._tx.execute(
            statement.on_conflict_do_update(index_elements=["organization_id", "id"], set_=dict(values))
        )


def limits_json(limits: Limits) -> Any:
    """Return limits as JSON."""
    return _LIMITS.dump_python(limits, mode="json")


def policy_json(policy: Policy) -> Any:
    """Return a policy as JSON."""
    return _POLICY.dump_python(policy, mode="json")
