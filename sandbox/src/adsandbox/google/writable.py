"""All types of resources that can be written."""

from __future__ import annotations

from adsandbox.google import ads, asset_links, audiences, budgets, campaign_criteria, keywords, labels
from adsandbox.google.resources import TYPES, ResourceType

_ROOMS = (ads, asset_links, audiences, budgets, campaign_criteria, keywords, labels)
WRITABLE: tuple[ResourceType, ...] = tuple(TYPES.values())
