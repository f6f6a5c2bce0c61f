"""What queries can ask for here, as lines of the compatibility table."""

from __future__ import annotations

from collections.abc import Iterator

from adsandbox.google.gaql import catalogue
from adsandbox.google.gaql.grains import GRAINS
from adsandbox.google.gaql.metrics import covered_metrics
from adsandbox.google.gaql.segments import SEGMENTS

_EMPTY = "always empty: nobody can make any here"
_NEVER_SHOWN = "assets are never shown with ads, so all metrics are 0"
_NOTES = {
    "accessible_bidding_strategy": _EMPTY,
    "bidding_strategy": _EMPTY,
    "customer_label": _EMPTY,
    "asset": _NEVER_SHOWN,
    "ad_group_asset": _NEVER_SHOWN,
    "campaign_asset": _NEVER_SHOWN,
    "customer_asset": _NEVER_SHOWN,
    "ad_group_criterion": "quality score from the market's own auction; nothing about landing pages",
    "geographic_view": "presence only, no interest in places; countries, regions and cities of the market's "
    "atlas, and 0 for all other countries",
    "user_location_view": "whoever sees an ad is in a targeted place; places as above",
    "language_constant": "the languages that can be targeted here",
    "geo_target_constant": "the places that can be targeted here",
}


def reporting() -> list[str]:
    """Lines of Markdown: resources, segments, metrics, and what is absent."""
    return [
        "### Resources in FROM",
        "",
        "| resource | metrics | note |",
        "|---|---|---|",
        *_resources(),
        "",
        f"The other {len(catalogue.resource_names()) - len(catalogue.covered())} resources of the API are",
        "refused in FROM (`PROHIBITED_RESOURCE_TYPE_IN_FROM_CLAUSE`). Fields, segments and metrics that may",
        "be selected together are those of Google's reference.",
        "",
        "### Segments",
        "",
        ", ".join(f"`{name}`" for name in sorted(SEGMENTS)) + ". Others are refused",
        "(`PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE`).",
        "",
        "### Metrics",
        "",
        "With values: " + ", ".join(f"`{name}`" for name in covered_metrics()) + ".",
        "Other real metrics are 0 if they are counts, and without value otherwise.",
        "",
        "### Absent or simplified in queries",
        "",
        *(f"- {line}" for line in _ABSENT),
        "",
    ]


def _resources() -> Iterator[str]:
    for name in sorted(catalogue.covered()):
        measured = "yes" if name in GRAINS else "0" if catalogue.covered()[name].metrics else ""
        yield f"| `{name}` | {measured} | {_NOTES.get(name, '')} |"


_ABSENT = (
    "view-through conversions, conversions by conversion date, conversion lag, cross-device conversions",
    "drafts (`include_drafts` is accepted), experiments, `query_resource_consumption`, `metric_attributes`",
    "which metrics each segment excludes, but for those of conversions",
    "statuses are read again once a virtual minute, and after every write",
)
