"""Rate limits: headers from honest counters, refusals when the limits are enforced or a fault says so."""

from __future__ import annotations

import json
import math
import time
from collections import defaultdict, deque
from dataclasses import dataclass

from adsandbox.meta.errors import GraphError
from adsandbox.world.limits import Tier
from adsandbox.world.world import World

HOUR = 3600.0
APP_CALLS_PER_HOUR = 200 * 500
_USER_REQUEST_LIMIT = "(#17) User request limit reached"
_TOO_MANY_TO_ACCOUNT = (
    "There have been too many calls to this ad-account. Wait a bit and try again. For more info, please "
    "refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting."
)
_REFUSALS = {
    "app": (4, None, "(#4) Application request limit reached"),
    "account": (17, 2446079, _USER_REQUEST_LIMIT),
    "ads_management": (80004, 2446079, f"(#80004) {_TOO_MANY_TO_ACCOUNT}"),
    "ads_insights": (80000, 2446079, f"(#80000) {_TOO_MANY_TO_ACCOUNT}"),
    "ad_account_calls": (613, 1487742, "(#613) Calls to this api have exceeded the rate limit."),
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
        reason=_TOO_MANY_TO_ACCOUNT if subcode else None,
    )


class _Window:
    """The weight of calls within the last so many seconds, and until when further ones are refused."""

    def __init__(self) -> None:
        self._calls: deque[tuple[float, int]] = deque()
        self._weight = 0
        self.blocked_until = -math.inf

    def count(self, now: float, weight: int, seconds: float) -> int:
        self._calls.append((now, weight))
        self._weight += weight
        while self._calls[0][0] <= now - seconds:
            self._weight -= self._calls.popleft()[1]
        return self._weight

    def frees_in(self, now: float, seconds: float) -> float:
        """Seconds until the oldest call is forgotten."""
        return max(0.0, self._calls[0][0] + seconds - now) if self._calls else 0.0


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
        self._uses: dict[str, _Window] = defaultdict(_Window)
        self._enforced = enforced

    def count(
        self, world: World, account_id: str, method: str, insights: bool, shown: str | None = None
    ) -> Verdict:
        """Count one call. `shown` is a limit that a fault declares used up."""
        if world.limits.enforced != self._enforced:
            self._forget(world.limits.enforced)
        now = world.now() if self._enforced else time.monotonic()
        tier = world.limits.tier
        app_calls = self._app.count(now, 1, HOUR)
        app = _percent(app_calls, APP_CALLS_PER_HOUR) if shown != "app" else 100
        headers = {
            "X-App-Usage": json.dumps({"call_count": app, "total_time": 0, "total_cputime": 0}),
        }
        refused = "app" if app_calls > APP_CALLS_PER_HOUR else None
        if not account_id:
            return Verdict(headers, refusal(refused) if refused and self._enforced else None)
        kind = "ads_insights" if insights else "ads_management"
        score_share, score_wait = self._scored(tier, account_id, method, now, shown)
        use_share, use_wait = self._used(world, tier, kind, account_id, now, shown)
        if use_wait > 0:
            refused = kind
        if score_wait > 0:
            refused = "account"
        account = {
            "acc_id_util_pct": score_share,
            "reset_time_duration": math.ceil(score_wait),
            "ads_api_access_tier": tier.name,
        }
        case = {
            "type": kind,
            "call_count": use_share,
            "total_cputime": 0,
            "total_time": 0,
            "estimated_time_to_regain_access": math.ceil(use_wait / 60.0),
            "ads_api_access_tier": tier.name,
        }
        headers["X-Ad-Account-Usage"] = json.dumps(account)
        headers["X-Business-Use-Case-Usage"] = json.dumps({account_id: [case]})
        if insights:
            throttle = {"app_id_util_pct": app, "acc_id_util_pct": score_share}
            headers["X-FB-Ads-Insights-Throttle"] = json.dumps({**throttle, "ads_api_access_tier": tier.name})
        return Verdict(headers, refusal(refused) if refused and self._enforced else None)

    def _scored(
        self, tier: Tier, account_id: str, method: str, now: float, shown: str | None
    ) -> tuple[int, float]:
        """How full the account's score is, and for how long it stays blocked."""
        window = self._score[account_id]
        if shown in ("account", "ad_account_calls"):
            return 100, tier.block_seconds
        if now < window.blocked_until:
            return 100, window.blocked_until - now
        score = window.count(now, 1 if method == "GET" else 3, tier.decay_seconds)
        if score > tier.score and self._enforced:
            window.blocked_until = now + tier.block_seconds
            return 100, tier.block_seconds
        return _percent(score, tier.score), 0.0

    def _used(
        self, world: World, tier: Tier, kind: str, account_id: str, now: float, shown: str | None
    ) -> tuple[int, float]:
        """How full the account's hour is, and how long until calls are let through again."""
        window = self._uses[f"{kind}:{account_id}"]
        calls = window.count(now, 1, HOUR)
        base, per_ad = tier.calls_per_hour[kind]
        allowed = base + per_ad * world.active_ads(account_id)
        if shown == kind:
            return 100, HOUR
        full = calls > allowed and self._enforced
        return _percent(calls, allowed), window.frees_in(now, HOUR) if full else 0.0


def _percent(used: int, allowed: int) -> int:
    return min(100, int(100 * used / allowed))
