"""Equal audiences are equal, however they were written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adwright.campaigns.documents import targeting_document, targeting_from_document
from adwright.campaigns.model import Interest, Targeting
from adwright.campaigns.targeting import normalized
from adwright.core.errors import Invalid
from adwright.platforms.countries import COUNTRIES
from adwright.platforms.languages import LANGUAGES

words = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=7)
interests = st.builds(Interest, st.integers(1, 10**12).map(str), words)
keywords = st.lists(words, min_size=1, max_size=8).map(" ".join)


@st.composite
def targetings(draw: st.DrawFn) -> Targeting:
    """Draw targeting that can be, in any order and spelling."""
    age_min = draw(st.integers(13, 65))
    return Targeting(
        countries=tuple(draw(st.lists(st.sampled_from(sorted(COUNTRIES)), max_size=6))),
        age_min=age_min,
        age_max=draw(st.integers(age_min, 65)),
        genders=tuple(draw(st.lists(st.sampled_from(["female", "male"]), max_size=3))),
        languages=tuple(draw(st.lists(st.sampled_from(sorted(LANGUAGES)), max_size=4))),
        interests=tuple(draw(st.lists(interests, max_size=4))),
        keywords=tuple(draw(st.lists(keywords, max_size=4))),
        expand=draw(st.booleans()),
    )


@given(targetings())
def test_normalized_when_done_twice_then_nothing_more_changes(targeting: Targeting) -> None:
    once = normalized(targeting)

    assert normalized(once) == once


@given(targetings(), st.randoms(use_true_random=False))
def test_normalized_when_shuffled_and_respelled_then_the_same(targeting: Targeting, random: object) -> None:
    shuffled = Targeting(
        countries=_shuffled(random, [f" {code.lower()} " for code in targeting.countries] * 2),
        age_min=targeting.age_min,
        age_max=targeting.age_max,
        genders=_shuffled(random, [gender.upper() for gender in targeting.genders]),
        languages=_shuffled(random, [code.upper() for code in targeting.languages]),
        interests=targeting.interests,
        keywords=targeting.keywords,
        expand=targeting.expand,
    )

    assert normalized(shuffled) == normalized(targeting)


@given(targetings())
def test_document_when_written_and_read_back_then_the_same(targeting: Targeting) -> None:
    assert targeting_from_document(targeting_document(targeting)) == targeting


def test_normalized_when_both_genders_are_named_then_it_means_all() -> None:
    assert normalized(Targeting(genders=("male", "female"))).genders == ()


@pytest.mark.parametrize(
    ("targeting", "field"),
    [
        (Targeting(countries=("KP",)), "targeting.countries"),
        (Targeting(languages=("xx",)), "targeting.languages"),
        (Targeting(genders=("other",)), "targeting.genders"),
        (Targeting(age_min=12), "targeting.age_min"),
        (Targeting(age_min=66), "targeting.age_min"),
        (Targeting(age_min=40, age_max=30), "targeting.age_max"),
        (Targeting(age_max=66), "targeting.age_max"),
        (Targeting(keywords=("x" * 81,)), "targeting.keywords"),
        (Targeting(keywords=("a b c d e f g h i j k",)), "targeting.keywords"),
    ],
)
def test_normalized_when_it_cannot_be_then_the_field_is_named(targeting: Targeting, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        normalized(targeting)

    assert [problem.field for problem in caught.value.fields] == [field]


def _shuffled(random: object, items: list[str]) -> tuple[str, ...]:
    random.shuffle(items)  # type: ignore[attr-defined]
    return tuple(items)
