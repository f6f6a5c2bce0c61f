"""Search plans and their delivery for tests of the mathematics."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from adsandbox.market.delivery import Rows
from adsandbox.market.luck import Luck
from adsandbox.market.purposes import Economics
from adsandbox.market.search import DAY_LIMIT, added, day_rates, finish_rows, spend_targets, stretch
from adsandbox.market.search_demand import hours_between
from adsandbox.market.search_places import leaf_bits
from adsandbox.market.search_plan import Goals, SearchPlan, Strategy, lasting
from adsandbox.market.search_split import Texts
from adsandbox.market.search_terms import ALL_TERMS, text_key

FIRST_DAY = 738_000
TEXTS = (
    "kettle chips",
    "organic snacks",
    "buy chips online",
    "potato chips",
    "snack box",
    "math tutor",
    "linen sheets",
    "sat prep course",
    "wool throw",
    "cooling sheets",
)


def search_plan(
    campaigns: int = 1,
    keywords: int = 5,
    ads: int = 2,
    strategy: Strategy = Strategy.MANUAL_CPC,
    daily: float = 1e12,
    target: float = np.nan,
    bid: float = 1.5e6,
    **other: Any,
) -> SearchPlan:
    """Campaigns of one ad group each, with an own budget, in the United States."""
    groups = np.arange(campaigns)
    pair_ad = (groups[:, None, None] * ads + np.arange(ads)[None, :, None]) + np.zeros(keywords, int)
    pair_keyword = (groups[:, None, None] * keywords + np.arange(keywords)) + np.zeros((ads, 1), int)
    texts = [
        TEXTS[i % len(TEXTS)] + (f" {i // len(TEXTS)}" if i >= len(TEXTS) else "")
        for i in range(campaigns * keywords)
    ]
    every, all_keywords = np.ones(campaigns), np.ones(campaigns * keywords)
    columns: dict[str, Any] = {
        "pair_ad_index": pair_ad.ravel(),
        "pair_keyword_index": pair_keyword.ravel(),
        "pair_relevance": np.ones(pair_ad.size),
        "ad_ids": np.arange(campaigns * ads) + 530_000_000_001,
        "keyword_ids": np.arange(campaigns * keywords) + 540_000_000_001,
        "keyword_group_index": np.repeat(groups, keywords),
        "keyword_keys": np.array([text_key(text) for text in texts]),
        "keyword_words": np.array([len(text.split()) for text in texts]),
        "keyword_match": all_keywords.astype(np.int64),
        "keyword_terms": (all_keywords * ALL_TERMS).astype(np.int64),
        "keyword_home": (all_keywords * 0).astype(np.int64),
        "keyword_twins": all_keywords,
        "keyword_bid": all_keywords * bid,
        "group_ids": groups + 520_000_000_001,
        "group_campaign_index": groups,
        "campaign_ids": groups + 510_000_000_001,
        "campaign_budget_index": groups,
        "campaign_strategy": (every * strategy).astype(np.int64),
        "campaign_target": every * target,
        "campaign_ceiling": every * np.nan,
        "campaign_tier": (every * 2).astype(np.int64),
        "campaign_partners": every * 0.0,
        "campaign_places": np.full(campaigns, leaf_bits([2840]), np.int64),
        "campaign_met": every * 0.86,
        "campaign_place_bid": every,
        "campaign_device_bid": np.ones((campaigns, 3)),
        "campaign_hours": np.ones((campaigns, 7, 24)),
        "campaign_hour_bid": np.ones((campaigns, 7, 24)),
        "budget_ids": groups + 500_000_000_001,
        "budget_daily": every * daily,
        "budget_total": every * np.nan,
        "budget_end": every * np.inf,
        "economics": Economics(),
        "goals": Goals(),
        "first_day": FIRST_DAY,
    }
    return SearchPlan(**(columns | other))


def delivered(
    plan: SearchPlan, luck: Luck, days: int, cuts: tuple[float, ...] = (), learning: bool = False
) -> Rows:
    """The rows of some days on which everything runs, cut at fractions of each day."""
    parts = []
    on = np.ones(len(plan.pair_ad_index), bool)
    gropes = np.full(len(plan.campaign_ids), learning)
    for day in range(FIRST_DAY, FIRST_DAY + days):
        targets = spend_targets(luck, plan.budget_ids, plan.budget_daily, day)
        rates = day_rates(plan, luck, day, on, gropes, targets)
        running, edges = None, (0.0, *cuts, 1.0)
        for begin, end in pairwise(edges):
            running = added(
                running, stretch(plan, lasting(plan, luck), rates, day, hours_between(begin, end))
            )
        assert running is not None
        limits = dict(zip(plan.budget_ids.tolist(), (DAY_LIMIT * plan.budget_daily).tolist(), strict=True))
        parts.append(finish_rows(running, luck, day, limits))
    return np.concatenate(parts)


def texts_of(plan: SearchPlan) -> Texts:
    """The plan's keywords as the report wants them."""
    return Texts(plan.keyword_ids, plan.keyword_keys, plan.keyword_match)
