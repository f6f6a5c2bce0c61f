"""The objects of a customer as queries see them: raw messages, and which others each belongs to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any
from weakref import WeakKeyDictionary

from adsandbox.google.change_log import Change
from adsandbox.google.customers import customers, is_manager
from adsandbox.google.gaql import derived
from adsandbox.google.gaql.catalogue import Field
from adsandbox.google.gaql.changes import event_messages, status_messages
from adsandbox.google.gaql.constants import geo_target_constants, language_constants
from adsandbox.google.gaql.derived import DERIVED
from adsandbox.google.gaql.standing import Quality, constrained_campaigns, keyword_qualities
from adsandbox.google.gaql.stored import Messages
from adsandbox.google.messages import message_class
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.world import World

_SECONDS_KEPT = 60.0
_LABELLED = ("campaign", "ad_group", "ad_group_ad", "ad_group_criterion")


@dataclass(slots=True, eq=False)
class Entity:
    """One object. `key` are the numbers that its measured rows carry (ids, in the order of the resource's
    grain), `relatives` are the objects whose fields may be selected with its own, by resource. `complete`
    sets the fields that follow from the market's state; it is done when one of them is asked for.
    """

    resource: str
    message: Any
    key: tuple[int, ...] = ()
    relatives: dict[str, Entity] = field(default_factory=dict)
    complete: Callable[[Any], None] | None = None

    def completed(self) -> Any:
        """The message with all its fields."""
        if self.complete is not None:
            self.complete(self.message)
            self.complete = None
        return self.message

    def message_for(self, wanted: Field) -> Any:
        """The message with at least this field."""
        return self.completed() if wanted.path[0] in DERIVED else self.message

    def of(self, resource: str) -> Entity | None:
        """The object of this resource that a query sees beside it: itself, a relative, or none."""
        return self if resource == self.resource else self.relatives.get(resource)


class Account:
    """A customer's objects at one moment, made when they are first asked for. `kept` is for whoever wants to
    find an answer again at the same moment.
    """

    def __init__(self, world: World, customer: Node, messages: Messages) -> None:
        self.kept: Any = None
        self.world = world
        self.node = customer
        self.now = world.now()
        self._messages = messages
        self._made: dict[str, list[Entity]] = {}
        self._nodes: dict[Kind, list[Node]] = {}

    def entities(self, resource: str) -> list[Entity]:
        """All objects of a resource, in the order of their making."""
        made = self._made.get(resource)
        if made is None:
            make = _MAKERS.get(resource)
            made = self._made[resource] = list(make(self)) if make else []
        return made

    @cached_property
    def constrained(self) -> set[int]:
        """Ids of campaigns that their budgets hold back."""
        return constrained_campaigns(self.world, self.node)

    @cached_property
    def qualities(self) -> dict[int, Quality]:
        """The quality of keywords by id."""
        return keyword_qualities(self.world, self.node)

    @cached_property
    def groups(self) -> dict[str, list[derived.Group]]:
        """Ad groups with their ads and criteria, by campaign."""
        ads, criteria = self._by_parent(Kind.AD_GROUP_AD), self._by_parent(Kind.CRITERION)
        by_campaign: dict[str, list[derived.Group]] = defaultdict(list)
        for node in self.nodes(Kind.AD_GROUP):
            by_campaign[node.parent_id].append(derived.Group(node, ads[node.id], criteria[node.id]))
        return by_campaign

    @cached_property
    def group_of(self) -> dict[str, derived.Group]:
        """Ad groups with their ads and criteria, by id."""
        return {group.node.id: group for groups in self.groups.values() for group in groups}

    @cached_property
    def labels(self) -> dict[str, list[str]]:
        """Names of the labels on every object, by the object's name."""
        names: dict[str, list[str]] = defaultdict(list)
        for node in self.nodes(Kind.LABEL_LINK):
            document = node.fields["resource"]
            if not _is_taken_off(node):
                for resource in _LABELLED:
                    if resource in document:
                        names[document[resource]].append(document["label"])
        return names

    def _by_parent(self, kind: Kind) -> dict[str, list[Node]]:
        by_parent: dict[str, list[Node]] = defaultdict(list)
        for node in self.nodes(kind):
            by_parent[node.parent_id].append(node)
        return by_parent

    def by_id(self, resource: str) -> dict[int, Entity]:
        """Objects of a resource by the last number of their key."""
        return {entity.key[-1]: entity for entity in self.entities(resource)}

    def nodes(self, kind: Kind) -> list[Node]:
        """Nodes of a kind."""
        found = self._nodes.get(kind)
        if found is None:
            found = self._nodes[kind] = self.world.store.nodes(kind, self.node.id)
        return found

    def message(self, node: Node, resource: str) -> Any:
        """A node's resource as a message of its own that may be completed."""
        return self._messages.copy(node, resource)


@dataclass
class _Memory:
    """What is remembered of a market between queries."""

    messages: Messages = field(default_factory=Messages)
    accounts: dict[str, tuple[int, float, Account]] = field(default_factory=dict)


_MEMORIES: WeakKeyDictionary[World, _Memory] = WeakKeyDictionary()


