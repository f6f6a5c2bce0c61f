"""The grammar of GAQL by itself: what is read, what is refused with which code, and that it never breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adsandbox.google.gaql.errors import QueryError
from adsandbox.google.gaql.grammar import (
    LIST_OPERATORS,
    Condition,
    Form,
    Operator,
    Ordering,
    Query,
    Value,
    parse,
    write,
)

KEYWORDS = {"SELECT", "FROM", "WHERE", "ORDER", "LIMIT", "PARAMETERS", "AND"}


def test_parse_when_every_clause_is_there_then_reads_them_all() -> None:
    query = parse(
        "select campaign.id, metrics.clicks From campaign WHERE campaign.name NOT LIKE 'a\\'%' "
        "and segments.date BETWEEN '2026-01-01' AND \"2026-01-31\" AND campaign.status IN (ENABLED, PAUSED) "
        "AND campaign.labels CONTAINS NONE ('x') AND campaign.id IS NOT NULL "
        "AND campaign.end_date_time IS NULL "
        "ORDER BY metrics.clicks DESC, campaign.id ASC, campaign.name LIMIT 12 "
        "PARAMETERS include_drafts=true, omit_unselected_resource_names = 'false'"
    )
    assert query.select == ("campaign.id", "metrics.clicks")
    assert query.resource == "campaign"
    assert query.where == (
        Condition("campaign.name", Operator.NOT_LIKE, (Value(Form.STRING, "a'%"),)),
        Condition(
            "segments.date",
            Operator.BETWEEN,
            (Value(Form.STRING, "2026-01-01"), Value(Form.STRING, "2026-01-31")),
        ),
        Condition("campaign.status", Operator.IN, (Value(Form.WORD, "ENABLED"), Value(Form.WORD, "PAUSED"))),
        Condition("campaign.labels", Operator.CONTAINS_NONE, (Value(Form.STRING, "x"),)),
        Condition("campaign.id", Operator.IS_NOT_NULL),
        Condition("campaign.end_date_time", Operator.IS_NULL),
    )
    assert query.order_by == (
        Ordering("metrics.clicks", True),
        Ordering("campaign.id"),
        Ordering("campaign.name"),
    )
    assert query.limit == 12
    assert query.parameters == (
        ("include_drafts", Value(Form.WORD, "true")),
        ("omit_unselected_resource_names", Value(Form.STRING, "false")),
    )


@pytest.mark.parametrize("operator", Operator)
def test_parse_when_an_operator_is_written_in_small_letters_then_it_is_the_same(operator: Operator) -> None:
    values = {Operator.IS_NULL: "", Operator.IS_NOT_NULL: "", Operator.BETWEEN: "1 and 2"}
    value = values.get(operator, "(1)" if operator in LIST_OPERATORS else "1")
    query = parse(f"SELECT campaign.id FROM campaign WHERE campaign.id {operator.lower()} {value}")
    assert query.where[0].operator is operator


@pytest.mark.parametrize(
    ("text", "code", "trigger"),
    [
        ("", "UNEXPECTED_END_OF_QUERY", ""),
        ("   ", "UNEXPECTED_END_OF_QUERY", ""),
        ("FROM campaign", "EXPECTED_SELECT", "FROM"),
        ("SELECT", "UNEXPECTED_END_OF_QUERY", ""),
        ("SELECT campaign.id,", "UNEXPECTED_END_OF_QUERY", ""),
        ("SELECT campaign.id FROM", "UNEXPECTED_END_OF_QUERY", ""),
        ("SELECT * FROM campaign", "UNEXPECTED_INPUT", "*"),
        ("SELECT FROM campaign", "UNEXPECTED_INPUT", "FROM"),
        ("SELECT campaign.id FROM campaign, ad_group", "UNEXPECTED_INPUT", ","),
        ("SELECT campaign.id FROM campaign OR", "UNEXPECTED_INPUT", "OR"),
        ("SELECT campaign.id FROM campaign WHERE a = 1 OR b = 2", "UNEXPECTED_INPUT", "OR"),
        ("SELECT campaign.id FROM campaign LIMIT 1 ORDER BY campaign.id", "UNEXPECTED_INPUT", "ORDER"),
        ("SELECT campaign.id FROM campaign;", "UNEXPECTED_INPUT", ";"),
        ("SELECT campaign..id FROM campaign", "BAD_FIELD_NAME", "campaign..id"),
        ("SELECT 1campaign.id FROM campaign", "BAD_FIELD_NAME", "1campaign.id"),
        ("SELECT campaign.id FROM campaign.x", "BAD_RESOURCE_TYPE_IN_FROM_CLAUSE", "campaign.x"),
        ("SELECT campaign.id FROM campaign WHERE campaign.id <> 1", "UNEXPECTED_INPUT", ">"),
        ("SELECT campaign.id FROM campaign WHERE campaign.id ! 1", "UNEXPECTED_INPUT", "!"),
        ("SELECT campaign.id FROM campaign WHERE campaign.id IS 1", "BAD_OPERATOR", "IS"),
        ("SELECT campaign.id FROM campaign WHERE campaign.id IS NOT 1", "BAD_OPERATOR", "1"),
        ("SELECT campaign.id FROM campaign WHERE campaign.id NOT", "UNEXPECTED_END_OF_QUERY", ""),
        ("SELECT campaign.id FROM campaign WHERE campaign.id HAS 1", "BAD_OPERATOR", "HAS"),
        ("SELECT campaign.id FROM campaign WHERE campaign.id", "UNEXPECTED_END_OF_QUERY", ""),
        ("SELECT campaign.id FROM campaign WHERE campaign.id =", "UNEXPECTED_END_OF_QUERY", ""),
        ("SELECT campaign.id FROM campaign WHERE campaign.id = (1, 2)", "EXPECTED_SINGLE_VALUE", "("),
        ("SELECT campaign.id FROM campaign WHERE campaign.id IN 1", "EXPECTED_LIST", "1"),
        (
            "SELECT campaign.id FROM campaign WHERE campaign.id IN ()",
            "PROHIBITED_EMPTY_LIST_IN_CONDITION",
            "",
        ),
        ("SELECT campaign.id FROM campaign WHERE a IN (1, 'b')", "PROHIBITED_VALUE_COMBINATION_IN_LIST", ""),
        ("SELECT campaign.id FROM campaign WHERE campaign.id IN (1", "UNEXPECTED_END_OF_QUERY", ""),
        ("SELECT campaign.id FROM campaign WHERE a BETWEEN 1", "EXPECTED_AND", ""),
        ("SELECT a FROM campaign WHERE a BETWEEN AND 1", "EXPECTED_VALUE_WITH_BETWEEN_OPERATOR", "AND"),
        ("SELECT a FROM campaign WHERE a BETWEEN 1 AND", "EXPECTED_VALUE_WITH_BETWEEN_OPERATOR", ""),
        ("SELECT campaign.id FROM campaign ORDER campaign.id", "EXPECTED_BY", "campaign.id"),
        ("SELECT campaign.id FROM campaign LIMIT many", "BAD_LIMIT_VALUE", "many"),
        ("SELECT campaign.id FROM campaign LIMIT 1.5", "BAD_LIMIT_VALUE", "1.5"),
        ("SELECT campaign.id FROM campaign LIMIT 0", "LIMIT_VALUE_TOO_LOW", "0"),
        ("SELECT campaign.id FROM campaign LIMIT -3", "LIMIT_VALUE_TOO_LOW", "-3"),
        ("SELECT campaign.id FROM campaign WHERE segments.date = 2026-01-01", "BAD_NUMBER", "2026-01-01"),
        ("SELECT campaign.id FROM campaign WHERE a = 'b", "STRING_NOT_TERMINATED", "'b"),
        ("SELECT campaign.id FROM campaign WHERE a = 'b\\", "STRING_NOT_TERMINATED", "'b\\"),
        ("SELECT campaign.id FROM campaign WHERE a = 'b\nc'", "PROHIBITED_NEWLINE_IN_STRING", "'b"),
        ("SELECT campaign.id FROM campaign WHERE a = 'b\\q'", "BAD_ESCAPE_SEQUENCE", "\\q"),
        ("SELECT campaign.id FROM campaign WHERE a = ü", "BAD_SYMBOL", "ü"),
        ("SELECT campaign.id FROM campaign PARAMETERS include_drafts", "UNEXPECTED_END_OF_QUERY", ""),
    ],
)
def test_parse_when_the_text_is_no_query_then_tells_the_code_and_the_cause(
    text: str, code: str, trigger: str
) -> None:
    with pytest.raises(QueryError) as refused:
        parse(text)
    assert (refused.value.problem.family, refused.value.problem.code) == ("query_error", code)
    assert (refused.value.problem.trigger or "") == trigger


def test_parse_when_a_list_is_longer_than_allowed_then_refuses() -> None:
    many = ", ".join(map(str, range(20_001)))
    with pytest.raises(QueryError) as refused:
        parse(f"SELECT campaign.id FROM campaign WHERE campaign.id IN ({many})")
    assert refused.value.problem.code == "FILTER_HAS_TOO_MANY_VALUES"


words = st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True).filter(lambda word: word.upper() not in KEYWORDS)
field_names = st.builds(lambda owner, rest: ".".join([owner, *rest]), words, st.lists(words, max_size=3))
strings = st.builds(lambda text: Value(Form.STRING, text), st.text())
numbers = st.builds(
    lambda text: Value(Form.NUMBER, text), st.from_regex(r"-?[0-9]{1,18}(\.[0-9]{1,6})?", fullmatch=True)
)
bare_words = st.builds(lambda text: Value(Form.WORD, text.upper()), words)
values = st.one_of(strings, numbers, bare_words)


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    operator = draw(st.sampled_from(Operator))
    if operator in (Operator.IS_NULL, Operator.IS_NOT_NULL):
        operands: tuple[Value, ...] = ()
    elif operator is Operator.BETWEEN:
        operands = (draw(values), draw(values))
    elif operator in LIST_OPERATORS:
        kind = draw(st.sampled_from([strings, numbers, bare_words]))
        operands = tuple(draw(st.lists(kind, min_size=1, max_size=4)))
    else:
        operands = (draw(values),)
    return Condition(draw(field_names), operator, operands)


queries = st.builds(
    Query,
    st.lists(field_names, min_size=1, max_size=5).map(tuple),
    st.none() | words,
    st.lists(conditions(), max_size=4).map(tuple),
    st.lists(st.builds(Ordering, field_names, st.booleans()), max_size=3).map(tuple),
    st.none() | st.integers(1, 10**17),
    st.lists(st.tuples(words, values), max_size=2).map(tuple),
)


@given(queries)
def test_parse_when_a_query_was_written_then_gives_it_back(query: Query) -> None:
    assert parse(write(query)) == query


@given(st.text())
def test_parse_when_the_text_is_anything_then_reads_it_or_refuses(text: str) -> None:
    for candidate in (text, f"SELECT campaign.id FROM campaign WHERE {text}", f"SELECT {text} FROM campaign"):
        try:
            query = parse(candidate)
        except QueryError:
            continue
        assert parse(write(query)) == query
