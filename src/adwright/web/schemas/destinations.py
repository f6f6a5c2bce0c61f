"""Shapes of destination checks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field

from adwright.campaigns.destinations import DestinationCheck
from adwright.web.schemas.base import Input, Output


class DestinationCheckOut(Output):
    """What a destination answered when it was asked last; `checked_at` is UTC."""

    url: str
    answers: bool
    status: int | None
    message: str
    checked_at: datetime
    allowed_by: str | None
    allowed_why: str | None
    passes: bool = Field(description="Whether a launch may lead there")

    @classmethod
    def of(cls, check: DestinationCheck) -> DestinationCheckOut:
        """Convert a check."""
        return cls.model_validate(check)


class DestinationChecksOut(Output):
    """Destinations of a campaign that were asked."""

    items: Sequence[DestinationCheckOut]


class AllowDestinationIn(Input):
    """Let a destination pass that did not answer, saying why."""

    url: Annotated[str, Field(min_length=1, max_length=2048)]
    why: Annotated[str, Field(min_length=1, max_length=2000, examples=["The page opens on Monday"])]
