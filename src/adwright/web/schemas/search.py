"""Shapes of what a campaign on Google Search has besides."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Self, cast

from pydantic import Field, model_validator

from adwright.campaigns.live_edits import SearchEdit
from adwright.campaigns.model import ScheduleSlot, SearchSettings
from adwright.platforms.model import Weekday
from adwright.web.schemas.base import Input, Output

_DAY = 24 * 60


class ScheduleSlotIn(Input):
    """Hours of one weekday in the account's zone; minutes since midnight in steps of 15."""

    weekday: Weekday
    from_minute: int = Field(ge=0, lt=_DAY, multiple_of=15, examples=[540])
    until_minute: int = Field(gt=0, le=_DAY, multiple_of=15, examples=[1080])

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.until_minute <= self.from_minute:
            raise ValueError("The hours end before they begin.")
        return self


class SearchIn(Input):
    """Settings for Google Search. Places and languages are those of the ad groups' audiences."""

    excluded_places: list[str] = Field(
        default=[], max_length=250, description="Places that are left out, named as countries are"
    )
    partners: bool = Field(default=False, description="Also in the networks of Google's search partners")
    display: bool = Field(default=False, description="Also on the Display Network")
    negative_keywords: list[str] = Field(
        default=[], max_length=1000, description="Searches that the whole campaign leaves out"
    )
    political: bool = Field(default=False, description="Whether the ads are political; the EU asks for it")
    schedule: list[ScheduleSlotIn] = Field(default=[], max_length=42, description="Empty: always")
    target_roas: Decimal | None = Field(
        default=None, gt=0, le=1000, decimal_places=4, description="3.5 means 350 %", examples=["3.5"]
    )

    def to_settings(self) -> SearchSettings:
        """Convert to the room's words."""
        return SearchSettings(
            excluded_places=tuple(self.excluded_places),
            partners=self.partners,
            display=self.display,
            negative_keywords=tuple(self.negative_keywords),
            political=self.political,
            schedule=tuple(
                ScheduleSlot(slot.weekday, slot.from_minute, slot.until_minute) for slot in self.schedule
            ),
            target_roas=self.target_roas,
        )

    def to_edit(self) -> SearchEdit:
        """Return the settings that were given, in the room's words; what was left out stays."""
        settings = self.to_settings()
        return cast(SearchEdit, {name: getattr(settings, name) for name in self.model_fields_set})


class ScheduleSlotOut(Output):
    """Hours of one weekday in the account's zone; minutes since midnight."""

    weekday: Weekday
    from_minute: int
    until_minute: int


class SearchOut(Output):
    """Settings for Google Search."""

    excluded_places: Sequence[str]
    partners: bool
    display: bool
    negative_keywords: Sequence[str]
    political: bool
    schedule: Sequence[ScheduleSlotOut]
    target_roas: str | None

    @classmethod
    def of(cls, search: SearchSettings | None) -> SearchOut | None:
        """Convert settings, if there are any."""
        if search is None:
            return None
        return cls(
            excluded_places=search.excluded_places,
            partners=search.partners,
            display=search.display,
            negative_keywords=search.negative_keywords,
            political=search.political,
            schedule=[ScheduleSlotOut.model_validate(slot) for slot in search.schedule],
            target_roas=None if search.target_roas is None else format(search.target_roas.normalize(), "f"),
        )
