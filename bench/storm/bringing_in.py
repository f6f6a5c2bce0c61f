"""Campaigns on Google that somebody built in Google's own interface, and that are brought in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import text

from bench.storm.allowed import FIRST_DOLLARS
from bench.storm.author import Author
from bench.storm.book import Page
from bench.storm.desk import BroughtIn, Desk, Slot
from bench.storm.eyes import RawGoogle

_CAMPAIGN = text("SELECT id FROM campaigns WHERE external_id = :external_id AND ad_account_id = :account")


async def bring_in(desk: Desk, slot: Slot) -> None:
    """Build a campaign on Google, bring it in, and write it into the book."""
    author = desk.author
    campaign, group, ad = _build(author)
    desk.brought_in += [
        BroughtIn("campaign", campaign),
        BroughtIn("ad_group", group),
        BroughtIn("ad", f"{group}~{ad}"),
    ]
    campaign_id = await desk.imported(lambda: _imported(desk, campaign))
    slot.page = Page.of(await desk.tree(campaign_id))


async def _imported(desk: Desk, external_id: str) -> UUID | None:
    async with desk.transaction() as tx:
        values = {"external_id": external_id, "account": desk.author.stand.account.id}
        found: UUID | None = (await tx.execute(_CAMPAIGN, values)).scalar_one_or_none()
    return found


def _build(author: Author) -> tuple[str, str, str]:
    """Make a campaign with an ad group and an ad, all paused, then switch them on from below."""
    stand = author.stand
    customer = f"customers/{stand.account.external_id}"
    kinds = ("campaignBudgets", "campaigns", "adGroups")
    budget, campaign, group = (f"{customer}/{kind}/{-number}" for number, kind in enumerate(kinds, 1))
    headlines = [author.random.choice(list(stand.versions)), "Crunch into the heat", "Order a box today"]
    google = RawGoogle(author.market, stand.manager or "", stand.account.external_id)
    made = google.mutate(
        {"campaign_budget_operation": {"create": {
            "resource_name": budget,
            "amount_micros": author.random.choice(FIRST_DOLLARS) * 1_000_000,
            "explicitly_shared": False,
        }}},
        {"campaign_operation": {"create": {
            "resource_name": campaign,
            "name": author.new_name("Campaign"),
            "status": "PAUSED",
            "advertising_channel_type": "SEARCH",
            "campaign_budget": budget,
            "target_spend": {},
            "network_settings": {"target_google_search": True},
            "geo_target_type_setting": {"positive_geo_target_type": "PRESENCE"},
            "contains_eu_political_advertising": "DOES_NOT_CONTAIN_EU_POLITICAL_ADVERTISING",
        }}},
        {"campaign_criterion_operation": {"create": {
            "campaign": campaign, "location": {"geo_target_constant": "geoTargetConstants/2840"},
        }}},
        {"ad_group_operation": {"create": {
            "resource_name": group,
            "campaign": campaign,
            "name": author.new_name("Group"),
            "status": "PAUSED",
            "type_": "SEARCH_STANDARD",
        }}},
        {"ad_group_criterion_operation": {"create": {
            "ad_group": group, "status": "ENABLED", "keyword": {"text": "spicy chips", "match_type": "EXACT"},
        }}},
        {"ad_group_ad_operation": {"create": {"ad_group": group, "status": "PAUSED", "ad": {
            "final_urls": ["https://tastychips.co/spicy"],
            "responsive_search_ad": {
                "headlines": [{"text": each} for each in headlines],
                "descriptions": [{"text": "Organic potatoes."}, {"text": "Twelve flavours."}],
            },
        }}}},
    )  # fmt: skip
    names = {name.split("/")[2]: name for name in made}
    for kind, collection in (
        ("ad_group_ad", "adGroupAds"),
        ("ad_group", "adGroups"),
        ("campaign", "campaigns"),
    ):
        on: dict[str, Any] = {"resource_name": names[collection], "status": "ENABLED"}
        google.mutate({f"{kind}_operation": {"update": on, "update_mask": {"paths": ["status"]}}})
    ad = names["adGroupAds"].rsplit("~", 1)[-1]
    return names["campaigns"].rsplit("/", 1)[-1], names["adGroups"].rsplit("/", 1)[-1], ad
