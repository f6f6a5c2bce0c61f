"""The OpenAPI document is kept: made-up requests never break the server, every answer is as declared."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from adwright.bootstrap.container import Container
from adwright.bootstrap.settings import Settings
from adwright.core.ids import new_id
from adwright.web.app import create_app
from tests.factories import PASSWORD

EXAMPLES = 4
NOBODY = "http://127.0.0.1:9"


@dataclass
class Server:
    """The web application served from a thread of its own, and a key to it."""

    address: str
    api_key: str


@pytest.fixture(scope="module")
def server(application_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    # No request leaves the machine: at the platform's address nobody answers.
    chosen = Settings(
        home=tmp_path_factory.mktemp("contract"),
        app_database_url=application_url,
        public_url=address,
        destination_checks=False,
        meta_graph_url=NOBODY,
        meta_dialog_url=NOBODY,
    )
    app = create_app(Container.build(chosen))
    running = uvicorn.Server(
        uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=lambda: asyncio.run(running.serve(sockets=[listening])), daemon=True)
    thread.start()
    yield Server(address, _key(address))
    running.should_exit = True
    thread.join(10)
    listening.close()


def _key(address: str) -> str:
    person = {
        "email": f"{new_id()}@example.com",
        "password": PASSWORD,
        "first_name": "Olive",
        "last_name": "Owner",
        "organization_name": "Harbour",
    }
    with httpx2.Client(base_url=f"{address}/api/v1") as client:
        token = client.post("/auth/register", json=person).json()["access_token"]
        body = {"name": "contract", "scopes": ["admin"]}
        made = client.post("/api-keys", json=body, headers={"Authorization": f"Bearer {token}"})
    return str(made.json()["key"])


# The stream of events has no end, and a connection needs a platform; both have tests of their own.
schema = schemathesis.openapi.from_dict(create_app(Container.for_documentation()).openapi()).exclude(
    operation_id=["events_stream", "connections_connect_with_token"]
)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_operation_when_asked_anything_answers_as_declared(case: Case[Any], server: Server) -> None:
    response = case.call(base_url=server.address, headers={"X-API-Key": server.api_key}, timeout=30)
    case.validate_response(
        response,
        checks=[
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_schema_conformance,
        ],
    )
