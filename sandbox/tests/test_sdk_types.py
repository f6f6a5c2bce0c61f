"""Every field that the compatibility page names, read through the SDK, whose type checks are errors here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from facebook_business.adobjects.ad import Ad
from facebook_business.adobjects.adaccount import AdAccount
from facebook_business.adobjects.adcreative import AdCreative
from facebook_business.adobjects.adimage import AdImage
from facebook_business.adobjects.adset import AdSet
from facebook_business.adobjects.adspixel import AdsPixel
from facebook_business.adobjects.business import Business
from facebook_business.adobjects.campaign import Campaign
from facebook_business.adobjects.page import Page

from adsandbox import Sandbox
from builders import Advertiser

PAGE = Path(__file__).parent.parent / "docs/compatibility.md"


def documented(type_name: str) -> list[str]:
    """The simulated fields of a type, by the page."""
    line = re.search(
        rf"^\*\*{type_name}\*\*: (.*) \(\d+ more", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert line
    return re.findall(r"`(\w+)`", line.group(1))


@pytest.fixture
def ids(sandbox: Sandbox, advertiser: Advertiser) -> dict[str, str]:
    """One object of each type, with everything set that can be."""
    image_hash = advertiser.image_hash()
    label = [{"name": "label"}]
    campaign = advertiser.campaign(
        daily_budget=9000, spend_cap=50_000, adlabels=label, stop_time="2027-01-01T00:00:00+0000"
    )
    ad_set = advertiser.ad_set(
        campaign["id"],
        daily_budget=None,
        end_time="2026-12-01T00:00:00+0000",
        adlabels=label,
        dsa_beneficiary="Shelf",
        dsa_payor="Shelf",
        destination_type="WEBSITE",
    )
    creative = advertiser.creative(
        object_story_spec=advertiser.story(image_hash=image_hash), adlabels=label, url_tags="utm_source=meta"
    )
    ad = advertiser.ad(ad_set["id"], creative={"creative_id": creative["id"]}, adlabels=label)
    sandbox.control("POST", "/review", ad_id=ad["id"], outcome="disapproved", reasons={"Title": "Text"})
    account = advertiser.account.api_get(fields=["business"])
    return {
        "Campaign": campaign["id"],
        "AdSet": ad_set["id"],
        "Ad": ad["id"],
        "AdCreative": creative["id"],
        "AdImage": f"{advertiser.account['id'][4:]}:{image_hash}",
        "AdAccount": advertiser.account["id"],
        "Page": advertiser.page_id,
        "AdsPixel": advertiser.pixel_id,
        "Business": account["business"]["id"],
    }


@pytest.mark.parametrize(
    "kind", [Campaign, AdSet, Ad, AdCreative, AdImage, AdAccount, Page, AdsPixel, Business]
)
def test_fields_when_all_are_read_then_types_are_the_sdks(
    advertiser: Advertiser, ids: dict[str, str], kind: type[Any]
) -> None:
    fields = documented(kind.__name__)
    node = kind(api=advertiser.api)
    node["id"] = ids[kind.__name__]
    read = node.api_get(
        fields=[name for name in fields if name in vars(kind.Field).values()]
    ).export_all_data()
    empty = set(fields) - set(read)
    allowed = {
        "lifetime_budget",
        "is_adset_budget_sharing_enabled",
        "promoted_object",
        "bid_amount",
        "bid_constraints",
        "special_ad_category_country",
        "bid_strategy",
        "asset_feed_spec",
        "degrees_of_freedom_spec",
        "platform_customizations",
        "contextual_multi_ads",
        "tracking_specs",
        "conversion_domain",
        "default_dsa_beneficiary",
        "default_dsa_payor",
        "call_to_action",
        "tasks",
        "account",
        "promotion_eligible",
        "original_height",
        "original_width",
        "issues_info",
        "learning_stage_info",
        "video_id",
        "instagram_user_id",
    }
    assert empty <= allowed


def test_targeting_types_when_all_placements_are_set_then_kept(advertiser: Advertiser) -> None:
    from builders import broad

    targeting = broad(
        geo_locations={
            "regions": [{"key": "3847"}],
            "cities": [{"key": "2430536", "radius": 15, "distance_unit": "mile"}],
        },
        publisher_platforms=["facebook", "instagram"],
        facebook_positions=["feed"],
        instagram_positions=["stream"],
        device_platforms=["mobile"],
        genders=[2],
        locales=[6],
        flexible_spec=[{"interests": [{"id": "6003100000001"}]}],
    )
    ad_set = advertiser.ad_set(advertiser.campaign()["id"], targeting=targeting)
    read = ad_set.api_get(fields=["targeting"])["targeting"].export_all_data()
    assert {name: read[name] for name in targeting} == targeting
