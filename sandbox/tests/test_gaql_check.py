"""Queries against the real list of fields: which go together, which values fit, which days are meant."""

from __future__ import annotations

from datetime import date

import pytest

from adsandbox.google.gaql import catalogue
from adsandbox.google.gaql.catalogue import DataType
from adsandbox.google.gaql.check import Checked, check
from adsandbox.google.gaql.dates import Days, during, period
from adsandbox.google.gaql.errors import QueryError
from adsandbox.google.gaql.grammar import parse

TODAY = date(2026, 11, 27)  # a Friday


def checked(text: str, is_manager: bool = False) -> Checked:
    return check(parse(text), TODAY, is_manager)


def refusal(text: str, is_manager: bool = False) -> tuple[str, str]:
    with pytest.raises(QueryError) as refused:
        checked(text, is_manager)
    assert refused.value.problem.family == "query_error"
    return refused.value.problem.code, str(refused.value.problem.trigger or "")


def test_catalogue_when_built_then_every_listed_name_is_a_field_of_the_package() -> None:
    known = catalogue.fields()
    assert len(known) > 1600
    assert known["campaign.advertising_channel_type"].data_type is DataType.ENUM
    assert known["ad_group.type"].path == ("type_",)
    assert known["metrics.ctr"].data_type is DataType.DOUBLE
    assert known["ad_group_ad.ad.responsive_search_ad.headlines"].repeated
    assert known["campaign.labels"].data_type is DataType.RESOURCE_NAME
    assert known["segments.date"].data_type is DataType.DATE


def test_catalogue_when_a_resource_is_covered_then_its_companions_are_known() -> None:
    owners = {field.owner for field in catalogue.fields().values()}
    for resource in catalogue.covered().values():
        assert resource.companions <= owners
    assert len(catalogue.covered()) == 32
    assert len(catalogue.resource_names()) == 189


def test_check_when_fields_of_companions_are_selected_then_they_go_along() -> None:
    query = checked(
        "SELECT campaign.name, ad_group.id, ad_group_criterion.keyword.text, metrics.clicks, segments.date "
        "FROM keyword_view WHERE segments.date DURING LAST_7_DAYS AND metrics.impressions > 0"
    )
    assert [field.name for field in query.metrics] == ["metrics.clicks"]
    assert [field.name for field in query.segments] == ["segments.date"]
    assert query.days == Days(date(2026, 11, 20), date(2026, 11, 26))
    assert query.needs_metrics


def test_check_when_a_field_is_selected_twice_then_it_counts_once() -> None:
    assert len(checked("SELECT campaign.id, campaign.id FROM campaign").select) == 1


