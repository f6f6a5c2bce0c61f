"""Moments of a desk: a switch that stops all, hours that hold changes back, somebody who edits outside."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from adwright.campaigns.live_edits import CampaignEdit
from adwright.campaigns.model import RunState
from adwright.changes.model.change import Change
from adwright.changes.model.limits import NoTouchHours
from adwright.core.actor import Actor
from adwright.core.database import Transaction
from bench.storm.book import NAME, STATE, Page
from bench.storm.deeds import Deed, Refusal, Stage
from bench.storm.desk import Desk, Slot
from bench.storm.forbidden import GUARDRAIL

_COOL_DOWN_HOURS = 1
_NO_TOUCH = timedelta(minutes=90)


async def stop_everything(desk: Desk, slot: Slot, page: Page) -> None:
    """Turn the switch that stops all: nothing goes up any more, pausing does; also between two steps."""
    on = [each for each in page.live_nodes() if page.state(each[1]) is RunState.ACTIVE]
    if not on:
        return
    await desk.rest()
    before = desk.limits
    await desk.set_limits(replace(before, stopped=True))
    stopped = Refusal(Stage.PROPOSAL, "stopped")
    await desk.attempt_and_wait(slot, replace(_rename(desk, page, "while all is stopped"), refusal=stopped))
    level, node_id = desk.author.random.choice(on)
    propose = desk.author.set_state(page, level, node_id, RunState.PAUSED)
    paused = {(node_id, STATE): RunState.PAUSED.value}
    await desk.attempt_and_wait(slot, Deed("pause while all is stopped", propose, sets=paused))
    await desk.set_limits(before)

    async def stop() -> None:
        await desk.set_limits(replace(before, stopped=True))

    meanwhile = Refusal(Stage.APPROVAL, GUARDRAIL)
    deed = replace(_rename(desk, page, "stopped meanwhile"), refusal=meanwhile, between=stop)
    await desk.attempt_and_wait(slot, deed)
    await desk.set_limits(before)


async def cool_down(desk: Desk, slot: Slot, page: Page) -> None:
    """Touch something twice where it has to be left alone in between: the second waits for its time."""
    await desk.rest()
    await desk.attempt_and_wait(slot, _rename(desk, page, "rename"))
    if page.newest is None:
        return
    touched = (await desk.change(page.newest.change_id)).started_at
    before = desk.limits
    await desk.set_limits(replace(before, cool_down_hours=_COOL_DOWN_HOURS))
    deed = _rename(desk, page, "held back by a cool-down")
    await desk.attempt_and_wait(slot, deed)
    await desk.set_limits(before)
    await _require_later(desk, page, touched and touched + timedelta(hours=_COOL_DOWN_HOURS), deed)


def _rename(desk: Desk, page: Page, kind: str) -> Deed:
    name = desk.author.new_name("Renamed")
    propose = desk.author.edit(page, CampaignEdit(name=name))
    return Deed(kind, propose, sets={(page.campaign_id, NAME): name})


async def no_touch_hours(desk: Desk, slot: Slot, page: Page) -> None:
    """Change something in hours in which nothing is to be touched: it waits until they are over."""
    deed = _rename(desk, page, "held back by no-touch hours")
    await desk.rest()
    clock, before = desk.author.container.clock, desk.limits
    zone = ZoneInfo(desk.author.stand.account.zone)
    begin = clock.now().astimezone(zone).replace(second=0, microsecond=0)
    end = begin + _NO_TOUCH
    await desk.set_limits(replace(before, no_touch_hours=(NoTouchHours(begin.time(), end.time()),)))
    since = clock.now()
    await desk.attempt_and_wait(slot, deed)
    # What was held back may end before its hour, as when it fails: the hours hold as long as they are set.
    desk.windows.append((since.isoformat(), min(end, clock.now()).isoformat()))
    await desk.set_limits(before)
    await _require_later(desk, page, end, deed)


async def _require_later(desk: Desk, page: Page, instant: datetime | None, deed: Deed) -> None:
    """Complain when what was held back was applied before its time."""
    if page.newest is None or instant is None:
        return
    finished = (await desk.change(page.newest.change_id)).finished_at
    if finished is None or finished < instant:
        desk.tally.wrong(f"{deed.kind} was applied at {finished}, before {instant}")


async def edit_outside(desk: Desk, slot: Slot, page: Page) -> None:
    """Let somebody rename a campaign on the platform itself; adopt that, or put it back."""
    if not desk.author.outside:
        return
    theirs, key = desk.author.new_name("Theirs"), (page.campaign_id, NAME)
    reverts = desk.author.random.random() < 0.5
    await desk.author.edit_outside(page, page.campaign_id, name=theirs)
    if not reverts:
        await desk.adopt_what_is_outside(page.campaign_id)
        page.values[key] = theirs
        page.newest = None
        return
    [drift_id] = await desk.drifts(page.campaign_id)

    async def propose(tx: Transaction, actor: Actor) -> Change:
        return await desk.author.container.settle_drift.revert(tx, actor, drift_id, None)

    ours = {key: page.values[key]}
    await desk.attempt(slot, Deed("revert", propose, sets=ours, can_be_undone=False))


MOMENTS = {stop_everything: 2, cool_down: 1, no_touch_hours: 1, edit_outside: 3}
