"""A real worker on virtual time, which a seed may let die in the middle of its work."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

# Loaded once, before workers are forked: the SDK takes seconds.
from google.ads.googleads.v26.services.services import google_ads_service  # noqa: F401

from adwright.accounts.service import SharedQuota
from adwright.adapters.google import GooglePlatform
from adwright.adapters.meta import MetaPlatform
from adwright.bootstrap.container import Container
from adwright.bootstrap.settings import Settings
from adwright.journeys.apply_change import ApplyChange
from adwright.journeys.platform import PlatformPorts, Platforms
from adwright.platforms.model import Provider
from adwright.worker.__main__ import work
from bench.storm.clock import StormClock
from tests.journeys.crashing_worker import (
    AFTER_CALL,
    AFTER_COMMIT,
    BEFORE_CALL,
    CrashingDatabase,
    CrashingExecutor,
    CrashPoint,
)

DURING_CALL = "during_call"
# Wall time: long enough for a busy machine, short enough for a storm.
_TIMEOUT_SECONDS = 2.0
_LONGEST_LAST_CALL_SECONDS = 0.03


@dataclass
class Doom(CrashPoint):
    """The point at which a worker kills itself: exactly there, or so many seconds after a call began."""

    delay_seconds: float = 0.0

    @classmethod
    def draw(cls, random: Random) -> Doom:
        """Draw how a worker ends."""
        kind = random.choice((BEFORE_CALL, AFTER_CALL, AFTER_COMMIT, DURING_CALL))
        reached = random.randint(8, 60) if kind == AFTER_COMMIT else random.randint(3, 30)
        return cls(kind, reached, random.uniform(0, _LONGEST_LAST_CALL_SECONDS))

    def reach(self, kind: str) -> None:
        """Die here when this is the point, or soon when the call is to be cut off."""
        if self.kind != DURING_CALL:
            super().reach(kind)
        elif kind == BEFORE_CALL:
            self.remaining -= 1
            if self.remaining == 0:
                threading.Timer(self.delay_seconds, os.kill, (os.getpid(), signal.SIGKILL)).start()


def run_worker(settings: Settings, clock: StormClock, doom: Doom | None, log: Path) -> None:
    """Work until killed or asked to stop: what a worker process of the storm does."""
    logging.basicConfig(filename=log, level=logging.WARNING, format="%(process)d %(levelname)s %(message)s")
    asyncio.run(work(stormy(Container.build(settings, clock=clock), clock, doom)))


def stormy(container: Container, clock: StormClock, doom: Doom | None) -> Container:
    """Let a container's platforms give up early, its waiting be virtual, and its worker die."""
    container = replace(container, platforms=impatient_platforms(container))
    database, platforms = container.database, container.platforms
    if doom is not None:
        database = CrashingDatabase(database, doom)
        platforms = {
            provider: replace(ports, executor=CrashingExecutor(ports.executor, doom))
            for provider, ports in platforms.items()
        }
    container.apply_change = ApplyChange(
        database,
        platforms,
        container.keyring,
        container.store,
        container.jobs,
        clock,
        pause=clock.pause,
    )
    return container


def impatient_platforms(container: Container) -> Platforms:
    """Make both simulated platforms, as the container does, with short time-outs."""
    settings, quota = container.settings, SharedQuota(container.database, container.clock)
    app_secret, client_secret = settings.meta_sandbox_app_secret, settings.google_sandbox_client_secret
    certificate = settings.google_sandbox_ca_file
    meta = MetaPlatform(
        container.clock,
        graph_url=settings.meta_sandbox_graph_url or "",
        app_id=settings.meta_sandbox_app_id,
        app_secret=app_secret.get_secret_value() if app_secret else None,
        timeout_seconds=_TIMEOUT_SECONDS,
        quota=quota,
    )
    google = GooglePlatform(
        container.clock,
        endpoint=settings.google_sandbox_endpoint or "",
        token_uri=settings.google_sandbox_token_url or "",
        client_id=settings.google_sandbox_client_id,
        client_secret=client_secret.get_secret_value() if client_secret else None,
        root_certificates=certificate.read_bytes() if certificate else None,
        timeout_seconds=_TIMEOUT_SECONDS,
        quota=quota,
    )
    return {
        Provider.META_SANDBOX: PlatformPorts(connector=meta, tree=meta, facts=meta, executor=meta),
        Provider.GOOGLE_SANDBOX: PlatformPorts(connector=google, tree=google, facts=google, executor=google),
    }
