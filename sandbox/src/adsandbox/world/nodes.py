"""A node: one object of a simulated platform, with its fields as the platform stores them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """Kinds of nodes; the values are stored."""

    ACCOUNT = "account"
    CAMPAIGN = "campaign"
    AD_SET = "ad_set"
    AD = "ad"
    CREATIVE = "creative"
    IMAGE = "image"
    LABEL = "label"
    PAGE = "page"
    PIXEL = "pixel"
    BUSINESS = "business"
    USER = "user"
    APP = "app"
    REPORT = "report"
    VIDEO = "video"
    AUDIENCE = "audience"
    LEAD_FORM = "lead_form"
    INSTAGRAM_USER = "instagram_user"
    ASYNC_SET = "async_set"
    ASYNC_REQUEST = "async_request"
    # Google's. `parent_id`: manager of a customer, customer of a budget and a campaign, campaign of an ad
    # group and a campaign criterion, ad group of an ad and a criterion.
    CUSTOMER = "customer"
    BUDGET = "budget"
    SEARCH_CAMPAIGN = "search_campaign"
    AD_GROUP = "ad_group"
    AD_GROUP_AD = "ad_group_ad"
    CRITERION = "criterion"
    CAMPAIGN_CRITERION = "campaign_criterion"
    ASSET = "asset"
    ASSET_LINK = "asset_link"
    CONVERSION_ACTION = "conversion_action"
    USER_LIST = "user_list"
    GOOGLE_LABEL = "google_label"
    LABEL_LINK = "label_link"
    RECOMMENDATION = "recommendation"


GOOGLE_KINDS = frozenset({
    Kind.CUSTOMER, Kind.BUDGET, Kind.SEARCH_CAMPAIGN, Kind.AD_GROUP, Kind.AD_GROUP_AD, Kind.CRITERION,
    Kind.CAMPAIGN_CRITERION, Kind.ASSET, Kind.ASSET_LINK, Kind.CONVERSION_ACTION, Kind.USER_LIST,
    Kind.GOOGLE_LABEL, Kind.LABEL_LINK, Kind.RECOMMENDATION,
})  # fmt: skip

# Two digits within every id, so that ids of different kinds never meet.
_KIND_DIGITS = {
    Kind.ACCOUNT: "00", Kind.CAMPAIGN: "20", Kind.AD_SET: "21", Kind.AD: "22", Kind.CREATIVE: "23",
    Kind.IMAGE: "24",
    Kind.LABEL: "25", Kind.PAGE: "10", Kind.PIXEL: "11", Kind.BUSINESS: "12", Kind.USER: "13", Kind.REPORT:
    "30",
    Kind.ASYNC_SET: "31", Kind.ASYNC_REQUEST: "32",
    Kind.VIDEO: "26", Kind.AUDIENCE: "27", Kind.LEAD_FORM: "28", Kind.INSTAGRAM_USER: "14",
    Kind.BUDGET: "50", Kind.SEARCH_CAMPAIGN: "51", Kind.AD_GROUP: "52", Kind.AD_GROUP_AD: "53",
    Kind.CRITERION: "54", Kind.CAMPAIGN_CRITERION: "55", Kind.ASSET: "56", Kind.ASSET_LINK: "57",
    Kind.CONVERSION_ACTION: "58", Kind.USER_LIST: "59", Kind.GOOGLE_LABEL: "60", Kind.LABEL_LINK: "61",
    Kind.RECOMMENDATION: "62",
}  # fmt: skip


@dataclass(slots=True)
class Node:
    """One object. `parent_id`: campaign of an ad set, ad set of an ad, business of an account."""

    id: str
    kind: Kind
    account_id: str
    parent_id: str
    created: float
    updated: float
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name given by its owner."""
        return str(self.fields.get("name", ""))

    @property
    def status(self) -> str:
        """The status that was set, whatever the node's parents say."""
        return str(self.fields.get("status", "ACTIVE"))


def mint_id(kind: Kind, account_serial: int, number: int) -> str:
    """An id that depends only on what is made, in which account, and as the how-manieth of its kind: of 17
    digits on Meta; on Google of 12, and of 10 for customers.
    """
    if kind is Kind.ACCOUNT:
        return str(310_000_000_000_000 + number)
    if kind is Kind.CUSTOMER:
        return str(4_100_000_000 + number)
    if kind in GOOGLE_KINDS:
        return f"{_KIND_DIGITS[kind]}{account_serial:03d}{number:07d}"
    return f"12{_KIND_DIGITS[kind]}{account_serial:05d}{number:08d}"
