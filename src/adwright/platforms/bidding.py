"""The bid strategies as each platform knows them: in what words, and what they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from adwright.platforms.model import BidStrategy, Platform
from adwright.platforms.purposes import STRATEGIES_BY_CONVERSIONS, STRATEGIES_WITH_AMOUNT


@dataclass(frozen=True, slots=True)
class Bidding:
    """A bid strategy on one platform.

    Attributes:
        amount: what its amount of money is, in words; None where it takes none.
        needs_amount: it does not work without that amount.
        needs_roas: it works towards a return on ad spend.
        needs_conversions: it bids by what the account counts as a conversion.
    """

    strategy: BidStrategy
    label: str
    explanation: str
    amount: str | None = None
    needs_amount: bool = False
    needs_roas: bool = False
    needs_conversions: bool = False


def _on_meta(strategy: BidStrategy, label: str, explanation: str, amount: str | None = None) -> Bidding:
    needs_amount = strategy in STRATEGIES_WITH_AMOUNT
    return Bidding(strategy, label, explanation, amount, needs_amount=needs_amount)


def _on_search(strategy: BidStrategy, label: str, explanation: str, amount: str | None = None) -> Bidding:
    return Bidding(
        strategy,
        label,
        explanation,
        amount,
        needs_amount=strategy in STRATEGIES_WITH_AMOUNT,
        needs_roas=strategy is BidStrategy.TARGET_ROAS,
        needs_conversions=strategy in STRATEGIES_BY_CONVERSIONS,
    )


BIDDING: Mapping[Platform, tuple[Bidding, ...]] = {
    Platform.META: (
        _on_meta(BidStrategy.HIGHEST_VOLUME, "Highest volume", "As many results as the budget gives."),
        _on_meta(
            BidStrategy.COST_CAP,
            "Cost cap",
            "Keep the average cost per result around an amount.",
            "Average cost per result",
        ),
        _on_meta(
            BidStrategy.BID_CAP, "Bid cap", "Never bid more than an amount in an auction.", "Highest bid"
        ),
    ),
    Platform.GOOGLE: (
        _on_search(
            BidStrategy.HIGHEST_VOLUME, "Maximize conversions", "As many conversions as the budget gives."
        ),
        _on_search(
            BidStrategy.TARGET_CPA,
            "Target CPA",
            "Aim for an average cost per conversion.",
            "Average cost per conversion",
        ),
        _on_search(BidStrategy.TARGET_ROAS, "Target ROAS", "Aim for a return on what is spent."),
        _on_search(
            BidStrategy.MAXIMIZE_CLICKS,
            "Maximize clicks",
            "As many clicks as the budget gives.",
            "Highest price of a click",
        ),
        _on_search(
            BidStrategy.MANUAL_CPC,
            "Manual CPC",
            "Set the highest price of a click yourself.",
            "Highest price of a click",
        ),
    ),
}
