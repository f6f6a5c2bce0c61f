"""Rate limits: headers from honest counters, refusals when the limits are enforced or a fault says so."""

from __future__ import annotations

import json
import math
import re
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field

from adsandbox.meta.errors import GraphError
from adsandbox.world.limits import Tier
from adsandbox.world.nodes import Kind
from adsandbox.world.world import World

HOUR = 3600.0
APP_CALLS_PER_HOUR = 200 * 500
WRITES_PER_SECOND = 100
# Virtual seconds of processing that calls cost, and that every allowed call of an hour brings.
READ_SECONDS, INSIGHTS_SECONDS, WRITE_SECONDS = 0.02, 0.08, 0.10
_SECONDS_PER_ALLOWED_CALL = 0.05
_TIME_PER_PROCESSING = 0.8
_ERROR_WEIGHT = 0.001
_MOST_AUDIENCE_CALLS = 700_000
_AUDIENCE_EDGE = re.compile(r"/(customaudiences|users|usersreplace)$")
_TOO_MANY_TO_ACCOUNT = (
    "There have been too many calls to this ad-account. Wait a bit and try again. For more info, please "
    "refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting."
)
_TOO_MANY_FROM_APP = "There have been too many calls from this app. Wait a bit and try again."
_CALLS_EXCEEDED = "(#613) Calls to this api have exceeded the rate limit."
_REFUSALS: dict[str, tuple[int, int | None, str]] = {
    "app": (4, None, "(#4) Application request limit reached"),
    "account": (17, 2446079, "(#17) User request limit reached"),
    "ads_management": (80004, 2446079, f"(#80004) {_TOO_MANY_TO_ACCOUNT}"),
    "ads_insights": (80000, 2446079, f"(#80000) {_TOO_MANY_TO_ACCOUNT}"),
    "custom_audience": (80003, 2446079, f"(#80003) {_TOO_MANY_TO_ACCOUNT}"),
    "leadgen": (80005, 2446079, f"(#80005) {_TOO_MANY_TO_ACCOUNT}"),
    "pages": (80001, 2446079, f"(#80001) {_TOO_MANY_TO_ACCOUNT}"),
    "instagram": (80002, None, f"(#80002) {_TOO_MANY_TO_ACCOUNT}"),
    "page": (32, None, "(#32) Page request limit reached"),
    "ad_account_calls": (613, 1487742, _CALLS_EXCEEDED),
    "write_rate": (613, 5044001, _CALLS_EXCEEDED),
    "ad_creation": (613, 1487225, _CALLS_EXCEEDED),
    "anomaly": (613, 1996, _CALLS_EXCEEDED),
    "spend_limit_changes": (17, 1885172, "(#17) User request limit reached"),
    "insights_load": (4, 1504022, f"(#4) {_TOO_MANY_FROM_APP}"),
    "insights_calls": (4, 1504039, f"(#4) {_TOO_MANY_FROM_APP}"),
}
_REASONS = {
    "write_rate": f"More than {WRITES_PER_SECOND} writes within a second. Send them more slowly.",
    "ad_creation": "Too many ads were made in this ad account. Wait a while before you make more.",
    "spend_limit_changes": "The spending limit of this ad account was changed too often today.",
    "anomaly": "The calls of this app look unusual, so some of them are refused for a while.",
}


def refusal(limit: str) -> GraphError:
    """What a call gets that is one too many for this limit."""
    code, subcode, message = _REFUSALS[limit]
    return GraphError(
        code,
        message,
        subcode=subcode,
        transient=True,
        status=403 if code in (4, 613) else 400,
        title="Ad Account Has Too Many API Calls" if subcode else None,
        reason=_REASONS.get(limit, _TOO_MANY_TO_ACCOUNT) if subcode else None,
    )


