"""Google's errors in our words.

A failure names its codes in a protobuf message that travels in the trailing metadata; the SDK turns it into
a `GoogleAdsException`, except for the statuses RESOURCE_EXHAUSTED and INTERNAL, where it is read here. A
trouble on a write after which the effect may exist is marked `outcome_unknown`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from adwright.core.errors import ReconnectNeeded, Upstream

TRANSIENT_WAIT_SECONDS = 5.0
DEFAULT_QUOTA_WAIT_SECONDS = 60.0
# Google speaks of "a few hours" when it names no delay for the quota of a day.
DAILY_QUOTA_WAIT_SECONDS = 3600.0

_FAILURE_KEY = "google.ads.googleads.v26.errors.googleadsfailure-bin"
_UNCERTAIN_STATUSES = frozenset({"UNAVAILABLE", "DEADLINE_EXCEEDED", "INTERNAL", "UNKNOWN", "CANCELLED"})
_RECONNECT = frozenset(
    {
        "NOT_ADS_USER",
        "OAUTH_TOKEN_INVALID",
        "OAUTH_TOKEN_EXPIRED",
        "OAUTH_TOKEN_REVOKED",
        "OAUTH_TOKEN_DISABLED",
        "OAUTH_TOKEN_HEADER_INVALID",
        "GOOGLE_ACCOUNT_COOKIE_INVALID",
        "GOOGLE_ACCOUNT_DELETED",
        "TWO_STEP_VERIFICATION_NOT_ENROLLED",
    }
)
_EXPIRED = frozenset({"OAUTH_TOKEN_EXPIRED", "OAUTH_TOKEN_INVALID"})
_NAME_TAKEN = frozenset({"DUPLICATE_CAMPAIGN_NAME", "DUPLICATE_ADGROUP_NAME", "DUPLICATE_NAME"})
_REMOVED = "OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE"
_KINDS = ("authentication_error", "authorization_error", "quota_error", "internal_error", "database_error")

_ACCOUNT_TROUBLES = {
    "USER_PERMISSION_DENIED": "This Google user may not act on the ad account. Give it access in Google Ads, "
    "or connect a user who has it.",
    "ACTION_NOT_PERMITTED": "This Google user may only look at the ad account. Give it standard access.",
    "ACTION_NOT_PERMITTED_FOR_SUSPENDED_ACCOUNT": "Google has suspended the ad account. See in Google Ads "
    "what it asks for, then try again.",
    "CUSTOMER_NOT_ENABLED": "The ad account is not active: it is closed, cancelled or not set up yet.",
    "CLOUD_PROJECT_NOT_APPROVED_FOR_PRODUCTION": "The Google Cloud project is not approved for real ad "
    "accounts yet. Apply for access in the project.",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One error of a failure: its family and code, Google's words, and the field they are about."""

    family: str
    code: str
    message: str
    path: str
    retry_after_seconds: float | None
    topics: tuple[str, ...]


def translate(error: Exception, *, write: bool) -> Upstream:
    """Turn what the SDK raised into our error.

    Args:
        error: a `GoogleAdsException`, or an error of gRPC as `google.api_core` has it.
        write: whether the call was meant to change something.
    """
    from google.ads.googleads.errors import GoogleAdsException
    from google.api_core.exceptions import GoogleAPICallError

    if isinstance(error, GoogleAdsException):
        return from_failure(error.failure, _status_of(error.error), request_id=error.request_id, write=write)
    if isinstance(error, GoogleAPICallError):
        failure = _hidden_failure(error)
        status = error.grpc_status_code.name if error.grpc_status_code is not None else "UNKNOWN"
        if failure is not None:
            return from_failure(failure, status, request_id=None, write=write)
        return from_status(status, str(error.message), write=write)
    return from_status("UNKNOWN", repr(error), write=write)


