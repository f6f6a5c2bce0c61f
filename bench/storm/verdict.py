"""What is right and wrong when the storm is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text

from adwright.platforms.model import Platform
from bench.storm.comparing import count_objects, unlike
from bench.storm.desk import Desk
from bench.storm.eyes import look
from bench.storm.market import Market

_OPERATIONS = text(
    "SELECT o.action, o.status, o.external_id, o.title, c.status AS change_status FROM operations o "
    "JOIN changes c ON c.id = o.change_id WHERE c.ad_account_id = :account"
)
_UNLOGGED = text(
    "SELECT o.title FROM operations o JOIN changes c ON c.id = o.change_id WHERE c.ad_account_id = :account "
    "AND o.status = 'done' AND NOT EXISTS (SELECT FROM change_log l WHERE l.change_id = c.id "
    "AND l.kind IN ('called', 'found') AND l.external_id = o.external_id AND l.text LIKE o.title || '%')"
)
_OPEN = text(
    "SELECT title, status FROM changes WHERE ad_account_id = :account "
    "AND status IN ('proposed', 'approved', 'applying', 'failed')"
)
_TAKEN_BACK = text("SELECT id FROM changes WHERE ad_account_id = :account AND kind IN ('undo', 'revert')")


@dataclass
class Verdict:
    """What was found; everything but `states` has to be nothing.

    Attributes:
        lost: operations without an end, and what they made that is not there.
        breaches: writes that broke a guardrail, as the market's monitor saw them.
        states: how many states of the accounts the monitor looked at.
    """

    duplicates: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    unlogged: list[str] = field(default_factory=list)
    breaches: list[str] = field(default_factory=list)
    states: int = 0

    def complaints(self) -> list[str]:
        """Return everything that is wrong, in words."""
        found = vars(self).items()
        return [f"{name}: {each}" for name, value in found if isinstance(value, list) for each in value]


async def judge(market: Market, desks: Sequence[Desk]) -> Verdict:
    """Look at everything."""
    verdict = Verdict()
    for desk in desks:
        await _judge_desk(verdict, market, desk)
    return verdict


async def _judge_desk(verdict: Verdict, market: Market, desk: Desk) -> None:
    world = look(market, desk.author.stand)
    pages = [*desk.over, *(slot.page for slot in desk.slots if slot.page is not None)]
    trees = [await desk.tree(page.campaign_id) for page in pages]
    for page, tree in zip(pages, trees, strict=True):
        verdict.differences += page.differences(tree)
        verdict.differences += unlike(tree, world, on_google=desk.author.on_google)
    operations = await _rows(desk, _OPERATIONS)
    objects = count_objects(operations, world)
    verdict.duplicates += objects.duplicates
    verdict.orphans += objects.orphans
    verdict.lost += objects.lost
    verdict.lost += [f"{row.title} is {row.status}" for row in operations if _without_end(row)]
    verdict.lost += [f"{row.title} is {row.status}" for row in await _rows(desk, _OPEN)]
    verdict.unlogged += [row.title for row in await _rows(desk, _UNLOGGED)]
    await _ask_the_monitor(verdict, market, desk)


async def _rows(desk: Desk, query: Any) -> list[Any]:
    async with desk.transaction() as tx:
        return list(await tx.execute(query, {"account": desk.author.stand.account.id}))


def _without_end(row: Any) -> bool:
    applied = row.change_status in ("applied", "undone")
    return row.status == "calling" or (applied and row.status != "done")


async def _ask_the_monitor(verdict: Verdict, market: Market, desk: Desk) -> None:
    """Let the monitor walk through every state, and leave out the steps that taking back is free to make."""
    stand, rules = desk.author.stand, desk.author.rules
    unit = 100 if stand.platform is Platform.META else 1_000_000
    limits: dict[str, Any] = {"made_paused": True, "complete_when_on": True}
    limits["max_step_percent"] = 900 if rules.step_percent is None else rules.step_percent
    if rules.most_a_day is not None:
        limits["max_daily_budget"] = rules.most_a_day * unit
    if rules.most_rise_a_day is not None:
        limits["max_daily_rise"] = rules.most_rise_a_day * unit
    answer = market.control("POST", "/monitor", account_id=stand.account.external_id, **limits)
    verdict.states += answer["states"]
    free = await _budgets_taken_back(desk, unit)
    for breach in answer["breaches"]:
        if breach["rule"] != "max_step_percent" or (breach["id"], breach["daily_budget"]) not in free:
            verdict.breaches.append(str(breach))
    for since, until in desk.windows:
        quiet = {"since": since, "until": until, "quiet_hours": [["00:00", "23:59"]]}
        found = market.control("POST", "/monitor", account_id=stand.account.external_id, **quiet)
        verdict.breaches += [str(breach) for breach in found["breaches"]]


async def _budgets_taken_back(desk: Desk, unit: int) -> set[tuple[str | None, int]]:
    """Return every budget that an undo or a revert set: whose, and how much in the platform's unit."""
    taken_back = [await desk.change(row.id) for row in await _rows(desk, _TAKEN_BACK)]
    return {
        (edit.node.external_id, int(edit.wanted.budget.amount.amount * unit))
        for change in taken_back
        for edit in change.patch.edits
        if edit.wanted.budget is not None
    }