class _Window:
    """The weight of calls within the last so many seconds, and until when further ones are refused."""

    def __init__(self) -> None:
        self._calls: deque[tuple[float, float]] = deque()
        self._weight = 0.0
        self.blocked_until = -math.inf

    def count(self, now: float, weight: float, seconds: float) -> float:
        """Count a call and give the weight of all within the last `seconds`."""
        self._calls.append((now, weight))
        self._weight += weight
        return self.weight(now, seconds)

    def weight(self, now: float, seconds: float) -> float:
        """The weight of all calls within the last `seconds`."""
        while self._calls and self._calls[0][0] <= now - seconds:
            self._weight -= self._calls.popleft()[1]
        return self._weight

    def frees_in(self, now: float, seconds: float) -> float:
        """Seconds until the oldest call is forgotten."""
        return max(0.0, self._calls[0][0] + seconds - now) if self._calls else 0.0


@dataclass
class _Hour:
    """What an account has used of an hour for one use case: calls, processing, and errors."""

    calls: _Window = field(default_factory=_Window)
    processing: _Window = field(default_factory=_Window)
    errors: _Window = field(default_factory=_Window)


@dataclass(frozen=True, slots=True)
class Use:
    """What a call is to the limits: whose account, which use case, and whether it writes or makes an ad."""

    account_id: str
    case: str
    write: bool
    makes_ad: bool


