"""The Google part of a scenario's history, made by playing it: the same mutates that an advertiser would have
sent, at their times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from adsandbox.google.access import ACCESS, SCOPE
from adsandbox.google.call import Call
from adsandbox.google.messages import from_document
from adsandbox.google.mutate import Done, Operation, mutate
from adsandbox.google.rules import MICROS, minimum_unit
from adsandbox.google.writable import TYPES
from adsandbox.scenario import AdvertiserSpec
from adsandbox.scenario.model import AdGroupSpec, KeywordSpec, SearchAdSpec, SearchCampaignSpec
from adsandbox.world.access import Token
from adsandbox.world.nodes import Node
from adsandbox.world.world import World

DAY = 86_400.0
Act = Callable[[], None]
_DECLARED = "DOES_NOT_CONTAIN_EU_POLITICAL_ADVERTISING"


def earliest_google_day(world: World) -> float:
    """How many days before the present the scenario begins on Google."""
    specs = [advertiser.google for advertiser in world.scenario.advertisers if advertiser.google]
    return max((c.begin_days_ago for spec in specs for c in spec.campaigns), default=0.0)


def planned_google_history(
    world: World, customers: list[tuple[AdvertiserSpec, Node]], present: float
) -> list[tuple[float, Act]]:
    """What an advertiser does on Google before `present`, each at its instant."""
    events: list[tuple[float, Act]] = []
    for advertiser, customer in customers:
        for campaign in advertiser.google.campaigns if advertiser.google else ():
            player = _Player(world, advertiser, customer, campaign)
            events.append((present - campaign.begin_days_ago * DAY, player.launch))
            if campaign.pause_days_ago is not None:
                events.append((present - campaign.pause_days_ago * DAY, player.pause))
    return events


class _Player:
    """Plays one campaign."""

    def __init__(
        self, world: World, advertiser: AdvertiserSpec, customer: Node, spec: SearchCampaignSpec
    ) -> None:
        self._world, self._customer, self._spec = world, customer, spec
        self._website = advertiser.website
        person = world.user("person").id
        token = Token("", ACCESS, person, "", [SCOPE], None, world.now(), 0.0)
        self._call = Call(world, token, customer)
        self._campaign_name = ""
        self._temporary = 0

    def launch(self) -> None:
        """Make everything at once and let it run."""
        done = self._do(list(self._tree()))
        self._campaign_name = done[1].resource_name

    def pause(self) -> None:
        """Stop the campaign."""
        update = {"resource_name": self._campaign_name, "status": "PAUSED"}
        self._do([self._operation("campaign", {"update": update, "update_mask": "status"})])

    def _tree(self) -> Iterator[Operation]:
        spec = self._spec
        budget, campaign = self._new_name("campaignBudgets"), self._new_name("campaigns")
        amount = str(self._micros(spec.daily_budget))
        own = {"amount_micros": amount, "explicitly_shared": False}
        yield self._create("campaign_budget", resource_name=budget, **own)
        yield self._create(
            "campaign",
            resource_name=campaign,
            name=spec.name,
            status="ENABLED",
            advertising_channel_type="SEARCH",
            campaign_budget=budget,
            contains_eu_political_advertising=_DECLARED,
            network_settings={"target_google_search": True, "target_search_network": spec.search_partners},
            **{spec.bidding.strategy: self._bidding()},
        )
        for place in spec.locations:
            location = {"geo_target_constant": f"geoTargetConstants/{place}"}
            yield self._create("campaign_criterion", campaign=campaign, location=location)
        for number in spec.languages:
            language = {"language_constant": f"languageConstants/{number}"}
            yield self._create("campaign_criterion", campaign=campaign, language=language)
        for keyword in spec.negatives:
            words = _words(keyword)
            yield self._create("campaign_criterion", campaign=campaign, keyword=words, negative=True)
        for group in spec.ad_groups:
            yield from self._group(campaign, group)

    def _group(self, campaign: str, spec: AdGroupSpec) -> Iterator[Operation]:
        group = self._new_name("adGroups")
        bid = {"cpc_bid_micros": str(self._micros(spec.max_cpc))} if spec.max_cpc else {}
        yield self._create("ad_group", resource_name=group, campaign=campaign, name=spec.name, **bid)
        for keyword in spec.keywords:
            own = {"cpc_bid_micros": str(self._micros(keyword.max_cpc))} if keyword.max_cpc else {}
            yield self._create("ad_group_criterion", ad_group=group, keyword=_words(keyword), **own)
        for keyword in spec.negatives:
            words = _words(keyword)
            yield self._create("ad_group_criterion", ad_group=group, keyword=words, negative=True)
        for ad in spec.ads:
            yield self._create("ad_group_ad", ad_group=group, ad=self._ad(ad))

    def _ad(self, spec: SearchAdSpec) -> dict[str, Any]:
        words: dict[str, Any] = {
            "headlines": [{"text": text} for text in spec.headlines],
            "descriptions": [{"text": text} for text in spec.descriptions],
        }
        paths = dict(zip(("path1", "path2"), spec.paths, strict=False))
        return {"final_urls": [self._website], "responsive_search_ad": words | paths}

    def _bidding(self) -> dict[str, Any]:
        """The strategy's own numbers, under the names that the API has for them."""
        bidding = self._spec.bidding
        ceiling = {"cpc_bid_ceiling_micros": str(self._micros(bidding.ceiling))} if bidding.ceiling else {}
        if bidding.strategy == "target_impression_share":
            share = str(round((bidding.target or 0.0) * MICROS))
            return {"location": "ANYWHERE_ON_PAGE", "location_fraction_micros": share, **ceiling}
        if bidding.strategy == "target_spend":
            return ceiling
        if bidding.target is None or bidding.strategy == "manual_cpc":
            return {}
        if bidding.strategy == "maximize_conversions":
            return {"target_cpa_micros": str(self._micros(bidding.target))}
        return {"target_roas": bidding.target}

    def _micros(self, amount: float) -> int:
        unit = minimum_unit(self._customer)
        return round(amount * MICROS / unit) * unit

    def _new_name(self, collection: str) -> str:
        self._temporary -= 1
        return f"customers/{self._customer.id}/{collection}/{self._temporary}"

    def _create(self, snake: str, **values: Any) -> Operation:
        return self._operation(snake, {"create": values})

    def _operation(self, snake: str, document: dict[str, Any]) -> Operation:
        kind = TYPES[snake]
        return Operation(kind, from_document(f"services.{kind.message}Operation", document), ())

    def _do(self, operations: list[Operation]) -> list[Done]:
        with self._world.store.writing():
            return mutate(self._call, operations, partial=False, validate_only=False)


def _words(keyword: KeywordSpec) -> dict[str, str]:
    return {"text": keyword.text, "match_type": keyword.match_type}
