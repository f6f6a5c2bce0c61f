"""A document's text to the document; what is wrong is said with line and column, and what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from adwright.campaigns.document.model import VERSION, Document
from adwright.core.errors import FieldProblem, Invalid

LARGEST_BYTES = 2 * 1024 * 1024
_DEEPEST = 20
_MOST_PROBLEMS = 50

_WHOLE = re.compile(r"[-+]?\d{1,15}")
_FRACTION = re.compile(r"[-+]?\d{0,15}\.?\d{0,15}(e[-+]?\d{1,2})?", re.IGNORECASE)

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a text; both count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing wrong with a document.

    Attributes:
        place: where in the text; None when it concerns the file as a whole.
        path: which field, e.g. `campaigns.0.budget`.
        message: what is wrong and what to do.
    """

    place: Place | None
    path: str
    message: str

    @property
    def problem(self) -> FieldProblem:
        """The same as one field's problem, as the API says it."""
        where = f"line {self.place.line}, column {self.place.column}" if self.place else "file"
        return FieldProblem(f"{where}: {self.path}" if self.path else where, self.message)


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document and where its parts stand in the text."""

    document: Document
    places: dict[Path, Place]


def refused(troubles: list[Trouble]) -> Invalid:
    """Return the error for a text that is no acceptable document."""
    problems = tuple(trouble.problem for trouble in troubles[:_MOST_PROBLEMS])
    said = "; ".join(f"{problem.field}: {problem.message}" for problem in problems[:3])
    more = f" And {len(troubles) - 3} more." if len(troubles) > 3 else ""
    return Invalid(
        f"The file cannot be used, and nothing of it was applied. {said}{more}",
        code="document_invalid",
        fields=problems,
    )


def read_document(content: bytes) -> ReadDocument:
    """Read a document.

    Raises:
        Invalid: it is too large, no YAML, of another version, or not as the schema says; each problem with
            its line and column.
    """
    if len(content) > LARGEST_BYTES:
        most = LARGEST_BYTES // 1024**2
        raise refused([Trouble(None, "", f"The file is larger than {most} MB. Split it by campaigns.")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refused([Trouble(None, "", "The file is not in UTF-8. Save it as UTF-8.")]) from None
    root = _compose(text)
    walker = _Walker()
    value = walker.value(root, ())
    if walker.troubles:
        raise refused(walker.troubles)
    _require_version(value, walker.places)
    if twice := list(_keys_given_twice(value, walker.places)):
        raise refused(twice)
    try:
        document = Document.model_validate_json(json.dumps(value), strict=True)
    except ValidationError as error:
        raise refused([trouble_of(each, walker.places) for each in error.errors()]) from None
    return ReadDocument(document, walker.places)


def _compose(text: str) -> Node:
    yaml = YAML(typ="safe", pure=True)
    try:
        nodes = list(yaml.compose_all(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else None
        said = (error.problem or error.context or "it cannot be read").strip().rstrip(".")
        raise refused([Trouble(place, "", f"This is not YAML: {said}. Correct it there.")]) from None
    except (YAMLError, RecursionError, ValueError) as error:
        said = str(error).splitlines()[0] if str(error) else "it is nested too deeply"
        raise refused([Trouble(None, "", f"This is not YAML: {said}.")]) from None
    if len(nodes) != 1 or not isinstance(nodes[0], MappingNode):
        message = "The file is to hold one document with version and campaigns. See `adwright export`."
        place = _place(nodes[-1]) if nodes and nodes[-1] is not None else Place(1, 1)
        raise refused([Trouble(place, "", message)])
    return nodes[0]


class _Walker:
    """Turns nodes into plain values, notes where each stands, and refuses what would mislead."""

    def __init__(self) -> None:
        self.places: dict[Path, Place] = {}
        self.troubles: list[Trouble] = []
        self._seen: set[int] = set()

    def value(self, node: Node, path: Path) -> Any:
        self.places.setdefault(path, _place(node))
        if id(node) in self._seen:
            # The same node twice is an alias; followed, it may lead round in a circle.
            return self._refuse(node, path, "Aliases (*) are not taken here. Write the part out.")
        self._seen.add(id(node))
        if len(path) > _DEEPEST:
            return self._refuse(node, path, "This is nested too deeply.")
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(each, (*path, index)) for index, each in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, ScalarNode) else None
            if name is None or name == "<<":
                self._refuse(key, path, "Only plain names are taken here. Write the part out.")
                continue
            self.places[(*path, name)] = _place(key)
            if name in found:
                self._refuse(key, (*path, name), f"{name} is there twice. Remove one of the two.")
                continue
            found[name] = self.value(value, (*path, name))
        return found

    def _refuse(self, node: Node, path: Path, message: str) -> None:
        self.troubles.append(Trouble(_place(node), _dotted(path), message))


def _scalar(node: Node) -> str | int | float | bool | None:
    """Return a plain value; times and numbers of other notations stay text."""
    text, kind = str(node.value), str(node.tag).rsplit(":", 1)[-1]
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind == "int" and _WHOLE.fullmatch(text):
        return int(text)
    if kind == "float" and _FRACTION.fullmatch(text):
        return float(text)
    return text


def _place(node: Node) -> Place:
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)


def _dotted(path: Path) -> str:
    return ".".join(str(part) for part in path)


def _require_version(value: Any, places: dict[Path, Place]) -> None:
    version = value.get("version")
    if version == VERSION and not isinstance(version, bool):
        return
    if isinstance(version, int) and version > VERSION:
        message = (
            f"This file is of version {version}, and this Adwright reads version {VERSION}. "
            "Upgrade Adwright, or export the campaigns again."
        )
    else:
        message = f"Say of which form the file is: version: {VERSION}."
    raise refused([Trouble(places.get(("version",), Place(1, 1)), "version", message)])


def _keys_given_twice(value: Any, places: dict[Path, Place], path: Path = ()) -> Iterator[Trouble]:
    """Yield each key that a neighbour has too, on every level."""
    if not isinstance(value, dict):
        return
    for field in ("campaigns", "ad_groups", "ads"):
        parts = value.get(field)
        known: set[str] = set()
        for index, part in enumerate(parts if isinstance(parts, list) else ()):
            at = (*path, field, index)
            key = part.get("key") if isinstance(part, dict) else None
            if isinstance(key, str) and key in known:
                message = f"The key {key} is there twice. Give each its own."
                yield Trouble(places.get((*at, "key")), _dotted((*at, "key")), message)
            elif isinstance(key, str):
                known.add(key)
            yield from _keys_given_twice(part, places, at)


_WORDS = {
    "missing": "This is missing. Add it.",
    "extra_forbidden": "This is not known here. Correct or remove it; `adwright export` shows what is.",
    "string_type": "This is to be text. Put it in quotes.",
    "int_type": "This is to be a whole number.",
    "bool_type": "Write true or false.",
    "model_type": "This is to be a group of fields, one a line and indented.",
    "tuple_type": "This is to be a list: a line with - for each.",
}


def trouble_of(error: Any, places: Mapping[Path, Place]) -> Trouble:
    """Return one error of a validation, at the nearest place that is known."""
    path = tuple(error["loc"])
    place = next((places[path[:end]] for end in range(len(path), -1, -1) if path[:end] in places), None)
    return Trouble(place, _dotted(path), _sentence(error))


def _sentence(error: Any) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "too_long":
        return f"There are {context['actual_length']}; at most {context['max_length']} fit. Split them."
    if kind in {"enum", "literal_error"}:
        return f"Write one of {context['expected']}."
    if kind == "string_pattern_mismatch":
        return _pattern_sentence(error["loc"])
    return _WORDS.get(kind) or f"{error['msg']}."


def _pattern_sentence(path: Path) -> str:
    if path[-1] == "account":
        return "Write platform and account id, such as meta/1234567890."
    if path[-1] == "key":
        return "A key is of letters, digits, dots, dashes and underscores, at most 100."
    return "This has characters that cannot be in it."
