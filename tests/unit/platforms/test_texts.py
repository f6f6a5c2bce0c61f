"""Text limits: hard ones block, advisory ones warn, lengths are what each platform counts."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adwright.platforms.model import Platform
from adwright.platforms.text_length import double_width_length, seen_characters
from adwright.platforms.texts import Severity, check_creative, check_search_ad, text_length

CHIPS = "New Spicy Jalapeño Chips | 20% Off"


def test_check_when_the_chips_are_written_then_google_objects_and_meta_does_not() -> None:
    meta = check_creative(Platform.META, headline=CHIPS, has_image=True)
    [google] = check_creative(Platform.GOOGLE, headline=CHIPS)

    assert meta == []
    assert (google.severity, google.code, google.length, google.limit) == (Severity.ERROR, "too_long", 34, 30)
    assert google.message == "Headline for Google: 34 characters of 30. Shorten it by 4."


def test_check_when_the_name_is_decomposed_then_it_is_as_long_as_composed() -> None:
    assert text_length(Platform.GOOGLE, unicodedata.normalize("NFD", CHIPS)) == 34


@pytest.mark.parametrize(
    ("field", "length", "severity"),
    [
        ("headline", 40, None),
        ("headline", 41, Severity.WARNING),
        ("primary_text", 125, None),
        ("primary_text", 126, Severity.WARNING),
        ("description", 30, None),
        ("description", 31, Severity.WARNING),
    ],
)
def test_check_when_meta_text_is_long_then_it_only_warns(
    field: str, length: int, severity: Severity | None
) -> None:
    problems = check_creative(Platform.META, **{field: "x" * length})  # type: ignore[arg-type]

    assert [problem.severity for problem in problems] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("field", "length", "blocked"),
    [
        ("headline", 30, False),
        ("headline", 31, True),
        ("primary_text", 90, False),
        ("primary_text", 91, True),
    ],
)
def test_check_when_google_text_is_long_then_it_blocks(field: str, length: int, blocked: bool) -> None:
    problems = check_creative(Platform.GOOGLE, **{field: "x" * length})  # type: ignore[arg-type]

    assert [problem.severity for problem in problems] == ([Severity.ERROR] if blocked else [])


def test_check_when_google_gets_an_image_then_a_note_says_it_is_left_out() -> None:
    [note] = check_creative(Platform.GOOGLE, headline="Chips", has_image=True)

    assert (note.field, note.severity) == ("image", Severity.NOTE)


def test_check_when_destination_cannot_be_then_both_platforms_object() -> None:
    for platform in (Platform.META, Platform.GOOGLE):
        [problem] = check_creative(platform, destination_url="ftp://tastychips.co")
        assert (problem.field, problem.severity) == ("destination_url", Severity.ERROR)


@pytest.mark.parametrize(
    ("headlines", "descriptions", "fields"),
    [
        (["a", "b", "c"], ["d", "e"], []),
        (["a", "b"], ["d", "e"], ["headlines"]),
        (list("abcdefghijklmnop"), ["d"], ["headlines", "descriptions"]),
        (["a", "b", "c" * 31], ["d", "e" * 91], ["headlines.2", "descriptions.1"]),
        (["a", "b", " A"], ["d", "e", "e"], ["headlines.2", "descriptions.2"]),
    ],
)
def test_search_ad_when_counts_or_lengths_are_wrong_then_each_is_named(
    headlines: list[str], descriptions: list[str], fields: list[str]
) -> None:
    problems = check_search_ad(headlines, descriptions)

    assert [problem.field for problem in problems] == fields
    assert all(problem.severity is Severity.ERROR for problem in problems)


def test_search_ad_when_its_display_path_is_long_then_the_part_is_named() -> None:
    [problem] = check_search_ad(["a", "b", "c"], ["d", "e"], ["chips", "x" * 16])

    assert (problem.field, problem.severity) == ("display_path.1", Severity.ERROR)
    assert "Shorten it by 1" in problem.message


@pytest.mark.parametrize(
    ("text", "seen", "wide"),
    [
        ("", 0, 0),
        ("abc", 3, 3),
        ("e\u0301", 1, 1),
        ("👍🏽", 1, 2),
        ("🇩🇪🇫🇷", 2, 4),
        ("👨\u200d👩\u200d👧", 1, 2),
        ("🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", 1, 2),
        ("❤\ufe0f", 1, 2),
        ("辛いチップス", 6, 12),
        ("매운", 2, 4),
        ("नमस्ते", 4, 4),
        ("a\r\nb", 3, 3),
    ],
)
def test_length_when_characters_are_made_of_several_then_people_see_one(
    text: str, seen: int, wide: int
) -> None:
    assert (seen_characters(text), double_width_length(text)) == (seen, wide)


@given(st.text(max_size=60))
def test_length_when_any_text_then_seen_never_exceeds_code_points_and_wide_never_doubles_more(
    text: str,
) -> None:
    composed = unicodedata.normalize("NFC", text)
    seen, wide = seen_characters(text), double_width_length(text)

    assert seen <= len(composed)
    assert seen <= wide <= 2 * seen
    assert (seen == 0) is (text == "")


@given(st.text(alphabet=st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=60))
def test_length_when_plain_ascii_then_every_way_of_counting_agrees(text: str) -> None:
    assert seen_characters(text) == double_width_length(text) == len(text)