def from_failure(failure: Any, status: str, *, request_id: str | None, write: bool) -> Upstream:
    """Turn a GoogleAdsFailure (raw or proto-plus) into our error; its gravest reason decides."""
    reasons = tuple(_reasons(failure))
    details = _details(reasons, status, request_id)
    for reason in sorted(reasons, key=_gravity):
        known = _known(reason, details, write=write)
        if known is not None:
            return known
    if status in _UNCERTAIN_STATUSES:
        return _unavailable(details, write=write)
    return _declined(reasons, details)


def from_status(status: str, message: str, *, write: bool) -> Upstream:
    """Turn an error without a failure into ours: a gateway, a lost connection, a time-out."""
    details: dict[str, object] = {"status": status, "message": message[:500]}
    if status == "RESOURCE_EXHAUSTED":
        return _quota(DEFAULT_QUOTA_WAIT_SECONDS, details, daily=False)
    if status == "UNAUTHENTICATED":
        return _reconnect("OAUTH_TOKEN_INVALID", details)
    if status in _UNCERTAIN_STATUSES:
        return _unavailable(details, write=write)
    return Upstream(
        f"Google refused the call without a reason ({status}).", code="platform_declined", details=details
    )


def used_up(seconds: float) -> Upstream:
    """Describe a call that is not made because its limit is known to be used up for so long."""
    return _quota(seconds, {}, daily=seconds > DEFAULT_QUOTA_WAIT_SECONDS)


def is_expired(error: Upstream) -> bool:
    """Say whether the access token was the trouble: a fresh one may do."""
    return isinstance(error, ReconnectNeeded) and error.details.get("code") in _EXPIRED


def name_is_taken(error: Upstream) -> bool:
    """Say whether something of the same name is there: perhaps what an earlier try made."""
    return error.code == "name_taken"


def is_removed(error: Upstream) -> bool:
    """Say whether Google refused because the object is removed already."""
    return error.code == "removed"


def _reasons(failure: Any) -> Iterable[Reason]:
    raw = type(failure).pb(failure) if hasattr(type(failure), "pb") else failure
    for error in raw.errors:
        family = error.error_code.WhichOneof("error_code") or "unknown"
        quota = error.details.quota_error_details
        yield Reason(
            family=family,
            code=_code_name(error.error_code, family),
            message=error.message,
            path=".".join(_step(each) for each in error.location.field_path_elements),
            retry_after_seconds=quota.retry_delay.ToTimedelta().total_seconds() or None,
            topics=tuple(_topics(error.details)),
        )


def _code_name(error_code: Any, family: str) -> str:
    field = error_code.DESCRIPTOR.fields_by_name.get(family)
    if field is None:
        return "UNKNOWN"
    value = field.enum_type.values_by_number.get(getattr(error_code, family))
    return value.name if value else "UNKNOWN"


def _step(element: Any) -> str:
    return f"{element.field_name}[{element.index}]" if element.HasField("index") else element.field_name


def _topics(details: Any) -> Iterable[str]:
    for entry in details.policy_finding_details.policy_topic_entries:
        yield entry.topic
    if details.policy_violation_details.external_policy_name:
        yield details.policy_violation_details.external_policy_name


def _gravity(reason: Reason) -> int:
    return _KINDS.index(reason.family) if reason.family in _KINDS else len(_KINDS)


