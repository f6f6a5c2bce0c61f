"""The sandbox's history: 1,000 campaigns of 10 ads over 365 days from a scenario; a fresh market for a test.

The history is played through the platform's own calls, in a process of its own with a home on disk, by two
accounts (one may have 6,000 ads at most).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.report import Report

ACCOUNTS, CAMPAIGNS, ADS, DAYS = 2, 500, 10, 365
ROUNDS = 3
MARKETS = 60
_MAKE = """
import json, resource, sys, time
from pathlib import Path
from adsandbox.server.market import Market, Wish
began, worked = time.perf_counter(), time.process_time()
market = Market(Path(sys.argv[1]), Wish(1, sys.argv[2], "manual", "2026-06-01T12:00:00Z"))
took = {"seconds": time.perf_counter() - began, "processor": time.process_time() - worked}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
accounts = market.store.nodes("account")
rows = [market.world.rows(account, 0, 10**7) for account in accounts]
ads = sum(market.world.active_ads(account.id) for account in accounts)
print(json.dumps(took | {"peak": peak, "rows": sum(map(len, rows)), "ads": ads}))
"""


def scenario() -> str:
    """Return the text of a scenario with all these campaigns."""
    lines = ['name = "history"', 'description = "Many campaigns of a year."']
    for account in range(ACCOUNTS):
        name = f"Shop {account + 1}"
        lines += ["[[advertisers]]", f'name = "{name}"', f'page = {{ name = "{name}" }}']
        lines.append(f'account = {{ name = "{name}" }}')
        for campaign in range(CAMPAIGNS):
            lines += [
                "[[advertisers.campaigns]]",
                f'name = "Campaign {campaign + 1}"',
                'objective = "OUTCOME_SALES"',
                "daily_budget = 300.0",
                f"begin_days_ago = {DAYS}",
                "[[advertisers.campaigns.ad_sets]]",
                f'name = "Ad set {campaign + 1}"',
                "ads = [",
                *(
                    f'{{ name = "Ad {campaign + 1}.{ad + 1}", headline = "Of ten", text = "Number {ad}" }},'
                    for ad in range(ADS)
                ),
                "]",
            ]
    return "\n".join(lines)


def make_history() -> dict[str, float]:
    """Make the market once; return what it took."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "history.toml"
        file.write_text(scenario())
        command = [sys.executable, "-c", _MAKE, f"{folder}/home", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: dict[str, float] = json.loads(done.stdout)
    if measured["ads"] != ACCOUNTS * CAMPAIGNS * ADS or measured["rows"] < 0.9 * DAYS * measured["ads"]:
        raise RuntimeError(f"The history is not whole: {measured}.")
    return measured


def fresh_markets() -> list[float]:
    """Return how long each of some fresh markets took until it answered, in milliseconds."""
    from adsandbox import Sandbox

    took = []
    for seed in range(MARKETS + 5):
        began = time.perf_counter()
        sandbox = Sandbox("empty", seed=seed)
        took.append(1000 * (time.perf_counter() - began))
        sandbox.close()
    return took[5:]


def main() -> None:
    """Measure and report."""
    ads = ACCOUNTS * CAMPAIGNS * ADS
    report = Report(
        "sandbox_history", "History of the sandbox's market", "python -m bench sandbox_history --record"
    )
    made = [make_history() for _ in range(ROUNDS)]
    what = f"{ACCOUNTS * CAMPAIGNS:,} campaigns × {ADS} ads × {DAYS} days"
    report.add(f"{what}: made", "s", [one["seconds"] for one in made], aim="< 60 s")
    report.add("processor time of that", "s", [one["processor"] for one in made])
    report.add("peak resident memory of that", "MB", [one["peak"] for one in made], aim="< 400 MB")
    report.add("fresh empty market, answering", "ms", fresh_markets(), aim="< 20 ms")
    rows = int(made[0]["rows"])
    report.say(f"{ads:,} ads and {rows:,} rows, through the platform's own calls, with a home on disk.")
    load, cores = os.getloadavg()[0], os.cpu_count()
    report.say(f"Load of the machine at the end: {load:.0f} on {cores} cores, on which only wall time hangs.")
    report.publish()


if __name__ == "__main__":
    main()
