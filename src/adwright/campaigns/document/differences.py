"""What differs between a campaign as it is and as a document wants it, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from adwright.campaigns.document.model import AdGroupPart, AdPart, CampaignPart, Part
from adwright.platforms.model import Level
from adwright.platforms.places import language_name, place_name

_OWN = frozenset({"key", "ad_groups", "ads"})
# What lists of codes mean, by the last part of their field.
_NAMES = {"countries": place_name, "excluded_places": place_name, "languages": language_name}
_LEVELS = {CampaignPart: Level.CAMPAIGN, AdGroupPart: Level.AD_GROUP, AdPart: Level.AD}


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One value before and after; None means that it does not exist.

    Attributes:
        level: of the node.
        key: the node's key.
        node: the node's name.
        field: which field, e.g. `budget` or `creative.headline`; `node` for the node itself.
    """

    level: Level
    key: str
    node: str
    field: str
    before: str | None
    after: str | None


def differences(now: CampaignPart | None, wanted: CampaignPart) -> tuple[DocumentLine, ...]:
    """Return every value that differs, from the campaign down. The order of nodes is no difference."""
    return tuple(_node_lines(now, wanted))


def _node_lines(now: Part | None, wanted: Part | None) -> Iterator[DocumentLine]:
    named = wanted or now
    if named is None:
        return
    level = _LEVELS[type(named)]
    if wanted is None or now is None:
        before = None if now is None else now.name
        after = None if wanted is None else wanted.name
        yield DocumentLine(level, named.key, named.name, "node", before, after)
    if wanted is None:
        return
    old = {"name": wanted.name} if now is None else _values(now)
    new = _values(wanted)
    for field in dict.fromkeys([*old, *new]):
        before, after = old.get(field), new.get(field)
        if before != after:
            yield DocumentLine(level, wanted.key, wanted.name, field, before, after)
    yield from _below(_children(now), _children(wanted))


def _below(now: Sequence[Part], wanted: Sequence[Part]) -> Iterator[DocumentLine]:
    old = {part.key: part for part in now}
    for part in wanted:
        yield from _node_lines(old.pop(part.key, None), part)
    for part in old.values():
        yield from _node_lines(part, None)


def _children(part: Part | None) -> Sequence[Part]:
    if isinstance(part, CampaignPart):
        return part.ad_groups
    return part.ads if isinstance(part, AdGroupPart) else ()


def _values(part: BaseModel, prefix: str = "") -> dict[str, str]:
    """Return a node's own fields that say something, each as text."""
    found: dict[str, str] = {}
    for field, value in part.model_dump(mode="json", exclude=set(_OWN)).items():
        found |= _flat(f"{prefix}{field}", value)
    return found


def _flat(field: str, value: object) -> dict[str, str]:
    if value is None or value in ("", []):
        return {}
    if isinstance(value, dict):
        below = [_flat(f"{field}.{key}", each) for key, each in value.items()]
        return {name: text for part in below for name, text in part.items()}
    if isinstance(value, list):
        name = _NAMES.get(field.rpartition(".")[2])
        # What has a name here has no order.
        said = map(_item, value) if name is None else sorted(map(name, value))
        return {field: ", ".join(said)}
    if isinstance(value, bool):
        return {field: "yes" if value else "no"}
    return {field: str(value)}


def _item(value: object) -> str:
    return f"{value['name']} ({value['id']})" if isinstance(value, dict) else str(value)
