"""A part of a node's fields: what an edit touches, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from adwright.campaigns.meta_settings import Declaration
from adwright.campaigns.model import Budget, CreativeContent, RunState, SearchSettings, Targeting
from adwright.changes.fields import Field
from adwright.core.money import Money
from adwright.platforms.model import BidStrategy, SpecialAdCategory

# Asked for each node of a tree: an enumeration's value is slow to come by.
_NAMES = tuple((field, field.value) for field in Field)


@dataclass(frozen=True, slots=True)
class Values:
    """The part of a node that an edit touches; None means untouched, unless `cleared` names the field.

    Attributes:
        audience_version_id: our audience version that the targeting is; goes with it.
        cleared: touched fields that have no value, such as an end that was taken away.
    """

    state: RunState | None = None
    budget: Budget | None = None
    name: str | None = None
    bid_strategy: BidStrategy | None = None
    bid_amount: Money | None = None
    spend_cap: Money | None = None
    special_ad_categories: tuple[SpecialAdCategory, ...] | None = None
    targeting: Targeting | None = None
    audience_version_id: UUID | None = None
    start_at: datetime | None = None
    end_at: datetime | None = None
    creative: CreativeContent | None = None
    search: SearchSettings | None = None
    declaration: Declaration | None = None
    cleared: tuple[Field, ...] = ()

    @property
    def touched(self) -> tuple[Field, ...]:
        """The fields that have a value here, or are cleared."""
        cleared = self.cleared
        return tuple(field for field, name in _NAMES if getattr(self, name) is not None or field in cleared)

    def get(self, field: Field) -> Any:
        """Return the value of a field; None when it is untouched or cleared."""
        return getattr(self, field.value)

    def only(self, wanted: Iterable[Field]) -> Values:
        """Return the part for some of the fields."""
        kept = frozenset(wanted)
        audience = self.audience_version_id if Field.TARGETING in kept else None
        values = {field.value: self.get(field) for field in Field if field in kept}
        cleared = tuple(field for field in self.cleared if field in kept)
        return Values(**values, audience_version_id=audience, cleared=cleared)

    def with_those_of(self, other: Values) -> Values:
        """Return these values and those that another part touches."""
        return replace(self, **other.as_fields(), cleared=(*self.cleared, *other.cleared))

    def as_fields(self) -> dict[str, Any]:
        """Return what is touched, by the names that the fields have on a node."""
        found = {field.value: self.get(field) for field in self.touched}
        if Field.TARGETING.value in found:
            found["audience_version_id"] = self.audience_version_id
        return found
