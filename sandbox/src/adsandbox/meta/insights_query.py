"""Reading an insights request: level, dates, increments, breakdowns, windows, filters, order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from adsandbox.market.cells import HOURLY
from adsandbox.meta.call import Call
from adsandbox.meta.errors import GraphError, bad_param, invalid, unknown_edge
from adsandbox.meta.fields import parse_fields
from adsandbox.meta.filtering import read_filtering
from adsandbox.meta.listing import real_fields
from adsandbox.world.nodes import Node
from adsandbox.world.zones import local_day, zone_of

_ENTITY_FIELDS = frozenset(
    {"id", "name", "effective_status", "delivery_info", "objective", "optimization_goal"}
)
LEVELS = ("account", "campaign", "adset", "ad")
DEFAULT_FIELDS = (
    "account_id",
    "campaign_id",
    "adset_id",
    "ad_id",
    "impressions",
    "spend",
    "date_start",
    "date_stop",
)
ACTION_BREAKDOWNS = ("action_type", "action_target_id", "action_destination")
RETENTION_MONTHS = 37
UNIQUE_RETENTION_MONTHS = 13
AUDIENCE_HOURLY = "hourly_stats_aggregated_by_audience_time_zone"
_OPT_IN_FROM = date(2026, 8, 3)
_OPT_IN = frozenset({"impression_device", AUDIENCE_HOURLY})
_UNIQUE = frozenset({"reach", "frequency", "cpp", "cost_per_unique_click", "unique_clicks", "unique_ctr"})
BREAKDOWN_SETS = (
    (),
    ("age",),
    ("gender",),
    ("age", "gender"),
    ("country",),
    ("region",),
    (HOURLY,),
    (AUDIENCE_HOURLY,),
    ("publisher_platform",),
    ("platform_position", "publisher_platform"),
    ("impression_device", "publisher_platform"),
    ("impression_device", "platform_position", "publisher_platform"),
    ("device_platform",),
    ("impression_device",),
    ("device_platform", "publisher_platform"),
    ("device_platform", "platform_position", "publisher_platform"),
)
WINDOWS = frozenset(
    {"1d_click", "7d_click", "28d_click", "1d_view", "1d_ev", "dda", "default", "skan_view", "skan_click"}
)
_PRESETS = frozenset(
    [
        "today",
        "yesterday",
        "this_month",
        "last_month",
        "this_quarter",
        "last_quarter",
        "this_year",
        "last_year",
        "maximum",
        "data_maximum",
        "last_3d",
        "last_7d",
        "last_14d",
        "last_28d",
        "last_30d",
        "last_90d",
        "last_week_mon_sun",
        "last_week_sun_sat",
        "this_week_mon_today",
        "this_week_sun_today",
    ]
)


@dataclass(frozen=True, slots=True)
class Query:
    """One insights request. Days are ordinals of the account's calendar, both ends included."""

    level: str
    since: int
    until: int
    increment: int | str
    fields: tuple[str, ...]
    breakdowns: tuple[str, ...]
    windows: tuple[str, ...]
    conditions: tuple[dict[str, Any], ...]
    sort: tuple[tuple[str, bool], ...]
    summary: tuple[str, ...] | None
    ranges: tuple[tuple[int, int], ...] = ()
    by_target: tuple[str, ...] = ()


def read_query(call: Call, account: Node, level: str) -> Query:
    """The request of a call, checked.

    Raises:
        GraphError: in every case that Meta refuses.
    """
    params = call.params
    if set(params.names("action_breakdowns")) - set(ACTION_BREAKDOWNS):
        listed = ", ".join(ACTION_BREAKDOWNS)
        raise GraphError(100, f"(#100) action_breakdowns[0] must be one of the following values: {listed}")
    ranges = _ranges(call, account)
    since, until = (ranges[0][0], max(end for _, end in ranges)) if ranges else _days(call, account)
    breakdowns = tuple(sorted(params.names("breakdowns")))
    known = {name for combination in BREAKDOWN_SETS for name in combination}
    for name in breakdowns:
        if name not in known:
            raise GraphError(
                100,
                f"(#100) breakdowns[0] must be one of the following values: {', '.join(sorted(known))}",
                blame=("breakdowns",),
            )
    if breakdowns not in BREAKDOWN_SETS:
        raise GraphError(
            100,
            f"(#100) Current combination of data breakdown columns ({', '.join(breakdowns)}) is invalid",
            blame=("breakdowns",),
        )
    _check_opt_in(call, account, breakdowns)
    _check_unique(call, account, since, breakdowns)
    windows = tuple(params.names("action_attribution_windows"))
    for window in windows:
        if window not in WINDOWS:
            raise bad_param("action_attribution_windows", f"one of {{{', '.join(sorted(WINDOWS))}}}")
    return Query(
        level=params.choice("level", frozenset(LEVELS)) or level,
        since=since,
        until=until,
        increment="all_days" if ranges else _increment(call),
        fields=_fields(call),
        breakdowns=breakdowns,
        windows=windows,
        conditions=_conditions(call),
        sort=_sort(call),
        summary=_summary(call),
        ranges=ranges,
        by_target=tuple(name for name in ACTION_BREAKDOWNS[1:] if name in params.names("action_breakdowns")),
    )


def _fields(call: Call) -> tuple[str, ...]:
    names = tuple(selection.name for selection in parse_fields(call.params.text("fields")))
    for name in names:
        if name not in real_fields("AdsInsights"):
            raise unknown_edge(name, "AdsInsights")
    return names or DEFAULT_FIELDS


