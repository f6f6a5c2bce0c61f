"""A small HTTP client of the product's own API, with an API key: the command line gets no other rights."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import httpx2

from adwright.core.errors import AdwrightError

API = "/api/v1"
_TIMEOUT_SECONDS = 60.0


class ApiFailed(AdwrightError):
    """The API refused, or did not answer."""

    default_code = "api_failed"


class Api:
    """One installation's API."""

    def __init__(self, url: str, headers: Mapping[str, str]) -> None:
        self.url = url.rstrip("/")
        self._headers = dict(headers)

    @classmethod
    def with_key(cls, url: str, key: str) -> Self:
        """Speak as an API key."""
        return cls(url, {"X-API-Key": key})

    @classmethod
    def of_demo(cls, home: Path, *, url: str | None = None, key: str | None = None) -> Self:
        """Speak as the demo's key to the demo's address, which `demo.json` in the home holds.

        Args:
            home: where the demo keeps its data.
            url: another address; the demo's key never goes there.
            key: another key, for the demo's address.

        Raises:
            ApiFailed: there is no demo in this home.
        """
        try:
            access = json.loads((home / "demo.json").read_text())
            if url is not None and url.rstrip("/") != access["url"]:
                raise ApiFailed(f"Give the API key for {url} too: --api-key or ADWRIGHT_API_KEY.")
            return cls.with_key(access["url"], key or access["api_key"])
        except (OSError, ValueError, KeyError) as error:
            raise ApiFailed(
                "Say which installation: give --url and --api-key, or set ADWRIGHT_URL and ADWRIGHT_API_KEY."
            ) from error

    def get(self, path: str, **query: str | int | Sequence[str] | None) -> Any:
        """Ask for one thing or a page of things."""
        wanted = {name: value for name, value in query.items() if value is not None}
        return self._send("GET", path, params=wanted)

    def post(self, path: str, body: Mapping[str, Any] | None = None, **headers: str) -> Any:
        """Make or do something."""
        return self._send("POST", path, json=body if body is not None else {}, headers=headers)

    def upload(
        self, path: str, file_name: str, content: bytes, fields: Mapping[str, str] | None = None
    ) -> Any:
        """Send a file with the other fields of its form."""
        return self._send("POST", path, files={"file": (file_name, content)}, data=dict(fields or {}))

    def items(self, path: str, **query: str | int | None) -> list[dict[str, Any]]:
        """Ask for every item of a list, page by page."""
        found: list[dict[str, Any]] = []
        while True:
            page = self.get(path, offset=len(found), limit=200, **query)
            found += page["items"]
            if not page["items"] or len(found) >= page["total"]:
                return found

    def _send(self, method: str, path: str, **options: Any) -> Any:
        try:
            # A connection per call: few calls, and nothing that has to be closed by whoever asks.
            with httpx2.Client(
                base_url=self.url + API, headers=self._headers, timeout=_TIMEOUT_SECONDS
            ) as client:
                response = client.request(method, path, **options)
        except (httpx2.TransportError, httpx2.InvalidURL) as error:
            raise ApiFailed(f"Nothing answers at {self.url}. Is Adwright running there?") from error
        except UnicodeError as error:
            raise ApiFailed("This is no API key: it has letters that no key has. Copy it again.") from error
        if response.status_code >= 400:
            raise ApiFailed(_problem(response), code=f"http_{response.status_code}")
        try:
            return response.json() if response.content else None
        except ValueError:
            raise ApiFailed(f"What answers at {self.url} is not Adwright. Look at the address.") from None


def _problem(response: httpx2.Response) -> str:
    """Return the sentence of a problem answer, with what is wrong in which field."""
    try:
        problem = response.json()
        detail, fields = problem["detail"], problem.get("fields") or []
        if [each["message"] for each in fields] == [detail]:
            return f"{fields[0]['field']}: {detail}"
        more = "; ".join(
            f"{each['field']}: {each['message']}" for each in fields if each["message"] not in detail
        )
        return f"{detail}{f' ({more})' if more else ''}"
    except (ValueError, KeyError, TypeError):
        return f"The server answered {response.status_code} without saying why."