def _known(reason: Reason, details: dict[str, object], *, write: bool) -> Upstream | None:
    if reason.family == "authentication_error" and reason.code in _RECONNECT:
        return _reconnect(reason.code, details)
    if reason.code in _ACCOUNT_TROUBLES:
        return Upstream(_ACCOUNT_TROUBLES[reason.code], code=reason.code.lower(), details=details)
    if reason.family == "quota_error":
        daily = reason.code == "RESOURCE_EXHAUSTED"
        usual = DAILY_QUOTA_WAIT_SECONDS if daily else DEFAULT_QUOTA_WAIT_SECONDS
        return _quota(reason.retry_after_seconds or usual, details, daily=daily)
    if reason.code == "CONCURRENT_MODIFICATION":
        return Upstream(
            "Somebody else was changing the ad account at the same moment. It will be tried again.",
            code="platform_busy",
            retry_after_seconds=TRANSIENT_WAIT_SECONDS,
            details=details,
        )
    if reason.family == "internal_error":
        return _unavailable(details, write=write)
    if reason.code in _NAME_TAKEN:
        return Upstream(
            "Google has something of this name already. Choose another name.",
            code="name_taken",
            details=details,
        )
    if reason.family == "mutate_error" and "EU_POLITICAL" in reason.code:
        return Upstream(
            "Google lets nothing be changed in this ad account until every campaign says whether it has "
            "political ads for the European Union. Declare it in Google Ads for the campaigns that lack it.",
            code="eu_declaration_missing",
            details=details,
        )
    if reason.code == _REMOVED:
        return Upstream(
            "This is removed on Google Ads, which is final. Make it anew.", code="removed", details=details
        )
    if reason.code == "RESOURCE_NOT_FOUND":
        return Upstream("Google does not have this object any more.", code="not_there", details=details)
    return None


def _declined(reasons: Sequence[Reason], details: dict[str, object]) -> Upstream:
    topics = sorted({topic for reason in reasons for topic in reason.topics})
    if topics:
        listed = ", ".join(topic.replace("_", " ").lower() for topic in topics)
        message = f"Google's policy does not allow this: {listed}. Change the text or the address."
        return Upstream(message, code="policy", details=details)
    # What failed only because what it belongs to failed says nothing of its own.
    causes = [reason for reason in reasons if reason.family != "new_resource_creation_error"] or reasons
    words = " ".join(dict.fromkeys(reason.message.strip() for reason in causes if reason.message.strip()))
    return Upstream(
        f"Google declined this: {words or 'it gave no reason.'}", code="platform_declined", details=details
    )


def _reconnect(code: str, details: dict[str, object]) -> ReconnectNeeded:
    message = "Google no longer accepts the connection's grant. Connect Google again."
    if code == "NOT_ADS_USER":
        message = "This Google account has no ad account. Connect one that has."
    if code == "TWO_STEP_VERIFICATION_NOT_ENROLLED":
        message = "Google wants two-step verification for this user. Switch it on, then connect again."
    return ReconnectNeeded(message, details={**details, "code": code})


def _quota(seconds: float, details: dict[str, object], *, daily: bool) -> Upstream:
    message = (
        "The Google Cloud project's calls of the day are used up. The work waits until Google lets it go on."
        if daily
        else "Google's rate limit is used up. The work waits and goes on by itself."
    )
    code = "quota_exhausted" if daily else "rate_limited"
    return Upstream(message, code=code, retry_after_seconds=seconds, details=details)


def _unavailable(details: dict[str, object], *, write: bool) -> Upstream:
    return Upstream(
        "Google had a passing trouble or did not answer in time. It will be tried again.",
        code="platform_unavailable",
        retry_after_seconds=TRANSIENT_WAIT_SECONDS,
        outcome_unknown=write,
        details=details,
    )


def _details(reasons: Sequence[Reason], status: str, request_id: str | None) -> dict[str, object]:
    return {
        "status": status,
        "request_id": request_id,
        "code": reasons[0].code if reasons else "UNKNOWN",
        "errors": [
            {"code": f"{each.family}.{each.code}", "message": each.message, "field": each.path}
            for each in reasons[:20]
        ],
    }


def _status_of(call: Any) -> str:
    try:
        return str(call.code().name)
    except (AttributeError, TypeError):
        return "UNKNOWN"


def _hidden_failure(error: Any) -> Any | None:
    """Return the failure that the SDK does not read for some statuses."""
    from google.ads.googleads.v26.errors.types.errors import GoogleAdsFailure

    response = getattr(error, "response", None)
    try:
        trailing = list(response.trailing_metadata() or ()) if response is not None else []
    except (AttributeError, TypeError):
        return None
    for key, value in trailing:
        if key == _FAILURE_KEY:
            return GoogleAdsFailure.deserialize(value)
    return None
