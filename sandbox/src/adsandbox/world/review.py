"""Ad review: every new or edited ad waits, then runs or is declined with reasons.

What is declined: any text that contains one of the phrases below, and besides a seeded share of all ads.
"""

from __future__ import annotations

import numpy as np

from adsandbox.market.luck import Luck
from adsandbox.scenario import ReviewSpec
from adsandbox.world.nodes import Node

DECLINED_PHRASES = {
    "guaranteed cure": ("Personal Health", "Ads must not promise to cure or prevent a disease."),
    "get rich quick": ("Unrealistic Outcomes", "Ads must not promise income without effort."),
    "miracle weight loss": ("Personal Health", "Ads must not promise unrealistic weight loss."),
    "buy followers": ("Inauthentic Behavior", "Ads must not sell engagement that is not real."),
    "free iphone": ("Deceptive Claims", "Ads must not promise gifts that do not exist."),
}
_WITHOUT_CAUSE = ("Circumventing Systems", "The review could not confirm what this ad leads to.")


def submit(ad: Node, texts: str, policy: ReviewSpec, luck: Luck, now: float) -> None:
    """Send an ad to review: sets when it ends and how, in the ad's fields."""
    rounds = int(ad.fields.get("review_round", 0)) + 1
    ad.fields["review_round"] = rounds
    ad.fields["review_due"] = now + policy.minutes * 60.0
    ad.fields["review_reasons"] = _reasons(int(ad.id), rounds, texts.lower(), policy, luck)


def decide(ad: Node, outcome: str, reasons: dict[str, str], now: float) -> None:
    """End a review now with the given outcome, `approved` or `disapproved`."""
    ad.fields["review_due"] = now
    if outcome == "approved":
        ad.fields["review_reasons"] = {}
    else:
        ad.fields["review_reasons"] = reasons or dict([_WITHOUT_CAUSE])


def _reasons(ad_id: int, rounds: int, texts: str, policy: ReviewSpec, luck: Luck) -> dict[str, str]:
    found = dict(reason for phrase, reason in DECLINED_PHRASES.items() if phrase in texts)
    unlucky = float(luck.uniform("review", np.int64(ad_id), np.int64(rounds))) < policy.disapproval_rate
    return found or (dict([_WITHOUT_CAUSE]) if unlucky else {})
