"""Every point at which a worker can be killed while it launches, edits and undoes: duplicates and losses.

A fresh worker process is killed with SIGKILL at each point in turn, a normal worker goes on, and the sandbox
is asked through Meta's SDK.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from sqlalchemy import URL

from bench.report import Report
from bench.scratch import scratch_database
from tests.journeys.crash_live import Verdict
from tests.journeys.crash_rig import CrashRig, make_rig
from tests.journeys.crashing_worker import AFTER_CALL, AFTER_COMMIT, BEFORE_CALL

KINDS = {
    BEFORE_CALL: "intent stored, before the call",
    AFTER_CALL: "after the call, answer not stored",
    AFTER_COMMIT: "at the boundary after each commit",
}


STORIES: dict[str, Callable[[CrashRig, str], Awaitable[Verdict]]] = {
    "launch of 1 × 3 × 9": lambda rig, point: rig.try_point(point),
    "edit with a swap and a new ad group": lambda rig, point: rig.try_edit_point(point, undo=False),
    "undo of that edit": lambda rig, point: rig.try_edit_point(point, undo=True),
}


async def try_kind(rig: CrashRig, story: str, kind: str) -> list[Verdict]:
    """Try every point of one kind, until the change ends without reaching the next."""
    verdicts: list[Verdict] = []
    while True:
        verdict = await STORIES[story](rig, f"{kind}:{len(verdicts) + 1}")
        if not verdict.reached:
            return verdicts
        verdicts.append(verdict)
        if not verdict.clean:
            found = f"{verdict.duplicates} duplicates, {verdict.losses} losses"
            print(f"{verdict.point}: {found}, {verdict.complaints}")
        elif len(verdicts) % 10 == 0:
            print(f"{story}, {KINDS[kind]}: {len(verdicts)} points so far, all clean", flush=True)


async def measure(owner: URL, folder: Path) -> dict[tuple[str, str], list[Verdict]]:
    """Try every point of every kind of every story."""
    async with make_rig(owner, folder / "home") as rig:
        return {(story, kind): await try_kind(rig, story, kind) for story in STORIES for kind in KINDS}


def main() -> None:
    """Try all points, report, and end with an error when one was not clean."""
    report = Report("crash", "Crash proof of a launch, an edit and an undo", "python -m bench crash --record")
    with scratch_database() as (owner, folder):
        found = asyncio.run(measure(owner, folder))
    for (story, kind), verdicts in found.items():
        report.add(f"{story}, points tried: {KINDS[kind]}", "", [len(verdicts)])
    every = [verdict for verdicts in found.values() for verdict in verdicts]
    report.add("points tried in all", "", [len(every)])
    report.add("duplicates", "", [sum(verdict.duplicates for verdict in every)], aim="0")
    report.add("losses", "", [sum(verdict.losses for verdict in every)], aim="0")
    unclean = [verdict for verdict in every if not verdict.clean]
    report.add("points after which anything else was wrong", "", [len(unclean)], aim="0")
    report.say(
        "After each kill a normal worker rescued the job; campaigns, ad groups, ads, creatives and images "
        "were counted through Meta's SDK and compared with the database; every change had to be applied."
    )
    report.publish()
    if unclean:
        sys.exit(1)


if __name__ == "__main__":
    main()
