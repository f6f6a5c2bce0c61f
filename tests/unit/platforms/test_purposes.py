"""The table of purposes holds together."""

from __future__ import annotations

import pytest

from adwright.adapters.meta.vocabulary import META_BID_STRATEGIES
from adwright.core.errors import Invalid
from adwright.platforms.calls_to_action import is_call_to_action
from adwright.platforms.countries import COUNTRIES, EU_COUNTRIES
from adwright.platforms.model import Platform, Purpose
from adwright.platforms.purposes import META_PURPOSES, PURPOSE_TEXTS, meta_purpose, offer

# Which goals Meta takes for an objective, and what they promote.
META_GOALS = {
    "OUTCOME_AWARENESS": {"REACH"},
    "OUTCOME_TRAFFIC": {"LINK_CLICKS", "LANDING_PAGE_VIEWS"},
    "OUTCOME_LEADS": {"OFFSITE_CONVERSIONS"},
    "OUTCOME_SALES": {"OFFSITE_CONVERSIONS"},
}


@pytest.mark.parametrize("platform", list(Platform))
@pytest.mark.parametrize("purpose", list(Purpose))
def test_offer_when_any_pair_then_it_is_built_or_says_why_not(purpose: Purpose, platform: Platform) -> None:
    found = offer(purpose, platform)

    assert found.offered is (found.meta is not None or found.search is not None)
    assert found.offered or found.reason
    assert PURPOSE_TEXTS[purpose].label


@pytest.mark.parametrize("purpose", sorted(META_PURPOSES))
def test_purpose_when_offered_on_meta_then_its_parts_fit(purpose: Purpose) -> None:
    meta = meta_purpose(purpose)

    assert meta.optimization_goal in META_GOALS[meta.objective]
    assert meta.needs_pixel is (meta.optimization_goal == "OFFSITE_CONVERSIONS")
    assert meta.needs_pixel is (meta.custom_event_type is not None)
    assert meta.promotes_page is (meta.objective == "OUTCOME_AWARENESS")
    assert is_call_to_action(meta.default_call_to_action)
    assert set(meta.bid_strategies) <= set(META_BID_STRATEGIES)


def test_purpose_when_not_offered_then_asking_for_it_says_why() -> None:
    with pytest.raises(Invalid, match=r"App installs is not offered on Meta\. Meta needs an app"):
        meta_purpose(Purpose.APP_INSTALLS)


def test_countries_when_listed_then_codes_are_two_capitals_and_hold_the_eu() -> None:
    assert all(len(code) == 2 and code.isupper() and name for code, name in COUNTRIES.items())
    assert set(COUNTRIES) > EU_COUNTRIES
    assert len(EU_COUNTRIES) == 27
