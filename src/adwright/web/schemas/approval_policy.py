"""Shapes of the approval policy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from adwright.changes.model.life import ChangeKind
from adwright.changes.model.limits import Scope
from adwright.changes.model.policy import (
    MOST_APPROVALS,
    ApprovalRule,
    AuthorKind,
    Automatic,
    Policy,
)
from adwright.changes.model.summary import policy_sentences
from adwright.core.actor import Role
from adwright.web.schemas.base import Input, MoneyOut, Output
from adwright.web.schemas.guardrails import AmountsIn, amounts_of

MOST_DAYS = 90


class ApprovalRuleIn(Input):
    """Which changes need more than one approval by anybody. Empty conditions fit everything."""

    kinds: tuple[ChangeKind, ...] = ()
    authors: tuple[AuthorKind, ...] = ()
    author_roles: tuple[Role, ...] = ()
    over: Annotated[AmountsIn, Field(description="Only what raises the daily cost by more")] = ()
    approvals: Annotated[int, Field(ge=1, le=MOST_APPROVALS)] = 1
    approver_roles: tuple[Role, ...] = ()
    author_counts: bool = True
    link_counts: bool = True


class AutomaticIn(Input):
    """Changes that need nobody, as long as no rule asks for somebody."""

    authors: Annotated[tuple[AuthorKind, ...], Field(min_length=1)]
    kinds: tuple[ChangeKind, ...] = ()
    up_to: Annotated[AmountsIn, Field(description="Only what raises the daily cost by no more")] = ()


class PolicyIn(Input):
    """An approval policy as a whole."""

    rules: Annotated[tuple[ApprovalRuleIn, ...], Field(max_length=30)] = ()
    automatic: Annotated[tuple[AutomaticIn, ...], Field(max_length=30)] = ()
    expires_after_days: Annotated[int | None, Field(ge=1, le=MOST_DAYS, examples=[14])] = None

    def to_policy(self) -> Policy:
        """Convert to a policy."""
        return Policy(
            rules=tuple(
                ApprovalRule(
                    kinds=frozenset(each.kinds),
                    authors=frozenset(each.authors),
                    author_roles=frozenset(each.author_roles),
                    over=amounts_of(each.over),
                    approvals=each.approvals,
                    approver_roles=frozenset(each.approver_roles),
                    author_counts=each.author_counts,
                    link_counts=each.link_counts,
                )
                for each in self.rules
            ),
            automatic=tuple(
                Automatic(frozenset(each.authors), frozenset(each.kinds), amounts_of(each.up_to))
                for each in self.automatic
            ),
            expires_after_days=self.expires_after_days,
        )


class ApprovalRuleOut(Output):
    """Which changes need more than one approval by anybody who may approve."""

    kinds: Sequence[ChangeKind]
    authors: Sequence[AuthorKind]
    author_roles: Sequence[Role]
    over: Sequence[MoneyOut]
    approvals: int
    approver_roles: Sequence[Role]
    author_counts: bool
    link_counts: bool


class AutomaticOut(Output):
    """Changes that need nobody, as long as no rule asks for somebody."""

    authors: Sequence[AuthorKind]
    kinds: Sequence[ChangeKind]
    up_to: Sequence[MoneyOut]


class PolicyOut(Output):
    """An approval policy, and what it means in plain words."""

    scope: Scope
    rules: Sequence[ApprovalRuleOut]
    automatic: Sequence[AutomaticOut]
    expires_after_days: int | None
    summary: Sequence[str]

    @classmethod
    def of(cls, scope: Scope, policy: Policy) -> PolicyOut:
        """Convert a policy."""
        return cls(
            scope=scope,
            rules=[
                ApprovalRuleOut(
                    kinds=sorted(each.kinds),
                    authors=sorted(each.authors),
                    author_roles=sorted(each.author_roles),
                    over=[MoneyOut.of(amount) for amount in each.over],
                    approvals=each.approvals,
                    approver_roles=sorted(each.approver_roles),
                    author_counts=each.author_counts,
                    link_counts=each.link_counts,
                )
                for each in policy.rules
            ],
            automatic=[
                AutomaticOut(
                    authors=sorted(each.authors),
                    kinds=sorted(each.kinds),
                    up_to=[MoneyOut.of(amount) for amount in each.up_to],
                )
                for each in policy.automatic
            ],
            expires_after_days=policy.expires_after_days,
            summary=policy_sentences(policy, is_organization=scope is Scope.ORGANIZATION),
        )
