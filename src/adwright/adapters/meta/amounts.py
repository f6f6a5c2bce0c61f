"""Meta's integer minor units to money and back. Its offsets are Meta's own, not ISO 4217's."""

from __future__ import annotations

from adwright.core.errors import Invalid
from adwright.core.money import MICROS, Money
from adwright.platforms.currencies import meta_offset


def from_minor_units(units: int, currency: str) -> Money:
    """Read an amount as Meta writes it, e.g. 1250 → 12.50 USD, 1250 → 1250 JPY."""
    return Money(units * MICROS // meta_offset(currency), currency)


def to_minor_units(money: Money) -> int:
    """Write an amount as Meta reads it.

    Raises:
        Invalid: the amount has more decimals than Meta takes in this currency.
    """
    units, rest = divmod(money.micros * meta_offset(money.currency), MICROS)
    if rest:
        raise Invalid(
            f"Meta takes no such fraction of {money.currency}: {money}. Round the amount.",
            code="too_many_decimals",
        )
    return units
