"""The log of calls to a platform, so that a test can ask what its software really did."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

_KEPT = 10_000


@dataclass(slots=True)
class LoggedRequest:
    """One call: when (virtual seconds since 1970), what, with which parameters (no tokens), how it ended."""

    number: int
    instant: float
    method: str
    path: str
    params: dict[str, Any]
    status: int | None = None
    error_code: int | str | None = None
    fault: str | None = None


class RequestLog:
    """The latest calls, in memory."""

    def __init__(self) -> None:
        self._entries: deque[LoggedRequest] = deque(maxlen=_KEPT)
        self._number = 0

    def begin(self, instant: float, method: str, path: str, params: dict[str, Any]) -> LoggedRequest:
        """Note a call as it arrives; its end is filled in later."""
        self._number += 1
        entry = LoggedRequest(self._number, instant, method, path, params)
        self._entries.append(entry)
        return entry

    def after(self, number: int) -> list[LoggedRequest]:
        """Calls with a higher number than this, the oldest first."""
        return [entry for entry in self._entries if entry.number > number]

    def clear(self) -> None:
        """Forget the calls; numbers go on."""
        self._entries.clear()
