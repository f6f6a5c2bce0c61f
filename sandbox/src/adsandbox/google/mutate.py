"""Writing resources: many operations in one request, all or nothing or each for itself.

Both forms of the API come here: `GoogleAdsService.Mutate`, where each operation says of which type it is,
and the services of one type.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from adsandbox.google.call import Call
from adsandbox.google.change_log import note
from adsandbox.google.errors import AdsError, Problem, Step
from adsandbox.google.masks import apply_mask, check_mask, first_fields
from adsandbox.google.messages import behaviours, default_enum, enum_name, set_enum, to_document
from adsandbox.google.names import ResourceName, is_temporary, parse_name
from adsandbox.google.resources import ENABLED, REMOVED, Edit, ResourceType, find, message_of
from adsandbox.google.undeclared import refuse_undeclared
from adsandbox.google.walking import MESSAGE_FIELD, ill_formed, replace_texts
from adsandbox.world.nodes import Node

LARGEST_OPERATIONS = 10_000


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a request: of which type, its message, and where it stands in the request."""

    type: ResourceType
    message: Any
    place: tuple[Step, ...]


@dataclass(slots=True)
class Done:
    """What became of an operation."""

    type: ResourceType
    node: Node | None = None
    resource_name: str = ""
    problems: list[Problem] = field(default_factory=list)


class _TakenBackError(Exception):
    """Raised to take back what was written."""


def mutate(call: Call, operations: list[Operation], *, partial: bool, validate_only: bool) -> list[Done]:
    """Do operations in their order, and tell what became of each.

    Raises:
        AdsError: something is wrong and not each is for itself; then nothing was done.
    """
    if len(operations) > LARGEST_OPERATIONS:
        raise AdsError(Problem("request_error", "TOO_MANY_MUTATE_OPERATIONS", trigger=str(len(operations))))
    done: list[Done] = []
    try:
        with call.world.store.writing():
            batch = _Batch(call)
            done += [batch.do(operation) for operation in operations]
            failed = any(entry.problems for entry in done)
            if validate_only or (failed and not partial):
                raise _TakenBackError
    except _TakenBackError:
        call.world.forget_trees()
    problems = [problem for entry in done for problem in entry.problems]
    if problems and not partial:
        raise AdsError(*problems)
    return done


