"""What a bid strategy on Search aims for, and whether that is said."""

from __future__ import annotations

from adwright.platforms.model import BidStrategy


def missing_target(
    strategy: BidStrategy | None, *, has_cost: bool, has_roas: bool
) -> tuple[str, str] | None:
    """Return the field that a campaign's strategy cannot do without, and why; None when it has it."""
    if strategy is BidStrategy.TARGET_CPA and not has_cost:
        return "bid_amount", "Target CPA needs an amount: the average cost of a conversion."
    if strategy is BidStrategy.TARGET_ROAS and not has_roas:
        message = "Target ROAS needs a target: how much revenue each unit of money shall bring."
        return "search.target_roas", message
    return None
