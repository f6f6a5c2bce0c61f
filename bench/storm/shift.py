"""A desk's shift: campaigns are opened, one is protected, then deed follows deed as chance will have it."""

from __future__ import annotations

from dataclasses import replace

from adwright.changes.model.limits import Limits
from bench.storm import allowed
from bench.storm.allowed import ALLOWED
from bench.storm.book import Page
from bench.storm.deeds import Deed, Refusal, Stage
from bench.storm.desk import Desk, Slot
from bench.storm.forbidden import FORBIDDEN
from bench.storm.moments import MOMENTS

_FORBIDDEN_PART = 0.38
_MOMENT_PART = 0.08
_PROTECTED_PART = 0.08
_DRAWS = 50


async def work(desk: Desk, proposals: int) -> None:
    """Make so many proposals, and see all of them through."""
    for slot in desk.slots:
        await _open(desk, slot)
    protected, *others = desk.slots
    page = await protected.rest()
    if page is not None:
        await desk.set_limits(Limits(never_touch=frozenset({page.campaign_id})))
    while desk.tally.proposals < proposals:
        slot = desk.author.random.choice(others)
        page = await slot.rest()
        if page is None:
            await _open(desk, slot)
        else:
            await _next(desk, slot, page, protected)
    await desk.rest()


async def _open(desk: Desk, slot: Slot) -> None:
    await desk.attempt(slot, allowed.launch(desk.author))


async def _next(desk: Desk, slot: Slot, page: Page, protected: Slot) -> None:
    """Draw what comes next, and do it."""
    random = desk.author.random
    drawn = random.random()
    if drawn < _MOMENT_PART:
        [moment] = random.choices(list(MOMENTS), list(MOMENTS.values()))
        await moment(desk, slot, page)
    elif drawn < _MOMENT_PART + _PROTECTED_PART and protected.page is not None:
        deed = _draw(desk, protected.page, ALLOWED)
        refusal = Refusal(Stage.PROPOSAL, "never_touch")
        await desk.attempt(protected, replace(deed, kind="on the never-touch list", refusal=refusal))
    else:
        forbidden = random.random() < _FORBIDDEN_PART
        await desk.attempt(slot, _draw(desk, page, FORBIDDEN if forbidden else ALLOWED))


def _draw(desk: Desk, page: Page, kinds: dict[allowed.Draw, int]) -> Deed:
    for _ in range(_DRAWS):
        [draw] = desk.author.random.choices(list(kinds), list(kinds.values()))
        deed = draw(desk.author, page)
        if deed is not None:
            return deed
    raise RuntimeError("nothing can be drawn")
