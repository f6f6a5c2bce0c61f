"""Google objects built through the SDK, with sensible values where a test does not care."""

from __future__ import annotations

from typing import Any

from google.ads.googleads.client import GoogleAdsClient

URL = "https://tastychips.co/kettle"
HEADLINES = ("Kettle Chips Online", "Small Batch Chips", "Order a Box Today")
DESCRIPTIONS = ("Organic potatoes, sea salt, small batches.", "Twelve flavours, straight to your door.")
SERVICES = {"AdGroupCriterion": "mutate_ad_group_criteria", "CampaignCriterion": "mutate_campaign_criteria"}


class GoogleAdvertiser:
    """Builds objects in one customer."""

    def __init__(self, client: GoogleAdsClient, customer_id: str) -> None:
        self.client = client
        self.customer_id = customer_id

    def operation(self, message: str, verb: str = "create", **values: Any) -> Any:
        """An operation of one type; `update_mask` is a list of paths."""
        made = self.client.get_type(f"{message}Operation")
        if verb == "remove":
            made.remove = values["resource_name"]
            return made
        mask = values.pop("update_mask", None)
        if mask is not None:
            made.update_mask.paths.extend(mask)
        target = getattr(made, verb)
        filled = type(target)(values)
        type(target).copy_from(target, filled)
        return made

    def mutate(self, message: str, *operations: Any, **options: Any) -> Any:
        """Send operations to the service of their type."""
        service = self.client.get_service(f"{message}Service")
        request = {"customer_id": self.customer_id, "operations": list(operations), **options}
        name = SERVICES.get(message) or "mutate_" + _snake(message) + "s"
        return getattr(service, name)(request=request)

    def create(self, message: str, **values: Any) -> str:
        """Make one resource and give its name."""
        return str(self.mutate(message, self.operation(message, **values)).results[0].resource_name)

    def update(self, message: str, mask: list[str], **values: Any) -> Any:
        """Update one resource."""
        return self.mutate(message, self.operation(message, "update", update_mask=mask, **values))

    def remove(self, message: str, resource_name: str) -> Any:
        """Remove one resource."""
        return self.mutate(message, self.operation(message, "remove", resource_name=resource_name))

    def mixed(self, *operations: Any, **options: Any) -> Any:
        """Send operations of any types at once."""
        service = self.client.get_service("GoogleAdsService")
        wrapped = []
        for made in operations:
            whole = self.client.get_type("MutateOperation")
            field = _snake(type(made).__name__)
            getattr(type(whole).pb(whole), field).CopyFrom(type(made).pb(made))
            wrapped.append(whole)
        return service.mutate(
            request={"customer_id": self.customer_id, "mutate_operations": wrapped, **options}
        )

    # --- values
    def budget_values(self, **values: Any) -> dict[str, Any]:
        """A budget of its campaign alone."""
        return {"amount_micros": 50_000_000, "explicitly_shared": False, **values}

    def campaign_values(self, budget: str, **values: Any) -> dict[str, Any]:
        """A paused search campaign that bids by hand."""
        usual = {
            "name": "Search",
            "status": "PAUSED",
            "advertising_channel_type": "SEARCH",
            "campaign_budget": budget,
            "manual_cpc": {},
            "contains_eu_political_advertising": "DOES_NOT_CONTAIN_EU_POLITICAL_ADVERTISING",
        }
        return {name: value for name, value in (usual | values).items() if value is not None}

    def ad_values(self, ad_group: str, **ad: Any) -> dict[str, Any]:
        """A responsive search ad."""
        words = {
            "headlines": [{"text": text} for text in HEADLINES],
            "descriptions": [{"text": text} for text in DESCRIPTIONS],
        }
        return {
            "ad_group": ad_group,
            "ad": {"final_urls": [URL], "responsive_search_ad": {**words, **ad.pop("words", {})}, **ad},
        }

    # --- objects
    def budget(self, **values: Any) -> str:
        """A budget."""
        return self.create("CampaignBudget", **self.budget_values(**values))

    def campaign(self, **values: Any) -> str:
        """A campaign with a budget of its own."""
        budget = values.pop("budget", None) or self.budget()
        return self.create("Campaign", **self.campaign_values(budget, **values))

    def ad_group(self, campaign: str | None = None, **values: Any) -> str:
        """An ad group."""
        return self.create("AdGroup", **{"campaign": campaign or self.campaign(), "name": "Chips", **values})

    def ad(self, ad_group: str | None = None, **ad: Any) -> str:
        """An ad."""
        return self.create("AdGroupAd", **self.ad_values(ad_group or self.ad_group(), **ad))

    def keyword(self, ad_group: str, text: str = "kettle chips", **more: Any) -> str:
        """A phrase-match keyword."""
        words = {"text": text, "match_type": "PHRASE", **more.pop("keyword", {})}
        return self.create("AdGroupCriterion", ad_group=ad_group, keyword=words, **more)


def _snake(name: str) -> str:
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name).lstrip("_")