@pytest.mark.parametrize(
    ("text", "code", "trigger"),
    [
        ("SELECT campaign.id", "EXPECTED_FROM", ""),
        ("SELECT x.id FROM campaigns", "BAD_RESOURCE_TYPE_IN_FROM_CLAUSE", "campaigns"),
        ("SELECT video.id FROM video", "PROHIBITED_RESOURCE_TYPE_IN_FROM_CLAUSE", "video"),
        ("SELECT campaign.nothing FROM campaign", "UNRECOGNIZED_FIELD", "campaign.nothing"),
        ("SELECT nothing FROM campaign", "UNRECOGNIZED_FIELD", "nothing"),
        ("SELECT Campaign.id FROM campaign", "UNRECOGNIZED_FIELD", "Campaign.id"),
        ("SELECT campaign FROM campaign", "PROHIBITED_FIELD_IN_SELECT_CLAUSE", "campaign"),
        (
            "SELECT campaign.network_settings FROM campaign",
            "PROHIBITED_FIELD_IN_SELECT_CLAUSE",
            "campaign.network_settings",
        ),
        (
            "SELECT ad_group_ad.ad.responsive_search_ad.headlines.text FROM ad_group_ad",
            "UNRECOGNIZED_FIELD",
            "ad_group_ad.ad.responsive_search_ad.headlines.text",
        ),
        ("SELECT ad_group.id FROM campaign", "PROHIBITED_RESOURCE_TYPE_IN_SELECT_CLAUSE", "ad_group.id"),
        ("SELECT video.id FROM campaign", "PROHIBITED_RESOURCE_TYPE_IN_SELECT_CLAUSE", "video.id"),
        (
            "SELECT campaign.id FROM campaign WHERE ad_group.id = 1",
            "PROHIBITED_RESOURCE_TYPE_IN_WHERE_CLAUSE",
            "ad_group.id",
        ),
        (
            "SELECT metrics.clicks FROM ad_group_criterion",
            "PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE",
            "metrics.clicks",
        ),
        (
            "SELECT segments.keyword.info.text FROM customer",
            "PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE",
            "segments.keyword.info.text",
        ),
        (
            "SELECT segments.conversion_action, metrics.cost_micros FROM campaign",
            "PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE",
            "metrics.cost_micros",
        ),
        (
            "SELECT campaign.id FROM campaign WHERE segments.device = MOBILE",
            "EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE",
            "segments.device",
        ),
        (
            "SELECT campaign.id FROM campaign ORDER BY metrics.clicks",
            "EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE",
            "metrics.clicks",
        ),
        (
            "SELECT ad_group.id FROM ad_group ORDER BY campaign.name",
            "EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE",
            "campaign.name",
        ),
        (
            "SELECT campaign.id FROM campaign ORDER BY campaign.labels",
            "PROHIBITED_FIELD_IN_ORDER_BY_CLAUSE",
            "campaign.labels",
        ),
        (
            "SELECT ad_group_ad.ad.id FROM ad_group_ad "
            "WHERE ad_group_ad.ad.responsive_search_ad.headlines CONTAINS ANY ('x')",
            "PROHIBITED_FIELD_IN_WHERE_CLAUSE",
            "ad_group_ad.ad.responsive_search_ad.headlines",
        ),
        ("SELECT campaign.id FROM campaign PARAMETERS colour = true", "BAD_PARAMETER_NAME", "colour"),
        ("SELECT campaign.id FROM campaign PARAMETERS include_drafts = 3", "BAD_PARAMETER_VALUE", "3"),
    ],
)
def test_check_when_fields_do_not_go_together_then_tells_the_code_and_the_field(
    text: str, code: str, trigger: str
) -> None:
    assert refusal(text) == (code, trigger)


@pytest.mark.parametrize(
    ("condition", "code", "trigger"),
    [
        ("campaign.status = 'RUNNING'", "BAD_ENUM_CONSTANT", "RUNNING"),
        ("campaign.status = enabled", "BAD_ENUM_CONSTANT", "enabled"),
        ("campaign.status = UNKNOWN", "PROHIBITED_ENUM_CONSTANT", "UNKNOWN"),
        ("campaign.status > ENABLED", "OPERATOR_FIELD_MISMATCH", "campaign.status"),
        ("campaign.status LIKE 'ENA%'", "OPERATOR_FIELD_MISMATCH", "campaign.status"),
        ("campaign.id = 'abc'", "BAD_VALUE", "abc"),
        ("campaign.id LIKE '1%'", "OPERATOR_FIELD_MISMATCH", "campaign.id"),
        ("campaign.name > 'a'", "OPERATOR_FIELD_MISMATCH", "campaign.name"),
        ("campaign.name = Sale", "INVALID_STRING_VALUE", "Sale"),
        ("campaign.name = 3", "INVALID_STRING_VALUE", "3"),
        ("campaign.name LIKE 3", "INVALID_VALUE_WITH_LIKE_OPERATOR", "3"),
        ("campaign.name REGEXP_MATCH '('", "BAD_VALUE", "("),
        ("campaign.name DURING TODAY", "OPERATOR_FIELD_MISMATCH", "campaign.name"),
        ("campaign.name CONTAINS ANY ('a')", "OPERATOR_FIELD_MISMATCH", "campaign.name"),
        ("campaign.labels = 'a'", "OPERATOR_FIELD_MISMATCH", "campaign.labels"),
        ("campaign.labels IN ('a')", "OPERATOR_FIELD_MISMATCH", "campaign.labels"),
        ("campaign.start_date_time > 'soon'", "INVALID_DATE_FORMAT", "soon"),
        (
            "campaign.start_date_time BETWEEN 'a' AND '2026-01-01'",
            "INVALID_VALUE_WITH_BETWEEN_OPERATOR",
            "a",
        ),
        (
            "campaign.network_settings.target_google_search = maybe",
            "BAD_VALUE",
            "maybe",
        ),
        ("segments.date = '2026-02-30'", "INVALID_DATE_FORMAT", "2026-02-30"),
        ("segments.date = '20260201'", "INVALID_DATE_FORMAT", "20260201"),
        ("segments.date = TODAY", "INVALID_STRING_VALUE", "TODAY"),
        ("segments.date BETWEEN 1 AND 2", "INVALID_VALUE_WITH_BETWEEN_OPERATOR", "1"),
        ("segments.date IN ('2026-01-01')", "OPERATOR_FIELD_MISMATCH", "segments.date"),
        ("segments.date != '2026-01-01'", "OPERATOR_FIELD_MISMATCH", "segments.date"),
        ("segments.date DURING LAST_90_DAYS", "INVALID_VALUE_WITH_DURING_OPERATOR", "LAST_90_DAYS"),
        ("segments.date >= '2026-01-01'", "EXPECTED_FILTERS_ON_DATE_RANGE", ""),
        ("segments.date BETWEEN '2026-02-01' AND '2026-01-01'", "DATE_RANGE_TOO_NARROW", ""),
        ("segments.week = '2026-11-24'", "MISALIGNED_DATE_FOR_FILTER", "2026-11-24"),
        ("segments.month = '2026-11-02'", "MISALIGNED_DATE_FOR_FILTER", "2026-11-02"),
        ("segments.quarter = '2026-11-01'", "MISALIGNED_DATE_FOR_FILTER", "2026-11-01"),
        ("segments.year = 'now'", "BAD_VALUE", "now"),
        ("segments.year DURING TODAY", "OPERATOR_FIELD_MISMATCH", "segments.year"),
    ],
)
def test_check_when_a_value_or_operator_does_not_fit_then_tells_the_code_and_the_value(
    condition: str, code: str, trigger: str
) -> None:
    assert refusal(f"SELECT campaign.id FROM campaign WHERE {condition}") == (code, trigger)


