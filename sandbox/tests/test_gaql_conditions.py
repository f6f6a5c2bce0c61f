"""What conditions hold of which values; patterns are matched in linear time."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adsandbox.google.gaql.catalogue import fields
from adsandbox.google.gaql.conditions import Like, read_test
from adsandbox.google.gaql.grammar import parse
from adsandbox.google.gaql.regexp import Pattern, PatternError


def holds(condition: str, value: Any) -> bool:
    read = parse(f"SELECT campaign.id FROM campaign WHERE {condition}").where[0]
    return read_test(fields()[read.field], read, date(2026, 11, 27)).holds(value)


@pytest.mark.parametrize(
    ("condition", "yes", "no"),
    [
        ("campaign.id = 3", 3, 4),
        ("campaign.id != '3'", 4, 3),
        ("campaign.id >= 3", 3, 2),
        ("campaign.id > 2.5", 3, 2),
        ("campaign.id < 3", 2, 3),
        ("campaign.id <= 3", 3, 4),
        ("campaign.id BETWEEN 2 AND 4", 4, 5),
        ("campaign.id IN (1, 2)", 2, 3),
        ("campaign.id NOT IN (1, 2)", 3, 2),
        ("campaign.id IS NULL", None, 3),
        ("campaign.id IS NOT NULL", 3, None),
        ("campaign.status = PAUSED", 3, 2),
        ("campaign.status IN ('ENABLED', 'PAUSED')", 2, 4),
        ("campaign.name = 'Sale'", "Sale", "sale"),
        ("campaign.name IN ('a', 'b')", "a", "A"),
        ("campaign.name LIKE '%SALE_'", "my sale!", "my sale"),
        ("campaign.name LIKE '100[%]%'", "100% off", "100 off"),
        ("campaign.name NOT LIKE '%sale%'", "other", "Sale"),
        ("campaign.name REGEXP_MATCH '(?i)sa.e|x'", "SALE", "my sale"),
        ("campaign.name NOT REGEXP_MATCH 'a+'", "b", "aaa"),
        ("campaign.labels CONTAINS ANY ('a', 'b')", ["b", "c"], ["c"]),
        ("campaign.labels CONTAINS ALL ('a', 'b')", ["b", "a"], ["a"]),
        ("campaign.labels CONTAINS NONE ('a', 'b')", ["c"], ["a"]),
        ("campaign.labels IS NULL", [], ["a"]),
        ("campaign.network_settings.target_google_search = TRUE", True, False),
        ("campaign.start_date_time >= '2026-11-01'", "2026-11-01 00:00:00", "2026-10-31 23:59:59"),
        ("campaign.start_date_time DURING TODAY", "2026-11-27 10:00:00", "2026-11-26 10:00:00"),
    ],
)
def test_condition_when_a_value_is_there_then_holds_or_not(condition: str, yes: Any, no: Any) -> None:
    assert holds(condition, yes)
    assert not holds(condition, no)


@pytest.mark.parametrize(
    "condition",
    ["campaign.id = 3", "campaign.id != 3", "campaign.id NOT IN (3)", "campaign.name NOT LIKE 'a'"],
)
def test_condition_when_there_is_no_value_then_never_holds(condition: str) -> None:
    assert not holds(condition, None)


@given(st.text("ab%_", max_size=8), st.text("ab", max_size=8))
def test_like_when_compared_with_a_regular_expression_then_agrees(pattern: str, text: str) -> None:
    same = "".join({"%": ".*", "_": "."}.get(one, one) for one in pattern)
    assert Like(pattern).matches(text) is bool(re.fullmatch(same, text))


@given(st.from_regex(r"(\(?[ab.](\||[*+?]|\{1,2\}|\)?))*", fullmatch=True), st.text("ab", max_size=6))
def test_regexp_when_python_knows_the_pattern_too_then_agrees(pattern: str, text: str) -> None:
    try:
        ours = Pattern(pattern)
        theirs = re.compile(pattern)
    except (PatternError, re.error):
        return
    assert ours.matches(text) is bool(theirs.fullmatch(text))


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        (r"\d{2,3}-\w+", "12-ab", "1-ab"),
        (r"[^a-c\d]+", "xyz", "xa"),
        (r"[[:alpha:]]+[[:^digit:]]", "ab!", "ab1"),
        (r"(?i)ÄRGER[a-c]", "ärgerB", "ärgerD"),
        (r"(?:a|b(?P<name>c))?d", "bcd", "bd"),
        (r"a.c", "abc", "a\nc"),
        (r"(?s)a.c", "a\nc", "ac"),
        (r"(?m)a$\n^b", "a\nb", "a b"),
        (r"\Qa.b\E+", "a.bb", "axb"),
        (r"\x41\x{1F600}", "A😀", "A"),
        (r"\bfoo\b.*", "foo bar", "foobar"),
        (r"a{0}b{,2}|c{1,}", "ccc", "a"),
    ],
)
def test_regexp_when_the_syntax_is_of_re2_then_matches_the_whole_text(
    pattern: str, yes: str, no: str
) -> None:
    assert Pattern(pattern).matches(yes)
    assert not Pattern(pattern).matches(no)


UNREADABLE = (
    *("(", ")", "a**", "*a", "[a", "[b-a]", "a{2,1}", "a{2000}", r"(a)\1", "(?=a)", "(?P<1>a)", "\\", r"\k"),
    *(r"\x{110000}", "[[:none:]]", "(" * 300, "((a{1000}){1000})"),
)


@pytest.mark.parametrize("pattern", UNREADABLE)
def test_regexp_when_it_is_not_of_re2_then_refuses(pattern: str) -> None:
    with pytest.raises(PatternError):
        Pattern(pattern)


def test_regexp_when_repetitions_are_nested_then_stays_quick() -> None:
    assert not Pattern("(a*)*(a+)+(a|a)*b").matches("a" * 2_000)


@given(st.text())
def test_regexp_when_the_pattern_is_anything_then_matches_or_refuses(pattern: str) -> None:
    try:
        compiled = Pattern(pattern)
    except PatternError:
        return
    assert compiled.matches("Some campaign") in (True, False)
