"""Names and links by template, and destinations that have to answer, on the way to a launch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from adwright.campaigns.destinations import Answer
from adwright.journeys.check_destinations import CheckDestinations
from tests.web.conftest import Someone, Web
from tests.web.test_campaigns import post
from tests.web.test_documents import Bench, make_bench

RULES = {
    "names": "apply",
    "campaign": "{advertiser}_{purpose}_{yyyy-mm}_{name}",
    "links": "apply",
    "parameters": {"utm_source": "{platform}", "utm_campaign": "{campaign}", "utm_id": "{campaign_id}"},
}


@dataclass
class Pages:
    """Answers in the place of the web."""

    answer: Answer

    async def ask(self, url: str) -> Answer:
        return self.answer


@pytest.fixture
async def bench(web: Web) -> Bench:
    made = await make_bench(web)
    await made.send("apply", made.document())
    return made


async def draft(bench: Bench) -> dict[str, Any]:
    [listed] = await bench.campaigns()
    found: dict[str, Any] = (await bench.someone.client.get(f"/campaigns/{listed['id']}")).json()
    return found


async def put_rules(
    someone: Someone, rules: dict[str, Any], status: int = 200, **query: str
) -> dict[str, Any]:
    answer = await someone.client.put("/naming", json=rules, params=query)
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_rules_when_they_apply_themselves_then_the_launch_has_names_and_links_by_them(
    bench: Bench,
) -> None:
    await put_rules(bench.someone, RULES)
    before = await draft(bench)
    notes = [problem for problem in before["problems"] if problem["severity"] == "note"]

    change = await post(bench.someone, f"/campaigns/{before['id']}/launch", {})

    after = await draft(bench)
    assert [note["field"] for note in notes] == ["name", "destination_url"]
    assert after["name"] == "tasty-chips-co._traffic_2026-11_spicy-chips,-november"
    link = after["ad_groups"][0]["ads"][0]["content"]["destination_url"]
    assert link == (
        "https://tastychips.co/spicy?utm_source=meta&utm_campaign="
        "tasty-chips-co._traffic_2026-11_spicy-chips%2C-november&utm_id={{campaign.id}}"
    )
    assert link in change["diff"][2]["after"]


async def test_rules_when_they_refuse_then_the_launch_says_what_the_name_has_to_be(bench: Bench) -> None:
    await put_rules(bench.someone, RULES | {"names": "refuse", "links": "off"})
    found = await draft(bench)

    refused = await post(bench.someone, f"/campaigns/{found['id']}/launch", {}, status=422)

    assert not found["launchable"]
    assert "Make it “tasty-chips-co._traffic_2026-11_spicy-chips,-november”" in refused["detail"]


async def test_rules_when_an_advertiser_has_its_own_then_they_count_until_taken_away(bench: Bench) -> None:
    advertiser_id = bench.account["advertiser_id"]
    await put_rules(bench.someone, RULES)
    own = await put_rules(bench.someone, {"campaign": "{name}"}, advertiser_id=advertiser_id)
    client = bench.someone.client

    assert (own["own"], own["campaign"]) == (True, "{name}")
    assert (await client.get("/naming")).json()["campaign"] == RULES["campaign"]
    assert (await client.delete(f"/naming/{advertiser_id}")).status_code == 204
    again = (await client.get("/naming", params={"advertiser_id": advertiser_id})).json()
    assert (again["own"], again["campaign"]) == (False, RULES["campaign"])
    entries = (await client.get("/audit")).json()["items"]
    assert {"naming_rules.set", "naming_rules.removed"} <= {entry["action"] for entry in entries}


async def test_templates_when_wrong_then_refused_and_when_right_then_shown_and_read_back(
    bench: Bench,
) -> None:
    refused = await put_rules(bench.someone, {"campaign": "{brand}"}, status=422)
    preview = await post(bench.someone, "/naming/preview", {"campaign": "{platform}_{name}"}, status=200)
    await put_rules(bench.someone, {"campaign": "{platform}_{name}"})
    parsed = await post(bench.someone, "/naming/parse", {"names": ["meta_x", "y"]}, status=200)

    assert refused["fields"][0]["field"] == "campaign"
    assert [each["campaign"] for each in preview["examples"]] == ["meta_spicy-chips", "google_spicy-chips"]
    assert [each["values"] for each in parsed["items"]] == [{"platform": "meta", "name": "x"}, {}]


async def test_destination_when_it_does_not_answer_then_blocks_until_a_person_lets_it_pass(
    web: Web, bench: Bench
) -> None:
    pages = Pages(Answer(False, 404, "The link’s page was not found."))
    container = replace(web.container)
    container.check_destinations = CheckDestinations(container.database, container.clock, pages)
    web.app.state.container = container
    found = await draft(bench)
    path, url = f"/campaigns/{found['id']}", "https://tastychips.co/spicy"

    refused = await post(bench.someone, f"{path}/launch", {}, status=422)
    [shown] = (await bench.someone.client.get(f"{path}/destinations")).json()["items"]
    allowed = await post(
        bench.someone, f"{path}/destinations/allow", {"url": url, "why": "Opens on Monday"}, status=200
    )
    change = await post(bench.someone, f"{path}/launch", {})

    assert "was not found. Correct the link, check again, or let it pass" in refused["detail"]
    assert (shown["url"], shown["answers"], shown["passes"]) == (url, False, False)
    assert (allowed["passes"], allowed["allowed_why"]) == (True, "Opens on Monday")
    assert change["status"] == "proposed"
    pages.answer = Answer(True, 200, "The link’s page answers.")
    [asked] = (await post(bench.someone, f"{path}/destinations/check", {}, status=200))["items"]
    assert (asked["answers"], asked["allowed_by"]) == (True, None)


async def test_destination_when_it_answers_then_nobody_has_to_let_it_pass(bench: Bench) -> None:
    found = await draft(bench)
    path = f"/campaigns/{found['id']}/destinations/allow"

    await post(bench.someone, path, {"url": "https://tastychips.co/spicy", "why": "x"}, status=409)
    await post(bench.someone, path, {"url": "https://elsewhere.example", "why": "x"}, status=422)
