"""Google in a process of its own: the SDK by configuration only, restarts, kills, resets."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from adsandbox import Sandbox
from google_builders import GoogleAdvertiser
from google_clients import insecure_client, tls_client
from test_process import Process

SCRIPT = """
import os, sys
from google.ads.googleads.client import GoogleAdsClient
from google.oauth2.credentials import Credentials
endpoint, token_uri, client_id, secret, refresh_token, manager, customer = sys.argv[1:]
credentials = Credentials(None, refresh_token, None, token_uri, client_id, secret)
client = GoogleAdsClient(
    credentials, endpoint=endpoint, version="v26", login_customer_id=manager, use_proto_plus=True
)
service = client.get_service("GoogleAdsService")
for row in service.search(customer_id=customer, query="SELECT campaign.name FROM campaign"):
    print(row.campaign.name)
"""


@pytest.fixture
def processes() -> Iterator[list[Process]]:
    """Processes that are stopped in the end."""
    started: list[Process] = []
    yield started
    for process in started:
        if process.child.poll() is None:
            process.stop()


def advertiser(process: Process) -> GoogleAdvertiser:
    """Somebody who builds in a process's customer."""
    ready = SimpleNamespace(**process.ready)
    return GoogleAdvertiser(insecure_client(ready), ready.google_customer_id)


def names_seen_over_tls(process: Process) -> list[str]:
    """Names of campaigns as a fresh process sees them that was only configured."""
    wanted = (
        "endpoint", "token_uri", "client_id", "client_secret", "refresh_token", "manager_id", "customer_id",
    )  # fmt: skip
    environment = {**os.environ, "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH": process.ready["ca_file"]}
    arguments = [process.ready[f"google_{name}"] for name in wanted]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments],
        capture_output=True, text=True, timeout=60, check=False, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_home_when_process_ends_then_google_goes_on_with_the_same_certificate(
    tmp_path: Path, processes: list[Process], how: signal.Signals
) -> None:
    first = Process(tmp_path, "--clock", "manual", "--start", "2026-06-01T12:00:00Z")
    processes.append(first)
    advertiser(first).campaign(name="Answered")
    certificate = Path(first.ready["ca_file"]).read_bytes()
    key = tmp_path / "google-key.pem"
    assert key.stat().st_mode & 0o077 == 0
    first.stop(how)
    second = Process(tmp_path)
    processes.append(second)
    assert Path(second.ready["ca_file"]).read_bytes() == certificate
    assert names_seen_over_tls(second) == ["Answered"]
    advertiser(second).campaign(name="Later")
    assert second.stop() == 0


def test_port_when_taken_then_said_so(tmp_path: Path, processes: list[Process]) -> None:
    first = Process(tmp_path / "one")
    processes.append(first)
    port = first.ready["google_endpoint"].rsplit(":", 1)[-1]
    command = [
        sys.executable, "-m", "adsandbox", "serve", "--meta-port", "0", "--control-port", "0",
        "--google-port", port, "--home", str(tmp_path / "two"),
    ]  # fmt: skip
    second = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert second.returncode == 1
    assert "port" in second.stderr


def test_market_when_reset_then_credentials_stay_and_objects_go(sandbox: Sandbox) -> None:
    client = tls_client(sandbox)
    google = GoogleAdvertiser(client, sandbox.google_customer_id)
    first = google.campaign()
    sandbox.reset()
    query = "SELECT campaign.name FROM campaign"
    fresh = GoogleAdvertiser(tls_client(sandbox), sandbox.google_customer_id)
    service = fresh.client.get_service("GoogleAdsService")
    assert not list(service.search(customer_id=google.customer_id, query=query))
    assert fresh.campaign() == first
