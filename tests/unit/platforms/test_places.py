"""Places and languages in words."""

from __future__ import annotations

from adwright.platforms.places import googles_within, language_name, place_name


def test_names_when_a_code_is_of_the_lists_then_it_is_in_words_and_else_says_whose_it_is() -> None:
    assert [place_name(code) for code in ("US", "google:1016367")] == ["United States", "google:1016367"]
    assert [language_name(code) for code in ("en", "google:1019", "meta:31", "tlh")] == [
        "English",
        "Google's language 1019",
        "Meta's language 31",
        "tlh",
    ]


def test_places_of_a_text_when_google_alone_names_them_then_are_found() -> None:
    assert googles_within("Canada, google:21137, google:1016367") == ["google:21137", "google:1016367"]
    assert googles_within("on, United States, 18–65+") == []
