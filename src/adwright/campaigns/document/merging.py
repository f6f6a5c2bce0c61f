"""What a document wants of a campaign, once what it leaves out is taken from what is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from adwright.campaigns.document.model import (
    AdGroupPart,
    AdPart,
    CampaignPart,
    CreativePart,
    MetaPart,
    SearchPart,
)

P = TypeVar("P", CampaignPart, AdGroupPart, AdPart, CreativePart, MetaPart, SearchPart)
C = TypeVar("C", AdGroupPart, AdPart)


def merged_campaign(now: CampaignPart | None, given: CampaignPart, *, whole: bool) -> CampaignPart:
    """Return a campaign as the document wants it, with every field.

    Args:
        now: as it is; None for a new one.
        given: what the document says.
        whole: a list that is given is all there is to be; otherwise what it does not name stays.
    """
    if now is None:
        return given
    groups = now.ad_groups
    if "ad_groups" in given.model_fields_set:
        named = [
            _merged_group(_found(now.ad_groups, group.key), group, whole=whole) for group in given.ad_groups
        ]
        groups = _listed(now.ad_groups, named, whole=whole)
    own: dict[str, object] = {"ad_groups": groups}
    if given.search is not None:
        own["search"] = _overlaid(now.search or SearchPart(), given.search)
    if given.meta is not None:
        own["meta"] = _overlaid(now.meta or MetaPart(), given.meta)
    return _overlaid(now, given, **own)


def _merged_group(now: AdGroupPart | None, given: AdGroupPart, *, whole: bool) -> AdGroupPart:
    if now is None:
        return given
    ads = now.ads
    if "ads" in given.model_fields_set:
        ads = _listed(now.ads, [_merged_ad(_found(now.ads, ad.key), ad) for ad in given.ads], whole=whole)
    group = _overlaid(now, given, ads=ads)
    # Whom it is for is said in one of two ways; the one that is given takes the other's place.
    if given.audience is not None:
        return group.model_copy(update={"targeting": None})
    if given.targeting is not None:
        return group.model_copy(update={"audience": None})
    return group


def _merged_ad(now: AdPart | None, given: AdPart) -> AdPart:
    if now is None:
        return given
    creative = now.creative
    if given.creative is not None:
        creative = _overlaid(now.creative or CreativePart(), given.creative)
    elif "creative" in given.model_fields_set:
        creative = None
    return _overlaid(now, given, creative=creative)


def _overlaid(now: P, given: P, **own: object) -> P:
    """Return `now` with the fields that `given` names; `own` are worked out already."""
    named = {field: getattr(given, field) for field in given.model_fields_set}
    return now.model_copy(update=named | own)


def _found(parts: Sequence[C], key: str) -> C | None:
    return next((part for part in parts if part.key == key), None)


def _listed(now: Sequence[C], named: Sequence[C], *, whole: bool) -> tuple[C, ...]:
    if whole:
        return tuple(named)
    by_key = {part.key: part for part in named}
    merged = [by_key.pop(part.key, part) for part in now]
    merged.extend(by_key.values())
    return tuple(merged)
