"""How a campaign bids: exactly one strategy, with numbers that make sense."""

from __future__ import annotations

from typing import Any

from adsandbox.google.messages import set_enum
from adsandbox.google.resources import ENABLED, Edit
from adsandbox.google.rules import MICROS, check_bid
from adsandbox.world.nodes import Kind

STRATEGIES = {
    "manual_cpc": "MANUAL_CPC",
    "target_spend": "TARGET_SPEND",
    "maximize_conversions": "MAXIMIZE_CONVERSIONS",
    "maximize_conversion_value": "MAXIMIZE_CONVERSION_VALUE",
    "target_impression_share": "TARGET_IMPRESSION_SHARE",
}
# Real fields of the choice that are not simulated: they are told apart so as to be refused as strategies.
OTHER_STRATEGIES = frozenset({
    "bidding_strategy", "commission", "manual_cpa", "manual_cpm", "manual_cpv", "target_cpa", "target_roas",
    "percent_cpc", "target_cpm", "fixed_cpm", "target_cpv", "target_cpc",
})  # fmt: skip
BIDDING_FIELDS = (*STRATEGIES, *OTHER_STRATEGIES)
_CHOICE = "campaign_bidding_strategy"
_NEED_CONVERSIONS = ("maximize_conversions", "maximize_conversion_value")
_LOWEST_ROAS, _HIGHEST_ROAS = 0.01, 1000.0


def check_bidding(edit: Edit) -> None:
    """Refuse what is no strategy of a search campaign, and note the strategy's type."""
    campaign = edit.after
    chosen = campaign.WhichOneof(_CHOICE)
    if chosen is None:
        edit.refuse("field_error", "REQUIRED", _CHOICE)
        return
    if chosen not in STRATEGIES:
        edit.refuse("bidding_error", "INVALID_BIDDING_STRATEGY_TYPE", chosen)
        return
    if not any(edit.changes(name) for name in BIDDING_FIELDS):
        return
    _CHECKS[chosen](edit, getattr(campaign, chosen))
    if chosen in _NEED_CONVERSIONS and not _counts_conversions(edit):
        edit.refuse("campaign_error", "CONVERSION_TRACKING_NOT_ENABLED", chosen)
    set_enum(campaign, "bidding_strategy_type", STRATEGIES[chosen])


def _counts_conversions(edit: Edit) -> bool:
    call = edit.call
    actions = call.world.store.nodes(Kind.CONVERSION_ACTION, call.customer.id)
    return any(node.fields["status"] == ENABLED for node in actions)


def _manual_cpc(edit: Edit, strategy: Any) -> None:
    if strategy.enhanced_cpc_enabled:
        code = "OPERATION_NOT_PERMITTED_FOR_CONTEXT"
        edit.refuse("context_error", code, "manual_cpc", "enhanced_cpc_enabled")


def _target_spend(edit: Edit, strategy: Any) -> None:
    if strategy.target_spend_micros:
        edit.refuse("field_error", "VALUE_MUST_BE_UNSET", "target_spend", "target_spend_micros")
    _ceiling(edit, strategy, "target_spend")


def _maximize_conversions(edit: Edit, strategy: Any) -> None:
    if strategy.target_cpa_micros:
        check_bid(edit, strategy.target_cpa_micros, "maximize_conversions", "target_cpa_micros")
    _portfolio_only(edit, strategy, "maximize_conversions")


def _maximize_conversion_value(edit: Edit, strategy: Any) -> None:
    roas = strategy.target_roas
    if roas and not _LOWEST_ROAS <= roas <= _HIGHEST_ROAS:
        code = "TOO_LOW" if roas < _LOWEST_ROAS else "TOO_HIGH"
        edit.refuse("range_error", code, "maximize_conversion_value", "target_roas", trigger=roas)
    _portfolio_only(edit, strategy, "maximize_conversion_value")


def _target_impression_share(edit: Edit, strategy: Any) -> None:
    path = "target_impression_share"
    if not strategy.location:
        edit.refuse("field_error", "REQUIRED", path, "location")
    if not strategy.HasField("location_fraction_micros"):
        edit.refuse("field_error", "REQUIRED", path, "location_fraction_micros")
    elif not 0 < strategy.location_fraction_micros <= MICROS:
        code = "TOO_LOW" if strategy.location_fraction_micros <= 0 else "TOO_HIGH"
        edit.refuse("range_error", code, path, "location_fraction_micros")
    if not strategy.HasField("cpc_bid_ceiling_micros"):
        edit.refuse("field_error", "REQUIRED", path, "cpc_bid_ceiling_micros")
    _ceiling(edit, strategy, path)


def _ceiling(edit: Edit, strategy: Any, path: str) -> None:
    if strategy.HasField("cpc_bid_ceiling_micros"):
        check_bid(edit, strategy.cpc_bid_ceiling_micros, path, "cpc_bid_ceiling_micros")


def _portfolio_only(edit: Edit, strategy: Any, path: str) -> None:
    """Bounds of bids belong to portfolio strategies."""
    for field in ("cpc_bid_ceiling_micros", "cpc_bid_floor_micros"):
        if getattr(strategy, field):
            edit.refuse("field_error", "VALUE_MUST_BE_UNSET", path, field)


_CHECKS = {
    "manual_cpc": _manual_cpc,
    "target_spend": _target_spend,
    "maximize_conversions": _maximize_conversions,
    "maximize_conversion_value": _maximize_conversion_value,
    "target_impression_share": _target_impression_share,
}
