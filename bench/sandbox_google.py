"""How fast the sandbox answers Google's official SDK: 100,000 rows by SearchStream, small reads a second.

The sandbox is a process of its own with a fresh market; the SDK is redirected by configuration only.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.report import Report

CAMPAIGNS, AD_GROUPS, KEYWORDS = 20, 5, 3
DAYS = 365
ROWS = 100_000
READS, READERS = 400, 4
RUNS = 3
ROWS_QUERY = (
    "SELECT campaign.id, campaign.name, ad_group.id, ad_group.name, ad_group_criterion.criterion_id, "
    "ad_group_criterion.keyword.text, segments.date, metrics.impressions, metrics.clicks, "
    "metrics.cost_micros, metrics.conversions, metrics.conversions_value FROM keyword_view "
    f"WHERE segments.date BETWEEN '{{since}}' AND '{{until}}' LIMIT {ROWS}"
)
SMALL_QUERY = "SELECT campaign.id, campaign.name, campaign.status FROM campaign LIMIT 10"


@contextmanager
def market(home: Path) -> Iterator[dict[str, str]]:
    """Serve an empty market with a manual clock; give what its ready line says."""
    command = [sys.executable, "-m", "adsandbox", "serve", "--home", str(home), "--json"]
    command += ["--clock", "manual", "--start", "2025-06-01T12:00:00Z"]
    command += ["--meta-port", "0", "--control-port", "0", "--google-port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(30)


def sdk(ready: dict[str, str]) -> Any:
    """Return the official client, redirected."""
    os.environ["GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"] = ready["ca_file"]
    from google.ads.googleads.client import GoogleAdsClient
    from google.oauth2.credentials import Credentials

    credentials = Credentials(
        None,
        refresh_token=ready["google_refresh_token"],
        client_id=ready["google_client_id"],
        client_secret=ready["google_client_secret"],
        token_uri=ready["google_token_uri"],
    )
    return GoogleAdsClient(
        credentials,
        endpoint=ready["google_endpoint"],
        version="v26",
        login_customer_id=ready["google_manager_id"],
        use_proto_plus=True,
    )


def build(client: Any, customer_id: str) -> None:
    """Make the campaigns with everything in them, in one request."""
    numbers = iter(range(1, 1_000_000))
    operations: list[dict[str, Any]] = []

    def create(kind: str, collection: str, **values: Any) -> str:
        name = f"customers/{customer_id}/{collection}/-{next(numbers)}"
        operations.append({f"{kind}_operation": {"create": {"resource_name": name, **values}}})
        return name

    for campaign_number in range(CAMPAIGNS):
        budget = create(
            "campaign_budget", "campaignBudgets", amount_micros=200_000_000, explicitly_shared=False
        )
        campaign = create(
            "campaign",
            "campaigns",
            name=f"Campaign {campaign_number}",
            status="ENABLED",
            advertising_channel_type="SEARCH",
            campaign_budget=budget,
            manual_cpc={},
            contains_eu_political_advertising="DOES_NOT_CONTAIN_EU_POLITICAL_ADVERTISING",
        )
        for group_number in range(AD_GROUPS):
            group = create(
                "ad_group",
                "adGroups",
                name=f"Group {group_number}",
                campaign=campaign,
                cpc_bid_micros=2_000_000,
            )
            operations.append({"ad_group_ad_operation": {"create": {"ad_group": group, "ad": ad()}}})
            for number in range(KEYWORDS):
                text = f"topic {campaign_number} thing {group_number} word {number}"
                keyword = {"text": text, "match_type": "PHRASE"}
                operations.append(
                    {"ad_group_criterion_operation": {"create": {"ad_group": group, "keyword": keyword}}}
                )
    client.get_service("GoogleAdsService").mutate(
        request={"customer_id": customer_id, "mutate_operations": operations}
    )


def ad() -> dict[str, Any]:
    """Return a responsive search ad."""
    words = {
        "headlines": [{"text": f"Headline number {number}"} for number in range(3)],
        "descriptions": [{"text": f"Description number {number}"} for number in range(2)],
    }
    return {"final_urls": ["https://example.com/"], "responsive_search_ad": words}


def advance(ready: dict[str, str], days: int) -> None:
    """Let days pass."""
    request = urllib.request.Request(
        f"{ready['control_url']}/clock/advance",
        json.dumps({"days": days}).encode(),
        {"Authorization": f"Bearer {ready['control_token']}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=300) as answer:
        answer.read()


def streamed_seconds(client: Any, customer_id: str) -> float:
    """Read 100,000 rows, each with its numbers; return how long that took."""
    service = client.get_service("GoogleAdsService")
    query = ROWS_QUERY.format(since="2025-06-01", until="2026-05-31")
    began, rows, cost_micros = time.perf_counter(), 0, 0
    for batch in service.search_stream(customer_id=customer_id, query=query):
        for row in batch.results:
            rows += 1
            cost_micros += row.metrics.cost_micros
    if rows != ROWS or not cost_micros:
        raise SystemExit(f"Only {rows} rows came.")
    return time.perf_counter() - began


def reads_per_second(client: Any, customer_id: str, readers: int) -> float:
    """Read ten campaigns many times by some threads; return how many reads a second were answered."""
    service = client.get_service("GoogleAdsService")

    def read(_: int) -> int:
        return len(list(service.search(customer_id=customer_id, query=SMALL_QUERY)))

    with ThreadPoolExecutor(readers) as pool:
        list(pool.map(read, range(READERS)))
        began = time.perf_counter()
        found = sum(pool.map(read, range(READS)))
    if found != READS * 10:
        raise SystemExit(f"Only {found} rows came.")
    return READS / (time.perf_counter() - began)


def main() -> None:
    """Build the market, let a year pass, and read."""
    report = Report(
        "sandbox_google", "The sandbox through Google's SDK", "python -m bench sandbox_google --record"
    )
    with tempfile.TemporaryDirectory(prefix="adsandbox-bench-") as home, market(Path(home)) as ready:
        client, customer_id = sdk(ready), ready["google_customer_id"]
        build(client, customer_id)
        advance(ready, DAYS)
        streams = [streamed_seconds(client, customer_id) for _ in range(RUNS)]
        alone = [reads_per_second(client, customer_id, 1) for _ in range(RUNS)]
        together = [reads_per_second(client, customer_id, READERS) for _ in range(RUNS)]
    report.add("100,000 rows of keyword_view by day, SearchStream", "s", streams, aim="< 10 s")
    report.add("small reads a second, one thread", "1/s", alone)
    report.add(f"small reads a second, {READERS} threads", "1/s", together, aim="> 500 1/s")
    report.say(
        f"{CAMPAIGNS} campaigns, {CAMPAIGNS * AD_GROUPS * KEYWORDS} keywords, {DAYS} days; every row is read "
        "as proto-plus. A small read is Search of ten campaigns; sandbox and SDK share the cores."
    )
    report.publish()


if __name__ == "__main__":
    main()
