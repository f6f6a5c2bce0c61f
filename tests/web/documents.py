"""Files of campaigns over HTTP, for somebody who has an organization."""

from __future__ import annotations

from typing import Any

from tests.web.conftest import Someone


class Documents:
    """Sends and exports files of campaigns."""

    someone: Someone

    async def send(
        self, act: str, text: str | bytes, status: int = 200, name: str = "campaigns.yaml", **fields: str
    ) -> dict[str, Any]:
        """Send a file to be planned, applied or refreshed."""
        answer = await self.someone.client.post(
            f"/campaign-documents/{act}", files={"file": (name, text)}, data=fields
        )
        assert answer.status_code == status, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def export(self, **query: str) -> dict[str, Any]:
        """Export campaigns."""
        answer = await self.someone.client.get("/campaign-documents/export", params=query)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found
