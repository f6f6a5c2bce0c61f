"""One storm, from an empty market and an empty database to its verdict."""

from __future__ import annotations

import asyncio
import base64
import multiprocessing
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random

from pydantic import SecretStr
from sqlalchemy import URL

from adwright.bootstrap.container import Container
from adwright.bootstrap.database_urls import app_url, text_of
from adwright.bootstrap.settings import Settings
from bench.storm import weather
from bench.storm.author import Author
from bench.storm.clock import START, StormClock, TimeKeeper
from bench.storm.crew import Crew
from bench.storm.desk import Desk, Slot
from bench.storm.market import Market, running_market
from bench.storm.shift import work
from bench.storm.stand import make_stands
from bench.storm.tally import Tally
from bench.storm.verdict import Verdict, judge

KEY = b"k" * 32


@dataclass(frozen=True)
class Size:
    """How large a storm is: proposals in all, workers that are killed, campaigns at each desk at a time."""

    proposals: int = 300
    kills: int = 12
    campaigns: int = 4


@dataclass(frozen=True)
class Outcome:
    """What one storm showed."""

    seed: int
    tally: Tally
    verdict: Verdict
    kills: int
    faults: Counter[str]
    calls: int
    leaps: int
    seconds: float

    @property
    def complaints(self) -> list[str]:
        """Everything that is wrong, in words."""
        return [*self.tally.complaints, *self.verdict.complaints()]


async def play(owner: URL, folder: Path, seed: int, size: Size) -> Outcome:
    """Let one storm blow over a migrated database that nobody else uses."""
    began = time.perf_counter()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["bench.storm.worker"])
    clock = StormClock.make(context)
    with running_market(folder / "market", START, seed) as market:
        container = Container.build(settings_of(owner, folder / "home", market), clock=clock)
        async with container.running():
            desks = await _desks(container, market, seed, size)
            keeper = TimeKeeper(clock, market, container.database)
            random, log = Random(f"{seed}:workers"), folder / "workers.log"
            crew = Crew(context, container, clock, random, size.kills, log)
            market.control("POST", "/faults/plan", **weather.plan(seed))
            async with crew.at_hand(), asyncio.TaskGroup() as servants:
                serving = [servants.create_task(each.run()) for each in (keeper, crew)]
                async with asyncio.TaskGroup() as shifts:
                    for desk in desks:
                        shifts.create_task(work(desk, size.proposals // len(desks)))
                for servant in serving:
                    servant.cancel()
            faults = market.control("GET", "/faults/log")["log"]
            market.control("DELETE", "/faults")
            return Outcome(
                seed,
                Tally.of([desk.tally for desk in desks]),
                await judge(market, desks),
                crew.killed,
                Counter(entry["what"] for entry in faults if "rule" in entry),
                market.control("GET", "/requests")["requests"][-1]["number"],
                keeper.leaps,
                time.perf_counter() - began,
            )


async def _desks(container: Container, market: Market, seed: int, size: Size) -> list[Desk]:
    stale = weather.stale_on(seed)
    desks = []
    for number, stand in enumerate(await make_stands(container, market)):
        random = Random(f"{seed}:desk:{number}")
        author = Author(random, stand, container, market, outside=stand.platform is not stale)
        desks.append(Desk(author, Tally(), [Slot() for _ in range(size.campaigns)]))
    return desks


def settings_of(owner: URL, home: Path, market: Market) -> Settings:
    """Return the settings of every process of the storm."""
    ready = market.ready
    return Settings(
        home=home,
        app_database_url=SecretStr(text_of(app_url(owner))),
        secret_keys=(SecretStr(base64.b64encode(KEY).decode()),),
        meta_sandbox_graph_url=ready["meta_url"],
        meta_sandbox_app_id=ready["meta_app_id"],
        meta_sandbox_app_secret=SecretStr(ready["meta_app_secret"]),
        google_sandbox_endpoint=ready["google_endpoint"],
        google_sandbox_token_url=ready["google_token_uri"],
        google_sandbox_client_id=ready["google_client_id"],
        google_sandbox_client_secret=SecretStr(ready["google_client_secret"]),
        google_sandbox_ca_file=Path(ready["ca_file"]),
    )
