"""What has changed in the ad accounts that an app is told about, as webhooks say it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from adsandbox.meta.subscriptions import FIELDS
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.status import ad_set_status, ad_status, campaign_status, is_declined
from adsandbox.world.world import World

_LEVEL = {Kind.CAMPAIGN: "CAMPAIGN", Kind.AD_SET: "AD_SET", Kind.AD: "AD", Kind.CREATIVE: "CREATIVE"}
_MOMENTS = ("review_due", "in_process_until")
DECLINED_CODE = 1815792


@dataclass(frozen=True, slots=True)
class Seen:
    """One object as it was looked at: its status, and what keeps it from running."""

    status: str
    issues: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One change to tell: the account, the field of the webhook, and its value."""

    account_id: str
    field: str
    value: dict[str, Any]


class Watch:
    """Looks at the objects of subscribed accounts and tells what is new since the last look."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._seen: dict[str, dict[str, Seen]] = {}
        self._looked_at = -1
        self.next_moment = math.inf

    def changes(self) -> list[Change]:
        """All changes since the last look; the first look at an account finds none."""
        world = self._world
        if world.version == self._looked_at and world.now() < self.next_moment:
            return []
        self._looked_at, self.next_moment = world.version, math.inf
        found: list[Change] = []
        accounts = [a for a in world.store.nodes(Kind.ACCOUNT) if a.fields.get("subscribed_apps")]
        self._seen = {a.id: self._seen[a.id] for a in accounts if a.id in self._seen}
        for account in accounts:
            before = self._seen.get(account.id)
            now = self._seen[account.id] = {}
            for node, seen in self._look(account):
                now[node.id] = seen
                if before is not None:
                    found += _told(account, node, before.get(node.id), seen)
        return found

    def _look(self, account: Node) -> Iterator[tuple[Node, Seen]]:
        world, now = self._world, self._world.now()
        campaigns = {node.id: node for node in world.store.nodes(Kind.CAMPAIGN, account.id)}
        ad_sets = {node.id: node for node in world.store.nodes(Kind.AD_SET, account.id)}
        for campaign in campaigns.values():
            yield campaign, self._seen_as(campaign, campaign_status(campaign, now))
        for ad_set in ad_sets.values():
            yield ad_set, self._seen_as(ad_set, ad_set_status(ad_set, campaigns[ad_set.parent_id], now))
        for ad in world.store.nodes(Kind.AD, account.id):
            above = ad_sets[ad.parent_id]
            yield ad, self._seen_as(ad, ad_status(ad, above, campaigns[above.parent_id], now))
        for creative in world.store.nodes(Kind.CREATIVE, account.id):
            issues = creative.fields.get("issues")
            yield creative, self._seen_as(creative, "WITH_ISSUES" if issues else creative.status)

    def _seen_as(self, node: Node, status: str) -> Seen:
        now = self._world.now()
        for name in _MOMENTS:
            moment = float(node.fields.get(name) or 0.0)
            if moment > now:
                self.next_moment = min(self.next_moment, moment)
        issues = [
            (issue["error_code"], issue["error_summary"], issue["error_message"])
            for issue in node.fields.get("issues") or []
        ]
        if node.kind is Kind.AD and is_declined(node, now):
            issues += [(DECLINED_CODE, title, text) for title, text in node.fields["review_reasons"].items()]
        return Seen(status, tuple(issues))


def _told(account: Node, node: Node, before: Seen | None, now: Seen) -> Iterator[Change]:
    about = {"id": node.id, "level": _LEVEL[node.kind]}
    for code, summary, message in now.issues:
        if before is None or (code, summary, message) not in before.issues:
            value = {**about, "error_code": code, "error_summary": summary, "error_message": message}
            yield Change(account.id, "with_issues_ad_objects", value)
    if before is None or before.status == now.status:
        return
    if before.status == "IN_PROCESS":
        value = {**about, "status_name": now.status.replace("_", " ").capitalize()}
        yield Change(account.id, "in_process_ad_objects", value)
    yield Change(account.id, "effective_status", {**about, "effective_status": now.status})


def checked_field(name: str) -> str:
    """The name of a webhook's field.

    Raises:
        ValueError: there is no such field.
    """
    if name not in FIELDS:
        raise ValueError(f"field is one of: {', '.join(sorted(FIELDS))}.")
    return name
