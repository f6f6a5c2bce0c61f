"""Requests that nobody would send: whatever comes, the Graph answers in its own shape, and goes on.

A few hundred requests in every run; ADSANDBOX_FUZZ_CASES=10000 sends as many of each kind (docs/fuzzing.md).
"""

from __future__ import annotations

import http.client
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from facebook_business.api import FacebookAdsApi, FacebookSession
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adsandbox import Sandbox
from builders import Advertiser

CASES = int(os.environ.get("ADSANDBOX_FUZZ_CASES", "100"))
PAGE = Path(__file__).parent.parent / "docs/compatibility.md"
FUZZ = settings(
    max_examples=CASES,
    deadline=None,
    database=None,
    derandomize=CASES <= 100,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


def documented() -> tuple[list[str], list[str]]:
    """Edges and fields, as the compatibility page names them."""
    text = PAGE.read_text(encoding="utf-8")
    edges = re.findall(r"^\| \w+ \| [^|]+ \| `(\w+)` \|", text, re.MULTILINE)
    lines = re.findall(r"^\*\*\w+\*\*: (.*)", text, re.MULTILINE)
    return sorted(set(edges)), sorted({name for line in lines for name in re.findall(r"`(\w+)`", line)})


PARAMS = [
    "name",
    "status",
    "objective",
    "special_ad_categories",
    "daily_budget",
    "lifetime_budget",
    "bid_amount",
    "bid_strategy",
    "spend_cap",
    "campaign_id",
    "adset_id",
    "targeting",
    "targeting_spec",
    "promoted_object",
    "optimization_goal",
    "billing_event",
    "start_time",
    "end_time",
    "stop_time",
    "attribution_spec",
    "creative",
    "object_story_spec",
    "asset_feed_spec",
    "image_hash",
    "bytes",
    "hash",
    "hashes",
    "upload_phase",
    "file_size",
    "upload_session_id",
    "start_offset",
    "file_url",
    "payload",
    "session",
    "subtype",
    "rule",
    "lookalike_spec",
    "origin_audience_id",
    "customer_file_source",
    "retention_days",
    "questions",
    "privacy_policy",
    "object",
    "callback_url",
    "fields",
    "limit",
    "after",
    "before",
    "filtering",
    "effective_status",
    "sort",
    "level",
    "breakdowns",
    "time_range",
    "time_ranges",
    "time_increment",
    "date_preset",
    "action_attribution_windows",
    "action_breakdowns",
    "summary",
    "default_summary",
    "deep_copy",
    "rename_options",
    "status_option",
    "adlabels",
    "ad_label_ids",
    "operator",
    "type",
    "q",
    "location_types",
    "interest_list",
    "ad_format",
    "execution_options",
    "input_token",
    "ids",
    "method",
    "batch",
    "since",
    "until",
    "tracking_specs",
    "bid_constraints",
    "dsa_payor",
    "is_adset_budget_sharing_enabled",
    "app_id",
    "scope",
    "role",
    "business_app",
    "ad_specs",
    "adset_schedule",
    "pacing_type",
    "targeting_list",
    "permission",
]
EDGES, FIELDS = documented()
_SPEC_KEYS = [
    "geo_locations",
    "countries",
    "cities",
    "regions",
    "key",
    "radius",
    "age_min",
    "age_max",
    "genders",
    "interests",
    "id",
    "flexible_spec",
    "custom_audiences",
    "targeting_automation",
    "advantage_audience",
    "page_id",
    "link_data",
    "video_data",
    "video_id",
    "link",
    "call_to_action",
    "value",
    "child_attachments",
    "images",
    "videos",
    "bodies",
    "pixel_id",
    "custom_event_type",
    "since",
    "until",
    "field",
    "operator",
    "schema",
    "data",
    "creative_id",
    "event_type",
    "window_days",
    "country",
    "ratio",
    "url",
    "label",
    "rename_strategy",
    "batch_seq",
    "locales",
]
odd_texts = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", " ", "null", "[]", "{}", "true", "-1", "1e999", "NaN", "\x00", "🚀" * 500, "{" * 2000, "9" * 400]
    ),
    st.sampled_from(
        [
            "ACTIVE",
            "OUTCOME_SALES",
            "LINK_CLICKS",
            "IMPRESSIONS",
            "maximum",
            "2026-05-01",
            "start",
            "transfer",
        ]
    ),
)
documents = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(), odd_texts),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(st.sampled_from(_SPEC_KEYS), st.text(max_size=6)), inner, max_size=4),
    ),
    max_leaves=12,
)
values = st.one_of(odd_texts, documents.map(lambda document: json.dumps(document)), st.sampled_from(FIELDS))
parameters = st.dictionaries(st.one_of(st.sampled_from(PARAMS), st.text(max_size=8)), values, max_size=7)
fields_values = st.one_of(
    st.lists(st.sampled_from([*FIELDS, *EDGES]), max_size=4).map(",".join),
    st.text(alphabet='abc{}().,"[]_1', max_size=40),
    st.tuples(st.sampled_from(EDGES), st.sampled_from(FIELDS)).map(
        lambda two: f"{two[0]}.limit(2){{{two[1]}}}"
    ),
)
methods = st.sampled_from(["GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS"])


