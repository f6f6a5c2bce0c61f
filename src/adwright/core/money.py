"""Money: integer micros of a currency, never a float."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Self

from adwright.core.errors import Invalid

MICROS = 1_000_000

# ISO 4217 minor units (decimals) of the currencies that Meta or Google bill in.
_TWO = (
    "AED ARS AUD BBD BDT BGN BMD BOB BRL BZD CAD CHF CNY COP CRC CZK DKK DOP DZD EGP EUR GBP GTQ HKD HNL HRK "
    "HUF IDR ILS INR JMD KES LBP LKR MAD MOP MXN MYR NGN NIO NOK NZD PEN PHP PKR PLN QAR RON RSD RUB SAR SEK "
    "SGD THB TRY TTD TWD UAH USD UYU VEF VES ZAR"
)
_ZERO = "CLP ISK JPY KRW PYG VND"
_THREE = "BHD JOD KWD OMR TND"
DECIMALS: dict[str, int] = (
    dict.fromkeys(_TWO.split(), 2) | dict.fromkeys(_ZERO.split(), 0) | dict.fromkeys(_THREE.split(), 3)
)


def currency_decimals(currency: str) -> int:
    """Return how many decimals an ISO 4217 currency has.

    Raises:
        Invalid: the code is unknown; money in it is never guessed.
    """
    try:
        return DECIMALS[currency]
    except KeyError:
        raise Invalid(
            f"{currency!r} is not a currency Adwright knows. Use an ISO 4217 code such as USD or EUR.",
            code="unknown_currency",
        ) from None


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount: micros (millionths) of one currency."""

    micros: int
    currency: str

    def __post_init__(self) -> None:
        currency_decimals(self.currency)

    @classmethod
    def of(cls, amount: str | Decimal, currency: str) -> Self:
        """Make money from a decimal amount in major units, exactly.

        Raises:
            Invalid: not a number, or more decimals than the currency has.
        """
        decimals = currency_decimals(currency)
        try:
            value = Decimal(amount)
        except InvalidOperation:
            raise Invalid(f"{amount!r} is not an amount of money.", code="not_an_amount") from None
        if not value.is_finite():
            raise Invalid(f"{amount!r} is not an amount of money.", code="not_an_amount")
        if value != value.quantize(Decimal(1).scaleb(-decimals)):
            allowed = "no decimals" if decimals == 0 else f"at most {decimals} decimals"
            raise Invalid(
                f"{amount} {currency} has too many decimals: {currency} allows {allowed}.",
                code="too_many_decimals",
            )
        return cls(int(value * MICROS), currency)

    @property
    def amount(self) -> Decimal:
        """The amount in major units, with the currency's decimals at least."""
        exact = Decimal(self.micros).scaleb(-6)
        shown = exact.quantize(Decimal(1).scaleb(-currency_decimals(self.currency)))
        return shown if shown == exact else exact.normalize()

    def __add__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.micros + other.micros, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.micros - other.micros, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same_currency(other)
        return self.micros < other.micros

    def __le__(self, other: Money) -> bool:
        self._same_currency(other)
        return self.micros <= other.micros

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def _same_currency(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"cannot combine {self.currency} with {other.currency}")


def micros_half_even(amount: Decimal) -> int:
    """Round an amount in major units to whole micros, half to even; for reported spend, not for budgets."""
    return int((amount * MICROS).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
