"""Destination addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adwright.platforms.destinations import destination_problem, normalize_destination


@pytest.mark.parametrize(
    ("given_address", "wanted"),
    [
        ("tastychips.co/spicy", "https://tastychips.co/spicy"),
        (" tastychips.co ", "https://tastychips.co"),
        ("//tastychips.co", "https://tastychips.co"),
        ("http://tastychips.co/?a=b", "http://tastychips.co/?a=b"),
        ("tastychips.co:8080/x", "https://tastychips.co:8080/x"),
        ("", ""),
    ],
)
def test_normalize_when_people_leave_the_scheme_out_then_https_is_meant(
    given_address: str, wanted: str
) -> None:
    assert normalize_destination(given_address) == wanted
    assert normalize_destination(wanted) == wanted


@pytest.mark.parametrize(
    "address", ["tastychips.co/spicy", "https://münchen.example/bär?x=1#y", "http://a-b.example.co.uk:81/"]
)
def test_problem_when_address_is_good_then_none(address: str) -> None:
    assert destination_problem(address) is None


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "missing"),
        ("   ", "missing"),
        ("javascript:alert(1)", "not to javascript:"),
        ("ftp://tastychips.co", "not to ftp:"),
        ("mailto:chips@tastychips.co", "not to mailto:"),
        ("https://", "no domain"),
        ("localhost", "no domain"),
        ("http://127.0.0.1/", "no domain"),
        ("https://user:secret@tastychips.co", "user name or password"),
        ("tasty chips.co", "space"),
        ("https://tastychips.co:99999/", "not the address"),
        ("https://[::1", "not the address"),
        ("https://tastychips.co/" + "x" * 2000, "2022 characters"),
    ],
)
def test_problem_when_address_cannot_be_then_it_says_why(address: str, said: str) -> None:
    problem = destination_problem(address)

    assert problem is not None
    assert said in problem


@given(st.text(max_size=80))
def test_problem_when_anything_is_typed_then_it_answers(address: str) -> None:
    problem = destination_problem(address)

    assert problem is None or problem.endswith(".") or problem.endswith(":.")
