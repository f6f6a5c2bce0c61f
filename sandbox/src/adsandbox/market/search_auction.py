"""The auction of a search page: what a bid wins, and what is paid for it.

An ad's rank is bid x quality; it is shown where its rank beats those of rivals. The page has three tiers: the
very first place, the other places above the results, those below. The rank that it takes to reach a tier,
divided by quality and so turned into money, is random from search to search: log-logistic with shape 2 around
the keyword's price (a win curve as in Zhang, Yuan & Wang 2014).

What is paid are the prices of the locally envy-free equilibrium of the generalised second-price auction:
every additional click costs the rank that it was won at (Edelman, Ostrovsky & Schwarz 2007; Varian 2007; the
laddered auction of Aggarwal, Goel & Motwani 2006). So nobody ever pays more than the bid, and because the
last click bought costs exactly the bid, clicks are concave in spend however keywords differ.

With a threshold of median m, x = bid / m:   won(x) = x^2 / (1 + x^2),   paid(x) = m (atan x - x / (1 + x^2)).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adsandbox.market.luck import Floats, Ints

# The first place, the other places above the results, the places below: how dear, and how often clicked.
TIER_PRICE = (1.35, 0.85, 0.50)
TIER_CLICKS = (1.00, 0.50, 0.12)
_EXTRA_CLICKS = (TIER_CLICKS[0] - TIER_CLICKS[1], TIER_CLICKS[1] - TIER_CLICKS[2], TIER_CLICKS[2])


@dataclass(frozen=True)
class Won:
    """Per search: chances of being shown at all, above the results, in the first place; and, per click that
    the first place would bring, clicks and cost (in the unit of the price).
    """

    shown: Floats
    top: Floats
    absolute_top: Floats
    clicks: Floats
    cost: Floats


def compete(bid: Floats, price: Floats) -> Won:
    """What a bid wins where `price` is the keyword's price for an ad of this quality (both in one unit)."""
    chances, clicks = [], np.zeros(np.shape(bid))
    for tier_price, extra in zip(TIER_PRICE, _EXTRA_CLICKS, strict=True):
        x = bid / (price * tier_price)
        won = x * x / (1.0 + x * x)
        chances.append(won)
        clicks = clicks + extra * won
    return Won(
        shown=chances[2], top=chances[1], absolute_top=chances[0], clicks=clicks, cost=paid(bid, price)
    )


def paid(bid: Floats, price: Floats) -> Floats:
    """The cost of `compete` alone."""
    cost = np.zeros(np.shape(bid))
    for tier_price, extra in zip(TIER_PRICE, _EXTRA_CLICKS, strict=True):
        median = price * tier_price
        x = bid / median
        cost = cost + extra * median * (np.arctan(x) - x / (1.0 + x * x))
    return cost


def shown(bid: Floats, price: Floats) -> Floats:
    """The chance of being shown at all, of `compete` alone."""
    x = bid / (price * TIER_PRICE[-1])
    chance: Floats = x * x / (1.0 + x * x)
    return chance


def bid_for_share(share: Floats, price: Floats, tier: Ints) -> Floats:
    """The bid that reaches a tier (indices of TIER_PRICE) in this share of searches."""
    odds = np.clip(share, 0.0, 0.99) / (1.0 - np.clip(share, 0.0, 0.99))
    bid: Floats = price * np.array(TIER_PRICE)[tier] * np.sqrt(odds)
    return bid
