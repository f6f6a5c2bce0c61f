"""Generated campaigns as documents say them."""

from __future__ import annotations

import os
from datetime import datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from adwright.campaigns.document.model import (
    AdGroupPart,
    AdPart,
    AudiencePart,
    CampaignPart,
    CreativePart,
    Document,
    DocumentState,
    InterestPart,
    SearchPart,
    TargetingPart,
)
from adwright.campaigns.model import Budget, BudgetLevel, RunState, ScheduleSlot
from adwright.core.money import DECIMALS, Money
from adwright.platforms.countries import COUNTRIES
from adwright.platforms.languages import LANGUAGES
from adwright.platforms.model import BidStrategy, BudgetPeriod, Purpose, SpecialAdCategory, Weekday

# How many generated trees a round trip is tried on; a thousand takes minutes (see CONTRIBUTING).
TREES = int(os.environ.get("ADWRIGHT_TREES", "120"))

# What YAML may misread is drawn often: words that are values, marks that mean something, edges of lines.
tricky = st.sampled_from(
    [
        "null",
        "yes",
        "No",
        "1e9",
        "0x1f",
        "12:30:45",
        "2026-12-01",
        "~",
        "- a",
        "a: b",
        "#x",
        "* x",
        "&y",
        "!t",
        " x ",
        "|",
        ">",
    ]
)
texts = tricky | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=60
)
names = tricky | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40
)
keys = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,30}", fullmatch=True)
external_ids = st.integers(1, 10**16).map(str)


@st.composite
def amounts(draw: st.DrawFn, currency: str = "EUR") -> Money:
    """Draw an amount that the currency has."""
    units = draw(st.integers(1, 10**9))
    return Money.of(Decimal(units).scaleb(-DECIMALS[currency]), currency)


def budgets(currency: str) -> st.SearchStrategy[Budget]:
    """Draw a budget."""
    return st.builds(Budget, st.sampled_from(BudgetPeriod), amounts(currency))


times = st.datetimes(datetime(2001, 1, 1), datetime(2099, 1, 1)).map(  # noqa: DTZ001
    lambda each: each.strftime("%Y-%m-%d %H:%M")
)

CITIES = ("google:1016367", "google:1023191")
places = st.lists(st.sampled_from(sorted((*COUNTRIES, *CITIES))), max_size=5, unique=True)
targetings = st.builds(
    TargetingPart,
    countries=places.map(sorted).map(tuple),
    age_min=st.integers(13, 30),
    age_max=st.integers(30, 65),
    genders=st.sampled_from([(), ("female",), ("male",)]),
    languages=st.lists(st.sampled_from(sorted(LANGUAGES)), max_size=3, unique=True).map(sorted).map(tuple),
    interests=st.lists(st.builds(InterestPart, id=external_ids, name=names), max_size=3).map(tuple),
    keywords=st.lists(names, max_size=3).map(tuple),
    negative_keywords=st.lists(names, max_size=2).map(tuple),
    expand=st.booleans(),
)
creatives = st.builds(
    CreativePart,
    headline=texts,
    primary_text=texts,
    description=texts,
    call_to_action=st.sampled_from(["", "shop_now", "learn_more"]),
    destination_url=st.sampled_from(["", "https://tastychips.co/spicy?utm_source=x&y=%20#z"]),
    more_headlines=st.lists(names, max_size=2).map(tuple),
    more_descriptions=st.lists(names, max_size=2).map(tuple),
    display_path=st.lists(names, max_size=2).map(tuple),
    image=st.none() | st.uuids().map(str),
)
slots = st.builds(
    lambda day, begin, length: ScheduleSlot(day, begin * 15, min((begin + length) * 15, 1440)),
    st.sampled_from(Weekday),
    st.integers(0, 95),
    st.integers(1, 96),
)
searches = st.builds(
    SearchPart,
    countries=st.lists(st.sampled_from(["US", "NO", *CITIES]), max_size=2, unique=True).map(tuple),
    excluded_places=places.map(sorted).map(tuple),
    partners=st.booleans(),
    display=st.booleans(),
    negative_keywords=st.lists(names, max_size=2).map(tuple),
    political=st.booleans(),
    schedule=st.lists(slots, max_size=3).map(tuple),
    target_roas=st.none() | st.integers(1, 99999).map(lambda each: Decimal(each) / 100),
)
ads = st.builds(AdPart, key=keys, name=names, state=st.sampled_from(RunState), creative=st.none() | creatives)


def distinct(parts: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    """Draw parts with keys of their own."""
    return st.lists(parts, max_size=most, unique_by=lambda part: part.key).map(tuple)


@st.composite
def ad_groups(draw: st.DrawFn, currency: str) -> AdGroupPart:
    """Draw an ad group with an audience, targeting of its own, or neither."""
    audience = draw(st.none() | st.builds(AudiencePart, name=names, version=st.none() | st.integers(1, 9)))
    return AdGroupPart(
        key=draw(keys),
        name=draw(names),
        state=draw(st.sampled_from(RunState)),
        audience=audience,
        targeting=draw(st.none() | targetings) if audience is None else None,
        budget=draw(st.none() | budgets(currency)),
        bid_amount=draw(st.none() | amounts(currency)),
        start=draw(st.none() | times),
        end=draw(st.none() | times),
        page=draw(st.none() | external_ids),
        pixel=draw(st.none() | external_ids),
        ads=draw(distinct(ads, 3)),
    )


@st.composite
def campaigns(draw: st.DrawFn) -> CampaignPart:
    """Draw a campaign with its tree."""
    currency = draw(st.sampled_from(["EUR", "USD", "JPY", "KWD"]))
    return CampaignPart(
        key=draw(keys),
        account=draw(st.sampled_from(["meta", "google"])) + "/" + draw(external_ids),
        name=draw(names),
        state=draw(st.sampled_from(DocumentState)),
        purpose=draw(st.none() | st.sampled_from(Purpose)),
        budget_level=draw(st.sampled_from(BudgetLevel)),
        budget=draw(st.none() | budgets(currency)),
        spend_cap=draw(st.none() | amounts(currency)),
        bid_strategy=draw(st.none() | st.sampled_from(BidStrategy)),
        bid_amount=draw(st.none() | amounts(currency)),
        start=draw(st.none() | times),
        end=draw(st.none() | times),
        special_ad_categories=draw(st.lists(st.sampled_from(SpecialAdCategory), max_size=2).map(tuple)),
        search=draw(st.none() | searches),
        page=draw(st.none() | external_ids),
        pixel=draw(st.none() | external_ids),
        ad_groups=draw(distinct(ad_groups(currency), 3)),
    )


documents = st.builds(Document, version=st.just(1), campaigns=distinct(campaigns(), 2))