def account_of(world: World, customer: Node) -> Account:
    """The customer's objects as they are now: read again after any write, and once a minute as statuses
    change by themselves.
    """
    memory = _MEMORIES.setdefault(world, _Memory())
    if world.store.looks_back:
        return Account(world, customer, memory.messages)
    version, until, account = memory.accounts.get(customer.id, (-1, 0.0, None))
    now = world.now()
    if account is None or version != world.version or not account.now <= now < until:
        account = Account(world, customer, memory.messages)
        memory.accounts[customer.id] = world.version, now + _SECONDS_KEPT, account
    return account


# --- one maker per resource


def _customer(account: Account) -> Iterable[Entity]:
    yield Entity("customer", account.message(account.node, "customer"))


def _customer_client(account: Account) -> Iterable[Entity]:
    below = [(account.node, 0)]
    everybody = customers(account.world)
    seen = {account.node.id}
    while below:
        node, level = below.pop(0)
        yield Entity(
            "customer_client", derived.customer_client(account.node, node, level), relatives=_owner(account)
        )
        children = [child for child in everybody if child.parent_id == node.id and child.id not in seen]
        if is_manager(node):
            below += [(child, level + 1) for child in children]
            seen |= {child.id for child in children}


def _owner(account: Account) -> dict[str, Entity]:
    return {"customer": account.entities("customer")[0]}


def _plain(resource: str, kind: Kind) -> Callable[[Account], Iterable[Entity]]:
    """Objects that belong to the customer alone."""

    def make(account: Account) -> Iterable[Entity]:
        for node in account.nodes(kind):
            # What was applied is no recommendation any more; the others are still told of when removed.
            if kind is Kind.RECOMMENDATION and node.status == "REMOVED":
                continue
            yield Entity(resource, account.message(node, resource), (int(node.id),), _owner(account))

    return make


def _campaign_budget(account: Account) -> Iterable[Entity]:
    used = Counter(
        campaign.fields["resource"].get("campaign_budget", "")
        for campaign in account.nodes(Kind.SEARCH_CAMPAIGN)
        if campaign.status != "REMOVED"
    )
    for node in account.nodes(Kind.BUDGET):
        message = account.message(node, "campaign_budget")
        message.reference_count = used[message.resource_name]
        yield Entity("campaign_budget", message, (int(node.id),), _owner(account))


def _campaign(account: Account) -> Iterable[Entity]:
    budgets = {entity.message.resource_name: entity for entity in account.entities("campaign_budget")}
    for node in account.nodes(Kind.SEARCH_CAMPAIGN):
        message = account.message(node, "campaign")
        relatives = _owner(account)
        budget = budgets.get(message.campaign_budget)
        if budget is not None:
            relatives["campaign_budget"] = budget
        complete = partial(_complete_campaign, account, node)
        yield Entity("campaign", message, (int(node.id),), relatives, complete)


def _complete_campaign(account: Account, node: Node, message: Any) -> None:
    message.labels.extend(account.labels[message.resource_name])
    limited = int(node.id) in account.constrained
    derived.complete_campaign(message, account.node, account.now, account.groups[node.id], limited)


def _ad_group(account: Account) -> Iterable[Entity]:
    campaigns = account.by_id("campaign")
    for node in account.nodes(Kind.AD_GROUP):
        above = campaigns[int(node.parent_id)]
        complete = partial(_complete_ad_group, account, node, above)
        message = account.message(node, "ad_group")
        yield Entity("ad_group", message, (int(node.id),), _with(above), complete)


def _complete_ad_group(account: Account, node: Node, above: Entity, message: Any) -> None:
    message.labels.extend(account.labels[message.resource_name])
    derived.complete_ad_group(message, above.completed(), account.now, account.group_of[node.id])


def _with(above: Entity) -> dict[str, Entity]:
    """An object's relatives: what it is in, and the relatives of that."""
    return {**above.relatives, above.resource: above}


def _ad_group_ad(account: Account) -> Iterable[Entity]:
    groups = account.by_id("ad_group")
    for node in account.nodes(Kind.AD_GROUP_AD):
        above = groups[int(node.parent_id)]
        complete = partial(_complete_ad, account, node, above)
        message = account.message(node, "ad_group_ad")
        yield Entity("ad_group_ad", message, (int(node.id),), _with(above), complete)


def _complete_ad(account: Account, node: Node, above: Entity, message: Any) -> None:
    message.labels.extend(account.labels[message.resource_name])
    keywords = account.group_of[node.parent_id].keywords
    derived.complete_ad(message, node, above.completed(), account.now, keywords)


def _ad_group_criterion(account: Account) -> Iterable[Entity]:
    groups = account.by_id("ad_group")
    for node in account.nodes(Kind.CRITERION):
        above = groups[int(node.parent_id)]
        complete = partial(_complete_criterion, account, node, above)
        message = account.message(node, "ad_group_criterion")
        yield Entity("ad_group_criterion", message, (int(node.id),), _with(above), complete)


