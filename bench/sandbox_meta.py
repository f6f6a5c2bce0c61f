"""The sandbox behind Meta's protocol: small reads over HTTP, a large report by the SDK, fresh markets."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from facebook_business.adobjects.adaccount import AdAccount
from facebook_business.api import FacebookAdsApi, FacebookSession

from adsandbox import Sandbox
from bench.report import Report

CAMPAIGNS, AD_SETS, ADS, DAYS = 12, 10, 10, 84
READS = 1000
PAGE = 5000
FIELDS = ["ad_id", "spend", "impressions", "clicks", "reach", "actions", "action_values"]


def scenario() -> str:
    """One advertiser whose ads fill a report of about 100,000 rows."""
    lines = [
        'name = "large"', 'description = "One advertiser with many ads."', "[[advertisers]]",
        'name = "Large"', 'page = { name = "Large" }', 'account = { name = "Large" }',
    ]  # fmt: skip
    for campaign in range(CAMPAIGNS):
        lines += [
            "[[advertisers.campaigns]]", f'name = "Campaign {campaign}"', 'objective = "OUTCOME_SALES"',
            f"begin_days_ago = {DAYS}",
        ]  # fmt: skip
        for number in range(AD_SETS):
            ads = ", ".join(
                f'{{ name = "Ad {campaign}.{number}.{ad}", headline = "Head", text = "Text" }}'
                for ad in range(ADS)
            )
            lines += ["[[advertisers.campaigns.ad_sets]]", f'name = "Set {campaign}.{number}"']
            lines += ["daily_budget = 100", f"ads = [{ads}]"]
    return "\n".join(lines) + "\n"


def fresh_markets() -> list[float]:
    """Milliseconds to make an empty market, answer, and be gone."""
    took = []
    for _ in range(21):
        began = time.perf_counter()
        with Sandbox("empty"):
            pass
        took.append(1000 * (time.perf_counter() - began))
    return took[1:]


def small_reads(sandbox: Sandbox, path: str) -> list[float]:
    """Requests per second of one connection that reads the same small thing."""
    connection = http.client.HTTPConnection(sandbox.meta_url.removeprefix("http://"))
    rates = []
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(READS):
            connection.request("GET", f"/v26.0/{path}&access_token={sandbox.meta_access_token}")
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path} answered {answer.status}.")
        rates.append(READS / (time.perf_counter() - began))
    connection.close()
    return rates


def report_rows(account: AdAccount) -> tuple[int, float]:
    """Rows of a report run by ad and day, and the seconds until the SDK has given the last one."""
    began = time.perf_counter()
    params = {"level": "ad", "time_increment": 1, "date_preset": "maximum"}
    run = account.get_insights_async(fields=FIELDS, params=params)
    while run.api_get()["async_status"] != "Job Completed":
        pass
    rows = sum(1 for _ in run.get_result(params={"limit": PAGE}))
    return rows, time.perf_counter() - began


def large_markets() -> Iterator[Sandbox]:
    """A market with a history of many ads."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "large.toml"
        file.write_text(scenario())
        with Sandbox(str(file)) as sandbox:
            yield sandbox


def main() -> None:
    """Measure and report."""
    report = Report("sandbox_meta", "Sandbox, Meta's protocol", "python -m bench sandbox_meta --record")
    report.add("fresh market for a test", "ms", fresh_markets(), aim="< 20 ms")
    for sandbox in large_markets():
        FacebookSession.GRAPH = sandbox.meta_url
        api = FacebookAdsApi(
            FacebookSession(sandbox.meta_app_id, sandbox.meta_app_secret, sandbox.meta_access_token)
        )
        account = AdAccount(sandbox.meta_account_id, api=api)
        campaign = account.get_campaigns(fields=["id"], params={"limit": 1})[0]["id"]
        one = small_reads(sandbox, f"{campaign}?fields=name,status,effective_status,daily_budget")
        page = small_reads(
            sandbox, f"{campaign}/adsets?fields=name,status,effective_status,daily_budget&limit=10"
        )
        report.add("one campaign read", "1/s", one, aim="> 500/s")
        report.add("page of 10 ad sets read", "1/s", page, aim="> 500/s")
        results = [report_rows(account) for _ in range(3)]
        report.add(
            f"report of {results[0][0]:,} rows through the SDK", "s", [s for _, s in results], aim="< 20 s"
        )
    report.say(
        f"Client and sandbox share one process. The report is run asynchronously, by ad and day, with "
        f"{len(FIELDS)} fields, actions among them, and read in pages of {PAGE:,}."
    )
    report.publish()


if __name__ == "__main__":
    main()
