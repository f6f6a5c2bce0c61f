"""The storm's own book: what it believes of each campaign, from what was applied, by its own arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from adwright.campaigns.model import AdFields, AdGroupFields, DesiredCampaign, RunState
from adwright.changes.model.patch import DesiredNode, nodes_of
from adwright.platforms.model import Level

NAME, STATE, BUDGET, HEADLINE, KEYWORDS = "name", "state", "budget", "headline", "keywords"
Key = tuple[UUID, str]


@dataclass(frozen=True)
class Applied:
    """An applied change, and what was there before it; it can be undone while nothing of that has moved."""

    change_id: UUID
    before: Mapping[Key, object]


@dataclass
class Page:
    """One campaign on its platform.

    Attributes:
        groups: its ad groups, each with its ads, those that are archived included.
        values: what each node should have, by field.
        external: the platform's ids.
        newest: the change that was applied last, unless it cannot be undone.
        undone: changes that were taken back.
        final: changes that archived something, for good.
    """

    campaign_id: UUID
    groups: dict[UUID, list[UUID]] = field(default_factory=dict)
    values: dict[Key, object] = field(default_factory=dict)
    external: dict[UUID, str] = field(default_factory=dict)
    newest: Applied | None = None
    undone: list[UUID] = field(default_factory=list)
    final: list[UUID] = field(default_factory=list)

    @classmethod
    def of(cls, tree: DesiredCampaign) -> Page:
        """Begin a page from a tree that has just been made."""
        page = cls(tree.id)
        page.learn(tree)
        return page

    def learn(self, tree: DesiredCampaign) -> set[str]:
        """Write down nodes that are not in the book yet, and return their names."""
        learnt = set()
        for _, node in nodes_of(tree):
            self.external[node.id] = node.external_id or ""
            if (node.id, NAME) not in self.values:
                self.values |= {(node.id, name): value for name, value in values_of(node).items()}
                learnt.add(node.fields.name)
        self.groups = {group.id: [ad.id for ad in group.ads] for group in tree.ad_groups}
        return learnt

    def differences(self, tree: DesiredCampaign) -> list[str]:
        """Return where a tree is not as the book says."""
        found = {
            (node.id, name): value
            for _, node in nodes_of(tree)
            for name, value in values_of(node).items()
        }
        return [
            f"{name} of {self.name(node_id)}: the book says {self.values.get((node_id, name))}, found {value}"
            for (node_id, name), value in found.items()
            if self.values.get((node_id, name)) != value
        ]

    def name(self, node_id: UUID) -> str:
        """Return what a node is called."""
        return str(self.values[node_id, NAME])

    def state(self, node_id: UUID) -> RunState:
        """Return what a node is set to."""
        return RunState(str(self.values[node_id, STATE]))

    def budgets(self) -> list[tuple[Level, UUID, Decimal]]:
        """Return every budget of what is not archived: where it is, whose, and how many dollars a day."""
        nodes = [(Level.CAMPAIGN, self.campaign_id), *((Level.AD_GROUP, each) for each in self.live_groups())]
        found = [(level, node_id, self.values.get((node_id, BUDGET))) for level, node_id in nodes]
        return [(level, node_id, amount) for level, node_id, amount in found if isinstance(amount, Decimal)]

    def live_groups(self) -> list[UUID]:
        """Return the ad groups that are not archived."""
        return [each for each in self.groups if self.state(each) is not RunState.ARCHIVED]

    def live_ads(self, group_id: UUID) -> list[UUID]:
        """Return the ads of an ad group that are not archived."""
        return [each for each in self.groups[group_id] if self.state(each) is not RunState.ARCHIVED]

    def live_nodes(self) -> list[tuple[Level, UUID]]:
        """Return everything that is not archived."""
        ads = [(Level.AD, ad) for group in self.live_groups() for ad in self.live_ads(group)]
        return [(Level.CAMPAIGN, self.campaign_id), *((Level.AD_GROUP, g) for g in self.live_groups()), *ads]

    @property
    def is_over(self) -> bool:
        """Whether the campaign is archived."""
        return self.state(self.campaign_id) is RunState.ARCHIVED


def values_of(node: DesiredNode) -> dict[str, object]:
    """Return what the book keeps of a node."""
    fields = node.fields
    values: dict[str, object] = {NAME: fields.name, STATE: fields.state.value}
    if isinstance(fields, AdFields):
        return {**values, HEADLINE: fields.creative.headline}
    if isinstance(fields, AdGroupFields):
        values[KEYWORDS] = frozenset(fields.targeting.keywords)
    return values if fields.budget is None else {**values, BUDGET: fields.budget.amount.amount}