def test_check_when_a_date_segment_is_selected_without_range_then_refuses() -> None:
    assert refusal("SELECT segments.month FROM campaign") == ("EXPECTED_FILTERS_ON_DATE_RANGE", "")


@pytest.mark.parametrize("segment", ["date", "week", "hour"])
def test_check_when_days_are_older_than_37_months_then_only_coarser_segments_are_left(segment: str) -> None:
    where = "WHERE segments.date BETWEEN '2023-09-30' AND '2026-11-01'"
    with pytest.raises(QueryError) as refused:
        checked(f"SELECT segments.{segment}, metrics.clicks FROM campaign {where}")
    assert refused.value.problem.family == "date_range_error"
    assert refused.value.problem.code == "REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED"
    assert checked(f"SELECT segments.month, metrics.clicks FROM campaign {where}").days.is_finite


def test_check_when_a_manager_is_asked_for_metrics_then_refuses() -> None:
    query = "SELECT customer.id, metrics.clicks FROM customer"
    assert refusal(query, is_manager=True)[0] == "REQUESTED_METRICS_FOR_MANAGER"
    query = "SELECT customer.id FROM customer WHERE metrics.clicks > 0"
    assert refusal(query, is_manager=True)[0] == "REQUESTED_METRICS_FOR_MANAGER"
    assert not checked("SELECT customer.id FROM customer", is_manager=True).needs_metrics


