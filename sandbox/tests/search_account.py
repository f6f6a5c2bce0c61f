"""A search account made from nodes in the form that Google's protocol rooms keep, without any protocol."""

from __future__ import annotations

from typing import Any

from adsandbox.clock import Pace, VirtualClock, parse_instant
from adsandbox.google.customers import add_customer
from adsandbox.market.delivery import Rows
from adsandbox.market.search_report import Parts, report
from adsandbox.scenario import ConversionActionSpec, load_scenario
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.store import Store
from adsandbox.world.world import World
from adsandbox.world.zones import local_day, zone_of

START = "2026-06-01T09:30:00-04:00"
DAY = 86_400.0
HEADLINES = ("Kettle Chips Online", "Small Batch Chips", "Order a Snack Box")
DESCRIPTIONS = ("Organic potatoes and sea salt.", "Twelve flavours from our kitchen.")


class SearchAccount:
    """One customer of a fresh market, whose clock stands until it is moved."""

    def __init__(
        self,
        seed: int = 3,
        actions: tuple[ConversionActionSpec, ...] = (ConversionActionSpec("Purchase"),),
        start: str = START,
    ) -> None:
        clock = VirtualClock(Pace.parse("manual"), parse_instant(start))
        self.world = World(Store(None), clock, seed, load_scenario("empty"))
        self._customer_id = add_customer(self.world, "Tester", conversion_actions=actions).id

    @property
    def customer(self) -> Node:
        """The customer as it is now."""
        customer = self.world.store.node(self._customer_id)
        assert customer is not None
        return customer

    def add(self, kind: Kind, parent: Node, resource: dict[str, Any], **fields: Any) -> Node:
        """Store a node with this resource."""
        status = resource.setdefault("status", "ENABLED")
        node = self.world.new_node(kind, self.customer, parent.id, {"status": status, **fields})
        node.fields["resource"] = resource
        return self.world.add(node)

    def edit(self, node: Node, **changes: Any) -> None:
        """Change parts of a node's resource (and its status with it), from now on."""
        fresh = self.world.store.node(node.id)
        assert fresh is not None
        fresh.fields["resource"] |= changes
        fresh.fields["status"] = fresh.fields["resource"]["status"]
        fresh.updated = self.world.now()
        self.world.save(fresh)

    def budget(self, daily: float = 50.0, **other: Any) -> Node:
        """A budget in dollars a day."""
        resource = {"amount_micros": str(round(daily * 1e6)), "period": "DAILY", **other}
        return self.add(Kind.BUDGET, self.customer, resource)

    def campaign(self, budget: Node, strategy: dict[str, Any] | None = None, **other: Any) -> Node:
        """A search campaign in the United States."""
        resource = {
            "advertising_channel_type": "SEARCH",
            "campaign_budget": f"customers/{self.customer.id}/campaignBudgets/{budget.id}",
            "network_settings": {"target_google_search": True},
            **(strategy or {"manual_cpc": {}}),
            **other,
        }
        campaign = self.add(Kind.SEARCH_CAMPAIGN, self.customer, resource)
        self.criterion(campaign, location={"geo_target_constant": "geoTargetConstants/2840"})
        return campaign

    def criterion(self, campaign: Node, **resource: Any) -> Node:
        """A criterion of a campaign."""
        return self.add(Kind.CAMPAIGN_CRITERION, campaign, resource)

    def group(self, campaign: Node, texts: tuple[str, ...] = ("kettle chips",), cpc: float = 1.5) -> Node:
        """An ad group with one ad and some phrase keywords."""
        group = self.add(Kind.AD_GROUP, campaign, {"cpc_bid_micros": str(round(cpc * 1e6))})
        self.ad(group)
        for text in texts:
            self.keyword(group, text)
        return group

    def ad(self, group: Node, **fields: Any) -> Node:
        """A responsive search ad."""
        texts = {
            "headlines": [{"text": text} for text in HEADLINES],
            "descriptions": [{"text": text} for text in DESCRIPTIONS],
        }
        return self.add(Kind.AD_GROUP_AD, group, {"ad": {"responsive_search_ad": texts}}, **fields)

    def keyword(self, group: Node, text: str, match_type: str = "PHRASE", **other: Any) -> Node:
        """A keyword, negative if it says so."""
        resource = {"keyword": {"text": text, "match_type": match_type}, **other}
        return self.add(Kind.CRITERION, group, resource)

    def running(self, daily: float = 50.0, **strategy: Any) -> Node:
        """A campaign that runs, with three keywords."""
        campaign = self.campaign(self.budget(daily), strategy or None)
        self.group(campaign, ("kettle chips", "organic snacks", "snack box"))
        return campaign

    def today(self) -> int:
        """The ordinal of the account's present day."""
        return local_day(self.world.now(), zone_of(self.customer))

    def rows(self) -> Rows:
        """Everything delivered so far."""
        first = local_day(self.customer.created, zone_of(self.customer))
        return self.world.search_rows(self.customer, first, self.today())

    def report(self, *segments: str) -> Parts:
        """Everything known so far."""
        rows = self.rows()
        return report(rows, self.world.luck, self.world.search_knowledge(self.customer, rows), segments)


def by_day(rows: Rows, name: str) -> dict[int, float]:
    """Sums of a column by day."""
    return {day: float(rows[name][rows["day"] == day].sum()) for day in sorted(set(rows["day"].tolist()))}
