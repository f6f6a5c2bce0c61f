"""Meta's errors in our words.

Meta's HTTP status says little; the code and subcode decide. A trouble on a write after which the effect may
exist is marked `outcome_unknown`, so that the caller looks before it makes anything again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from adwright.accounts.ports import Usage
from adwright.core.errors import ReconnectNeeded, Upstream

_RATE_CODES = frozenset({4, 17, 32, 341, 613, *range(80000, 80015)})
_TRANSIENT_CODES = frozenset({1, 2, -1, -2, -3, 960})
# Flagged permanent by Meta, seen to succeed when repeated.
_TRANSIENT_SUBCODES = frozenset({1487390, 99, 1504018, 1504038, 1504043, 1504044, 1815107, 2446079})
_TOO_MUCH_DATA_SUBCODES = frozenset({1487534, 1504045})
_PERMISSION_CODES = frozenset({3, 10, *range(200, 300)})
_BUDGET_CHANGES_AN_HOUR = 1487632
_CHECKPOINT = 459

_RECONNECT_REASONS = {
    458: "Adwright was removed from the person's Facebook settings. Connect Meta again.",
    459: (
        "Facebook asks the person to confirm who they are. "
        "Log in at facebook.com once, then check the connection."
    ),
    460: "The Facebook password was changed, which ends every token. Connect Meta again.",
    463: "The connection's token has expired. Connect Meta again.",
    464: "The Facebook user is not confirmed. Log in at facebook.com once, then check the connection.",
    467: "The connection's token is no longer valid. Connect Meta again.",
    492: "The person no longer has a role on the page. Give the role back, then connect Meta again.",
}

DEFAULT_RATE_WAIT_SECONDS = 60.0
_FULL = 100
TRANSIENT_WAIT_SECONDS = 5.0


def too_much_data(error: Upstream) -> bool:
    """Say whether Meta refused a read because it asks for too much at once."""
    return error.code == "too_much_data"


def unreadable(status: int, body: str, *, write: bool) -> Upstream:
    """Describe an answer that is not Graph's JSON: a gateway's page, or half an answer."""
    return Upstream(
        f"Meta's servers answered with an error page (HTTP {status}). It will be tried again.",
        code="platform_unavailable",
        retry_after_seconds=TRANSIENT_WAIT_SECONDS,
        outcome_unknown=write,
        details={"http_status": status, "body": body[:500]},
    )


def unreachable(reason: str, *, sent: bool, write: bool) -> Upstream:
    """Describe a call without an answer: Meta could not be reached, or the answer was lost."""
    message = (
        "Meta did not answer in time. It will be tried again."
        if sent
        else "Meta cannot be reached. Check the network and the Graph address; it will be tried again."
    )
    return Upstream(
        message,
        code="platform_unreachable",
        retry_after_seconds=TRANSIENT_WAIT_SECONDS,
        outcome_unknown=write and sent,
        details={"reason": reason[:300]},
    )


def unanswered(*, write: bool) -> Upstream:
    """Describe an item of a batch that Meta did not come to an end with."""
    return Upstream(
        "Meta did not finish this part of a batch in time. It will be looked for and tried again.",
        code="platform_unavailable",
        retry_after_seconds=TRANSIENT_WAIT_SECONDS,
        outcome_unknown=write,
        details={"reason": "null item in a batch"},
    )


def from_graph(error: Mapping[str, Any], status: int, headers: Mapping[str, str], *, write: bool) -> Upstream:
    """Turn Graph's error object into ours.

    Args:
        error: the `error` member of the answer.
        status: HTTP status, for the log only.
        headers: of the answer; they say how long a throttled account has to wait.
        write: whether the call was meant to change something.
    """
    code = int(error.get("code") or 0)
    subcode = int(error.get("error_subcode") or 0)
    details = _details(error, status)
    if code in {190, 102}:
        return ReconnectNeeded(
            _RECONNECT_REASONS.get(
                subcode, "Meta no longer accepts the connection's token. Connect Meta again."
            ),
            code="checkpoint" if subcode == _CHECKPOINT else "reconnect_needed",
            details=details,
        )
    if subcode in _TOO_MUCH_DATA_SUBCODES or "reduce the amount of data" in str(error.get("message", "")):
        return Upstream(
            "Meta asks for a smaller request.", code="too_much_data", retry_after_seconds=1.0, details=details
        )
    if code in _RATE_CODES and subcode == _BUDGET_CHANGES_AN_HOUR:
        return Upstream(
            "Meta allows four budget changes an hour for an ad set. It will be tried again in an hour.",
            code="budget_changes_exhausted",
            retry_after_seconds=3600.0,
            details=details,
        )
    if code in _RATE_CODES:
        return Upstream(
            "Meta's rate limit for this ad account is used up. The work waits and goes on by itself.",
            code="rate_limited",
            retry_after_seconds=wait_seconds(headers),
            details=details,
        )
    if code in _TRANSIENT_CODES or subcode in _TRANSIENT_SUBCODES or error.get("is_transient") is True:
        return Upstream(
            "Meta had a passing trouble. It will be tried again.",
            code="platform_unavailable",
            retry_after_seconds=TRANSIENT_WAIT_SECONDS,
            outcome_unknown=write,
            details=details,
        )
    if code == 100 and subcode == 33:
        # Also what a read replica says of an object made a moment ago.
        return Upstream(
            "Meta does not know this object (it may be deleted, out of reach, or only just made).",
            code="not_there",
            retry_after_seconds=TRANSIENT_WAIT_SECONDS,
            details=details,
        )
    if code in _PERMISSION_CODES:
        return Upstream(
            f"The connection may not do this on Meta. {_reason(error)} "
            "Give it the ads_management permission and a role on the account, then try again.",
            code="platform_permission",
            details=details,
        )
    return Upstream(f"Meta declined this. {_reason(error)}", code="platform_declined", details=details)


def usages(headers: Mapping[str, str], app_id: str | None, *, refused: bool) -> list[Usage]:
    """Return what Meta's headers say of the limits of the app and of each account.

    Args:
        headers: of an answer.
        app_id: of the app that called; None when it is unknown.
        refused: the call was one too many for one of them.
    """
    found: list[Usage] = []
    app = _json(headers.get("X-App-Usage"))
    if app and app_id:
        used = _most(app, "call_count", "total_time", "total_cputime")
        blocked = DEFAULT_RATE_WAIT_SECONDS if refused and used >= _FULL else 0.0
        found.append(Usage(app_subject(app_id), used, blocked))
    account = _json(headers.get("X-Ad-Account-Usage"))
    for account_id, rows in _json(headers.get("X-Business-Use-Case-Usage")).items():
        cases = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        waits = [60.0 * float(row.get("estimated_time_to_regain_access") or 0) for row in cases]
        used = max([_most(row, "call_count", "total_time", "total_cputime") for row in cases], default=0)
        score = round(float(account.get("acc_id_util_pct") or 0))
        if score >= _FULL:
            waits.append(float(account.get("reset_time_duration") or DEFAULT_RATE_WAIT_SECONDS))
        tier = next((str(row["ads_api_access_tier"]) for row in cases if "ads_api_access_tier" in row), None)
        subject = account_subject(account_id)
        found.append(Usage(subject, max(used, score), max(waits, default=0.0), tier))
    return found


def app_subject(app_id: str) -> str:
    """Name the limit of an app."""
    return f"meta:app:{app_id}"


def account_subject(account_id: str) -> str:
    """Name an account's limit, with or without Meta's prefix of accounts."""
    return f"meta:account:{account_id.removeprefix('act_')}"


def used_up(seconds: float) -> Upstream:
    """Describe a call that is not made, because the platform said that it lets nothing through."""
    return Upstream(
        "Meta's rate limit is used up. The work waits and goes on by itself.",
        code="rate_limited",
        retry_after_seconds=seconds,
        details={"reason": "known from an earlier answer; nothing was called"},
    )


def _most(row: Mapping[str, Any], *names: str) -> int:
    return max(round(float(row.get(name) or 0)) for name in names)


def wait_seconds(headers: Mapping[str, str]) -> float:
    """Return how long Meta's headers ask to wait; it sends no Retry-After."""
    waits: list[float] = []
    usage = _json(headers.get("X-Business-Use-Case-Usage"))
    for entries in usage.values():
        rows = entries if isinstance(entries, list) else []
        waits.extend(60.0 * float(row.get("estimated_time_to_regain_access") or 0) for row in rows)
    account = _json(headers.get("X-Ad-Account-Usage"))
    if float(account.get("acc_id_util_pct") or 0) >= 100:
        waits.append(float(account.get("reset_time_duration") or 0))
    longest = max(waits, default=0.0)
    return longest if longest > 0 else DEFAULT_RATE_WAIT_SECONDS


def _json(text: str | None) -> dict[str, Any]:
    try:
        value = json.loads(text or "{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _reason(error: Mapping[str, Any]) -> str:
    """The useful reason is often only in the message for people."""
    title = str(error.get("error_user_title") or "").strip().rstrip(".")
    text = str(error.get("error_user_msg") or error.get("message") or "No reason was given.").strip()
    return f"{title}: {text}" if title and title not in text else text


def _details(error: Mapping[str, Any], status: int) -> dict[str, object]:
    data = error.get("error_data")
    blame = data.get("blame_field_specs") if isinstance(data, Mapping) else None
    return {
        "http_status": status,
        "code": error.get("code"),
        "subcode": error.get("error_subcode"),
        "message": error.get("message"),
        "user_title": error.get("error_user_title"),
        "user_message": error.get("error_user_msg"),
        "fields": blame,
        "trace": error.get("fbtrace_id"),
    }
