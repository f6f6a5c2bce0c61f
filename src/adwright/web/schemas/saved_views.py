"""Shapes of saved views of the campaign list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, cast
from uuid import UUID

from pydantic import Field, StringConstraints

from adwright.campaigns.saved_views import SavedView, ViewEdit
from adwright.core.actor import Actor
from adwright.web.schemas.base import Input, Output

_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
# PostgreSQL keeps no control characters such as NUL in JSON.
_PRINTED = r"^[^\x00-\x1f]*$"
_Key = Annotated[str, Field(min_length=1, max_length=50, pattern=_PRINTED)]
_Search = Annotated[
    dict[_Key, Annotated[str, Field(max_length=200, pattern=_PRINTED)]],
    Field(
        max_length=20,
        description="Filters, period and sort, as they stand in the page's address",
        examples=[{"status": "live", "sort": "-spend"}],
    ),
]
_Columns = Annotated[list[_Key], Field(max_length=100)]


class SavedViewIn(Input):
    """A view to keep."""

    name: _Name = Field(examples=["Live, dearest first"])
    search: _Search
    columns: _Columns | None = Field(default=None, description="Keys of the columns in order")
    shared: bool = Field(default=False, description="Let everybody in the organization use it")


class SavedViewPatch(Input):
    """What to set of a view; what is left out stays."""

    name: _Name | None = None
    search: _Search | None = None
    columns: _Columns | None = None
    shared: bool | None = None

    def to_edit(self) -> ViewEdit:
        """Return the fields that were given; only the columns may be taken away."""
        given = {name: getattr(self, name) for name in self.model_fields_set}
        return cast(
            ViewEdit, {name: value for name, value in given.items() if value is not None or name == "columns"}
        )


class SavedViewOut(Output):
    """A view of the campaign list."""

    id: UUID
    name: str
    search: dict[str, str]
    columns: Sequence[str] | None
    shared: bool
    own: bool = Field(description="Only one's own can be changed")
    made_by: str
    updated_at: datetime

    @classmethod
    def of(cls, view: SavedView, actor: Actor) -> SavedViewOut:
        """Convert a view for whoever looks."""
        return cls(
            id=view.id,
            name=view.name,
            search=dict(view.search),
            columns=view.columns,
            shared=view.shared,
            own=view.person_id == actor.person_id,
            made_by=view.made_by,
            updated_at=view.updated_at,
        )
