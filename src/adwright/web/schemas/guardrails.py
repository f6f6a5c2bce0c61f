"""Shapes of guardrails: limits as they are set, what they mean in plain words, and what is in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Annotated
from uuid import UUID

from pydantic import Field

from adwright.campaigns.node_names import NodeName
from adwright.changes.model.guardrails import Finding, Guardrail
from adwright.changes.model.limits import (
    LONGEST_COOL_DOWN_HOURS,
    Amounts,
    Levels,
    Limits,
    NoTouchHours,
    Scope,
)
from adwright.changes.model.summary import in_force_sentences, limit_sentences
from adwright.core.money import Money
from adwright.platforms.model import Level
from adwright.web.schemas.base import Amount, Input, MoneyOut, Output


class MoneyIn(Input):
    """An amount of money."""

    amount: Amount
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$", examples=["EUR"])]

    def to_money(self) -> Money:
        """Convert to money, exactly."""
        return Money.of(self.amount, self.currency)


AmountsIn = Annotated[
    tuple[MoneyIn, ...], Field(max_length=20, description="One for each currency; never converted")
]


class NoTouchHoursIn(Input):
    """Hours of every day in the ad account's zone; an end before the start is on the next day."""

    start: Annotated[time, Field(examples=["22:00"])]
    end: Annotated[time, Field(examples=["06:00"])]


class LimitsIn(Input):
    """Limits as a whole; what is left out is not limited."""

    max_daily_budget: AmountsIn = ()
    max_daily_increase: AmountsIn = ()
    max_step_percent: Annotated[int | None, Field(ge=0, le=100_000, examples=[20])] = None
    no_touch_hours: Annotated[tuple[NoTouchHoursIn, ...], Field(max_length=10)] = ()
    cool_down_hours: Annotated[int | None, Field(ge=1, le=LONGEST_COOL_DOWN_HOURS, examples=[24])] = None
    never_touch: Annotated[
        tuple[UUID, ...], Field(max_length=1000, description="Ids of campaigns, ad groups or ads")
    ] = ()
    max_entities: Annotated[int | None, Field(ge=1, le=100_000, examples=[50])] = None
    stopped: bool = False

    def to_limits(self) -> Limits:
        """Convert to limits."""
        return Limits(
            max_daily_budget=amounts_of(self.max_daily_budget),
            max_daily_increase=amounts_of(self.max_daily_increase),
            max_step_percent=self.max_step_percent,
            no_touch_hours=tuple(NoTouchHours(each.start, each.end) for each in self.no_touch_hours),
            cool_down_hours=self.cool_down_hours,
            never_touch=frozenset(self.never_touch),
            max_entities=self.max_entities,
            stopped=self.stopped,
        )


def amounts_of(given: Sequence[MoneyIn]) -> Amounts:
    """Convert amounts of several currencies."""
    return tuple(each.to_money() for each in given)


class NoTouchHoursOut(Output):
    """Hours of every day in the ad account's zone."""

    start: Annotated[str, Field(examples=["22:00"])]
    end: Annotated[str, Field(examples=["06:00"])]


class LimitsOut(Output):
    """Limits as they are set; null or empty where nothing is limited."""

    max_daily_budget: Sequence[MoneyOut]
    max_daily_increase: Sequence[MoneyOut]
    max_step_percent: int | None
    no_touch_hours: Sequence[NoTouchHoursOut]
    cool_down_hours: int | None
    never_touch: Sequence[UUID]
    max_entities: int | None
    stopped: bool

    @classmethod
    def of(cls, limits: Limits) -> LimitsOut:
        """Convert limits."""
        return cls(
            max_daily_budget=[MoneyOut.of(each) for each in limits.max_daily_budget],
            max_daily_increase=[MoneyOut.of(each) for each in limits.max_daily_increase],
            max_step_percent=limits.max_step_percent,
            no_touch_hours=[
                NoTouchHoursOut(start=f"{each.start:%H:%M}", end=f"{each.end:%H:%M}")
                for each in limits.no_touch_hours
            ],
            cool_down_hours=limits.cool_down_hours,
            never_touch=sorted(limits.never_touch),
            max_entities=limits.max_entities,
            stopped=limits.stopped,
        )


class InForceOut(Output):
    """One limit in force in plain words, and at which level it is set."""

    scope: Scope
    text: str


class NeverTouchedOut(Output):
    """Something on the list of what is never touched, by name."""

    id: UUID
    level: Level
    name: str
    campaign_id: UUID
    campaign_name: str


class GuardrailsOut(Output):
    """What one level sets, what that means, and what is in force there with the levels above."""

    scope: Scope
    limits: LimitsOut
    summary: Sequence[str]
    in_force: Sequence[InForceOut]
    never_touched: Sequence[NeverTouchedOut] = Field(
        description="What this level never touches, by name, as far as the actor may see it"
    )

    @classmethod
    def of(
        cls,
        scope: Scope,
        limits: Limits,
        levels: Levels,
        currency: str | None,
        never_touched: Sequence[NodeName],
    ) -> GuardrailsOut:
        """Convert limits with those above them; the currency is the ad account's, when one is meant."""
        return cls(
            scope=scope,
            limits=LimitsOut.of(limits),
            summary=limit_sentences(limits),
            in_force=[InForceOut(scope=by, text=text) for by, text in in_force_sentences(levels, currency)],
            never_touched=[NeverTouchedOut.model_validate(each) for each in never_touched],
        )


class SentencesOut(Output):
    """What settings mean, in plain words."""

    sentences: Sequence[str]


class FindingOut(Output):
    """What one guardrail says of a change; `until` when it passes by time alone."""

    guardrail: Guardrail
    passed: bool
    text: str
    scope: Scope | None
    until: datetime | None

    @classmethod
    def of(cls, finding: Finding) -> FindingOut:
        """Convert a finding."""
        return cls.model_validate(finding)
