"""What a person would do on Meta by hand, so that there is something to be read."""

from __future__ import annotations

import json
from typing import Any

import httpx2

from adsandbox import Sandbox


def post_to_graph(sandbox: Sandbox, token: str, path: str, values: dict[str, object]) -> dict[str, object]:
    """Post to the Graph API."""
    texts = {
        name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()
    }
    answer = httpx2.post(f"{sandbox.meta_url}/v26.0/{path}", data=texts | {"access_token": token})
    found: dict[str, object] = answer.raise_for_status().json()
    return found


def get_from_graph(sandbox: Sandbox, token: str, path: str, fields: str) -> dict[str, Any]:
    """Read fields of a node from the Graph API."""
    asked = {"fields": fields, "access_token": token}
    answer = httpx2.get(f"{sandbox.meta_url}/v26.0/{path}", params=asked)
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


def make_lead_form(sandbox: Sandbox, token: str, page: str, name: str = "Contact") -> str:
    """Make a lead form on a page, with the page's own token; return its id."""
    page_token = get_from_graph(sandbox, token, page, "access_token")["access_token"]
    form = {
        "name": name,
        "questions": [{"type": "EMAIL"}],
        "privacy_policy": {"url": "https://tastychips.co/privacy"},
    }
    return str(post_to_graph(sandbox, page_token, f"{page}/leadgen_forms", form)["id"])


def run_ad(sandbox: Sandbox, token: str, account: str, page: str, image_hash: str | None) -> str:
    """Run a campaign with one ad that shows an image of the account, or none; return the campaign's id."""

    def make(kind: str, **values: object) -> str:
        return str(post_to_graph(sandbox, token, f"{account}/{kind}", values)["id"])

    link = {"link": "https://tastychips.co/", "message": "Crunch.", "name": "Chips"}
    if image_hash is not None:
        link["image_hash"] = image_hash
    button = {"call_to_action": {"type": "SHOP_NOW", "value": {"link": link["link"]}}}
    story = {"page_id": page, "link_data": link | button}
    campaign = make(
        "campaigns",
        name="By hand",
        objective="OUTCOME_TRAFFIC",
        status="ACTIVE",
        special_ad_categories=[],
        daily_budget="2000",
        bid_strategy="LOWEST_COST_WITHOUT_CAP",
    )
    ad_set = make(
        "adsets",
        name="Everybody",
        campaign_id=campaign,
        status="ACTIVE",
        billing_event="IMPRESSIONS",
        optimization_goal="LINK_CLICKS",
        targeting={
            "geo_locations": {"countries": ["US"]},
            "targeting_automation": {"advantage_audience": 0},
        },
    )
    creative = make("adcreatives", name="Chips", object_story_spec=story)
    make("ads", name="Chips", adset_id=ad_set, status="ACTIVE", creative={"creative_id": creative})
    return campaign
