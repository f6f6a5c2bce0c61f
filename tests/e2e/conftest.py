"""The whole product as `adwright demo` starts it, and a real Chromium before it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from facebook_business.api import FacebookAdsApi
from facebook_business.session import FacebookSession
from google.ads.googleads.client import GoogleAdsClient
from google.oauth2.credentials import Credentials
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

START_SECONDS = 150.0
PATIENCE_MS = 15_000
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)
# Nothing but this machine can be reached from the browser: a page that asks another host fails its test.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


@dataclass(frozen=True)
class Demo:
    """A running demo: what `demo.json` says."""

    home: Path
    access: dict[str, str]

    @property
    def url(self) -> str:
        return self.access["url"]

    def api(self) -> httpx2.Client:
        """Return a client of the HTTP API, as a program with the key would use it."""
        return httpx2.Client(
            base_url=f"{self.url}/api/v1", headers={"X-API-Key": self.access["api_key"]}, timeout=60
        )

    def graph(self, method: str, *path: str, **params: Any) -> dict[str, Any]:
        """Ask the simulated platform through Meta's SDK, past our own tables."""
        session = FacebookSession(access_token=self.access["meta_access_token"])
        session.GRAPH = self.access["sandbox_meta_url"]
        answer: dict[str, Any] = FacebookAdsApi(session).call(method, path, params=params).json()
        return answer

    def google(self, customer_id: str, query: str) -> list[Any]:
        """Ask the simulated Google Ads through its SDK, past our own tables."""
        os.environ["GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"] = self.access["ca_file"]
        credentials = Credentials(
            None,
            refresh_token=self.access["google_refresh_token"],
            client_id=self.access["google_client_id"],
            client_secret=self.access["google_client_secret"],
            token_uri=self.access["google_token_uri"],
        )
        client = GoogleAdsClient(
            credentials,
            endpoint=self.access["google_endpoint"],
            version="v26",
            login_customer_id=self.access["google_manager_id"],
            use_proto_plus=True,
        )
        return list(client.get_service("GoogleAdsService").search(customer_id=customer_id, query=query))

    def control(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        """Command the simulated market itself."""
        headers = {"Authorization": f"Bearer {self.access['sandbox_control_token']}"}
        url = self.access["sandbox_control_url"] + path
        answer = httpx2.request(method, url, json=body, headers=headers, timeout=60)
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        return told


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """`adwright demo` on a fresh home and a free port, for the whole session."""
    home = tmp_path_factory.mktemp("demo")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "adwright.cli.main", "demo"],
        env=os.environ | {"ADWRIGHT_HOME": str(home), "ADWRIGHT_PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        _wait_until_told(process)
        yield Demo(home, json.loads((home / "demo.json").read_text()))
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        if process.stdout is not None:
            process.stdout.close()


def _wait_until_told(process: subprocess.Popen[str]) -> None:
    """Read what it prints until it says how to log in."""
    watchdog = threading.Timer(START_SECONDS, process.kill)
    watchdog.start()
    lines: list[str] = []
    for line in process.stdout or ():
        lines.append(line)
        if "password" in line:
            watchdog.cancel()
            # What it says from now on is read, so that it never waits for a reader.
            threading.Thread(target=_drain, args=(process,), daemon=True).start()
            return
    raise AssertionError(f"the demo did not start: {''.join(lines)}")


def _drain(process: subprocess.Popen[str]) -> None:
    try:
        for _ in process.stdout or ():
            pass
    except ValueError:
        return


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as the operating system packages it."""
    assert CHROMIUM, "Chromium is missing: install the package `chromium`."
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(browser: Browser, demo: Demo) -> Iterator[NewPage]:
    """Open pages in contexts of their own; what the browser complains about fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(*, theme: str = "light", width: int = 1280, logged_in: bool = True) -> Page:
        context = browser.new_context(
            base_url=demo.url,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if logged_in:
            log_in(page, demo)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints


def log_in(page: Page, demo: Demo) -> None:
    """Log in as the demo's owner through the page."""
    page.goto("/login")
    page.get_by_label("E-mail").fill(demo.access["email"])
    page.get_by_label("Password", exact=True).fill(demo.access["password"])
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(re.compile("/overview"))


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option of a list by what a person reads."""
    page.get_by_label(label, exact=True).click()
    page.get_by_role("option", name=option).first.click()
