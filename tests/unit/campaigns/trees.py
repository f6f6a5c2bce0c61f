"""Strategies for nodes as a platform may show them."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from adwright.campaigns.model import (
    AdFields,
    AdGroupFields,
    Budget,
    CampaignFields,
    CreativeContent,
    Interest,
    ObservedNode,
    ReviewStatus,
    RunState,
    Targeting,
)
from adwright.core.money import Money
from adwright.platforms.model import BidStrategy, BudgetPeriod, Level, Purpose, SpecialAdCategory

# PostgreSQL keeps no NUL in text, and platforms send none.
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
codes = st.text(st.characters(codec="ascii", categories=["Lu", "Ll", "Nd"]), min_size=1, max_size=12)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
states = st.sampled_from(RunState)


def moneys(currency: str) -> st.SearchStrategy[Money]:
    """Draw an amount that is not zero."""
    return st.builds(Money, st.integers(1, 10**14), st.just(currency))


def budgets(currency: str) -> st.SearchStrategy[Budget]:
    """Draw a budget."""
    return st.builds(Budget, st.sampled_from(BudgetPeriod), moneys(currency))


def campaigns(currency: str) -> st.SearchStrategy[CampaignFields]:
    """Draw a campaign's fields."""
    return st.builds(
        CampaignFields,
        name=texts,
        state=states,
        purpose=st.none() | st.sampled_from(Purpose),
        budget=st.none() | budgets(currency),
        bid_strategy=st.none() | st.sampled_from(BidStrategy),
        spend_cap=st.none() | moneys(currency),
        special_ad_categories=st.lists(st.sampled_from(SpecialAdCategory), unique=True).map(tuple),
        objective=codes,
    )


def ad_groups(currency: str) -> st.SearchStrategy[AdGroupFields]:
    """Draw an ad group's fields."""
    targeting = st.builds(
        Targeting,
        countries=st.lists(codes, max_size=3).map(tuple),
        age_min=st.integers(13, 65),
        age_max=st.integers(13, 65),
        genders=st.lists(st.sampled_from(["female", "male"]), max_size=2).map(tuple),
        languages=st.lists(codes, max_size=3).map(tuple),
        interests=st.lists(st.builds(Interest, codes, texts), max_size=2).map(tuple),
        keywords=st.lists(texts, max_size=2).map(tuple),
        expand=st.booleans(),
    )
    return st.builds(
        AdGroupFields,
        name=texts,
        state=states,
        budget=st.none() | budgets(currency),
        targeting=targeting,
        bid_amount=st.none() | moneys(currency),
        start_at=st.none() | instants,
        end_at=st.none() | instants,
        pixel_external_id=st.none() | codes,
        page_external_id=st.none() | codes,
    )


def ads() -> st.SearchStrategy[AdFields]:
    """Draw an ad's fields."""
    content = st.builds(
        CreativeContent,
        headline=texts,
        primary_text=texts,
        description=texts,
        call_to_action=codes,
        destination_url=texts,
        page_external_id=st.none() | codes,
        version_id=st.none(),
        asset_id=st.none(),
        image_hash=st.none() | codes,
        image_url=st.none() | texts,
    )
    return st.builds(AdFields, name=texts, state=states, creative=content)


@st.composite
def trees(draw: st.DrawFn, currency: str = "USD") -> list[ObservedNode]:
    """Draw one campaign with up to two ad groups of up to two ads, parents first."""
    nodes = [_node(draw, Level.CAMPAIGN, "c", None, draw(campaigns(currency)))]
    for group in range(draw(st.integers(0, 2))):
        nodes.append(_node(draw, Level.AD_GROUP, f"g{group}", "c", draw(ad_groups(currency))))
        nodes += [
            _node(draw, Level.AD, f"a{group}{ad}", f"g{group}", draw(ads()))
            for ad in range(draw(st.integers(0, 2)))
        ]
    return nodes


def _node(
    draw: st.DrawFn,
    level: Level,
    external_id: str,
    parent: str | None,
    fields: CampaignFields | AdGroupFields | AdFields,
) -> ObservedNode:
    is_ad = level is Level.AD
    return ObservedNode(
        level=level,
        external_id=external_id,
        parent_external_id=parent,
        fields=fields,
        effective_status=draw(codes),
        review=draw(st.sampled_from(ReviewStatus)) if is_ad else ReviewStatus.NONE,
        review_reasons=tuple(draw(st.lists(texts, max_size=2))) if is_ad else (),
    )
