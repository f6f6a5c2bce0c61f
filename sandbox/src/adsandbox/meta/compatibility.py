"""The compatibility table of docs/compatibility.md, written from the routes themselves.

`adsandbox compatibility` prints it; a test compares it with the page.
"""

from __future__ import annotations

from adsandbox.meta import graph  # noqa: F401 - enters all handlers in the table
from adsandbox.meta.call import GRAPH, VERSION
from adsandbox.meta.insights_query import BREAKDOWN_SETS
from adsandbox.meta.listing import real_fields

_SIMPLIFIED = {
    ("AdAccount", "adlabels"): "a second label of the same name is the first one",
    ("AdAccount", "delivery_estimate"): "sizes only, no curve of daily outcomes",
    ("AdAccount", "generatepreviews"): "one layout of the sandbox's own for all formats",
    ("AdAccount", "minimum_budgets"): "scaled from dollars with fixed rates",
    ("AdAccount", "targetingsearch"): "a small made-up catalogue, interests only",
    ("AdAccount", "targetingbrowse"): "a small made-up catalogue",
    ("AdAccount", "targetingsuggestions"): "interests of the same topic",
    ("AdAccount", "asyncadrequestsets"): "done at once, and told as done after two seconds a request",
    ("AdAccount", "async_batch_requests"): "copies only; answers a set of requests",
    ("Ad", "previews"): "one layout of the sandbox's own for all formats",
    ("AdCreative", "previews"): "one layout of the sandbox's own for all formats",
    ("AdAccount", "advideos"): "processing takes 20 virtual seconds; `file_url` of the sandbox or data: only",
    (
        "AdAccount",
        "customaudiences",
    ): "60 % of a list are matched; rules are kept, all visitors count",
    ("AdVideo", "thumbnails"): "three generated pictures, none of the film",
    ("AdSet", "delivery_estimate"): "sizes only, no curve of daily outcomes",
    (
        "AdReportRun",
        "insights",
    ): "complete at the second look unless a fault says otherwise; names are those of the moment of reading",
    ("AdsPixel", "stats"): "events by name only, those that the account's ads led to, in one row",
    ("Business", "client_ad_accounts"): "which accounts are a client's is said over the control interface",
    ("User", "assigned_ad_accounts"): "the accounts of the token",
    ("User", "business_users"): "always empty",
}
_ROOT = (
    ("GET", "dialog/oauth", "real", "consent page with a choice of accounts; no log-in, one person"),
    ("GET, POST", "oauth/access_token", "real", "code, fb_exchange_token, client_credentials"),
    ("GET", "debug_token", "real", ""),
    ("GET", "me", "real", "the token's user or page"),
    (
        "GET",
        "search",
        "simplified",
        "interests, categories, places, languages; made-up catalogue",
    ),
    ("POST", "/ with batch", "real", "references, depends_on, attached files, 50 calls"),
)
_ABSENT = (
    "slideshows, videos of pages, files of more than 1 GB; `file_url` of other hosts (nothing is fetched)",
    "members by file, audiences of other subtypes than the four, saved audiences",
    "the leads behind a lead form (`leads`), catalogues, posts of pages",
    "`parameter_overrides` and `migrate_to_advantage_plus` of copies (refused)",
    "webhooks of other objects than ad accounts, several changes in one webhook, webhooks set up in a batch",
    "reservation buying, budget schedules, value rules, A/B studies; dayparting (`adset_schedule`, refused)",
    "insights by product, frequency (`frequency_value`) and `comscore_market`; unique numbers of actions",
    "`dda` and `skan_*` windows: accepted, and never with a value",
    "`action_breakdowns` other than by type, target and destination (the account's pixel or page)",
    "versions before v25.0 (2635); v25.0 answers by the rules of v26.0",
    "parameters that belong to none of the fields above: ignored, as Graph ignores unknown ones",
)


def document() -> str:
    """The whole page."""
    lines = [
        "# What is real, what is simplified, what is absent",
        "",
        f"Meta's Graph and Marketing API {VERSION}. This page is written by `adsandbox compatibility` from",
        "the routes; a test keeps it true. Anything that is not here answers with Graph's own error, never",
        "with invented data. Google Ads is at its end.",
        "",
        "## Addresses that are no nodes",
        "",
        "| methods | path | state | note |",
        "|---|---|---|---|",
        *(f"| {methods} | `{path}` | {state} | {note} |" for methods, path, state, note in _ROOT),
        "",
        "## Nodes and their edges",
        "",
        "| node | methods | edge | state | note |",
        "|---|---|---|---|---|",
        *_edges(),
        "",
        "## Fields",
        "",
        "Fields with a value in the sandbox. Other fields that the real API knows are accepted and left out",
        "of answers (as Graph does with empty fields); unknown names are errors.",
        "",
        *_fields(),
        "## Insights",
        "",
        "Breakdowns: " + "; ".join(" + ".join(names) for names in BREAKDOWN_SETS if names) + ".",
        "",
        "## Absent",
        "",
        *(f"- {item}" for item in _ABSENT),
        "",
    ]
    return "\n".join(lines)


def _edges() -> list[str]:
    lines = []
    for kind in GRAPH.values():
        methods = ["GET"] + (["POST"] if kind.update else []) + (["DELETE"] if kind.delete else [])
        lines.append(f"| {kind.name} | {', '.join(methods)} | (the node) | real |  |")
        for name, handlers in sorted(kind.edges.items()):
            note = _SIMPLIFIED.get((kind.name, name), "")
            state = "simplified" if note else "real"
            lines.append(f"| {kind.name} | {', '.join(sorted(handlers))} | `{name}` | {state} | {note} |")
    return lines


def _fields() -> list[str]:
    lines = []
    for kind in GRAPH.values():
        present = ", ".join(f"`{name}`" for name in sorted(kind.fields))
        known = len(real_fields(kind.name) - set(kind.fields) - set(kind.edges))
        lines += [f"**{kind.name}**: {present} ({known} more are accepted and empty).", ""]
    return lines
