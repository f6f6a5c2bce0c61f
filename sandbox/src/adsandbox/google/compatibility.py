"""Google's part of docs/compatibility.md, written from the tables of methods and types themselves."""

from __future__ import annotations

from collections.abc import Iterator

from adsandbox.google import services  # noqa: F401 - enters all handlers in the table
from adsandbox.google.bidding import STRATEGIES
from adsandbox.google.call import SERVICES, Method
from adsandbox.google.gaql.compatibility import reporting
from adsandbox.google.messages import OTHER_VERSIONS, VERSION
from adsandbox.google.resources import ResourceType
from adsandbox.google.writable import WRITABLE

_METHOD_NOTES = {
    ("RecommendationService", "ApplyRecommendation"): "CAMPAIGN_BUDGET and KEYWORD; they come by the events "
    "`recommend_budget` and `recommend_keyword`",
    ("RecommendationService", "DismissRecommendation"): "as above",
    ("CustomerService", "CreateCustomerClient"): "no invitation by mail; the account can be used at once",
    ("GeoTargetConstantService", "SuggestGeoTargetConstants"): "all countries, the states of the US and of "
    "Germany, some 200 cities; English names; ids of German states and of most cities are the sandbox's own",
}
_TYPE_NOTES = {
    "campaign": "channel SEARCH; bidding: " + ", ".join(f"`{name}`" for name in STRATEGIES),
    "ad_group": "type SEARCH_STANDARD",
    "ad_group_ad": "responsive search ads",
    "ad": "the words of responsive search ads; an edit sends the ad to review again",
    "ad_group_criterion": "keywords and negative keywords",
    "campaign_criterion": "location, language, negative keyword, ad schedule, device, IP block, proximity, "
    "user list; places and lists are kept, see the market's page for what they do",
    "asset": "text, sitelink, callout, image; never shown with ads",
    "conversion_action": "WEBPAGE and UPLOAD_CLICKS",
    "user_list": "basic lists, always without members",
}
_OTHERS = (
    (
        "HTTP",
        "`/o/oauth2/v2/auth`",
        "simplified",
        "consent page with a choice of accounts; no log-in, one person",
    ),
    ("HTTP", "`/token`", "real", "authorization_code (PKCE), refresh_token, service account (signed JWT)"),
    ("HTTP", "`/revoke`, `/tokeninfo`", "real", ""),
)
_ABSENT = (
    "all other services and methods: UNIMPLEMENTED, as gRPC says it; the versions "
    + ", ".join(OTHER_VERSIONS)
    + ": UNSUPPORTED_VERSION",
    "other channels than Search (Performance Max, Display, Video, Shopping, App, Demand Gen): "
    "OPERATION_NOT_PERMITTED_FOR_CAMPAIGN_TYPE",
    "portfolio strategies, shared sets, experiments, customizers, campaign groups, negative lists: "
    "OPERATION_NOT_PERMITTED_FOR_CONTEXT",
    "the REST form, several managers of one account, links between accounts and invitations",
    "uploads of conversions and of customer lists (new projects must use the Data Manager API)",
    "billing, keyword planning, audiences other than user lists, the ends of unused refresh tokens",
    "limits of objects per account, but for three enabled responsive search ads in an ad group",
    "a real end of a TCP connection: a dropped call says UNAVAILABLE as the client's library would",
)


def lines() -> list[str]:
    """Google's part of the page."""
    return [
        "# Google Ads",
        "",
        f"Google Ads API {VERSION} over gRPC, and Google's OAuth. What the real API has and the sandbox has",
        "not is refused with the API's own errors, never answered with invented data.",
        "",
        "## Methods",
        "",
        "| service | method | state | note |",
        "|---|---|---|---|",
        *(_method(entry) for _, entry in sorted(SERVICES.items())),
        *(f"| {service} | {name} | {state} | {note} |" for service, name, state, note in _OTHERS),
        "",
        "Errors carry `GoogleAdsFailure` and `request-id` in their trailing metadata, with field paths,",
        "triggers and details; their messages are the documented meanings of their codes.",
        "",
        "## What can be written",
        "",
        "Both by `GoogleAdsService.Mutate` and by the service of the type: temporary ids, all or nothing or",
        "`partial_failure`, `validate_only`, `response_content_type`. Fields not named here are refused.",
        "",
        "| type | operations | fields | note |",
        "|---|---|---|---|",
        *(_type(kind) for kind in sorted(WRITABLE, key=lambda kind: kind.message)),
        "",
        "## Reporting",
        "",
        *reporting(),
        "## Absent on Google",
        "",
        *(f"- {item}" for item in _ABSENT),
        "",
    ]


def _method(entry: Method) -> str:
    note = _METHOD_NOTES.get((entry.service, entry.name), "")
    state = "simplified" if note else "real"
    return f"| {entry.service} | `{entry.name}` | {state} | {note} |"


def _type(kind: ResourceType) -> str:
    verbs = ", ".join(verb for verb in ("create", "update", "remove") if verb in kind.verbs)
    note = _TYPE_NOTES.get(kind.snake, "")
    return f"| {kind.message} | {verbs} | {', '.join(_covered(kind))} | {note} |"


def _covered(kind: ResourceType) -> Iterator[str]:
    for name in sorted(kind.fields - kind.refused):
        yield f"`{name.rstrip('_')}`"
