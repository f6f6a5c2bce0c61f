"""Kill a worker at a point, start a normal one, and see what is on the platform and in the database."""

from __future__ import annotations

import asyncio
import base64
import importlib
import multiprocessing
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from uuid import UUID

from sqlalchemy import URL

from adsandbox import Sandbox
from adwright.accounts.keyring import KeyRing
from adwright.adapters.jobs import ProcrastinateQueue
from adwright.adapters.storage import FileStore
from adwright.bootstrap.database_urls import app_url, text_of
from adwright.campaigns.model import CampaignStatus
from adwright.changes import service as changes
from adwright.changes.model.change import Change, LogKind
from adwright.changes.model.life import ChangeStatus
from adwright.core.database import Database
from tests.journeys.crash_live import Verdict, make_live
from tests.journeys.sandbox_platforms import META, Counts, SandboxPlatform
from tests.journeys.sandbox_stand import Stand, make_stand

WORKER, CRASHING_WORKER = "adwright.worker.__main__", "tests.journeys.crashing_worker"
KEY = b"k" * 32
PATIENCE_SECONDS = 90.0
_POLL_SECONDS = 0.05
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    [
        WORKER,
        CRASHING_WORKER,
        "google.ads.googleads.v26.services.services.customer_service",
        "google.ads.googleads.v26.services.services.google_ads_service",
    ]
)


@dataclass(frozen=True)
class CrashRig:
    """A database and a sandbox for workers that are killed one after another."""

    application_url: str
    database: Database
    sandbox: Sandbox
    home: Path

    async def try_point(
        self,
        point: str,
        *,
        on: SandboxPlatform = META,
        groups: int = 3,
        ads: int = 3,
        recovery: str = WORKER,
    ) -> Verdict:
        """Launch a tree, kill the worker at the point, let another one go on, and judge."""
        stand = await make_stand(self.database, self.sandbox, KeyRing([KEY]), on)
        store = FileStore.at(None, home=self.home)
        total = groups * ads
        campaign_id = await stand.draft(store, groups=groups, ads=ads, creatives_made=total)
        change = await stand.approved_launch(campaign_id, ProcrastinateQueue())
        reached = await self._crash(stand, change, point)
        if reached:
            await self._recover(stand, change, recovery)
        wanted = on.counts(groups=groups, ads=total, creatives=total)
        return await judge(stand, campaign_id, change.id, point, reached, wanted)

    async def try_edit_point(
        self, point: str, *, on: SandboxPlatform = META, undo: bool = False
    ) -> Verdict:
        """Edit a live tree (or undo that edit), kill the worker at the point, let another go on, and judge.

        The edit sets fields at every level, swaps a creative, and adds an ad group with an ad.
        """
        stand = await make_stand(self.database, self.sandbox, KeyRing([KEY]), on)
        live = await make_live(stand, FileStore.at(None, home=self.home))
        change = await live.approved_edit()
        if undo:
            change = await live.approved_undo(await live.runner.run_to_the_end(change))
        reached = await self._crash(stand, change, point)
        if reached:
            await self._recover(stand, change, WORKER)
        return await live.judge(change.id, point, reached, undone=undo)

    async def launch_through_trouble(self, *, fault: str, count: int) -> tuple[Verdict, bool]:
        """Launch one ad while the platform goes wrong; say how it ended, and whether the change waited."""
        stand = await make_stand(self.database, self.sandbox, KeyRing([KEY]))
        campaign_id = await stand.draft(FileStore.at(None, home=self.home), groups=1, ads=1)
        self.sandbox.fault(fault, path_regex=f"/{stand.account.external_id}/", count=count)
        change = await stand.approved_launch(campaign_id, ProcrastinateQueue())
        await self._recover(stand, change, WORKER)
        async with self.database.transaction(stand.tenant.scope) as tx:
            log = await changes.log_of_change(tx, change.id)
        waited = any(entry.kind is LogKind.WAITING for entry in log)
        wanted = stand.on.counts(groups=1, ads=1, creatives=1)
        return await judge(stand, campaign_id, change.id, fault, True, wanted), waited

    async def _crash(self, stand: Stand, change: Change, point: str) -> bool:
        """Run the crashing worker until it is dead; False when it finished without reaching the point."""
        with worker(CRASHING_WORKER, self._environment(stand, CRASH_AT=point)) as process:
            ended = await self._until(
                lambda: _dead_or(process, self._finished(stand, change)), f"the crash at {point}"
            )
            if process.is_alive():
                return False
            if ended and process.exitcode != -9:
                raise AssertionError(f"the worker ended with {process.exitcode}, not by SIGKILL")
        return True

    async def _recover(self, stand: Stand, change: Change, module: str) -> None:
        with worker(module, self._environment(stand)) as process:
            await self._until(lambda: _dead_or(process, self._finished(stand, change)), "the recovery")
            if not process.is_alive():
                raise AssertionError(f"the next worker ended by itself with {process.exitcode}")

    async def _finished(self, stand: Stand, change: Change) -> bool:
        return (await stand.change(change.id)).status in (ChangeStatus.APPLIED, ChangeStatus.FAILED)

    async def _until(self, question: object, what: str) -> bool:
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE_SECONDS
        while loop.time() < end:
            if await question():  # type: ignore[operator]
                return True
            await asyncio.sleep(_POLL_SECONDS)
        raise AssertionError(f"{what} took longer than {PATIENCE_SECONDS} s")

    def _environment(self, stand: Stand, **more: str) -> dict[str, str]:
        return {
            **os.environ,
            "ADWRIGHT_HOME": str(self.home),
            "ADWRIGHT_APP_DATABASE_URL": self.application_url,
            "ADWRIGHT_SECRET_KEYS": base64.b64encode(KEY).decode(),
            **stand.on.settings(self.sandbox),
            # The killed one is dead for sure: its jobs are rescued at once.
            "ADWRIGHT_ONLY_WORKER": "true",
            **more,
        }


