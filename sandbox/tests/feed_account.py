"""A feed's account made directly in a world, for tests of the laws that need many markets."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from adsandbox.clock import Pace, VirtualClock
from adsandbox.market.delivery import Rows
from adsandbox.market.people import Targeting, audience_size, price_level
from adsandbox.market.purposes import Economics
from adsandbox.scenario import AccountSpec, AdvertiserSpec, PageSpec, Scenario
from adsandbox.world.feed_experiments import stretches
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.store import Store
from adsandbox.world.timeline import Timeline
from adsandbox.world.world import World
from adsandbox.world.zones import local_day, zone_of

START = 1_780_315_200.0  # 2026-06-01, noon in Greenwich
HOUR, DAY = 3_600.0, 86_400.0


def fresh_world(seed: int = 1) -> World:
    """A market without anybody in it."""
    clock = VirtualClock(Pace.parse("manual"), START)
    return World(Store(None), clock, seed, Scenario("law", "", ()))


class FeedAccount:
    """One advertiser's account and what it runs."""

    def __init__(self, world: World, zone: str = "America/New_York", **market: float) -> None:
        self.world = world
        spec = AdvertiserSpec("Law", PageSpec("Law"), AccountSpec("Law", timezone=zone), Economics(**market))
        self.node = world.add_advertiser(spec)

    def campaign(self, **fields: Any) -> Node:
        """A campaign that is switched on."""
        fields = {"status": "ACTIVE", **fields}
        return self.world.add(self.world.new_node(Kind.CAMPAIGN, self.node, self.node.id, fields))

    def ad_set(
        self,
        campaign: Node,
        targeting: Targeting | None = None,
        purpose: str = "sales",
        audience: float | None = None,
        **fields: Any,
    ) -> Node:
        """An ad set that is switched on, with 100 a day if nothing else is said."""
        people = targeting or Targeting()
        market = {
            "audience": audience or audience_size(people),
            "price": price_level(people),
            "purpose": purpose,
            "targeting": asdict(people),
        }
        if "lifetime_budget" not in fields and "daily_budget" not in campaign.fields:
            fields.setdefault("daily_budget", 10_000)
        fields = {"status": "ACTIVE", "targeting": asdict(people), "market": market, **fields}
        return self.world.add(self.world.new_node(Kind.AD_SET, self.node, campaign.id, fields))

    def ad(self, ad_set: Node, review_hours: float = 0.0, **fields: Any) -> Node:
        """An ad that is switched on and reviewed some hours from now."""
        due = self.world.now() + review_hours * HOUR
        fields = {"status": "ACTIVE", "creative_id": "1", "review_due": due, "review_reasons": {}, **fields}
        return self.world.add(self.world.new_node(Kind.AD, self.node, ad_set.id, fields))

    def running(self, ads: int = 2, **fields: Any) -> Node:
        """A campaign with one ad set and its ads; gives the ad set."""
        ad_set = self.ad_set(self.campaign(), **fields)
        for _ in range(ads):
            self.ad(ad_set)
        return ad_set

    def edit(self, node: Node, **fields: Any) -> None:
        """Change some fields now."""
        node.fields.update(fields)
        self.world.save(node)

    def today(self) -> int:
        """The day of the account's calendar."""
        return local_day(self.world.now(), zone_of(self.node))

    def rows(self, since_days_ago: int = 400, until_days_ago: int = 0) -> Rows:
        """Delivered rows of these days."""
        return self.world.rows(self.node, self.today() - since_days_ago, self.today() - until_days_ago)

    def replayed(self) -> Rows:
        """The past delivered again with the settings as they were."""
        timeline = Timeline(self.world.store, self.node)
        return self.world.ledger.replay(self.node, timeline, self.today(), self.world.now())

    def stretches(self, since: int, until: int) -> list[Any]:
        """Some days as the truth surveys them."""
        timeline = Timeline(self.world.store, self.node)
        return stretches(self.world.ledger, self.node, timeline, since, until)


def per_ad(rows: Rows, measure: str) -> dict[int, float]:
    """Sums of a measure by ad."""
    ads, place = np.unique(rows["ad"], return_inverse=True)
    sums = np.bincount(place, weights=rows[measure], minlength=len(ads))
    return dict(zip(ads.tolist(), sums.tolist(), strict=True))
