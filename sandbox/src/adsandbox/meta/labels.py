"""Ad labels, and finding objects by them."""

from __future__ import annotations

from typing import Any

from adsandbox.meta import writing
from adsandbox.meta.call import GRAPH, Call, Handler, edge
from adsandbox.meta.campaigns import local_time
from adsandbox.meta.errors import required
from adsandbox.meta.filtering import list_filtered
from adsandbox.meta.listing import list_nodes
from adsandbox.meta.statuses import effective_status
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.status import DELETED

_LABELLED = {Kind.CAMPAIGN: "campaigns", Kind.AD_SET: "adsets", Kind.AD: "ads", Kind.CREATIVE: "adcreatives"}


@edge(Kind.ACCOUNT, "adlabels")
def list_labels(call: Call, account: Node) -> dict[str, Any]:
    """The account's labels."""
    call.need_read()
    labels = [node for node in call.world.store.nodes(Kind.LABEL, account.id) if node.status != DELETED]
    return list_nodes(call, labels[::-1])


@edge(Kind.ACCOUNT, "adlabels", "POST")
def create_label(call: Call, account: Node) -> dict[str, Any]:
    """Make a label, or give the one of this name."""
    writing.account_for_write(call, account, Kind.LABEL)
    return {"id": writing.label_named(call, account, call.params.required_text("name")).id}


def update_label(call: Call, label: Node) -> dict[str, Any]:
    """Rename a label."""
    call.need_write()
    writing.saved(call, label, writing.assign(label, {"name": call.params.required_text("name")}))
    return {"success": True}


def _by_labels(kind: Kind) -> Handler:
    def find(call: Call, account: Node) -> dict[str, Any]:
        call.need_read()
        wanted = set(call.params.names("ad_label_ids"))
        if not wanted:
            raise required("ad_label_ids")
        for label_id in wanted:
            call.node(label_id, Kind.LABEL)
        every = call.params.choice("operator", frozenset({"ALL", "ANY"})) == "ALL"
        found = []
        for node in call.world.store.nodes(kind, account.id):
            has = wanted & set(node.fields.get("adlabels", []))
            if has and (not every or has == wanted) and effective_status(call, node) != DELETED:
                found.append(node)
        return list_nodes(call, found[::-1])

    find.__doc__ = "Objects that carry any (or all) of the labels; deleted ones excepted."
    return find


def _of_label(kind: Kind) -> Handler:
    def find(call: Call, label: Node) -> dict[str, Any]:
        call.need_read()
        nodes = call.world.store.nodes(kind, label.account_id)
        return list_filtered(call, [node for node in nodes if label.id in node.fields.get("adlabels", [])])

    find.__doc__ = "Objects that carry this label."
    return find


def _attach(call: Call, node: Node) -> dict[str, Any]:
    """Attach labels to an object."""
    call.need_write()
    ids = writing.label_ids(call, call.account_of(node))
    if ids is None:
        raise required("adlabels")
    present = node.fields.get("adlabels", [])
    writing.saved(call, node, writing.assign(node, {"adlabels": list(dict.fromkeys([*present, *ids]))}))
    return {"success": True}


def _detach(call: Call, node: Node) -> dict[str, Any]:
    """Take labels from an object: the given ones, or all."""
    call.need_write()
    ids = writing.label_ids(call, call.account_of(node))
    kept = [label for label in node.fields.get("adlabels", []) if ids is not None and label not in ids]
    writing.saved(call, node, writing.assign(node, {"adlabels": kept}))
    return {"success": True}


for _kind, _plural in _LABELLED.items():
    edge(Kind.ACCOUNT, f"{_plural}bylabels")(_by_labels(_kind))
    edge(Kind.LABEL, _plural)(_of_label(_kind))
    edge(_kind, "adlabels", "POST")(_attach)
    edge(_kind, "adlabels", "DELETE")(_detach)

GRAPH[Kind.LABEL].fields = {
    "id": lambda call, node: node.id,
    "name": lambda call, node: node.name,
    "account": lambda call, node: {"id": f"act_{node.account_id}", "account_id": node.account_id},
    "created_time": lambda call, node: local_time(call, node, node.created),
    "updated_time": lambda call, node: local_time(call, node, node.updated),
}
GRAPH[Kind.LABEL].update = update_label
GRAPH[Kind.LABEL].delete = writing.delete
