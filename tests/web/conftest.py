"""The web application in this process, on the real database, spoken to through HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from adwright.accounts.ports import Mail
from adwright.bootstrap.container import Container
from adwright.bootstrap.settings import Settings
from adwright.core.clock import FixedClock
from adwright.core.database import Database
from adwright.core.ids import new_id
from adwright.web.app import create_app
from tests.factories import NOW, PASSWORD


@dataclass
class Mailbox:
    """Keeps letters instead of sending them."""

    letters: list[Mail] = field(default_factory=list)

    async def send(self, mail: Mail) -> None:
        self.letters.append(mail)


@dataclass
class Web:
    """The application and what a test may turn: its clock, its mailbox."""

    app: FastAPI
    container: Container
    clock: FixedClock
    mailbox: Mailbox

    def client(self, **headers: str) -> httpx2.AsyncClient:
        """Return a client of its own network address, so that tests share no rate limit."""
        number = new_id().int
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        transport = httpx2.ASGITransport(app=self.app, client=(address, 5000))
        return httpx2.AsyncClient(
            transport=transport, base_url="http://adwright.test/api/v1", headers=headers
        )

    async def register(self, *, organization: str = "Harbour Agency", email: str | None = None) -> Someone:
        """Register a person with an organization; the client sends the access token."""
        address = email or f"{new_id()}@example.com"
        async with self.client() as client:
            answer = await client.post(
                "/auth/register",
                json={
                    "email": address,
                    "password": PASSWORD,
                    "first_name": "Olive",
                    "last_name": "Owner",
                    "organization_name": organization,
                },
            )
        assert answer.status_code == 201, answer.text
        body = answer.json()
        client = self.client(Authorization=f"Bearer {body['access_token']}")
        return Someone(address, client, body["me"], body["refresh_token"])


@dataclass
class Someone:
    """A registered person."""

    email: str
    client: httpx2.AsyncClient
    me: dict[str, Any]
    refresh_token: str

    @property
    def organization_id(self) -> str:
        """The organization the person acts in."""
        return str(self.me["organization"]["id"])


@pytest.fixture(scope="session")
def app() -> FastAPI:
    """The application of this process, to which each test hands a container of its own.

    Its routes are analysed when the first request comes, which takes longer than most tests.
    """
    return create_app(Container.for_documentation())


@pytest.fixture
async def web(
    app: FastAPI, database: Database, application_url: str, tmp_path: Path
) -> AsyncIterator[Web]:
    """The web application with a clock that stands still and a mailbox."""
    clock, mailbox = FixedClock(NOW), Mailbox()
    settings = Settings(
        home=tmp_path,
        app_database_url=application_url,
        public_url="http://adwright.test",
        destination_checks=False,
    )
    built = Container.build(settings, clock=clock)
    container = replace(built, database=database, mailer=mailbox)
    app.state.container = container
    yield Web(app, container, clock, mailbox)
    await built.database.close()