class _Batch:
    """The operations of one request: they know each other's temporary ids."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._made: dict[str, str | None] = {}
        self._touched: set[str] = set()

    def do(self, operation: Operation) -> Done:
        """Do one operation, if nothing speaks against it."""
        verb = _verb(operation.message)
        done = Done(operation.type)
        if verb is None:
            problems = [Problem("request_error", "OPERATION_REQUIRED")]
        elif verb not in operation.type.verbs:
            problems = [Problem("operator_error", "OPERATOR_NOT_SUPPORTED", (verb,))]
        else:
            problems = getattr(self, f"_{verb}")(operation, done)
        done.problems = [problem.under(*operation.place) for problem in problems]
        return done

    # --- create
    def _create(self, operation: Operation, done: Done) -> list[Problem]:
        kind = operation.type
        given = kind.message_class()()
        given.CopyFrom(operation.message.create)
        problems, temporary = self._temporary(kind, given)
        problems += self._resolve(given)
        problems += ill_formed(given)
        edit = Edit(self._call, kind, operation.message, None, given, problems=problems)
        _keep_settable(edit)
        if not edit.problems:
            _require(edit)
            _default_status(edit)
        if not edit.problems:
            kind.check(edit)
            refuse_undeclared(edit)
        if temporary is not None:
            self._made[temporary] = None
        if edit.problems:
            return [problem.under("create") for problem in edit.problems]
        present = kind.existing(edit)
        if present is None:
            done.node = self._add(edit)
        else:
            done.node = present if present.fields["status"] != REMOVED else self._revive(edit, present)
        done.resource_name = done.node.fields["resource"]["resource_name"]
        if temporary is not None:
            self._made[temporary] = done.resource_name.rsplit("/", 1)[-1].rsplit("~", 1)[-1]
        return []

    def _add(self, edit: Edit) -> Node:
        kind, call = edit.type, edit.call
        field_name, collection = kind.parent
        parent = find(call, getattr(edit.after, field_name), collection) if field_name else call.customer
        node = call.world.new_node(kind.kind, call.customer, parent.id if parent else "", {})
        has_id = kind.id_field in edit.after.DESCRIPTOR.fields_by_name
        if has_id and not getattr(edit.after, kind.id_field):
            setattr(edit.after, kind.id_field, int(node.id))
        edit.after.resource_name = f"customers/{call.customer.id}/{kind.collection}/{kind.tail(edit, node)}"
        self._write(edit, node)
        call.world.add(node)
        note(edit, node, "CREATE", {}, node.fields["resource"])
        return node

    def _revive(self, edit: Edit, node: Node) -> Node:
        """Let a removed resource be there again under its old id, as what was asked for."""
        old = message_of(edit.type, node)
        edit.after.resource_name = old.resource_name
        if edit.type.id_field in edit.after.DESCRIPTOR.fields_by_name:
            setattr(edit.after, edit.type.id_field, getattr(old, edit.type.id_field))
        node.fields["status"] = ENABLED
        self._write(edit, node)
        edit.call.world.save(node)
        note(edit, node, "CREATE", {}, node.fields["resource"])
        return node

    def _temporary(self, kind: ResourceType, given: Any) -> tuple[list[Problem], str | None]:
        """The temporary id in a new resource's name."""
        if not given.resource_name:
            return [], None
        parsed = parse_name(given.resource_name)
        named = given.resource_name
        given.ClearField("resource_name")
        path = ("resource_name",)
        if parsed is None or parsed.collection != kind.collection:
            return [Problem("request_error", "RESOURCE_NAME_MALFORMED", path, trigger=named)], None
        temporary = parsed.temporary
        if temporary is None:
            if len(parsed.parts) > 1:
                return [], None
            return [Problem("new_resource_creation_error", "CANNOT_SET_ID_FOR_CREATE", path)], None
        if temporary in self._made:
            problem = Problem("new_resource_creation_error", "DUPLICATE_TEMP_IDS", path, trigger=named)
            return [problem], None
        return [], temporary

    def _resolve(self, given: Any) -> list[Problem]:
        """Put real ids in place of temporary ones in all names within a message."""
        problems: list[Problem] = []

        def real(text: str, path: tuple[Step, ...]) -> str:
            parsed = parse_name(text) if "/-" in text or "~-" in text else None
            if parsed is None:
                return text
            parts = []
            for part in parsed.parts:
                known = self._made.get(part, part) if is_temporary(part) else part
                if known is None:
                    code = "TEMP_ID_RESOURCE_HAD_ERRORS"
                    problems.append(Problem("new_resource_creation_error", code, path, trigger=text))
                elif known == part and is_temporary(part):
                    problems.append(Problem("mutate_error", "RESOURCE_NOT_FOUND", path, trigger=text))
                parts.append(known or part)
            return str(ResourceName(parsed.customer_id, parsed.collection, tuple(parts)))

        replace_texts(given, real)
        return problems

    # --- update and remove
    def _update(self, operation: Operation, done: Done) -> list[Problem]:
        kind = operation.type
        given = kind.message_class()()
        given.CopyFrom(operation.message.update)
        problems = self._resolve(given) + list(ill_formed(given))
        if not problems:
            problems = self._changeable(kind, given.resource_name, ("resource_name",), done)
        if problems:
            return [problem.under("update") for problem in problems]
        paths = list(dict.fromkeys(operation.message.update_mask.paths))
        problems = check_mask(kind.message_name, given.DESCRIPTOR, paths, kind.mutable)
        if problems or done.node is None:
            return problems
        before = message_of(kind, done.node)
        after = kind.message_class()()
        after.CopyFrom(before)
        wanted = [path for path in paths if path != "resource_name"]
        apply_mask(after, given, wanted)
        touched = first_fields(given.DESCRIPTOR, wanted)
        edit = Edit(self._call, kind, operation.message, before, after, done.node, touched)
        _refuse_uncovered(edit, touched)
        if "status" in touched and _status(after) in ("", REMOVED):
            edit.refuse("enum_error", "ENUM_VALUE_NOT_PERMITTED", "status", trigger=_status(after))
        if not edit.problems:
            _require(edit)
        if not edit.problems:
            kind.check(edit)
            refuse_undeclared(edit)
        if edit.problems:
            return [problem.under("update") for problem in edit.problems]
        self._save(edit, done.node, "UPDATE")
        return []

    def _remove(self, operation: Operation, done: Done) -> list[Problem]:
        kind = operation.type
        name = operation.message.remove
        problems = self._changeable(kind, name, (), done)
        if problems or done.node is None:
            return [problem.under("remove") for problem in problems]
        before = message_of(kind, done.node)
        after = kind.message_class()()
        after.CopyFrom(before)
        if "status" in after.DESCRIPTOR.fields_by_name:
            set_enum(after, "status", REMOVED)
        edit = Edit(self._call, kind, operation.message, before, after, done.node)
        kind.removable(edit)
        refuse_undeclared(edit)
        if edit.problems:
            return [problem.under("remove") for problem in edit.problems]
        done.node.fields["status"] = REMOVED
        self._save(edit, done.node, "REMOVE")
        return []

    def _changeable(self, kind: ResourceType, name: str, path: tuple[Step, ...], done: Done) -> list[Problem]:
        """Find the resource that is to be changed, or say why it cannot be."""
        done.resource_name = name
        parsed = parse_name(name)
        if not name:
            return [Problem("request_error", "RESOURCE_NAME_MISSING", path)]
        if parsed is None or parsed.collection != kind.collection:
            return [Problem("request_error", "RESOURCE_NAME_MALFORMED", path, trigger=name)]
        done.node = find(self._call, name, kind.collection)
        if done.node is None:
            return [Problem("mutate_error", "RESOURCE_NOT_FOUND", path, trigger=name)]
        if name in self._touched:
            return [Problem("mutate_error", "ID_EXISTS_IN_MULTIPLE_MUTATES", path, trigger=name)]
        self._touched.add(name)
        if done.node.fields["status"] == REMOVED:
            code = "OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE"
            return [Problem("operation_access_denied_error", code, path, trigger=name)]
        return []

    def _write(self, edit: Edit, node: Node) -> None:
        """Put the resource into its node, with what is looked for often beside it."""
        document = to_document(edit.after)
        inside = edit.type.inside
        node.fields["resource"] = {**node.fields["resource"], inside: document} if inside else document
        if "name" in document and not inside:
            node.fields["name"] = document["name"]
        node.fields["status"] = _status(edit.after) or node.fields.get("status", ENABLED)
        node.updated = edit.call.now
        edit.type.stored(edit, node)

    def _save(self, edit: Edit, node: Node, operation: str) -> None:
        old = node.fields["resource"]
        self._write(edit, node)
        edit.call.world.save(node)
        note(edit, node, operation, old, node.fields["resource"])


