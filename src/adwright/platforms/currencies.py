"""Units of money on the platforms, and the smallest daily budgets."""

from __future__ import annotations

from adwright.core.money import MICROS, Money, currency_decimals

# Meta counts these in whole units and every other currency in hundredths, whatever ISO 4217 says.
_META_WHOLE_UNITS = frozenset({"CLP", "COP", "CRC", "HUF", "ISK", "IDR", "JPY", "KRW", "PYG", "TWD", "VND"})

# Meta asks for about one US dollar a day when impressions are billed, in the currencies it names, and gives
# the figure in dollars only. These are rounded and for orientation: the ad account's own minimum decides.
_META_MINIMUM_DAILY = {
    "AUD": 1,
    "CAD": 1,
    "CHF": 1,
    "DKK": 7,
    "EUR": 1,
    "GBP": 1,
    "HKD": 8,
    "ILS": 3,
    "JPY": 100,
    "KRW": 1000,
    "NOK": 10,
    "NZD": 1,
    "SEK": 9,
    "SGD": 1,
    "TWD": 30,
    "USD": 1,
}
META_MINIMUM_DAILY_BUDGETS: dict[str, Money] = {
    currency: Money(units * MICROS, currency) for currency, units in _META_MINIMUM_DAILY.items()
}

# Names of the currencies that are billed most; the others go by their code.
CURRENCY_NAMES = {
    "AED": "UAE dirham",
    "ARS": "Argentine peso",
    "AUD": "Australian dollar",
    "BRL": "Brazilian real",
    "CAD": "Canadian dollar",
    "CHF": "Swiss franc",
    "CLP": "Chilean peso",
    "CNY": "Chinese yuan",
    "COP": "Colombian peso",
    "CZK": "Czech koruna",
    "DKK": "Danish krone",
    "EUR": "Euro",
    "GBP": "Pound sterling",
    "HKD": "Hong Kong dollar",
    "HUF": "Hungarian forint",
    "IDR": "Indonesian rupiah",
    "ILS": "Israeli new shekel",
    "INR": "Indian rupee",
    "JPY": "Japanese yen",
    "KRW": "South Korean won",
    "MXN": "Mexican peso",
    "MYR": "Malaysian ringgit",
    "NOK": "Norwegian krone",
    "NZD": "New Zealand dollar",
    "PHP": "Philippine peso",
    "PLN": "Polish zloty",
    "RON": "Romanian leu",
    "SAR": "Saudi riyal",
    "SEK": "Swedish krona",
    "SGD": "Singapore dollar",
    "THB": "Thai baht",
    "TRY": "Turkish lira",
    "TWD": "New Taiwan dollar",
    "UAH": "Ukrainian hryvnia",
    "USD": "US dollar",
    "VND": "Vietnamese dong",
    "ZAR": "South African rand",
}


def meta_offset(currency: str) -> int:
    """Return how many of Meta's integer units make one major unit of a currency: 1 or 100.

    Raises:
        Invalid: the currency is unknown.
    """
    currency_decimals(currency)
    return 1 if currency in _META_WHOLE_UNITS else 100


def meta_decimals(currency: str) -> int:
    """Return how many decimals an amount may have in this currency on Meta.

    Raises:
        Invalid: the currency is unknown.
    """
    return min(currency_decimals(currency), 0 if meta_offset(currency) == 1 else 2)


def meta_accepts(money: Money) -> bool:
    """Say whether an amount is a whole number of Meta's units."""
    return money.micros * meta_offset(money.currency) % MICROS == 0