def _sort(call: Call) -> tuple[tuple[str, bool], ...]:
    orders = []
    for text in call.params.names("sort"):
        match = re.fullmatch(r"(.+)_(ascending|descending)", text)
        if not match:
            raise bad_param("sort", "an array of <field>_ascending or <field>_descending")
        if match.group(1).partition(":")[0] not in real_fields("AdsInsights"):
            raise GraphError(
                100, f"(#100) sort: {match.group(1)} is not a field of insights", blame=("sort",)
            )
        orders.append((match.group(1), match.group(2) == "descending"))
    return tuple(orders)


def _summary(call: Call) -> tuple[str, ...] | None:
    if call.params.text("default_summary") is not None and call.params.flag("default_summary"):
        return _fields(call)
    text = call.params.text("summary")
    if text is None or text.lower() in ("true", "false", "1", "0"):
        return None
    return tuple(call.params.names("summary"))


def _increment(call: Call) -> int | str:
    text = (call.params.text("time_increment") or "all_days").strip('"')
    if text in ("all_days", "monthly"):
        return text
    if text.isdigit() and 1 <= int(text) <= 90:
        return int(text)
    raise bad_param("time_increment", "an integer from 1 to 90, monthly, or all_days")


def _days(call: Call, account: Node) -> tuple[int, int]:
    today = date.fromordinal(local_day(call.now, zone_of(account)))
    given = call.params.document("time_range", dict)
    if given is not None:
        return _range(given, today, "time_range")
    preset = call.params.choice("date_preset", _PRESETS) or "last_30d"
    if preset in ("maximum", "data_maximum"):
        created = local_day(account.created, zone_of(account))
        return max(created, _months_before(today, RETENTION_MONTHS).toordinal()), today.toordinal()
    since, until = _preset(preset, today)
    return since.toordinal(), until.toordinal()


def _ranges(call: Call, account: Node) -> tuple[tuple[int, int], ...]:
    """The periods of `time_ranges`, which may overlap; none when it is absent."""
    given = call.params.document("time_ranges", list)
    if given is None:
        return ()
    if not given or not all(isinstance(item, dict) for item in given):
        raise bad_param("time_ranges", "an array of {since, until}")
    today = date.fromordinal(local_day(call.now, zone_of(account)))
    return tuple(_range(item, today, "time_ranges") for item in given)


def _range(given: dict[str, Any], today: date, name: str) -> tuple[int, int]:
    since, until = _date(given.get("since")), _date(given.get("until"))
    if until < since:
        raise invalid("The time range must end on or after its beginning.", blame=(name,))
    if since < _months_before(today, RETENTION_MONTHS):
        raise GraphError(
            3018,
            "(#3018) The start date of the time range cannot be beyond 37 months from the current date",
            blame=(name,),
        )
    return since.toordinal(), until.toordinal()


def _check_opt_in(call: Call, account: Node, breakdowns: tuple[str, ...]) -> None:
    """From August 2026 some breakdowns are for apps that have asked for them."""
    closed = sorted(_OPT_IN & set(breakdowns))
    today = date.fromordinal(local_day(call.now, zone_of(account)))
    if closed and today >= _OPT_IN_FROM and not call.world.insights_opt_in:
        raise GraphError(
            100,
            f"(#100) The breakdown {closed[0]} is available only to apps that have opted in.",
            blame=("breakdowns",),
        )


def _check_unique(call: Call, account: Node, since: int, breakdowns: tuple[str, ...]) -> None:
    """People are counted by breakdown, and hours are kept, for 13 months only."""
    today = date.fromordinal(local_day(call.now, zone_of(account)))
    oldest = _months_before(today, UNIQUE_RETENTION_MONTHS).toordinal()
    hourly = {HOURLY, AUDIENCE_HOURLY} & set(breakdowns)
    counted = _UNIQUE & set(_fields(call)) if breakdowns else set()
    if since < oldest and (hourly or counted):
        what = sorted(hourly or counted)[0]
        raise GraphError(
            3018,
            f"(#3018) {what} cannot be read with breakdowns beyond {UNIQUE_RETENTION_MONTHS} months back",
            blame=("time_range",),
        )


def _conditions(call: Call) -> tuple[dict[str, Any], ...]:
    conditions = tuple(read_filtering(call))
    for condition in conditions:
        field, name = condition["field"], condition["field"].rpartition(".")[2]
        entity = "." in field and field.partition(".")[0] in LEVELS and name in _ENTITY_FIELDS
        if not entity and field != "action_type" and field not in real_fields("AdsInsights"):
            raise GraphError(
                100,
                f"(#100) Filtering field {field} with operation {condition['operator']} is not supported",
                blame=("filtering",),
            )
    return conditions


def _date(value: Any) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise bad_param("time_range", "an object with since and until as YYYY-MM-DD") from None


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _preset(name: str, today: date) -> tuple[date, date]:
    yesterday = today - timedelta(days=1)
    last_days = re.fullmatch(r"last_(\d+)d", name)
    if last_days:
        return today - timedelta(days=int(last_days.group(1))), yesterday
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    month, year = today.replace(day=1), date(today.year, 1, 1)
    monday = today - timedelta(days=today.weekday())
    sunday = today - timedelta(days=(today.weekday() + 1) % 7)
    last_month, last_quarter = _months_before(month, 1), _months_before(quarter, 3)
    one = timedelta(days=1)
    return {
        "today": (today, today),
        "yesterday": (yesterday, yesterday),
        "this_month": (month, today),
        "last_month": (last_month, month - one),
        "this_quarter": (quarter, today),
        "last_quarter": (last_quarter, quarter - one),
        "this_year": (year, today),
        "last_year": (date(today.year - 1, 1, 1), year - one),
        "last_week_mon_sun": (monday - 7 * one, monday - one),
        "last_week_sun_sat": (sunday - 7 * one, sunday - one),
        "this_week_mon_today": (monday, today),
        "this_week_sun_today": (sunday, today),
    }[name]
