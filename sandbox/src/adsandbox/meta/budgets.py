"""Rules of budgets, bids and schedules, for campaigns and ad sets alike. Amounts are minor units."""

from __future__ import annotations

from typing import Any

from adsandbox.meta.call import Call
from adsandbox.meta.errors import GraphError, bad_param, invalid
from adsandbox.world.currency import from_dollars, minor_units
from adsandbox.world.nodes import Node

DAY = 86_400.0
CAPPED = ("LOWEST_COST_WITH_BID_CAP", "COST_CAP")
MINIMUM_DOLLARS = {"imp": 0.5, "low_freq": 40.0, "high_freq": 2.5, "video_views": 2.5}
_CLICK_EVENTS = ("LINK_CLICKS", "CLICKS", "PAGE_LIKES", "APP_INSTALLS", "POST_ENGAGEMENT")
MINIMUM_CAMPAIGN_CAP_DOLLARS = 100.0
CLEAR_SPEND_CAP = 922_337_203_685_478


def minimum_daily(account: Node, kind: str = "imp") -> int:
    """The smallest daily budget of the account, in minor units."""
    return from_dollars(MINIMUM_DOLLARS[kind], account.fields["currency"])


def minimum_spend_cap(account: Node) -> int:
    """The smallest spending limit of a campaign, in minor units."""
    return from_dollars(MINIMUM_CAMPAIGN_CAP_DOLLARS, account.fields["currency"])


def written(account: Node, amount: int) -> str:
    """An amount for people: major units with the currency."""
    units = minor_units(account.fields["currency"])
    return f"{amount / units:,.{0 if units == 1 else 2}f} {account.fields['currency']}"


def read_budget(call: Call, name: str) -> int | None:
    """A budget parameter; None when absent, 0 when it is to be taken away."""
    amount = call.params.whole(name)
    if amount is not None and amount < 0:
        raise bad_param(name, "a non-negative integer (minor units of the currency)")
    return amount


def check_daily(account: Node, amount: int, kind: str = "imp") -> None:
    """Refuse a daily budget below the account's minimum."""
    smallest = minimum_daily(account, kind)
    if amount < smallest:
        raise invalid(
            f"Your daily budget must be at least {written(account, smallest)} per day. Please increase it.",
            subcode=1885272,
            title="Budget is too low",
            blame=("daily_budget",),
        )


def check_lifetime(account: Node, amount: int, days: float) -> None:
    """Refuse a lifetime budget below the minimum for every day of its schedule."""
    smallest = int(minimum_daily(account) * max(days, 1.0))
    if amount < smallest:
        raise invalid(
            f"Your lifetime budget must be at least {written(account, smallest)} for this schedule.",
            subcode=1885650,
            title="Budget is too low",
            blame=("lifetime_budget",),
        )


def minimum_kind(billing_event: str | None) -> str:
    """Which of the minimum budgets applies to what is billed."""
    if billing_event in _CLICK_EVENTS:
        return "high_freq"
    return "video_views" if billing_event == "THRUPLAY" else "imp"


def check_bid(strategy: str | None, fields: dict[str, Any]) -> None:
    """A capped strategy needs the cap; a return target needs its floor and the goal VALUE."""
    if strategy in CAPPED and not fields.get("bid_amount"):
        raise invalid(
            "Bid amount required: you must provide a bid cap or target cost in the bid_amount field for the "
            f"bid strategy {strategy}.",
            subcode=1815857,
            title="Bid Amount Required",
            blame=("bid_amount",),
        )
    if strategy == "LOWEST_COST_WITH_MIN_ROAS":
        floor = (fields.get("bid_constraints") or {}).get("roas_average_floor")
        if fields.get("optimization_goal") != "VALUE" or not floor:
            raise invalid(
                "A minimum return needs the optimization goal VALUE and bid_constraints.roas_average_floor.",
                title="Bid Constraints Required",
                subcode=2490487,
                blame=("bid_constraints",),
            )


def check_schedule(start: float, end: float | None, now: float, daily: bool) -> None:
    """Refuse ends that have passed or come before the start, and daily budgets for a day or less."""
    if end is None:
        return
    if end <= now:
        raise invalid(
            "The end time cannot be in the past.",
            subcode=1487033,
            title="Ad Set Ends In The Past",
            blame=("end_time",),
        )
    if end <= start:
        raise invalid(
            "The end time must be later than the start time.", title="Invalid Schedule", blame=("end_time",)
        )
    if daily and end - max(start, now) <= DAY:
        raise invalid(
            "An ad set with a daily budget must be scheduled for more than 24 hours.",
            title="Schedule Is Too Short",
            blame=("end_time",),
        )


def refuse_dayparting(call: Call) -> None:
    """The market delivers around the clock, so a schedule of hours is refused instead of being ignored."""
    for name in ("adset_schedule", "pacing_type"):
        wanted = call.params.document(name, list) if call.params.text(name) else []
        if wanted and wanted != ["standard"]:
            raise invalid(
                "Ad scheduling is not available for this ad account.",
                title="Ad Scheduling Not Available",
                blame=(name,),
            )


def count_budget_edit(call: Call, ad_set: Node) -> None:
    """Refuse the fifth budget change of an ad set within an hour."""
    allowed = call.world.scenario.budget_edits_per_hour
    recent = [instant for instant in ad_set.fields.get("budget_edits", []) if instant > call.now - 3600.0]
    if len(recent) >= allowed:
        raise GraphError(
            613,
            "(#613) Calls to this api have exceeded the rate limit.",
            subcode=1487632,
            title="Ad Set Budget Changed Too Many Times",
            reason=f"You can change the budget of an ad set only {allowed} times per hour. "
            "Please wait and try again.",
            blame=("daily_budget",),
        )
    ad_set.fields["budget_edits"] = [*recent, call.now]