def use_of(world: World, account_id: str, method: str, path: str, kind: Kind | None) -> Use:
    """Judge a call by its path and by the kind of object that the path begins with."""
    if path.endswith("/insights") or kind is Kind.REPORT:
        case = "ads_insights"
    elif kind is Kind.AUDIENCE or _AUDIENCE_EDGE.search(path):
        case = "custom_audience"
    elif kind is Kind.LEAD_FORM or path.endswith("/leadgen_forms"):
        case = "leadgen"
    else:
        case = "pages" if kind in (Kind.PAGE, Kind.INSTAGRAM_USER) else "ads_management"
    write = method not in ("GET", "HEAD")
    return Use(account_id, case, write, write and path.endswith("/ads"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """The headers of an answer, and the refusal if the call is one too many."""

    headers: dict[str, str]
    refused: GraphError | None


class Usage:
    """Counts calls per application and account: in real time, or in virtual time when limits are enforced."""

    def __init__(self) -> None:
        self._forget(enforced=False)

    def _forget(self, enforced: bool) -> None:
        self._app = _Window()
        self._score: dict[str, _Window] = defaultdict(_Window)
        self._hours: dict[str, _Hour] = defaultdict(_Hour)
        self._writes: dict[str, _Window] = defaultdict(_Window)
        self._new_ads: dict[str, _Window] = defaultdict(_Window)
        self._enforced = enforced

    def count(self, world: World, use: Use, shown: str | None = None) -> Verdict:
        """Count one call. `shown` is a limit that a fault declares used up."""
        if world.limits.enforced != self._enforced:
            self._forget(world.limits.enforced)
        now, tier = self._now(world), world.limits.tier
        app_calls = self._app.count(now, 1, HOUR)
        app = _percent(app_calls, APP_CALLS_PER_HOUR) if shown != "app" else 100
        headers = {"X-App-Usage": json.dumps({"call_count": app, "total_time": 0, "total_cputime": 0})}
        refused = ["app"] if app_calls > APP_CALLS_PER_HOUR else []
        if use.account_id:
            score_share, score_wait = self._scored(tier, use, now, shown)
            case, case_wait = self._used(world, tier, use, now, shown)
            refused = self._too_fast(tier, use, now) + refused
            refused = ["account"] * (score_wait > 0) + [use.case] * (case_wait > 0) + refused
            account = {
                "acc_id_util_pct": score_share,
                "reset_time_duration": math.ceil(score_wait),
                "ads_api_access_tier": tier.name,
            }
            headers["X-Ad-Account-Usage"] = json.dumps(account)
            headers["X-Business-Use-Case-Usage"] = json.dumps({use.account_id: [case]})
            if use.case == "ads_insights":
                throttle = {"app_id_util_pct": app, "acc_id_util_pct": score_share}
                headers["X-FB-Ads-Insights-Throttle"] = json.dumps(
                    {**throttle, "ads_api_access_tier": tier.name}
                )
        return Verdict(headers, refusal(refused[0]) if refused and self._enforced else None)

    def note_error(self, world: World, use: Use) -> None:
        """Count an answer that was an error of the caller: insights become fewer for it."""
        if use.account_id:
            self._hours[f"{use.case}:{use.account_id}"].errors.count(self._now(world), 1, HOUR)

    def _now(self, world: World) -> float:
        return world.now() if self._enforced else time.monotonic()

    def _scored(self, tier: Tier, use: Use, now: float, shown: str | None) -> tuple[int, float]:
        """How full the account's score is, and for how long it stays blocked."""
        window = self._score[use.account_id]
        if shown in ("account", "ad_account_calls"):
            return 100, tier.block_seconds
        if now < window.blocked_until:
            return 100, window.blocked_until - now
        score = window.count(now, 3 if use.write else 1, tier.decay_seconds)
        if score > tier.score and self._enforced:
            window.blocked_until = now + tier.block_seconds
            return 100, tier.block_seconds
        return _percent(score, tier.score), 0.0

    def _used(
        self, world: World, tier: Tier, use: Use, now: float, shown: str | None
    ) -> tuple[dict[str, object], float]:
        """The use case's part of the header, and seconds until calls are let through again."""
        hour = self._hours[f"{use.case}:{use.account_id}"]
        cost = WRITE_SECONDS if use.write else READ_SECONDS
        cost = INSIGHTS_SECONDS if use.case == "ads_insights" else cost
        allowed = self._allowed(world, tier, use, hour.errors.weight(now, HOUR))
        calls = _percent(hour.calls.count(now, 1, HOUR), allowed)
        processing = hour.processing.count(now, cost, HOUR) / (allowed * _SECONDS_PER_ALLOWED_CALL)
        if shown == use.case:
            calls, wait = 100, HOUR
        else:
            full = hour.calls.weight(now, HOUR) > allowed or processing > 1.0
            wait = hour.calls.frees_in(now, HOUR) if full and self._enforced else 0.0
        case: dict[str, object] = {
            "type": use.case,
            "call_count": calls,
            "total_cputime": min(100, int(100 * processing)),
            "total_time": min(100, int(100 * processing * _TIME_PER_PROCESSING)),
            "estimated_time_to_regain_access": math.ceil(wait / 60.0),
            "ads_api_access_tier": tier.name,
        }
        return case, wait

    def _allowed(self, world: World, tier: Tier, use: Use, errors: float) -> float:
        """Calls allowed within an hour, by the platform's formula for the use case."""
        base, per_object = tier.calls_per_hour[use.case]
        if use.case == "custom_audience":
            audiences = world.store.count_nodes(Kind.AUDIENCE, use.account_id, ("ACTIVE",))
            return min(base + per_object * audiences, _MOST_AUDIENCE_CALLS)
        allowed = base + (per_object * world.active_ads(use.account_id) if per_object else 0)
        return allowed - (_ERROR_WEIGHT * errors if use.case == "ads_insights" else 0.0)

    def _too_fast(self, tier: Tier, use: Use, now: float) -> list[str]:
        """Which limits of writing a call breaks."""
        if not use.write:
            return []
        broken = []
        if self._writes[use.account_id].count(now, 1, 1.0) > WRITES_PER_SECOND:
            broken.append("write_rate")
        if use.makes_ad and self._new_ads[use.account_id].count(now, 1, HOUR) > tier.ads_per_hour:
            broken.append("ad_creation")
        return broken


def _percent(used: float, allowed: float) -> int:
    return min(100, int(100 * used / allowed))
