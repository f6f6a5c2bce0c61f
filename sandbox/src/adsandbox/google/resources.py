"""Types of resources that can be written, and what one operation does to one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from adsandbox.google.call import Call
from adsandbox.google.errors import Problem, Step
from adsandbox.google.messages import from_document, message_class, snake
from adsandbox.google.names import parse_name
from adsandbox.world.nodes import Kind, Node

REMOVED = "REMOVED"
ENABLED = "ENABLED"


@dataclass(slots=True)
class Edit:
    """One operation on one resource. `before` is None where it is made; `problems` say why it is refused.

    `after` is what will be stored: checks may complete it with defaults and fields that are output only.
    """

    call: Call
    type: ResourceType
    operation: Any
    before: Any | None
    after: Any
    node: Node | None = None
    touched: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)

    @property
    def creates(self) -> bool:
        """Whether the resource is new."""
        return self.before is None

    def refuse(self, family: str, code: str, *path: Step, **more: Any) -> None:
        """Note a problem; `path` starts at the resource."""
        self.problems.append(Problem(family, code, tuple(path), **more))

    def changes(self, name: str) -> bool:
        """Whether the operation sets a field (of the first level)."""
        return self.creates or name in self.touched

    def referenced(self, collection: str, name: str, *path: Step) -> Node | None:
        """The resource that a field names; None, with a problem noted, where this customer has none."""
        found = find(self.call, name, collection)
        if found is None:
            parsed = parse_name(name)
            if parsed is None or parsed.collection != collection:
                self.refuse("request_error", "RESOURCE_NAME_MALFORMED", *path, trigger=name)
            else:
                self.refuse("mutate_error", "RESOURCE_NOT_FOUND", *path, trigger=name)
        return found


Check = Callable[[Edit], None]


@dataclass(frozen=True, slots=True)
class ResourceType:
    """What is known of a type of resources.

    `message` is its class (`Campaign`), `collection` its part of resource names, `fields` the fields of the
    first level that reach `check`, of which it always refuses `refused` (with an error of their own);
    `required` those that must be at creation, `parent` the field that
    names its parent (empty: the customer is the parent), `verbs` what operations there are. `check` validates
    and completes what will be stored; `removable` may refuse a removal; `stored` does what follows before the
    node is written; `existing` finds what is given instead of a new resource. `tail` makes the last part of
    the name, `inside` names the field of the node's resource that holds it, `mutable` are fields that may be
    set whatever the package says.
    """

    kind: Kind
    message: str
    collection: str
    fields: frozenset[str]
    check: Check
    refused: frozenset[str] = frozenset()
    required: tuple[str, ...] = ()
    parent: tuple[str, str] = ("", "")
    verbs: frozenset[str] = frozenset({"create", "update", "remove"})
    mutable: frozenset[str] = frozenset()
    tail: Callable[[Edit, Node], str] = lambda edit, node: node.id
    id_field: str = "id"
    inside: str = ""
    existing: Callable[[Edit], Node | None] = lambda edit: None
    removable: Check = lambda edit: None
    stored: Callable[[Edit, Node], None] = lambda edit, node: None

    @property
    def snake(self) -> str:
        """Its name in fields: `campaign_budget`."""
        return snake(self.message)

    @property
    def message_name(self) -> str:
        """The full name of its message below the version's package."""
        return f"resources.{self.message}"

    def message_class(self) -> Any:
        """The raw class of its message."""
        return message_class(self.message_name)


def find(call: Call, name: str, collection: str) -> Node | None:
    """The resource of this customer and collection that has this name, removed ones too."""
    if collection == "customers":
        return call.customer if name == f"customers/{call.customer.id}" else None
    parsed = parse_name(name)
    if parsed is None or parsed.collection != collection or parsed.customer_id != call.customer.id:
        return None
    kinds = _KINDS[collection]
    if len(parsed.parts) == 1 or collection in ("adGroupAds", "adGroupCriteria"):
        node = call.world.store.node(parsed.parts[-1])
        owned = node is not None and node.kind is kinds and node.account_id == call.customer.id
        if node is None or not owned or (len(parsed.parts) > 1 and node.parent_id != parsed.parts[0]):
            return None
        return node if len(parsed.parts) <= 2 else None
    above = call.customer.id if collection == "customerAssets" else parsed.parts[0]
    if collection in ("adGroupAdLabels", "adGroupCriterionLabels"):
        above = parsed.parts[-2]
    for child in call.world.store.nodes(kinds, call.customer.id, above):
        if child.fields["resource"]["resource_name"] == name:
            return child
    return None


def message_of(resource_type: ResourceType, node: Node) -> Any:
    """The stored resource as a message."""
    resource = node.fields["resource"]
    return from_document(
        resource_type.message_name, resource[resource_type.inside] if resource_type.inside else resource
    )


_KINDS = {
    "campaignBudgets": Kind.BUDGET,
    "campaigns": Kind.SEARCH_CAMPAIGN,
    "adGroups": Kind.AD_GROUP,
    "adGroupAds": Kind.AD_GROUP_AD,
    "ads": Kind.AD_GROUP_AD,
    "adGroupCriteria": Kind.CRITERION,
    "campaignCriteria": Kind.CAMPAIGN_CRITERION,
    "assets": Kind.ASSET,
    "campaignAssets": Kind.ASSET_LINK,
    "adGroupAssets": Kind.ASSET_LINK,
    "customerAssets": Kind.ASSET_LINK,
    "conversionActions": Kind.CONVERSION_ACTION,
    "userLists": Kind.USER_LIST,
    "labels": Kind.GOOGLE_LABEL,
    "campaignLabels": Kind.LABEL_LINK,
    "adGroupLabels": Kind.LABEL_LINK,
    "adGroupAdLabels": Kind.LABEL_LINK,
    "adGroupCriterionLabels": Kind.LABEL_LINK,
    "recommendations": Kind.RECOMMENDATION,
}
