"""The overview of an organization with a million fact rows, through HTTP, from question to last byte."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import httpx2
from sqlalchemy import URL

from adwright.bootstrap.database_urls import app_url, text_of
from bench.million import ACCOUNTS, DAYS, write_million
from bench.report import Report
from bench.scratch import scratch_database

ROUNDS = 200
WARM_UP = 20


@contextmanager
def web(owner: URL, home: Path) -> Iterator[str]:
    """Run the web process and give the address of its API."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(128)
    environment = {
        **os.environ,
        "ADWRIGHT_HOME": str(home),
        "ADWRIGHT_APP_DATABASE_URL": text_of(app_url(owner)),
        "ADWRIGHT_LISTEN_FD": str(listening.fileno()),
    }
    command = [sys.executable, "-m", "adwright.web"]
    process = subprocess.Popen(command, env=environment, pass_fds=(listening.fileno(),))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    try:
        httpx2.get(f"{address}/readyz", timeout=60).raise_for_status()
        yield f"{address}/api/v1"
    finally:
        process.terminate()
        process.wait(20)
        listening.close()


def agency(client: httpx2.Client) -> tuple[UUID, UUID]:
    """Register an organization with an advertiser; the client is logged in afterwards."""
    person = {"email": "bench@example.com", "password": "correct horse battery staple"}
    names = {"first_name": "Ben", "last_name": "Bench", "organization_name": "Bench"}
    body = client.post("/auth/register", json={**person, **names}).raise_for_status().json()
    client.headers["Authorization"] = f"Bearer {body['access_token']}"
    advertiser = client.post("/advertisers", json={"name": "Big"}).raise_for_status().json()
    return UUID(body["me"]["organization"]["id"]), UUID(advertiser["id"])


def measure(client: httpx2.Client, parameters: dict[str, str]) -> list[float]:
    """Return how long each question took, in milliseconds."""
    samples = []
    for number in range(WARM_UP + ROUNDS):
        began = time.perf_counter()
        answer = client.get("/overview", params=parameters)
        took = 1000 * (time.perf_counter() - began)
        answer.raise_for_status()
        if number >= WARM_UP:
            samples.append(took)
    return samples


def main() -> None:
    """Fill a database, ask, report."""
    title = "Overview of an organization with 1 M fact rows"
    report = Report("overview", title, "python -m bench overview --record")
    today = datetime.now(UTC).date()
    with (
        scratch_database() as (owner, folder),
        web(owner, folder / "home") as address,
        httpx2.Client(base_url=address, timeout=60) as client,
    ):
        rows = write_million(owner, *agency(client), today)
        account = client.get("/ad-accounts").raise_for_status().json()["items"][0]["id"]
        quarter = {"since": (today - timedelta(days=89)).isoformat(), "until": today.isoformat()}
        for name, parameters in (
            ("organization, 28 days and the 28 before", {}),
            ("organization, 90 days and the 90 before", quarter),
            ("one account, 28 days and the 28 before", {"scope": "account", "id": account}),
        ):
            report.add(name, "ms", measure(client, parameters), aim="p95 < 100 ms")
    report.say(f"{rows:,} ad-days of {ACCOUNTS} ad accounts over {DAYS} days; one client, one by one.")
    report.publish()


if __name__ == "__main__":
    main()
