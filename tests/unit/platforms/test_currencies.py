"""Money units of Meta: exact, and not ISO 4217's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adwright.adapters.meta.amounts import from_minor_units, to_minor_units
from adwright.core.errors import Invalid
from adwright.core.money import DECIMALS, MICROS, Money
from adwright.platforms.currencies import (
    META_MINIMUM_DAILY_BUDGETS,
    meta_accepts,
    meta_decimals,
    meta_offset,
)

WHOLE = {"CLP", "COP", "CRC", "HUF", "ISK", "IDR", "JPY", "KRW", "PYG", "TWD", "VND"}

currencies = st.sampled_from(sorted(DECIMALS))


def test_offset_when_any_currency_then_only_metas_eleven_are_whole() -> None:
    assert {currency for currency in DECIMALS if meta_offset(currency) == 1} == WHOLE
    assert {meta_offset(currency) for currency in DECIMALS} == {1, 100}


def test_offset_when_currency_is_unknown_then_it_is_never_guessed() -> None:
    with pytest.raises(Invalid, match="XXX"):
        meta_offset("XXX")


@pytest.mark.parametrize(
    ("currency", "decimals"), [("USD", 2), ("JPY", 0), ("HUF", 0), ("KWD", 2), ("TWD", 0)]
)
def test_decimals_when_iso_and_meta_differ_then_the_fewer_count(currency: str, decimals: int) -> None:
    assert meta_decimals(currency) == decimals


@given(currencies, st.integers(min_value=0, max_value=10**12))
def test_units_when_written_and_read_back_then_the_amount_is_the_same(currency: str, units: int) -> None:
    money = from_minor_units(units, currency)

    assert meta_accepts(money)
    assert to_minor_units(money) == units


@given(currencies, st.integers(min_value=0, max_value=10**15))
def test_amount_when_not_a_whole_unit_then_it_is_refused_and_never_rounded(
    currency: str, micros: int
) -> None:
    money = Money(micros, currency)
    if meta_accepts(money):
        assert to_minor_units(money) * MICROS == micros * meta_offset(currency)
    else:
        with pytest.raises(Invalid):
            to_minor_units(money)


def test_minimums_when_given_then_each_is_an_amount_that_meta_takes() -> None:
    for currency, minimum in META_MINIMUM_DAILY_BUDGETS.items():
        assert minimum.currency == currency
        assert meta_accepts(minimum)
        assert minimum.micros > 0
