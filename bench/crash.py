"""Every point at which a worker can be killed while it launches, edits and undoes: duplicates and losses.

A fresh worker process is killed with SIGKILL at each point in turn, a normal worker goes on, and the sandbox
is asked through the platform's SDK; on Meta, then on Google.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from sqlalchemy import URL

from bench.report import Report
from bench.scratch import scratch_database
from tests.journeys.crash_live import Verdict
from tests.journeys.crash_rig import STORIES, CrashRig, make_rig
from tests.journeys.crashing_worker import AFTER_CALL, AFTER_COMMIT, BEFORE_CALL
from tests.journeys.sandbox_platforms import GOOGLE, META

KINDS = {
    BEFORE_CALL: "intent stored, before the call",
    AFTER_CALL: "after the call, answer not stored",
    AFTER_COMMIT: "at the boundary after each commit",
}
PLATFORMS = {"Meta": META, "Google Ads": GOOGLE}


@dataclass(frozen=True)
class Walk:
    """All points of one kind of one story on one platform."""

    platform: str
    story: str
    kind: str

    def __str__(self) -> str:
        """Name it in the report."""
        return f"{self.platform}: {self.story}, {KINDS[self.kind]}"

    async def go(self, rig: CrashRig) -> list[Verdict]:
        """Try every point, until the change ends without reaching the next."""
        verdicts: list[Verdict] = []
        while True:
            point = f"{self.kind}:{len(verdicts) + 1}"
            verdict = await STORIES[self.story](rig, point, PLATFORMS[self.platform])
            if not verdict.reached:
                print(f"{self}: {len(verdicts)} points", flush=True)
                return verdicts
            verdicts.append(verdict)
            if not verdict.clean:
                found = f"{verdict.duplicates} duplicates, {verdict.losses} losses"
                print(f"{self}, {verdict.point}: {found}, {verdict.complaints}", flush=True)


async def measure(owner: URL, folder: Path) -> dict[Walk, list[Verdict]]:
    """Try every point of every kind of every story on both platforms."""
    walks = [Walk(*each) for each in product(PLATFORMS, STORIES, KINDS)]
    async with make_rig(owner, folder / "home") as rig:
        return {walk: await walk.go(rig) for walk in walks}


def main() -> None:
    """Try all points, report, and end with an error when one was not clean."""
    report = Report("crash", "Crash proof of a launch, an edit and an undo", "python -m bench crash --record")
    with scratch_database() as (owner, folder):
        found = asyncio.run(measure(owner, folder))
    for walk, verdicts in found.items():
        report.add(f"{walk}: points tried", "", [len(verdicts)])
    every = [verdict for verdicts in found.values() for verdict in verdicts]
    report.add("points tried in all", "", [len(every)])
    report.add("duplicates", "", [sum(verdict.duplicates for verdict in every)], aim="0")
    report.add("losses", "", [sum(verdict.losses for verdict in every)], aim="0")
    unclean = [verdict for verdict in every if not verdict.clean]
    report.add("points after which anything else was wrong", "", [len(unclean)], aim="0")
    report.say(
        "After each kill a normal worker rescued the job. Campaigns, ad groups and ads, on Meta creatives "
        "and images, on Google budgets and keywords, were counted through the platform's SDK; the account "
        "was read and compared with the database; every change had to be applied."
    )
    report.publish()
    if unclean:
        sys.exit(1)


if __name__ == "__main__":
    main()
