"""Why a query is refused, in Google's own codes."""

from __future__ import annotations

from adsandbox.google.errors import AdsError, Problem


class QueryError(AdsError):
    """An error of one problem that a query has: a constant of QueryError or of another `family`."""

    def __init__(self, code: str, message: str, trigger: str = "", family: str = "query_error") -> None:
        super().__init__(Problem(family, code, message=message, trigger=trigger or None))

    @property
    def problem(self) -> Problem:
        """The one problem."""
        return self.problems[0]
