"""Errors as the Google Ads API gives them: a failure with codes, places, triggers and details."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from adsandbox.google.messages import meaning, message_class

_INVALID_ARGUMENT = 3  # the number of the gRPC status
Step = str | tuple[str, int]
_STATUS = {
    "authentication_error": "UNAUTHENTICATED",
    "authorization_error": "PERMISSION_DENIED",
    "quota_error": "RESOURCE_EXHAUSTED",
    "internal_error": "INTERNAL",
}
_STATUS_OF_CODE = {
    ("internal_error", "TRANSIENT_ERROR"): "UNAVAILABLE",
    ("database_error", "CONCURRENT_MODIFICATION"): "ABORTED",
}
_SENTENCES = {
    "INVALID_ARGUMENT": "Request contains an invalid argument.",
    "UNAUTHENTICATED": "Request had invalid authentication credentials. Expected OAuth 2 access token, login "
    "cookie or other valid authentication credential.",
    "PERMISSION_DENIED": "The caller does not have permission",
    "RESOURCE_EXHAUSTED": "Resource has been exhausted (e.g. check quota).",
    "INTERNAL": "Internal error encountered.",
    "UNAVAILABLE": "The service is currently unavailable.",
    "ABORTED": "The operation was aborted.",
}


@dataclass(frozen=True)
class Problem:
    """One error of a failure.

    `family` is the field of `ErrorCode` (`field_error`), `code` its value by name (`REQUIRED`), `path` leads
    to the field (a step into a list is the field's name and the index), `trigger` is the offending value,
    `details` are those of `ErrorDetails` in JSON form. Without a message, the documented meaning is said.
    """

    family: str
    code: str
    path: tuple[Step, ...] = ()
    message: str = ""
    trigger: str | int | float | bool | None = None
    details: dict[str, Any] = field(default_factory=dict)

    def under(self, *steps: Step) -> Problem:
        """The same problem, seen from further outside."""
        return replace(self, path=(*steps, *self.path))


class AdsError(Exception):
    """What the API answers instead of a result; `status` is the name of the gRPC status."""

    def __init__(self, *problems: Problem, status: str | None = None) -> None:
        super().__init__("; ".join(f"{problem.family}.{problem.code}" for problem in problems))
        self.problems = problems
        first = problems[0]
        self.status = status or _STATUS_OF_CODE.get(
            (first.family, first.code), _STATUS.get(first.family, "INVALID_ARGUMENT")
        )

    def under(self, *steps: Step) -> AdsError:
        """The same error, seen from further outside."""
        return AdsError(*(problem.under(*steps) for problem in self.problems), status=self.status)


class StatusError(Exception):
    """A bare gRPC status without a failure, as what stands before the API answers."""

    def __init__(self, status: str, message: str = "") -> None:
        super().__init__(message or sentence(status))
        self.status = status


def error(family: str, code: str, *path: Step, **more: Any) -> AdsError:
    """An error of one problem; `more` is `message`, `trigger` or `details`."""
    return AdsError(Problem(family, code, tuple(path), **more))


def sentence(status: str) -> str:
    """What the status itself says."""
    return _SENTENCES.get(status, status.replace("_", " ").capitalize() + ".")


def failure(problems: tuple[Problem, ...], request_id: str = "") -> Any:
    """The `GoogleAdsFailure` message of problems."""
    return message_class("errors.GoogleAdsFailure")(
        errors=[_google_ads_error(problem) for problem in problems], request_id=request_id
    )


def tell_partial_failure(response: Any, problems: list[Problem]) -> None:
    """Say in a response what went wrong with some of its operations; nothing where nothing did."""
    if not problems:
        return
    message = failure(tuple(problems))
    status = response.partial_failure_error
    status.code = _INVALID_ARGUMENT
    status.message = f"Multiple errors in 'details'. First error: {message.errors[0].message}"
    status.details.add().Pack(message)


def new_request_id() -> str:
    """A request id in the API's form."""
    return secrets.token_urlsafe(16)


def _google_ads_error(problem: Problem) -> Any:
    from google.protobuf import json_format

    made = message_class("errors.GoogleAdsError")(
        error_code={problem.family: problem.code},
        message=problem.message or meaning(problem.family, problem.code),
    )
    for step in problem.path:
        name, index = (step, None) if isinstance(step, str) else step
        made.location.field_path_elements.add(field_name=name.rstrip("_"), index=index)
    if problem.trigger is not None:
        kind = {bool: "boolean_value", int: "int64_value", float: "double_value", str: "string_value"}
        setattr(made.trigger, kind[type(problem.trigger)], problem.trigger)
    if problem.details:
        json_format.ParseDict(problem.details, made.details)
    return made