def _verb(operation: Any) -> str | None:
    """What an operation does: create, update or remove; None where it says nothing."""
    if "operation" in operation.DESCRIPTOR.oneofs_by_name:
        return str(operation.WhichOneof("operation") or "") or None
    return "update" if operation.HasField("update") else None


def _status(message: Any) -> str:
    """The status of a resource by name; empty where it has none."""
    return enum_name(message, "status") if "status" in message.DESCRIPTOR.fields_by_name else ""


def _default_status(edit: Edit) -> None:
    """New resources are enabled unless they say otherwise, and never removed."""
    if "status" not in edit.after.DESCRIPTOR.fields_by_name:
        return
    default_enum(edit.after, "status", ENABLED)
    if _status(edit.after) == REMOVED:
        edit.refuse("operation_access_denied_error", "CREATE_AS_REMOVED_NOT_PERMITTED", "status")


def _keep_settable(edit: Edit) -> None:
    """Drop what is output only; refuse what is real but not simulated."""
    said = behaviours(edit.type.message_name)
    for descriptor, _ in list(edit.after.ListFields()):
        if descriptor.name in edit.type.fields:
            continue
        if said.get(descriptor.name) == "output":
            edit.after.ClearField(descriptor.name)
        else:
            _refuse_uncovered(edit, frozenset({descriptor.name}))


def _refuse_uncovered(edit: Edit, names: frozenset[str]) -> None:
    for name in sorted(names - edit.type.fields):
        edit.refuse("context_error", "OPERATION_NOT_PERMITTED_FOR_CONTEXT", name)


def _require(edit: Edit) -> None:
    """Refuse what lacks a field that must be there."""
    for path in edit.type.required:
        *parents, name = path.split(".")
        owner: Any = edit.after
        for parent in parents:
            owner = getattr(owner, parent)
        value = getattr(owner, name)
        is_message = owner.DESCRIPTOR.fields_by_name[name].type == MESSAGE_FIELD and not hasattr(
            value, "__len__"
        )
        if not (owner.HasField(name) if is_message else value):
            edit.refuse("field_error", "REQUIRED", *parents, name)