@pytest.mark.parametrize(
    ("condition", "since", "until"),
    [
        ("segments.date = '2026-11-02'", date(2026, 11, 2), date(2026, 11, 2)),
        (
            "segments.date > '2026-11-02' AND segments.date < '2026-11-05'",
            date(2026, 11, 3),
            date(2026, 11, 4),
        ),
        ("segments.week = '2026-11-23'", date(2026, 11, 23), date(2026, 11, 29)),
        (
            "segments.week > '2026-11-09' AND segments.week <= '2026-11-16'",
            date(2026, 11, 16),
            date(2026, 11, 22),
        ),
        ("segments.month BETWEEN '2026-01-01' AND '2026-02-01'", date(2026, 1, 1), date(2026, 2, 28)),
        ("segments.quarter = '2026-10-01'", date(2026, 10, 1), date(2026, 12, 31)),
        ("segments.year = 2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("segments.year >= 2025 AND segments.year < 2026", date(2025, 1, 1), date(2025, 12, 31)),
        ("segments.date DURING THIS_MONTH", date(2026, 11, 1), TODAY),
        ("segments.month DURING LAST_MONTH", date(2026, 10, 1), date(2026, 10, 31)),
        ("segments.year = 9999", date(9999, 1, 1), date(9999, 12, 31)),
    ],
)
def test_check_when_dates_are_filtered_then_they_leave_these_days(
    condition: str, since: date, until: date
) -> None:
    query = checked(f"SELECT metrics.clicks FROM campaign WHERE {condition}")
    assert query.days == Days(since, until)


def test_during_when_a_literal_is_read_then_counts_back_from_today() -> None:
    days = {name: during(name, TODAY) for name in ("LAST_7_DAYS", "LAST_14_DAYS", "LAST_30_DAYS")}
    assert days["LAST_7_DAYS"] == Days(date(2026, 11, 20), date(2026, 11, 26))
    assert days["LAST_14_DAYS"] == Days(date(2026, 11, 13), date(2026, 11, 26))
    assert days["LAST_30_DAYS"] == Days(date(2026, 10, 28), date(2026, 11, 26))
    assert during("TODAY", TODAY) == Days(TODAY, TODAY)
    assert during("YESTERDAY", TODAY) == Days(date(2026, 11, 26), date(2026, 11, 26))
    assert during("LAST_BUSINESS_WEEK", TODAY) == Days(date(2026, 11, 16), date(2026, 11, 20))
    assert during("THIS_WEEK_SUN_TODAY", TODAY) == Days(date(2026, 11, 22), TODAY)
    assert during("THIS_WEEK_MON_TODAY", TODAY) == Days(date(2026, 11, 23), TODAY)
    assert during("LAST_WEEK_SUN_SAT", TODAY) == Days(date(2026, 11, 15), date(2026, 11, 21))
    assert during("LAST_WEEK_MON_SUN", TODAY) == Days(date(2026, 11, 16), date(2026, 11, 22))
    assert during("LAST_MONTH", date(2026, 1, 31)) == Days(date(2025, 12, 1), date(2025, 12, 31))


def test_period_when_at_the_ends_of_the_calendar_then_stays_within() -> None:
    assert period("segments.week", date.max).until == date.max
    assert period("segments.month", date.max).until == date.max
    assert period("segments.quarter", date.max) == Days(date(9999, 10, 1), date.max)


EVENTS = "SELECT change_event.change_date_time FROM change_event WHERE change_event.change_date_time"
STATUS = "SELECT change_status.resource_type FROM change_status WHERE change_status.last_change_date_time"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SELECT change_event.user_email FROM change_event LIMIT 5", "CHANGE_DATE_RANGE_INFINITE"),
        (f"{EVENTS} >= '2026-11-20' LIMIT 5", "CHANGE_DATE_RANGE_INFINITE"),
        (f"{EVENTS} BETWEEN '2026-11-20' AND '2026-11-19' LIMIT 5", "CHANGE_DATE_RANGE_NEGATIVE"),
        (f"{EVENTS} BETWEEN '2026-10-27' AND '2026-11-19' LIMIT 5", "START_DATE_TOO_OLD"),
        (f"{EVENTS} DURING LAST_14_DAYS", "LIMIT_NOT_SPECIFIED"),
        (f"{EVENTS} DURING LAST_14_DAYS LIMIT 10001", "INVALID_LIMIT_CLAUSE"),
        (f"{STATUS} > '2026-11-20' LIMIT 5", "CHANGE_DATE_RANGE_INFINITE"),
        (f"{STATUS} BETWEEN '2026-08-01' AND '2026-11-19' LIMIT 5", "START_DATE_TOO_OLD"),
        (f"{STATUS} DURING LAST_14_DAYS", "LIMIT_NOT_SPECIFIED"),
    ],
)
def test_check_when_changes_are_asked_without_bounds_then_refuses(text: str, code: str) -> None:
    with pytest.raises(QueryError) as refused:
        checked(text)
    assert refused.value.problem.code == code
    assert refused.value.problem.family == (
        "change_event_error" if EVENTS[7:19] in text else "change_status_error"
    )


def test_check_when_changes_have_bounds_and_a_limit_then_accepts() -> None:
    assert checked(f"{EVENTS} >= '2026-10-28' AND change_event.change_date_time <= '2026-11-28' LIMIT 10000")
    assert checked(f"{STATUS} DURING LAST_30_DAYS LIMIT 1")
