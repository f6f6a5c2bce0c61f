"""Rate-limit headers from honest counters: calls of the last hour against the tier's allowance."""

from __future__ import annotations

import json
import time
from collections import defaultdict, deque

from adsandbox.world.world import World

HOUR = 3600.0
TIER = "standard_access"
APP_CALLS_PER_HOUR = 200 * 500
ALLOWANCE = {"ads_management": (100_000, 40), "ads_insights": (190_000, 400)}
_SCORE_LIMIT, _SCORE_SECONDS = 9000, 300.0


class _Window:
    """The weight of calls within the last so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._calls: deque[tuple[float, int]] = deque()
        self._weight = 0

    def count(self, now: float, weight: int) -> int:
        self._calls.append((now, weight))
        self._weight += weight
        while self._calls[0][0] < now - self._seconds:
            self._weight -= self._calls.popleft()[1]
        return self._weight


class Usage:
    """Counts calls per application and account, in real time: limits guard machines, not the market."""

    def __init__(self) -> None:
        self._app = _Window(HOUR)
        self._score: dict[str, _Window] = defaultdict(lambda: _Window(_SCORE_SECONDS))
        self._uses: dict[str, _Window] = defaultdict(lambda: _Window(HOUR))

    def headers(self, world: World, account_id: str, method: str, insights: bool) -> dict[str, str]:
        """Count one call and give the headers that follow from it."""
        now = time.monotonic()
        app = {
            "call_count": _percent(self._app.count(now, 1), APP_CALLS_PER_HOUR),
            "total_time": 0,
            "total_cputime": 0,
        }
        headers = {"X-App-Usage": json.dumps(app)}
        if not account_id:
            return headers
        score = self._score[account_id].count(now, 1 if method == "GET" else 3)
        kind = "ads_insights" if insights else "ads_management"
        calls = self._uses[f"{kind}:{account_id}"].count(now, 1)
        active_ads = world.active_ads(account_id)
        base, per_ad = ALLOWANCE[kind]
        case = {
            "type": kind,
            "call_count": _percent(calls, base + per_ad * active_ads),
            "total_cputime": 0,
            "total_time": 0,
            "estimated_time_to_regain_access": 0,
            "ads_api_access_tier": TIER,
        }
        account_share = _percent(score, _SCORE_LIMIT)
        account = {"acc_id_util_pct": account_share, "reset_time_duration": 0, "ads_api_access_tier": TIER}
        headers["X-Ad-Account-Usage"] = json.dumps(account)
        headers["X-Business-Use-Case-Usage"] = json.dumps({account_id: [case]})
        if insights:
            throttle = {"app_id_util_pct": app["call_count"], "acc_id_util_pct": account_share}
            headers["X-FB-Ads-Insights-Throttle"] = json.dumps({**throttle, "ads_api_access_tier": TIER})
        return headers


def _percent(used: int, allowed: int) -> int:
    return min(100, int(100 * used / allowed))
