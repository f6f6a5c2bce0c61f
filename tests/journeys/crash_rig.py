"""Kill a worker at a point, start a normal one, and see what is on the platform and in the database."""

from __future__ import annotations

import asyncio
import base64
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
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
from tests.journeys.sandbox_stand import Stand, make_stand

ROOT = Path(__file__).resolve().parents[2]
KEY = b"k" * 32
PATIENCE_SECONDS = 90.0
_POLL_SECONDS = 0.05


@dataclass(frozen=True)
class CrashRig:
    """A database and a sandbox for workers that are killed one after another."""

    application_url: str
    database: Database
    sandbox: Sandbox
    home: Path

    async def try_point(
        self, point: str, *, groups: int = 3, ads: int = 3, recovery: str = "adwright.worker"
    ) -> Verdict:
        """Launch a tree, kill the worker at the point, let another one go on, and judge."""
        stand = await make_stand(self.database, self.sandbox, KeyRing([KEY]))
        store = FileStore.at(None, home=self.home)
        total = groups * ads
        campaign_id = await stand.draft(store, groups=groups, ads=ads, creatives_made=total)
        change = await stand.approved_launch(campaign_id, ProcrastinateQueue())
        reached = await self._crash(stand, change, point)
        if reached:
            await self._recover(stand, change, recovery)
        return await judge(stand, campaign_id, change.id, point, reached, (1, groups, total, total, total))

    async def try_edit_point(self, point: str, *, undo: bool) -> Verdict:
        """Edit a live tree (or undo that edit), kill the worker at the point, let another go on, and judge.

        The edit sets fields at every level, swaps a creative, and adds an ad group with an ad.
        """
        stand = await make_stand(self.database, self.sandbox, KeyRing([KEY]))
        live = await make_live(stand, FileStore.at(None, home=self.home))
        change = await live.approved_edit()
        if undo:
            change = await live.approved_undo(await live.runner.run_to_the_end(change))
        reached = await self._crash(stand, change, point)
        if reached:
            await self._recover(stand, change, "adwright.worker")
        return await live.judge(change.id, point, reached, undone=undo)

    async def launch_through_trouble(self, *, fault: str, count: int) -> tuple[Verdict, bool]:
        """Launch one ad while the platform goes wrong; say how it ended, and whether the change waited."""
        stand = await make_stand(self.database, self.sandbox, KeyRing([KEY]))
        campaign_id = await stand.draft(FileStore.at(None, home=self.home), groups=1, ads=1)
        self.sandbox.fault(fault, path_regex=f"/{stand.account.external_id}/", count=count)
        change = await stand.approved_launch(campaign_id, ProcrastinateQueue())
        await self._recover(stand, change, "adwright.worker")
        async with self.database.transaction(stand.tenant.scope) as tx:
            log = await changes.log_of_change(tx, change.id)
        waited = any(entry.kind is LogKind.WAITING for entry in log)
        return await judge(stand, campaign_id, change.id, fault, True, (1, 1, 1, 1, 1)), waited

    async def _crash(self, stand: Stand, change: Change, point: str) -> bool:
        """Run the crashing worker until it is dead; False when it finished without reaching the point."""
        with worker("tests.journeys.crashing_worker", self._environment(CRASH_AT=point)) as process:
            ended = await self._until(
                lambda: _dead_or(process, self._finished(stand, change)), f"the crash at {point}"
            )
            if process.poll() is None:
                return False
            if ended and process.returncode != -9:
                raise AssertionError(f"the worker ended with {process.returncode}, not by SIGKILL")
        return True

    async def _recover(self, stand: Stand, change: Change, module: str) -> None:
        with worker(module, self._environment()) as process:
            await self._until(lambda: _dead_or(process, self._finished(stand, change)), "the recovery")
            if process.poll() is not None:
                raise AssertionError(f"the next worker ended by itself with {process.returncode}")

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

    def _environment(self, **more: str) -> dict[str, str]:
        return {
            **os.environ,
            "ADWRIGHT_HOME": str(self.home),
            "ADWRIGHT_APP_DATABASE_URL": self.application_url,
            "ADWRIGHT_SECRET_KEYS": base64.b64encode(KEY).decode(),
            "ADWRIGHT_META_SANDBOX_GRAPH_URL": self.sandbox.meta_url,
            "ADWRIGHT_META_SANDBOX_APP_ID": self.sandbox.meta_app_id,
            "ADWRIGHT_META_SANDBOX_APP_SECRET": self.sandbox.meta_app_secret,
            # The killed one is dead for sure: its jobs are rescued at once.
            "ADWRIGHT_ONLY_WORKER": "true",
            **more,
        }


class worker:  # noqa: N801 - read as a word: with worker(...)
    """A worker process for the length of a block."""

    def __init__(self, module: str, environment: dict[str, str]) -> None:
        command = [sys.executable, "-m", module]
        self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)

    def __enter__(self) -> subprocess.Popen[bytes]:
        return self._process

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


async def _dead_or(process: subprocess.Popen[bytes], finished: object) -> bool:
    done = bool(await finished)  # type: ignore[misc]
    return done or process.poll() is not None


async def judge(
    stand: Stand, campaign_id: UUID, change_id: UUID, point: str, reached: bool, wanted: tuple[int, ...]
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
    return Verdict(
        point=point,
        reached=reached,
        duplicates=sum(max(found - want, 0) for found, want in zip(there.counts, wanted, strict=True)),
        losses=sum(max(want - found, 0) for found, want in zip(there.counts, wanted, strict=True)),
        complaints=tuple(complaints),
    )


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