def _complete_criterion(account: Account, node: Node, above: Entity, message: Any) -> None:
    message.labels.extend(account.labels[message.resource_name])
    derived.complete_criterion(message, node, above.completed(), account.now)
    quality = account.qualities.get(int(node.id))
    if quality is not None:
        derived.add_quality(message.quality_info, quality)


def _keyword_view(account: Account) -> Iterable[Entity]:
    for criterion in account.entities("ad_group_criterion"):
        if criterion.message.HasField("keyword") and not criterion.message.negative:
            name = criterion.message.resource_name.replace("/adGroupCriteria/", "/keywordViews/")
            message = message_class("resources.KeywordView")(resource_name=name)
            yield Entity("keyword_view", message, criterion.key, _with(criterion))


def _campaign_criterion(account: Account) -> Iterable[Entity]:
    campaigns = account.by_id("campaign")
    for node in account.nodes(Kind.CAMPAIGN_CRITERION):
        message = account.message(node, "campaign_criterion")
        above = campaigns[int(node.parent_id)]
        yield Entity("campaign_criterion", message, (int(node.id),), _with(above))


def _attached(resource: str, kind: Kind, what: str, to: str | None) -> Callable[[Account], Iterable[Entity]]:
    """Links of assets or labels to one resource (None: to the customer)."""

    def make(account: Account) -> Iterable[Entity]:
        linked = {entity.message.resource_name: entity for entity in account.entities(what)}
        targets = {entity.message.resource_name: entity for entity in account.entities(to)} if to else {}
        for node in account.nodes(kind):
            document = node.fields["resource"]
            if f"/{_path_name(resource)}/" not in document["resource_name"] or _is_taken_off(node):
                continue
            message = account.message(node, resource)
            relatives = _owner(account)
            target = targets.get(document.get(to or "", ""))
            if target is not None:
                relatives |= _with(target)
            part = linked.get(document.get(what, ""))
            if part is not None:
                relatives[what] = part
            yield Entity(resource, message, (int(node.id),), relatives)

    return make


def _is_taken_off(node: Node) -> bool:
    """A label that was taken off leaves nothing; links of assets stay, as removed ones."""
    return node.kind is Kind.LABEL_LINK and node.status == "REMOVED"


def _path_name(resource: str) -> str:
    """`campaign_asset` as in resource names: `campaignAssets`."""
    first, *rest = resource.split("_")
    return first + "".join(word.capitalize() for word in rest) + "s"


def _changes(
    resource: str, messages: Callable[[World, Node], Iterable[tuple[Change, Any]]]
) -> Callable[[Account], Iterable[Entity]]:
    def make(account: Account) -> Iterable[Entity]:
        campaigns, groups = account.by_id("campaign"), account.by_id("ad_group")
        for change, message in messages(account.world, account.node):
            relatives = _owner(account)
            for beside in (
                campaigns.get(int(change.campaign_id or 0)),
                groups.get(int(change.ad_group_id or 0)),
            ):
                if beside is not None:
                    relatives |= _with(beside)
            yield Entity(resource, message, relatives=relatives)

    return make


def _constants(resource: str, messages: Callable[[], list[Any]]) -> Callable[[Account], Iterable[Entity]]:
    def make(account: Account) -> Iterable[Entity]:
        return (Entity(resource, message, (message.id,)) for message in messages())

    return make


_MAKERS: dict[str, Callable[[Account], Iterable[Entity]]] = {
    "customer": _customer,
    "customer_client": _customer_client,
    "campaign_budget": _campaign_budget,
    "campaign": _campaign,
    "ad_group": _ad_group,
    "ad_group_ad": _ad_group_ad,
    "ad_group_criterion": _ad_group_criterion,
    "keyword_view": _keyword_view,
    "campaign_criterion": _campaign_criterion,
    "asset": _plain("asset", Kind.ASSET),
    "label": _plain("label", Kind.GOOGLE_LABEL),
    "conversion_action": _plain("conversion_action", Kind.CONVERSION_ACTION),
    "user_list": _plain("user_list", Kind.USER_LIST),
    "recommendation": _plain("recommendation", Kind.RECOMMENDATION),
    "customer_asset": _attached("customer_asset", Kind.ASSET_LINK, "asset", None),
    "campaign_asset": _attached("campaign_asset", Kind.ASSET_LINK, "asset", "campaign"),
    "ad_group_asset": _attached("ad_group_asset", Kind.ASSET_LINK, "asset", "ad_group"),
    "customer_label": _attached("customer_label", Kind.LABEL_LINK, "label", None),
    "campaign_label": _attached("campaign_label", Kind.LABEL_LINK, "label", "campaign"),
    "ad_group_label": _attached("ad_group_label", Kind.LABEL_LINK, "label", "ad_group"),
    "ad_group_ad_label": _attached("ad_group_ad_label", Kind.LABEL_LINK, "label", "ad_group_ad"),
    "ad_group_criterion_label": _attached(
        "ad_group_criterion_label", Kind.LABEL_LINK, "label", "ad_group_criterion"
    ),
    "change_event": _changes("change_event", event_messages),
    "change_status": _changes("change_status", status_messages),
    "geo_target_constant": _constants("geo_target_constant", geo_target_constants),
    "language_constant": _constants("language_constant", language_constants),
}
