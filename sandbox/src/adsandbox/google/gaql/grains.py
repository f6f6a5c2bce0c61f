"""Resources that are measured: which columns of measured rows tell their objects apart."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from adsandbox.google.gaql.entities import Account, Entity
from adsandbox.google.messages import from_document

Key = tuple[int, ...]
Texts = list[str]


@dataclass(frozen=True, slots=True)
class Grain:
    """`keys` are the columns of measured rows whose numbers make an object's key.

    `make` gives the object of a key, for resources that exist only where something was measured. `splitting`
    are companions that are no parents of an object: where their fields are used, they split it into several
    rows, told apart by one more column.
    """

    keys: tuple[str, ...] = ()
    make: Callable[[Account, Key, Texts], Entity | None] | None = None
    splitting: tuple[tuple[str, str], ...] = ()

    def columns(self, owners: Iterable[str]) -> tuple[str, ...]:
        """The columns that tell rows apart when fields of these resources are used."""
        used = set(owners)
        return self.keys + tuple(column for resource, column in self.splitting if resource in used)

    def split(self, owners: Iterable[str]) -> tuple[str, ...]:
        """The companions that split rows when fields of these resources are used."""
        used = set(owners)
        return tuple(resource for resource, _ in self.splitting if resource in used)


def object_of(
    account: Account, grain: Grain, key: Key, split: tuple[str, ...], texts: Texts
) -> Entity | None:
    """The object of a key, with the companions that split it."""
    if grain.make is None:
        return None
    made = grain.make(account, key[: len(grain.keys)], texts)
    for resource, number in zip(split, key[len(grain.keys) :], strict=True):
        beside = account.by_id(resource).get(number)
        if made is None or beside is None:
            return None
        made.relatives = {**made.relatives, **beside.relatives, resource: beside}
        made.key = key
    return made


def budgets_with_campaigns(account: Account) -> list[Entity]:
    """Every pair of a budget and a campaign that spends it."""
    pairs = []
    for campaign in account.entities("campaign"):
        budget = campaign.relatives.get("campaign_budget")
        if budget is not None:
            relatives = {**budget.relatives, "campaign": campaign}
            pairs.append(Entity("campaign_budget", budget.message, (*budget.key, *campaign.key), relatives))
    return pairs


def _search_term_view(account: Account, key: Key, texts: Texts) -> Entity | None:
    group, text = account.by_id("ad_group").get(key[0]), texts[key[1]]
    if group is None:
        return None
    campaign = group.relatives["campaign"]
    name = f"customers/{account.node.id}/searchTermViews/{campaign.key[0]}~{key[0]}~{_encoded(text)}"
    document = {
        "resource_name": name,
        "search_term": text,
        "ad_group": group.message.resource_name,
        "status": _term_status(account, key[0], text),
    }
    relatives = {**group.relatives, "ad_group": group}
    return Entity("search_term_view", from_document("resources.SearchTermView", document), key, relatives)


def _campaign_search_term_view(account: Account, key: Key, texts: Texts) -> Entity | None:
    campaign, text = account.by_id("campaign").get(key[0]), texts[key[1]]
    if campaign is None:
        return None
    document = {
        "resource_name": f"customers/{account.node.id}/campaignSearchTermViews/{key[0]}~{_encoded(text)}",
        "search_term": text,
        "campaign": campaign.message.resource_name,
    }
    message = from_document("resources.CampaignSearchTermView", document)
    return Entity("campaign_search_term_view", message, key, {**campaign.relatives, "campaign": campaign})


def _term_status(account: Account, ad_group_id: int, text: str) -> str:
    """Whether the term is a keyword of the ad group, a negative one, or neither."""
    added = excluded = False
    for criterion in account.entities("ad_group_criterion"):
        message = criterion.message
        if (
            criterion.relatives["ad_group"].key[0] == ad_group_id
            and message.keyword.text.lower() == text.lower()
        ):
            excluded = excluded or message.negative
            added = added or not message.negative
    if added:
        return "ADDED_EXCLUDED" if excluded else "ADDED"
    return "EXCLUDED" if excluded else "NONE"


def _encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _place_view(resource: str, type_name: str, path: str, field: str) -> Callable[..., Entity | None]:
    """Views by country and one more thing: the kind of interest, or whether the place was targeted."""

    def make(account: Account, key: Key, texts: Texts) -> Entity | None:
        country, kind = key
        written: Any = bool(kind) if field == "targeting_location" else kind
        shown = str(written).lower() if field == "targeting_location" else _LOCATION_TYPES[kind]
        document = {
            "resource_name": f"customers/{account.node.id}/{path}/{country}~{shown}",
            "country_criterion_id": str(country),
            field: written,
        }
        owner = {"customer": account.entities("customer")[0]}
        return Entity(resource, from_document(f"resources.{type_name}", document), key, owner)

    return make


_LOCATION_TYPES = {2: "AREA_OF_INTEREST", 3: "LOCATION_OF_PRESENCE"}
_BY_PLACE = (("campaign", "campaign"), ("ad_group", "ad_group"))
GRAINS: dict[str, Grain] = {
    "customer": Grain(),
    "campaign_budget": Grain(("budget",), splitting=(("campaign", "campaign"),)),
    "campaign": Grain(("campaign",)),
    "ad_group": Grain(("ad_group",)),
    "ad_group_ad": Grain(("ad",)),
    "keyword_view": Grain(("criterion",)),
    "conversion_action": Grain(("action",)),
    "search_term_view": Grain(("ad_group", "term"), _search_term_view, (("ad_group_ad", "ad"),)),
    "campaign_search_term_view": Grain(
        ("campaign", "term"),
        _campaign_search_term_view,
        (("ad_group", "ad_group"), ("ad_group_ad", "ad")),
    ),
    "geographic_view": Grain(
        ("country", "location_type"),
        _place_view("geographic_view", "GeographicView", "geographicViews", "location_type"),
        _BY_PLACE,
    ),
    "user_location_view": Grain(
        ("country", "targeted"),
        _place_view("user_location_view", "UserLocationView", "userLocationViews", "targeting_location"),
        _BY_PLACE,
    ),
}
