"""What every request and answer shares: inputs refuse unknown fields, outputs have no defaults."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from adwright.core.money import Money
from adwright.core.paging import Page

T = TypeVar("T")
U = TypeVar("U")


class Input(BaseModel):
    """A request's body: an unknown field is an error, not ignored."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Output(BaseModel):
    """An answer: every field is always there."""

    model_config = ConfigDict(from_attributes=True)


class MoneyOut(Output):
    """An exact amount of money; the amount is a decimal string in major units."""

    amount: str = Field(examples=["12.50"])
    currency: str = Field(examples=["USD"])

    @classmethod
    def of(cls, money: Money) -> MoneyOut:
        """Convert money for an answer."""
        return cls(amount=format(money.amount, "f"), currency=money.currency)


Amount = Annotated[
    Decimal,
    Field(
        ge=0, max_digits=18, decimal_places=6, description="Decimal amount in major units", examples=["12.50"]
    ),
]


class PageOut(Output, Generic[T]):
    """One part of a list."""

    items: Sequence[T]
    total: int
    offset: int
    limit: int

    @classmethod
    def of(cls, page: Page[U], convert: Callable[[U], T]) -> PageOut[T]:
        """Convert a page, item by item."""
        return cls(
            items=[convert(item) for item in page.items],
            total=page.total,
            offset=page.offset,
            limit=page.limit,
        )


class FieldProblemOut(Output):
    """One thing wrong with one field."""

    field: str
    message: str


class ProblemOut(Output):
    """An error as RFC 9457 problem+json."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    fields: Sequence[FieldProblemOut]
