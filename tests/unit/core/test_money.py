"""Money is exact or refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adwright.core.errors import Invalid
from adwright.core.money import DECIMALS, MICROS, Money, micros_half_even

CURRENCIES = st.sampled_from(sorted(DECIMALS))


@given(currency=CURRENCIES, units=st.integers(min_value=-(10**12), max_value=10**12))
def test_money_of_a_decimal_when_written_back_is_the_same(currency: str, units: int) -> None:
    amount = Decimal(units).scaleb(-DECIMALS[currency])
    money = Money.of(amount, currency)
    assert money.amount == amount
    assert Money.of(str(money.amount), currency) == money


@given(currency=CURRENCIES, units=st.integers(min_value=1, max_value=10**9))
def test_money_with_one_decimal_too_many_is_refused(currency: str, units: int) -> None:
    finer = Decimal(units * 10 + 1).scaleb(-DECIMALS[currency] - 1)
    with pytest.raises(Invalid) as caught:
        Money.of(finer, currency)
    assert caught.value.code == "too_many_decimals"
    assert currency in caught.value.message


@given(
    currency=CURRENCIES,
    one=st.integers(min_value=-(10**15), max_value=10**15),
    other=st.integers(min_value=-(10**15), max_value=10**15),
)
def test_adding_and_subtracting_is_exact(currency: str, one: int, other: int) -> None:
    total = Money(one, currency) + Money(other, currency)
    assert total - Money(other, currency) == Money(one, currency)


def test_amounts_of_different_currencies_are_never_combined() -> None:
    with pytest.raises(ValueError, match="EUR with USD"):
        Money(1, "EUR") + Money(1, "USD")


@pytest.mark.parametrize("text", ["", "abc", "NaN", "Infinity", "1,50"])
def test_text_that_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        Money.of(text, "USD")
    assert caught.value.code == "not_an_amount"


def test_an_unknown_currency_is_an_error_and_not_a_guess() -> None:
    with pytest.raises(Invalid) as caught:
        Money(1, "XXQ")
    assert caught.value.code == "unknown_currency"


@pytest.mark.parametrize(
    ("amount", "micros"),
    [
        ("0.0000005", 0),
        ("0.0000015", 2),
        ("0.0000025", 2),
        ("1.429999948", 1_429_999 + 1),
        ("12.345678", 12_345_678),
    ],
)
def test_reported_spend_is_rounded_half_even_to_micros(amount: str, micros: int) -> None:
    assert micros_half_even(Decimal(amount)) == micros


def test_an_amount_is_shown_with_the_decimals_of_its_currency() -> None:
    assert str(Money.of("12.5", "USD")) == "12.50 USD"
    assert str(Money.of("1250", "JPY")) == "1250 JPY"
    assert Money(1_234_567, "USD").amount == Decimal(1_234_567) / MICROS
