"""Files that cannot be right, through the door that people and pipelines use: each clear, none applied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.web.conftest import Web
from tests.web.test_documents import Bench, make_bench

SHEET = "Campaign Name,Campaign Daily Budget\nÄpfel,5\n"


def changed(old: str, new: str) -> Callable[[Bench], str]:
    return lambda bench: bench.document().replace(old, new)


@pytest.mark.parametrize(
    ("document", "place", "said"),
    [
        (changed("page:", "pages:"), "line 10, column 5: campaigns.0.pages", "not known here"),
        (
            changed("    page:", "    name: Other\n    page:"),
            "line 10, column 5: campaigns.0.name",
            "there twice",
        ),
        (
            lambda bench: bench.document() + bench.document().partition("campaigns:\n")[2],
            "line 24, column 5: campaigns.1.key",
            "twice",
        ),
        (changed("25.00 USD daily", "1e9"), "line 8, column 5: campaigns.0.budget", "50.00 EUR daily"),
        (changed("25.00 USD daily", "25.00 EUR daily"), "line 3: spicy-november", "Write the amount in USD"),
        (
            changed("ads:\n", "ads: &ads\n          - *ads\n"),
            "line 15, column 14: campaigns.0.ad_groups.0.ads.0",
            "Aliases",
        ),
        (changed("version: 1", "version: 2"), "line 1, column 1: version", "Upgrade Adwright"),
    ],
    ids=["unknown_key", "duplicate_key", "duplicate_campaign", "exponent", "currency", "cycle", "future"],
)
async def test_document_when_it_cannot_be_right_then_its_line_is_named_and_nothing_applied(
    web: Web, document: Callable[[Bench], str], place: str, said: str
) -> None:
    bench = await make_bench(web)

    refused = await bench.send("apply", document(bench), status=422)

    [field] = refused["fields"]
    assert (field["field"], said in field["message"]) == (place, True), field
    assert await bench.campaigns() == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
async def test_sheet_when_its_encoding_is_another_then_the_same_is_read(web: Web, encoding: str) -> None:
    bench = await make_bench(web)

    plan = await send_sheet(bench, "plan", SHEET.encode(encoding))

    assert plan["campaigns"][0]["name"] == "Äpfel"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
async def test_sheet_when_its_headers_are_localised_then_says_how_to_export_it(
    web: Web, encoding: str
) -> None:
    bench = await make_bench(web)
    content = SHEET.replace("Campaign Name", "Kampagnenname").encode(encoding)

    refused = await send_sheet(bench, "apply", content, status=422)

    assert refused["fields"][0]["field"] == "line 1, column 1: Kampagnenname"
    assert "Set the tool's language to English" in refused["detail"]
    assert await bench.campaigns() == []


async def send_sheet(bench: Bench, act: str, content: bytes, status: int = 200) -> dict[str, Any]:
    return await bench.send(act, content, status, name="sheet.csv", ad_account_id=bench.account["id"])
