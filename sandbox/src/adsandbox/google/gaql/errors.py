"""Why a query is refused, in Google's own codes."""

from __future__ import annotations


class QueryError(Exception):
    """One error of GoogleAdsFailure: a member of `error_code`, its constant, and what caused it."""

    def __init__(self, code: str, message: str, trigger: str = "", family: str = "query_error") -> None:
        super().__init__(message)
        self.family = family
        self.code = code
        self.message = message
        self.trigger = trigger
