"""Campaigns built through the SDK, with sensible values where a test does not care."""

from __future__ import annotations

import struct
import zlib
from typing import Any

from facebook_business.adobjects.ad import Ad
from facebook_business.adobjects.adaccount import AdAccount
from facebook_business.adobjects.adcreative import AdCreative
from facebook_business.adobjects.adset import AdSet
from facebook_business.adobjects.campaign import Campaign
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError


def tiny_png(red: int = 200, side: int = 8) -> bytes:
    """A real one-coloured PNG."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    raw = (b"\x00" + bytes([red, 90, 40]) * side) * side
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(raw))
        + chunk(b"IEND", b"")
    )


def broad(**more: Any) -> dict[str, Any]:
    """A valid targeting: adults in the United States."""
    return {
        "geo_locations": {"countries": ["US"]},
        "age_min": 18,
        "age_max": 65,
        "targeting_automation": {"advantage_audience": 0},
        **more,
    }


def failure(call: Any, *arguments: Any, **named: Any) -> FacebookRequestError:
    """The error that a call ends with."""
    try:
        call(*arguments, **named)
    except FacebookRequestError as error:
        return error
    raise AssertionError("The call was accepted.")


class Advertiser:
    """Builds objects in one ad account."""

    def __init__(self, api: FacebookAdsApi, account_id: str) -> None:
        self.api = api
        self.account = AdAccount(account_id, api=api)
        self.page_id = self.account.get_promote_pages(fields=["id"])[0]["id"]
        self.pixel_id = self.account.get_ads_pixels(fields=["id"])[0]["id"]

    def campaign(self, **values: Any) -> Campaign:
        """A campaign without budget."""
        params = {
            "name": "Campaign",
            "objective": "OUTCOME_SALES",
            "status": "ACTIVE",
            "special_ad_categories": [],
            "is_adset_budget_sharing_enabled": False,
        }
        if "daily_budget" in values or "lifetime_budget" in values:
            del params["is_adset_budget_sharing_enabled"]
            params["bid_strategy"] = "LOWEST_COST_WITHOUT_CAP"
        return self.account.create_campaign(params=_present(params | values))

    def ad_set(self, campaign_id: str, **values: Any) -> AdSet:
        """An ad set for purchases, with 100 dollars a day."""
        params = {
            "name": "Ad set",
            "campaign_id": campaign_id,
            "status": "ACTIVE",
            "optimization_goal": "OFFSITE_CONVERSIONS",
            "billing_event": "IMPRESSIONS",
            "daily_budget": 10_000,
            "targeting": broad(),
            "promoted_object": {"pixel_id": self.pixel_id, "custom_event_type": "PURCHASE"},
        }
        made = self.account.create_ad_set(params=_present(params | values))
        return AdSet(made["id"], api=self.api)

    def image_hash(self, red: int = 200) -> str:
        """An uploaded picture's hash."""
        import base64

        answer = self.account.create_ad_image(params={"bytes": base64.b64encode(tiny_png(red)).decode()})
        return str(answer["hash"])

    def story(self, **link: Any) -> dict[str, Any]:
        """A link story of the account's page."""
        data = {
            "link": "https://tastychips.co/spicy",
            "message": "Made with organic potatoes and real jalapeños.",
            "name": "New Spicy Jalapeño Chips | 20% Off",
            "call_to_action": {"type": "SHOP_NOW", "value": {"link": "https://tastychips.co/spicy"}},
        }
        return {"page_id": self.page_id, "link_data": _present(data | link)}

    def creative(self, **values: Any) -> AdCreative:
        """A creative with a link story."""
        params = {"name": "Creative", "object_story_spec": self.story()}
        return self.account.create_ad_creative(params=_present(params | values))

    def ad(self, ad_set_id: str, **values: Any) -> Ad:
        """An ad with a new creative."""
        params = {"name": "Ad", "adset_id": ad_set_id, "status": "ACTIVE"}
        if "creative" not in values:
            params["creative"] = {"creative_id": self.creative()["id"]}
        return self.account.create_ad(params=_present(params | values))

    def running(self, ads: int = 2, ad_sets: int = 1, **ad_set_values: Any) -> Campaign:
        """A running campaign with its ads."""
        campaign = self.campaign()
        for number in range(ad_sets):
            ad_set = self.ad_set(campaign["id"], name=f"Ad set {number + 1}", **ad_set_values)
            for of_set in range(ads):
                self.ad(ad_set["id"], name=f"Ad {number + 1}.{of_set + 1}")
        return campaign

    def insights(self, **params: Any) -> list[dict[str, Any]]:
        """All insights rows of the account, as plain dictionaries."""
        fields = params.pop(
            "fields", ["spend", "impressions", "reach", "clicks", "inline_link_clicks", "actions"]
        )
        params.setdefault("limit", 500)
        return [row.export_all_data() for row in self.account.get_insights(fields=fields, params=params)]


def _present(params: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in params.items() if value is not None}


def cents(rows: list[dict[str, Any]]) -> int:
    """The spend of rows, in cents."""
    return sum(round(float(row["spend"]) * 100) for row in rows)


def actions(row: dict[str, Any], action_type: str) -> int:
    """How often an action occurred in a row."""
    return next(
        (int(item["value"]) for item in row.get("actions", []) if item["action_type"] == action_type), 0
    )
