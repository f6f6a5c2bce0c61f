"""Values of a document as people write them: money, budgets, wall times. Exact both ways."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, PlainSerializer, PlainValidator, WithJsonSchema

from adwright.campaigns.model import Budget, ScheduleSlot
from adwright.core.errors import Invalid
from adwright.core.money import Money
from adwright.platforms.model import BudgetPeriod, Weekday

_AMOUNT = r"\d{1,12}(?:\.\d{1,6})?"
_MONEY = re.compile(rf"({_AMOUNT}) ([A-Z]{{3}})")
_BUDGET = re.compile(rf"({_AMOUNT} [A-Z]{{3}}) (daily|lifetime)")
_PERCENT = re.compile(r"(\d{1,7}(?:\.\d{1,4})?)%")
_HOURS = re.compile(rf"({'|'.join(Weekday)}) (\d\d):(\d\d)-(\d\d):(\d\d)")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


def money_of(text: object) -> Money:
    """Read an amount such as `50.00 EUR`; money is taken as it is.

    Raises:
        ValueError: it is written otherwise, the currency is unknown, or it has too many decimals.
    """
    if isinstance(text, Money):
        return text
    found = _MONEY.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError("Write an amount with its currency, such as 50.00 EUR.")
    try:
        return Money.of(found[1], found[2])
    except Invalid as error:
        raise ValueError(error.message) from None


def money_text(money: Money) -> str:
    """Write an amount such as `50.00 EUR`."""
    return f"{money.amount:f} {money.currency}"


def budget_of(text: object) -> Budget:
    """Read a budget such as `50.00 EUR daily`; a budget is taken as it is.

    Raises:
        ValueError: it is written otherwise, the currency is unknown, or it has too many decimals.
    """
    if isinstance(text, Budget):
        return text
    found = _BUDGET.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError("Write a budget as amount, currency and daily or lifetime, such as 50.00 EUR daily.")
    return Budget(BudgetPeriod(found[2]), money_of(found[1]))


def budget_text(budget: Budget) -> str:
    """Write a budget such as `50.00 EUR daily`."""
    return f"{money_text(budget.amount)} {budget.period.value}"


def roas_of(text: object) -> Decimal:
    """Read a return on ad spend such as `350%`, which is 3.5; a number is taken as it is.

    Raises:
        ValueError: it is written otherwise, or not more than zero.
    """
    if isinstance(text, Decimal):
        return text
    found = _PERCENT.fullmatch(text) if isinstance(text, str) else None
    if found is None or Decimal(found[1]) == 0:
        raise ValueError("Write revenue for each unit of spend in percent, such as 350%.")
    return Decimal(found[1]) / 100


def roas_text(roas: Decimal) -> str:
    """Write a return on ad spend such as `350%`."""
    percent = format((roas * 100).normalize(), "f")
    return f"{percent}%"


def hours_of(text: object) -> ScheduleSlot:
    """Read hours of a weekday such as `monday 09:00-18:00`; hours are taken as they are.

    Raises:
        ValueError: they are written otherwise, end before they begin, or are not in quarters of an hour.
    """
    if isinstance(text, ScheduleSlot):
        return text
    found = _HOURS.fullmatch(text) if isinstance(text, str) else None
    if found is not None:
        begin, end = (int(found[at]) * 60 + int(found[at + 1]) for at in (2, 4))
        if begin < end <= 1440 and begin % 15 == end % 15 == 0:
            return ScheduleSlot(Weekday(found[1]), begin, end)
    raise ValueError("Write hours as weekday, begin and end in quarters, such as monday 09:00-18:30.")


def hours_text(slot: ScheduleSlot) -> str:
    """Write hours of a weekday such as `monday 09:00-18:00`."""
    times = "-".join(f"{at // 60:02}:{at % 60:02}" for at in (slot.from_minute, slot.until_minute))
    return f"{slot.weekday.value} {times}"


def local_text(local: datetime) -> str:
    """Write wall time, with seconds only where there are any."""
    clock = "%H:%M:%S" if local.second else "%H:%M"
    return local.strftime(f"%Y-%m-%d {clock}")


def instant_text(instant: datetime, zone: str) -> str:
    """Write an instant as wall time in a zone; with its offset where the wall shows that time twice."""
    there = instant.astimezone(ZoneInfo(zone)).replace(microsecond=0)
    text = local_text(there)
    twice = there.replace(fold=0).utcoffset() != there.replace(fold=1).utcoffset()
    return f"{text}{there.isoformat()[-6:]}" if twice else text


def instant_of(text: str, zone: str) -> datetime:
    """Return the instant (UTC) of a wall time in a zone, or of one with an offset of its own."""
    local = datetime.fromisoformat(text)
    return (local if local.tzinfo else local.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def local_of(text: str, zone: str) -> datetime:
    """Return the wall time in a zone, without a zone of its own."""
    return instant_of(text, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _wall_time(text: str) -> str:
    try:
        local = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError("Write a time as 2026-12-01 09:00, in the ad account's zone.") from None
    if not _FIRST_YEAR <= local.year <= _LAST_YEAR:
        raise ValueError(f"Give a year from {_FIRST_YEAR} to {_LAST_YEAR}.")
    if local.tzinfo is None:
        return local_text(local)
    return f"{local_text(local)}{local.isoformat()[-6:]}"


MoneyText = Annotated[
    Money,
    PlainValidator(money_of),
    PlainSerializer(money_text, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": rf"^{_AMOUNT} [A-Z]{{3}}$",
            "description": "An exact amount in the ad account's currency",
            "examples": ["50.00 EUR"],
        }
    ),
]
BudgetText = Annotated[
    Budget,
    PlainValidator(budget_of),
    PlainSerializer(budget_text, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": rf"^{_AMOUNT} [A-Z]{{3}} (daily|lifetime)$",
            "description": "Amount, currency of the ad account, and what it is for",
            "examples": ["50.00 EUR daily", "900.00 EUR lifetime"],
        }
    ),
]
RoasText = Annotated[
    Decimal,
    PlainValidator(roas_of),
    PlainSerializer(roas_text, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,7}(\.\d{1,4})?%$", "examples": ["350%"]}),
]
HoursText = Annotated[
    ScheduleSlot,
    PlainValidator(hours_of),
    PlainSerializer(hours_text, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": rf"^({'|'.join(Weekday)}) \d\d:\d\d-\d\d:\d\d$",
            "examples": ["monday 09:00-18:30"],
        }
    ),
]
TimeText = Annotated[
    str,
    AfterValidator(_wall_time),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^\d{4}-\d{2}-\d{2}",
            "description": "Wall time in the ad account's zone",
            "examples": ["2026-12-01 09:00"],
        }
    ),
]
