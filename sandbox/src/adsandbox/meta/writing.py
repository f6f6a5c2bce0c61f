"""What every write does besides its own rules: times, labels, activities, statuses."""

from __future__ import annotations

from typing import Any

from adsandbox.meta.activities import note_changes, note_creation
from adsandbox.meta.call import Call
from adsandbox.meta.enums import STATUSES, STATUSES_AT_CREATION
from adsandbox.meta.errors import bad_param, invalid, missing_object
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.status import ARCHIVED, DELETED, GONE

LARGEST_KIND_COUNT = 6000


def stored(call: Call, node: Node) -> Node:
    """Add a new node, with its activity, in one transaction."""
    with call.world.store.writing():
        call.world.add(node)
        note_creation(call, node)
    return node


def saved(call: Call, node: Node, changes: dict[str, list[Any]], touch: bool = True) -> None:
    """Save an edited node; `changes` holds [old, new] by field."""
    with call.world.store.writing():
        if touch:
            node.updated = call.now
        call.world.save(node)
        note_changes(call, node, changes)


def account_for_write(call: Call, account: Node, kind: Kind) -> None:
    """Refuse new objects in accounts that cannot advertise or are full."""
    call.need_write()
    if account.fields["account_status"] != 1:
        raise invalid(
            "The ad account is disabled or has a payment problem, so nothing can be created in it.",
            title="Account Disabled",
        )
    if call.world.store.count_nodes(kind, account.id, ("ACTIVE", "PAUSED")) >= LARGEST_KIND_COUNT:
        raise invalid(f"The account already has {LARGEST_KIND_COUNT} objects of this kind. Archive some.")


def status_at_creation(call: Call) -> str:
    """The status of a new object: ACTIVE unless said otherwise."""
    return call.params.choice("status", STATUSES_AT_CREATION) or "ACTIVE"


def new_status(call: Call, node: Node) -> str | None:
    """The status an update asks for, if it may be taken; archived and deleted objects stay so.

    Raises:
        GraphError: the object is archived or deleted, and more than its name (or its deletion) is asked for.
    """
    wanted = call.params.choice("status", STATUSES)
    editable = {"name", "access_token", "appsecret_proof", "execution_options", "fields"}
    if node.status == DELETED and set(call.params) - editable:
        raise invalid("A deleted object can only be renamed.", title="Object Is Deleted")
    if node.status == ARCHIVED and (set(call.params) - editable - {"status"} or wanted not in (None, *GONE)):
        raise invalid("An archived object can only be renamed or deleted.", title="Object Is Archived")
    return wanted


def delete(call: Call, node: Node) -> dict[str, Any]:
    """Delete: the node stays readable by its id."""
    call.need_write()
    if node.status != DELETED:
        old = node.status
        node.fields["status"] = DELETED
        saved(call, node, {"status": [old, DELETED]})
    return {"success": True}


def label_ids(call: Call, account: Node, name: str = "adlabels") -> list[str] | None:
    """The labels of an `adlabels` parameter, each by id or by name (then made if new); None when absent."""
    given = call.params.document(name, list)
    if given is None:
        return None
    ids = []
    for item in given:
        if isinstance(item, dict) and item.get("id"):
            ids.append(call.node(str(item["id"]), Kind.LABEL).id)
        elif isinstance(item, dict) and str(item.get("name", "")).strip():
            ids.append(label_named(call, account, str(item["name"])).id)
        else:
            raise bad_param(name, "an array of {id} or {name}")
    for label_id in ids:
        if call.node(label_id, Kind.LABEL).account_id != account.id:
            raise missing_object("POST", label_id)
    return list(dict.fromkeys(ids))


def label_named(call: Call, account: Node, name: str) -> Node:
    """The account's label of this name, made if there is none."""
    present = call.world.store.find_node(Kind.LABEL, account.id, "name", name)
    if present is not None:
        return present
    if call.validate_only:
        return call.world.new_node(Kind.LABEL, account, account.id, {"name": name})
    return stored(call, call.world.new_node(Kind.LABEL, account, account.id, {"name": name}))


def assign(node: Node, values: dict[str, Any]) -> dict[str, list[Any]]:
    """Set fields and tell what changed, as [old, new] by field."""
    changes: dict[str, list[Any]] = {}
    for name, value in values.items():
        if node.fields.get(name) != value:
            changes[name] = [node.fields.get(name), value]
            node.fields[name] = value
    return changes
