"""Two campaigns side by side: what is added up, and what only looks alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from adwright.insights.comparison import Compared, compare
from adwright.insights.metrics import BY_KEY
from adwright.insights.model import Fetched, Measure, Overview, Period, Settled

PERIOD = Period.ending(date(2026, 11, 21), 28)


def overview(
    given: Mapping[str, str], *, currency: str = "USD", attributions: Sequence[str] = ("7d_click",)
) -> Overview:
    """Make an overview that gives these figures and no others."""
    values = {key: Decimal(given[key]) if key in given else None for key in BY_KEY}
    return Overview(
        period=PERIOD,
        before=PERIOD.before(),
        before_complete=True,
        fetched=Fetched(complete=True, since_date=PERIOD.since, until_date=PERIOD.until),
        today=PERIOD.until,
        currency=currency,
        other_currencies=(),
        zones=(),
        attributions=attributions,
        accounts=(),
        settled=Settled(0.5, None),
        measures=[
            Measure(BY_KEY[key], value, None, None, None, settled=False, series=())
            for key, value in values.items()
        ],
        daily=(),
    )


def compared(first: Overview, second: Overview) -> dict[str, Compared]:
    return {each.metric.key: each for each in compare([first, second])}


def test_spend_when_in_one_currency_then_is_added_up() -> None:
    spend = compared(overview({"spend": "10.5"}), overview({"spend": "4"}))["spend"]

    assert (spend.values, spend.total) == ((Decimal("10.5"), Decimal(4)), Decimal("14.5"))
    assert (spend.no_total, spend.differences) == (None, ())


def test_money_when_in_two_currencies_then_is_not_added_up_and_says_so() -> None:
    found = compared(overview({"spend": "10"}), overview({"spend": "4"}, currency="EUR"))

    assert found["spend"].total is None
    assert found["spend"].no_total == "In EUR and USD: amounts in different currencies are not added up."


def test_conversions_when_attributed_differently_then_are_not_added_up_and_say_so() -> None:
    by_action = overview({"purchases": "3", "clicks": "9"}, attributions=("by conversion action",))
    found = compared(overview({"purchases": "5", "clicks": "20"}), by_action)

    assert found["purchases"].total is None
    assert "different definitions" in str(found["purchases"].no_total)
    assert "One buyer who met both ads" in found["purchases"].differences[0]
    assert found["clicks"].total == Decimal(29)
    assert "reaction" in found["clicks"].differences[0]


def test_conversions_when_attributed_alike_then_are_added_up() -> None:
    assert compared(overview({"leads": "5"}), overview({"leads": "2"}))["leads"].total == Decimal(7)


def test_ratio_when_both_give_it_then_has_no_total_and_names_what_differs() -> None:
    ctr = compared(overview({"ctr": "0.01"}), overview({"ctr": "0.05"}))["ctr"]

    assert (ctr.total, ctr.no_total) == (None, None)
    clicked, shown = ctr.differences
    assert "every click on the ad" in clicked
    assert "page of results" in shown


def test_figure_when_only_one_gives_it_then_is_not_called_a_sum() -> None:
    found = compared(overview({"video_views": "7"}), overview({"spend": "1"}))

    assert found["video_views"].values == (Decimal(7), None)
    assert found["video_views"].no_total == "Only one of the campaigns gives this figure."
    assert "reach" not in found
