"""The sandbox inside a test: a fresh market in memory, served from a thread of the same process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from adsandbox.server.commands import ALL_COMMANDS
from adsandbox.server.market import Market, Wish
from adsandbox.server.ports import Servers, ready_document

_Result = TypeVar("_Result")
DEFAULT_START = "2026-06-01T12:00:00Z"


class Sandbox:
    """A market for one test: `with Sandbox(scenario="empty") as sandbox: ...`.

    The market lives in memory unless `home` is given. The clock stands still unless `clock` says
    otherwise; `advance` moves it. Addresses and credentials are attributes, named as in the ready line of
    `adsandbox serve --json`. Google answers from the first time that one of its attributes is asked for.
    """

    meta_url: str
    meta_access_token: str
    meta_account_id: str
    meta_app_id: str
    meta_app_secret: str
    control_url: str
    control_token: str
    google_endpoint: str
    google_insecure_endpoint: str
    google_oauth_url: str
    google_token_uri: str
    google_client_id: str
    google_client_secret: str
    google_refresh_token: str
    google_manager_id: str
    google_customer_id: str
    ca_file: str

    def __init__(
        self,
        scenario: str = "empty",
        seed: int = 1,
        clock: str = "manual",
        start: str = DEFAULT_START,
        home: Path | None = None,
    ) -> None:
        self._market = Market(home, Wish(seed, scenario, clock, start))
        self._servers = Servers(self._market)
        self.__dict__.update(ready_document(self._market, self._servers))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="adsandbox", daemon=True)
        self._ready = threading.Event()

    def __getattr__(self, name: str) -> str:
        """Addresses and credentials of Google, which is started for them."""
        if name not in Sandbox.__annotations__:
            raise AttributeError(name)
        started = asyncio.run_coroutine_threadsafe(self._servers.start_google(), self._loop)
        self.__dict__.update(started.result(120))
        return str(self.__dict__[name])

    def __enter__(self) -> Sandbox:
        """Start answering."""
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop answering and forget the market."""
        self.close()

    def close(self) -> None:
        """Stop; the ports are free again afterwards."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._servers.stop)
            self._thread.join(10)
        self._market.close()

    # --- what the control interface does, without HTTP
    def control(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        """Any command of the control interface, for instance `control("POST", "/review", ad_id=...)`."""
        command = ALL_COMMANDS[(method, path)]
        return self._in_loop(lambda: command(self._market.world, body))

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> str:
        """Move the clock and give the new instant (ISO, UTC)."""
        moved = self.control(
            "POST", "/clock/advance", days=days, hours=hours, minutes=minutes, seconds=seconds
        )
        return str(moved["now"])

    def fault(self, kind: str, method: str | None = None, path_regex: str = "", **more: Any) -> None:
        """Let something go wrong with matching calls; see the control interface's `POST /faults`."""
        match = {"path_regex": path_regex, **({"method": method} if method else {})}
        self.control("POST", "/faults", match=match, kind=kind, **more)

    def truth(self, what: str, **body: Any) -> dict[str, Any]:
        """Ground truth: `outcome`, `curve`, `oracle`, `counterfactual` or `regret`; see docs/truth.md."""
        return self.control("POST", f"/truth/{what}", **body)

    def requests(self, method: str | None = None, path: str = "") -> list[dict[str, Any]]:
        """Calls to the platform so far, the oldest first; `path` is a part of the path."""

        def read() -> list[dict[str, Any]]:
            return [
                {
                    "method": e.method,
                    "path": e.path,
                    "params": e.params,
                    "status": e.status,
                    "error_code": e.error_code,
                    "fault": e.fault,
                }
                for e in self._market.world.requests.after(0)
                if (method is None or e.method == method) and path in e.path
            ]

        return self._in_loop(read)

    def reset(self) -> None:
        """The market as it was at its beginning."""
        self._in_loop(self._market.reset)

    def _in_loop(self, action: Callable[[], _Result]) -> _Result:
        async def run() -> _Result:
            return action()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(120)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._run())
        finally:
            self._loop.close()

    async def _run(self) -> None:
        ready = asyncio.Event()
        serving = asyncio.create_task(self._servers.run(ready))
        await ready.wait()
        self._ready.set()
        await serving
