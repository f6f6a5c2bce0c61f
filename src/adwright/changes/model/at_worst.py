"""The tree that an edit is judged on. Pure.

What should be paused may have been switched on outside, and what is approved may be on its way: whichever is
dearer counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from adwright.campaigns.model import (
    AdGroupFields,
    CampaignFields,
    DesiredAd,
    DesiredAdGroup,
    DesiredCampaign,
    ObservedNode,
    RunState,
)
from adwright.changes.model.patch import Fields, as_observed

Spending = TypeVar("Spending", CampaignFields, AdGroupFields)


def at_worst(desired: DesiredCampaign, observed: Mapping[UUID, ObservedNode]) -> DesiredCampaign:
    """Return a campaign as the platform showed it last, on and with the larger budget where it should be.

    Args:
        desired: the campaign as it should be.
        observed: what the platform showed last, by our ids.
    """
    present = as_observed(desired, observed)
    groups = zip(present.ad_groups, desired.ad_groups, strict=True)
    return replace(
        present,
        fields=_dearer(present.fields, desired.fields),
        ad_groups=tuple(_group(there, wanted) for there, wanted in groups),
    )


def _group(there: DesiredAdGroup, wanted: DesiredAdGroup) -> DesiredAdGroup:
    ads = zip(there.ads, wanted.ads, strict=True)
    return replace(
        there,
        fields=_dearer(there.fields, wanted.fields),
        ads=tuple(_ad(ad, wanted_ad) for ad, wanted_ad in ads),
    )


def _ad(there: DesiredAd, wanted: DesiredAd) -> DesiredAd:
    return replace(there, fields=_on(there.fields, wanted.fields.state))


def _dearer(there: Spending, wanted: Spending) -> Spending:
    on, larger = _on(there, wanted.state), wanted.budget
    if there.budget is None or larger is None or larger.period is not there.budget.period:
        return on
    return replace(on, budget=larger) if there.budget.amount < larger.amount else on


def _on(there: Fields, wanted: RunState) -> Fields:
    """Return a node's fields switched on if they should be; what is archived never runs again."""
    if wanted is RunState.ACTIVE and there.state is not RunState.ARCHIVED:
        return replace(there, state=RunState.ACTIVE)
    return there
