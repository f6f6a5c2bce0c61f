"""What is there held against what should be: field by field, and object by object. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from adwright.campaigns.model import DesiredCampaign
from adwright.changes.model.patch import nodes_of
from adwright.platforms.model import Level
from bench.storm.book import KEYWORDS, NAME, STATE, values_of
from bench.storm.eyes import Seen, World

_LEVELS = {"campaign": Level.CAMPAIGN, "ad_group": Level.AD_GROUP, "ad": Level.AD}
# Uploading the same picture again gives the same hash: several operations may name it.
_SHARED = "image"
_ARCHIVED = "archived"


class Making(Protocol):
    """An operation that may have made something."""

    @property
    def action(self) -> str:
        """What it does; for one that makes, the kind of object."""

    @property
    def external_id(self) -> str | None:
        """What the platform calls what was made."""


@dataclass
class Objects:
    """Objects that are there twice, that nobody knows of, and that are gone."""

    duplicates: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def count_objects(operations: Sequence[Making], world: World) -> Objects:
    """Hold everything that is there against what operations have made: each object belongs to exactly one."""
    found = Objects()
    made: dict[str, Counter[str]] = {kind: Counter() for kind in (*_LEVELS, "creative", _SHARED)}
    for operation in operations:
        if operation.action in made and operation.external_id:
            made[operation.action][operation.external_id] += 1
    campaigns, budgets = _there(world, "campaign"), world.others.get("budget")
    if budgets is not None and len(budgets) != len(campaigns):
        found.orphans.append(f"{len(budgets)} budgets of {len(campaigns)} campaigns")
    for kind, by_operation in made.items():
        there = _there(world, kind)
        twice = [key for key, times in by_operation.items() if times > 1 and kind != _SHARED]
        found.duplicates += [f"{kind} {key} belongs to several operations" for key in twice]
        found.lost += [f"{kind} {key} is not there" for key in by_operation if key not in there]
        known = [world.nodes[key] for key in by_operation if key in world.nodes]
        for key in sorted(there - set(by_operation)):
            twin = key in world.nodes and any(_alike(world.nodes[key], each) for each in known)
            (found.duplicates if twin else found.orphans).append(f"{kind} {key} was made by no operation")
    return found


def _there(world: World, kind: str) -> set[str]:
    if kind in _LEVELS:
        return {key for key, seen in world.nodes.items() if seen.level is _LEVELS[kind]}
    return set(world.others.get(kind, ()))


def _alike(one: Seen, other: Seen) -> bool:
    return one.parent == other.parent and one.values.get(NAME) == other.values.get(NAME)


def unlike(tree: DesiredCampaign, world: World, *, on_google: bool) -> list[str]:
    """Return where the platform is otherwise than a tree wants it; of what is archived only whether it is."""
    found = []
    gone: set[str | None] = set()
    parents = {ad.id: group.external_id for group in tree.ad_groups for ad in group.ads}
    for level, node in nodes_of(tree):
        above = tree.external_id if level is Level.AD_GROUP else parents.get(node.id)
        wanted = values_of(node)
        if wanted[STATE] == _ARCHIVED or above in gone:
            gone.add(node.external_id)
            wanted = {STATE: _ARCHIVED}
        if above in gone:
            continue
        seen = world.nodes.get(node.external_id or "")
        if seen is None:
            found.append(f"{level} {node.fields.name} is not on the platform")
            continue
        found += [
            f"{name} of {level} {node.fields.name}: wanted {value}, there is {seen.values.get(name)}"
            for name, value in wanted.items()
            if not _is_silent(name, level, on_google=on_google) and seen.values.get(name) != value
        ]
    return found


def _is_silent(name: str, level: Level, *, on_google: bool) -> bool:
    """Say whether the platform has no such field: ads of Google have no name, ad sets of Meta no keywords."""
    return (name == NAME and level is Level.AD) if on_google else name == KEYWORDS
