"""A platform as a pure model: it takes planned operations one by one, and refuses what a real one would."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from adwright.campaigns.model import (
    AdFields,
    AdGroupFields,
    CampaignFields,
    CreativeContent,
    DesiredCampaign,
    NodeFields,
    RunState,
)
from adwright.changes.model.operations import PlannedOperation
from adwright.changes.model.patch import nodes_of
from adwright.changes.model.steps import (
    AdGroupStep,
    AdStep,
    BudgetStep,
    CampaignStep,
    CreativeStep,
    ImageStep,
    Known,
    LabelStep,
    Ref,
    StateStep,
    SwapStep,
    UpdateStep,
)


@dataclass
class Node:
    """One node on the model."""

    fields: NodeFields
    parent: str | None


@dataclass
class PlatformModel:
    """Nodes and creatives by external id; `made` has what each operation made."""

    nodes: dict[str, Node] = field(default_factory=dict)
    creatives: dict[str, CreativeContent] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    done: list[PlannedOperation] = field(default_factory=list)

    @classmethod
    def of(cls, tree: DesiredCampaign) -> PlatformModel:
        """Return a platform that has what of a tree exists."""
        model = cls()
        parents: dict[object, str | None] = {tree.id: None}
        for group in tree.ad_groups:
            parents[group.id] = tree.external_id
            parents |= {ad.id: group.external_id for ad in group.ads}
        for _, node in nodes_of(tree):
            if node.external_id is not None:
                model.nodes[node.external_id] = Node(node.fields, parents[node.id])
        return model

    def apply(self, operation: PlannedOperation) -> None:
        """Carry one operation out.

        Raises:
            AssertionError: a real platform would refuse it, or something it needs is not there yet.
        """
        assert set(operation.depends_on) <= {each.key for each in self.done}, "its needs come later"
        assert not self.done or operation.stage >= self.done[-1].stage, "its stage is over"
        step = operation.step
        match step:
            case LabelStep() | ImageStep():
                self.made[operation.key] = operation.key
            case CreativeStep(_, _, fields, _):
                self.made[operation.key] = operation.key
                self.creatives[operation.key] = fields.creative
            case CampaignStep(_, fields):
                self._make(operation, fields, None)
            case AdGroupStep(_, campaign, _, fields):
                self._make(operation, fields, self._there(campaign))
            case AdStep(_, group, creative, fields):
                content = self.creatives[self._id(creative)]
                self._make(operation, replace(fields, creative=content), self._there(group))
            case StateStep(_, target, state):
                self._set_state(self._there(target), state)
            case BudgetStep(_, target, budget):
                node = self.nodes[self._there(target)]
                assert not isinstance(node.fields, AdFields), "ads have no budget"
                node.fields = replace(node.fields, budget=budget)
            case UpdateStep(_, target, values):
                node = self.nodes[self._there(target)]
                node.fields = replace(node.fields, **values.as_fields())
            case SwapStep(target, creative):
                node = self.nodes[self._there(target)]
                assert isinstance(node.fields, AdFields), "only ads show creatives"
                key = self._id(creative)
                node.fields = replace(node.fields, creative=self.creatives[key])
        self.done.append(operation)

    def _make(self, operation: PlannedOperation, fields: NodeFields, parent: str | None) -> None:
        assert parent is None or not self._is_archived(parent), "nothing is added to what is archived"
        self.made[operation.key] = operation.key
        self.nodes[operation.key] = Node(replace(fields, state=RunState.PAUSED), parent)

    def _set_state(self, external_id: str, state: RunState) -> None:
        node = self.nodes[external_id]
        assert not self._is_archived(external_id), "what is archived stays so"
        if state is RunState.ACTIVE and isinstance(node.fields, CampaignFields | AdGroupFields):
            children = [each for each in self.nodes.values() if each.parent == external_id]
            assert children, "nothing is switched on that has nothing below it"
        node.fields = replace(node.fields, state=state)

    def _is_archived(self, external_id: str | None) -> bool:
        while external_id is not None:
            node = self.nodes[external_id]
            if node.fields.state is RunState.ARCHIVED:
                return True
            external_id = node.parent
        return False

    def _there(self, ref: Ref) -> str:
        external_id = self._id(ref)
        assert external_id in self.nodes, f"{ref} is not there yet"
        return external_id

    def _id(self, ref: Ref) -> str:
        return ref.external_id if isinstance(ref, Known) else self.made[ref.key]
