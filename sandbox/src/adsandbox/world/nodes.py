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
    REPORT = "report"


# Two digits within every id, so that ids of different kinds never meet.
_KIND_DIGITS = {
    Kind.ACCOUNT: "00", Kind.CAMPAIGN: "20", Kind.AD_SET: "21", Kind.AD: "22", Kind.CREATIVE: "23",
    Kind.IMAGE: "24",
    Kind.LABEL: "25", Kind.PAGE: "10", Kind.PIXEL: "11", Kind.BUSINESS: "12", Kind.USER: "13", Kind.REPORT:
    "30",
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
    """An id of 17 digits that depends only on what is made, in which account, and as the how-manieth of its
    kind.
    """
    if kind is Kind.ACCOUNT:
        return str(310_000_000_000_000 + number)
    return f"12{_KIND_DIGITS[kind]}{account_serial:05d}{number:08d}"
