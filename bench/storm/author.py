"""Who thinks up deeds at one desk: chance, the account, and names that nobody has used yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from random import Random
from typing import Any, TypeVar, cast
from uuid import UUID

from adwright.bootstrap.container import Container
from adwright.campaigns.live_edits import CampaignEdit
from adwright.campaigns.model import RunState
from adwright.platforms.model import Level, Platform
from bench.storm.book import Page
from bench.storm.deeds import Propose
from bench.storm.market import Market
from bench.storm.stand import Rules, Stand

T = TypeVar("T")
_CENT = Decimal("0.01")


@dataclass
class Author:
    """Draws deeds for one ad account.

    Attributes:
        outside: whether others may edit there, because what is read there is never stale.
    """

    random: Random
    stand: Stand
    container: Container
    market: Market
    outside: bool
    _named: int = field(default=0)

    @property
    def rules(self) -> Rules:
        """What the agency has set."""
        return self.stand.agency.rules

    @property
    def on_google(self) -> bool:
        """Whether the account is on Google."""
        return self.stand.platform is Platform.GOOGLE

    def new_name(self, what: str) -> str:
        """Return a name that nothing in the account has."""
        self._named += 1
        return f"{what} {self._named}"

    def one_of(self, choices: Sequence[T]) -> T | None:
        """Draw one, or nothing where there is none."""
        return self.random.choice(choices) if choices else None

    def headline_besides(self, taken: object) -> str:
        """Draw a creative's headline that is not this one."""
        return self.random.choice([each for each in self.stand.versions if each != taken])

    def amount(self, before: Decimal, percent: int) -> Decimal:
        """Return so many percent of an amount, in whole cents."""
        return (before * percent / 100).quantize(_CENT, ROUND_DOWN)

    def edit(self, page: Page, edit: CampaignEdit) -> Propose:
        """Return how an edit of a campaign is proposed."""
        return lambda tx, actor: self.container.edit_campaign.propose(tx, actor, page.campaign_id, edit, None)

    def set_state(self, page: Page, level: Level, node_id: UUID, state: RunState) -> Propose:
        """Return how a node's state is proposed."""
        return lambda tx, actor: self.container.propose_change.set_state(
            tx, actor, page.campaign_id, state, None, level=level, node_id=node_id
        )

    def set_budget(self, page: Page, level: Level, node_id: UUID, amount: Decimal) -> Propose:
        """Return how a budget is proposed."""
        return lambda tx, actor: self.container.propose_change.set_budget(
            tx, actor, page.campaign_id, amount, None, level=level, node_id=node_id
        )

    async def edit_outside(self, page: Page, node_id: UUID, **values: object) -> None:
        """Let somebody else edit a node on the platform itself."""
        event = {"do": "outsider_edit", "node_id": page.external[node_id], "values": values}
        self.market.control("POST", "/events", **event)


def node_edit(page: Page, level: Level, node_id: UUID, **values: Any) -> CampaignEdit:
    """Return the edit of one node as an edit of its campaign."""
    edit: dict[str, Any] = values
    if level is Level.AD_GROUP:
        edit = {"ad_groups": ({"id": node_id, **values},)}
    if level is Level.AD:
        group_id = next(group for group, ads in page.groups.items() if node_id in ads)
        edit = {"ad_groups": ({"id": group_id, "ads": ({"id": node_id, **values},)},)}
    return cast("CampaignEdit", edit)