class Graph:
    """A running sandbox with one object of each kind, spoken to with plain HTTP."""

    def __init__(self, sandbox: Sandbox, ids: list[str]) -> None:
        self.sandbox = sandbox
        self.ids = ids
        self._host = sandbox.meta_url.removeprefix("http://")

    def call(
        self, method: str, path: str, query: dict[str, str], body: bytes = b"", media_type: str = ""
    ) -> Any:
        """Send a request and give the answer's document, which must have Graph's shape."""
        target = quote(path, safe="/:?#%@") + ("?" + urlencode(query, errors="replace") if query else "")
        headers = {"Content-Type": media_type} if media_type else {}
        connection = http.client.HTTPConnection(self._host, timeout=20)
        try:
            connection.request(method, target, body or None, headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if method == "HEAD" or answer.getheader("content-type", "").startswith(
            ("text/html", "image/", "video/")
        ):
            assert answer.status < 500
            return None
        if answer.status in (302, 404) and not content.startswith((b"{", b"[")):
            return None
        return graphs_own(answer.status, json.loads(content))


def graphs_own(status: int, document: Any) -> Any:
    """The document: a result, or an error in Graph's envelope that is no accident of the sandbox."""
    if isinstance(document, dict) and "error" in document and isinstance(document["error"], dict):
        error = document["error"]
        assert isinstance(error["message"], str)
        assert isinstance(error["code"], int)
        assert error["type"] in ("OAuthException", "GraphMethodException")
        assert error["fbtrace_id"]
        assert (error["code"], error["message"]) != (1, "An unknown error occurred"), document
        assert status >= 400
    else:
        assert status == 200
    return document


@pytest.fixture(scope="module")
def graph() -> Iterator[Graph]:
    """A market in which something of each kind is there."""
    with Sandbox("empty") as sandbox:
        session = FacebookSession(sandbox.meta_app_id, sandbox.meta_app_secret, sandbox.meta_access_token)
        session.GRAPH = sandbox.meta_url
        advertiser = Advertiser(FacebookAdsApi(session), sandbox.meta_account_id)
        campaign = advertiser.campaign()["id"]
        ad_set = advertiser.ad_set(campaign)["id"]
        creative, ad = advertiser.creative()["id"], advertiser.ad(ad_set)["id"]
        audience = advertiser.account.create_custom_audience(
            params={"name": "List", "subtype": "CUSTOM", "customer_file_source": "USER_PROVIDED_ONLY"}
        )["id"]
        video = advertiser.api.call("POST", (sandbox.meta_account_id, "advideos"), params={
            "upload_phase": "start", "file_size": 100
        }).json()["video_id"]  # fmt: skip
        sandbox.advance(days=2)
        run = advertiser.account.get_insights_async(fields=["spend"], params={})["id"]
        label = advertiser.account.create_ad_label(params={"name": "label"})["id"]
        business = advertiser.account.api_get(fields=["business"])["business"]["id"]
        session.requests.close()
        yield Graph(sandbox, [
            sandbox.meta_account_id, campaign, ad_set, ad, creative, audience, video, run, label, business,
            advertiser.page_id, advertiser.pixel_id, "me", sandbox.meta_app_id, "act_1", "0", "search", "",
            f"{sandbox.meta_account_id[4:]}:{'0' * 32}", "debug_token", "oauth/access_token", "dialog/oauth",
            "media/x", "page/1",
        ])  # fmt: skip


@FUZZ
@given(
    method=methods,
    node=st.integers(0, 23),
    edge=st.one_of(st.just(""), st.sampled_from(EDGES), st.text(max_size=8)),
    given_params=parameters,
    fields=st.one_of(st.none(), fields_values),
)
def test_graph_when_asked_anything_then_answers_in_its_shape(
    graph: Graph, method: str, node: int, edge: str, given_params: dict[str, str], fields: str | None
) -> None:
    params = {**given_params, "access_token": graph.sandbox.meta_access_token}
    if fields is not None:
        params["fields"] = fields
    path = f"/v26.0/{graph.ids[node]}" + (f"/{edge}" if edge else "")
    if method in ("GET", "HEAD", "DELETE", "OPTIONS"):
        graph.call(method, path, {name: value[:2000] for name, value in params.items()})
    else:
        form = urlencode(params, errors="replace").encode()
        graph.call(method, path, {}, form, "application/x-www-form-urlencoded")


@FUZZ
@given(body=st.binary(max_size=400), media_type=st.sampled_from([
    "application/json", "multipart/form-data; boundary=x", "multipart/form-data", "text/plain",
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-7", "",
]), whole=st.booleans(), node=st.integers(0, 23), edge=st.sampled_from(["", *EDGES]))  # fmt: skip
def test_graph_when_the_body_is_broken_then_answers_in_its_shape(
    graph: Graph, body: bytes, media_type: str, whole: bool, node: int, edge: str
) -> None:
    if whole and "boundary" in media_type:
        head = b'--x\r\nContent-Disposition: form-data; name="source"; filename="a"\r\n\r\n'
        body = head + body + b"\r\n--x--\r\n"
    query = {"access_token": graph.sandbox.meta_access_token}
    graph.call("POST", f"/v26.0/{graph.ids[node]}/{edge}".rstrip("/"), query, body, media_type)


addresses = st.sampled_from([
    "me", "act_1/campaigns", "{result=a:$.id}", "{result=a:$.data.*.id}?fields=id", "?ids=1", "//",
])  # fmt: skip
items = st.one_of(
    documents,
    st.fixed_dictionaries(
        {"method": st.one_of(methods, documents), "relative_url": st.one_of(addresses, odd_texts)},
        optional={
            "name": st.one_of(st.just("a"), documents),
            "body": odd_texts,
            "depends_on": st.one_of(st.just("a"), documents),
            "omit_response_on_success": documents,
            "attached_files": documents,
            "headers": documents,
        },
    ),
)
parts_of_paths = st.sampled_from(["v26.0", "v1.0", "v99.9", "..", "act_1", "%00", "😀", "insights"])
paths = st.one_of(st.text(max_size=40), st.lists(parts_of_paths, max_size=5).map("/".join))


@FUZZ
@given(
    batch=st.one_of(st.lists(items, max_size=6).map(json.dumps), odd_texts, st.just(json.dumps([{}] * 51)))
)
def test_batch_when_of_any_shape_then_every_item_answers_in_its_shape(graph: Graph, batch: str) -> None:
    form = urlencode(
        {"access_token": graph.sandbox.meta_access_token, "batch": batch}, errors="replace"
    ).encode()
    answer = graph.call("POST", "/v26.0/", {}, form, "application/x-www-form-urlencoded")
    for item in answer if isinstance(answer, list) else []:
        if item is not None:
            graphs_own(item["code"], json.loads(item["body"]))


@FUZZ
@given(path=paths, token=st.one_of(st.none(), odd_texts), method=methods)
def test_graph_when_the_path_leads_nowhere_then_answers_in_its_shape(
    graph: Graph, path: str, token: str | None, method: str
) -> None:
    query = {} if token is None else {"access_token": token[:500]}
    graph.call(method, "/" + path.replace("?", ""), query)


def test_market_after_all_that_then_still_works(graph: Graph) -> None:
    query = {"access_token": graph.sandbox.meta_access_token, "fields": "name"}
    assert "name" in graph.call("GET", f"/v26.0/{graph.sandbox.meta_account_id}", query)
