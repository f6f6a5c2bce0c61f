"""A platform that goes wrong at random, a worker that dies at random: still exactly one of everything."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from adwright.accounts.ports import AccountAccess
from adwright.changes.model.change import Change
from adwright.changes.model.life import ChangeStatus
from adwright.changes.ports import Answer, Call, ObjectKind, Tag
from adwright.core.errors import Upstream
from adwright.journeys.carry_out import SETTLED_AFTER
from tests.journeys.workbench import Workbench
from tests.twins.platform import PlatformTwin
from tests.twins.troubles import lost_answer, passing_trouble

# Four lanes draw their luck in an order of their own: one death and one lost answer come for sure.
_SURE = {5: 0.02, 9: 0.17}


class Killed(Exception):
    """The worker died at this call; what it was doing is not recorded."""


@dataclass
class UnreliablePlatform(PlatformTwin):
    """Loses answers before and after the effect, throttles, shows stale look-ups, and kills the worker."""

    chance: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 - repeatable
    asked: int = 0
    killed: int = 0
    lost: int = 0
    unseen: dict[str, tuple[int, datetime]] = field(default_factory=dict)

    async def perform(self, access: AccountAccess, call: Call) -> Answer:
        """Make one call, or not, or without saying so."""
        self.asked += 1
        luck = _SURE.get(self.asked) or self.chance.random()
        if luck < 0.04:
            self.killed += 1
            raise Killed
        if luck < 0.08:
            raise passing_trouble()
        if luck < 0.14:
            self.lost += 1
            raise lost_answer()
        answer = await super().perform(access, call)
        if luck < 0.20:
            self.lost += 1
            if isinstance(tag := getattr(call, "tag", None), Tag):
                # Reads settle: after a while what was made is seen, however often nobody looked before.
                self.unseen[tag.key] = (self.chance.randint(0, 2), self.clock.now() + SETTLED_AFTER)
            raise lost_answer()
        if luck < 0.24:
            self.killed += 1
            raise Killed
        return answer

    async def look_up(self, access: AccountAccess, kind: ObjectKind, tag: Tag) -> str | None:
        """Look up, unless the platform is away."""
        if self.chance.random() < 0.1:
            raise Upstream("It cannot be reached.", retry_after_seconds=5.0)
        left, until = self.unseen.get(tag.key, (0, self.clock.now()))
        if left and self.clock.now() < until:
            self.unseen[tag.key] = (left - 1, until)
            return None
        return await super().look_up(access, kind, tag)


async def finish(bench: Workbench, change: Change) -> Change:
    """Run the job again and again, as the worker and its rescue would."""
    for _ in range(200):
        try:
            change = await bench.run(change)
        except Killed:
            continue
        if change.status is ChangeStatus.FAILED:
            change = await retried(bench, change)
        if change.status is ChangeStatus.APPLIED:
            return change
    raise AssertionError(f"still {change.status} after 200 runs")


async def retried(bench: Workbench, change: Change) -> Change:
    """Try a failed change again, as a person would."""
    async with bench.database.transaction(bench.tenant.scope) as tx:
        return await bench.decide.retry(tx, bench.tenant.owner, change.id)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
async def test_launch_when_everything_goes_wrong_at_random_then_exactly_one_of_everything(
    bench: Workbench, seed: int
) -> None:
    platform = UnreliablePlatform(clock=bench.tenant.clock, chance=random.Random(seed))  # noqa: S311 - repeatable
    bench.twin = platform
    campaign_id = await bench.draft(groups=3, ads=3, creatives_made=9)
    change = await finish(bench, await bench.launch(campaign_id))
    assert platform.killed > 0
    assert platform.lost > 0
    made = [
        len(platform.of(kind))
        for kind in (
            ObjectKind.LABEL,
            ObjectKind.IMAGE,
            ObjectKind.CREATIVE,
            ObjectKind.CAMPAIGN,
            ObjectKind.AD_GROUP,
            ObjectKind.AD,
        )
    ]
    assert made == [1, 9, 9, 1, 3, 9]
    assert change.mismatches == ()
    record = await bench.campaign(campaign_id)
    ours = {ad.external_id for group in record.ad_groups for ad in group.ads}
    assert ours == {each.external_id for each in platform.of(ObjectKind.AD)}
