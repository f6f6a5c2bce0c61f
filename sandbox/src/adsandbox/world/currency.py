"""Minor units of currencies as the platform counts them (which is not ISO 4217 for COP, CRC, HUF, IDR and
TWD).
"""

from __future__ import annotations

WHOLE_UNIT_CURRENCIES = frozenset(
    {"CLP", "COP", "CRC", "HUF", "ISK", "IDR", "JPY", "KRW", "PYG", "TWD", "VND"}
)
CURRENCIES = WHOLE_UNIT_CURRENCIES | frozenset({
    "AED", "ARS", "AUD", "BDT", "BOB", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "DZD", "EGP", "EUR", "GBP",
    "GTQ",
    "HKD", "HNL", "ILS", "INR", "KES", "LKR", "MOP", "MXN", "MYR", "NGN", "NIO", "NOK", "NZD", "PEN", "PHP",
    "PKR",
    "PLN", "QAR", "RON", "SAR", "SEK", "SGD", "THB", "TRY", "UAH", "USD", "UYU", "ZAR",
})  # fmt: skip

# Rough worth of one unit in US dollars, only to scale minimum budgets.
_DOLLARS = {
    "EUR": 1.08, "GBP": 1.27, "CHF": 1.12, "JPY": 0.0066, "KRW": 0.00074, "VND": 0.00004, "IDR": 0.000063,
    "HUF": 0.0028, "TWD": 0.031, "COP": 0.00025, "CLP": 0.0011, "CRC": 0.0019, "ISK": 0.0072, "PYG": 0.00013,
    "INR": 0.012, "BRL": 0.18, "MXN": 0.055, "CAD": 0.73, "AUD": 0.66, "NZD": 0.6, "SEK": 0.095, "NOK": 0.093,
    "DKK": 0.145, "PLN": 0.25, "CZK": 0.043, "TRY": 0.03, "ZAR": 0.055, "THB": 0.029, "PHP": 0.017,
}  # fmt: skip


def minor_units(currency: str) -> int:
    """How many minor units make one unit of the currency: 1 or 100."""
    return 1 if currency in WHOLE_UNIT_CURRENCIES else 100


def from_dollars(dollars: float, currency: str) -> int:
    """A dollar amount as minor units of `currency`, rounded to a whole unit where that makes sense."""
    units = dollars / _DOLLARS.get(currency, 1.0)
    whole = max(1, round(units)) if units > 5 else units
    return max(1, round(whole * minor_units(currency)))
