"""All types of resources that can be written."""

from __future__ import annotations

from adsandbox.google.ad_groups import AD_GROUP
from adsandbox.google.ads import AD, AD_GROUP_AD
from adsandbox.google.asset_links import AD_GROUP_ASSET, CAMPAIGN_ASSET, CUSTOMER_ASSET
from adsandbox.google.assets import ASSET
from adsandbox.google.audiences import CONVERSION_ACTION, USER_LIST
from adsandbox.google.budgets import BUDGET
from adsandbox.google.campaign_criteria import CAMPAIGN_CRITERION
from adsandbox.google.campaigns import CAMPAIGN
from adsandbox.google.customer_service import CUSTOMER
from adsandbox.google.keywords import CRITERION
from adsandbox.google.labels import (
    AD_GROUP_AD_LABEL,
    AD_GROUP_CRITERION_LABEL,
    AD_GROUP_LABEL,
    CAMPAIGN_LABEL,
    LABEL,
)
from adsandbox.google.resources import ResourceType

WRITABLE: tuple[ResourceType, ...] = (
    CUSTOMER, BUDGET, CAMPAIGN, CAMPAIGN_CRITERION, AD_GROUP, CRITERION, AD_GROUP_AD, AD, ASSET,
    CUSTOMER_ASSET, CAMPAIGN_ASSET, AD_GROUP_ASSET, CONVERSION_ACTION, USER_LIST, LABEL, CAMPAIGN_LABEL,
    AD_GROUP_LABEL, AD_GROUP_AD_LABEL, AD_GROUP_CRITERION_LABEL,
)  # fmt: skip
# By the name that the type has in fields, such as `campaign_budget`.
TYPES: dict[str, ResourceType] = {kind.snake: kind for kind in WRITABLE}