def _work(module: str, environment: dict[str, str]) -> None:
    """Be a worker, in a process of its own."""
    os.environ.update(environment)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    importlib.import_module(module).main()


class worker:  # noqa: N801 - read as a word: with worker(...)
    """A worker process for the length of a block, from a server that has loaded everything already."""

    def __init__(self, module: str, environment: dict[str, str]) -> None:
        self._process = _FORKS.Process(target=_work, args=(module, environment), daemon=True)

    def __enter__(self) -> ForkServerProcess:
        self._process.start()
        return self._process

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join(10)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


async def _dead_or(process: ForkServerProcess, finished: object) -> bool:
    done = bool(await finished)  # type: ignore[misc]
    return done or not process.is_alive()


async def judge(
    stand: Stand, campaign_id: UUID, change_id: UUID, point: str, reached: bool, wanted: Counts
) -> Verdict:
    """Compare the platform, asked through the SDK, with what was approved and with our database."""
    there = await asyncio.to_thread(stand.platform)
    here = await stand.campaign(campaign_id)
    change = await stand.change(change_id)
    complaints = []
    if change.status is not ChangeStatus.APPLIED:
        complaints.append(f"the change is {change.status}: {change.failure}")
    if here.status is not CampaignStatus.LIVE:
        complaints.append(f"the campaign is {here.status}")
    if change.mismatches:
        complaints.append(f"read back otherwise: {change.mismatches}")
    if there.states != {"ACTIVE"}:
        complaints.append(f"states on the platform: {there.states}")
    ours = (
        {here.external_id},
        {group.external_id for group in here.ad_groups},
        {ad.external_id for group in here.ad_groups for ad in group.ads},
    )
    theirs = (set(there.campaigns), set(there.ad_groups), set(there.ads))
    if ours != theirs:
        complaints.append("the database and the platform name different objects")
    return Verdict.of(point, reached, there.counts, wanted, complaints)


Trying = Callable[[CrashRig, str, SandboxPlatform], Awaitable[Verdict]]
STORIES: dict[str, Trying] = {
    "launch of 1 × 3 × 9": lambda rig, point, on: rig.try_point(point, on=on),
    "edit with a swap and a new ad group": lambda rig, point, on: rig.try_edit_point(point, on=on),
    "undo of that edit": lambda rig, point, on: rig.try_edit_point(point, on=on, undo=True),
}


@asynccontextmanager
async def make_rig(owner: URL, home: Path) -> AsyncIterator[CrashRig]:
    """Make a rig on a migrated database that nobody else uses."""
    application_url = text_of(app_url(owner))
    database = Database.connect(application_url)
    try:
        with Sandbox(scenario="empty") as sandbox:
            yield CrashRig(application_url, database, sandbox, home)
    finally:
        await database.close()
