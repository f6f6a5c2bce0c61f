"""Campaigns as code on the command line: what it says and how it ends, whatever it is given."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from adwright.cli import code
from adwright.cli.api import Api, ApiFailed
from adwright.cli.main import app

EXPORT = {"text": "version: 1\n", "campaigns": 1, "remarks": [], "left_out": []}


def planned(*, applicable: bool, differs: bool) -> dict[str, Any]:
    return {
        "applicable": applicable,
        "differs": differs,
        "fingerprint": "f",
        "campaigns": [],
        "remarks": [],
    }


class Answering:
    """An API that has one plan, and notes what it was asked to do."""

    url = "http://adwright.test"

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.asked: list[str] = []

    def get(self, path: str, **query: object) -> dict[str, Any]:
        return EXPORT

    def upload(self, path: str, *sent: object) -> dict[str, Any]:
        self.asked.append(path.rsplit("/", 1)[1])
        return self.plan


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "campaigns.yaml"
    found.write_text("version: 1\n")
    return found


def answering(monkeypatch: pytest.MonkeyPatch, *, applicable: bool = True, differs: bool = True) -> Answering:
    api = Answering(planned(applicable=applicable, differs=differs))
    monkeypatch.setattr(code, "api_of", lambda url, key: api)
    return api


@pytest.mark.parametrize("where", ["", "none/campaigns.yaml"])
def test_export_when_the_file_cannot_be_written_then_says_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, where: str
) -> None:
    answering(monkeypatch)

    ended = CliRunner().invoke(app, ["export", str(tmp_path / where), "--account", "a"])

    assert ended.exit_code == 1
    assert f"{tmp_path / where} cannot be written: " in ended.stderr


def test_apply_when_programs_read_it_then_it_has_to_be_told_to(
    monkeypatch: pytest.MonkeyPatch, file: Path
) -> None:
    api = answering(monkeypatch)

    refused = CliRunner().invoke(app, ["apply", str(file), "--json"])
    applied = CliRunner().invoke(app, ["apply", str(file), "--json", "--yes"])

    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "Add --yes to apply." in refused.stderr
    assert (applied.exit_code, json.loads(applied.stdout)["ended"]) == (0, {})
    assert api.asked == ["plan", "plan", "apply"]


@pytest.mark.parametrize(
    ("applicable", "code_of_both"), [(False, 1), (True, 0)], ids=["not_applicable", "nothing_differs"]
)
def test_apply_when_there_is_nothing_to_do_then_says_the_plan_as_json(
    monkeypatch: pytest.MonkeyPatch, file: Path, *, applicable: bool, code_of_both: int
) -> None:
    api = answering(monkeypatch, applicable=applicable, differs=False)

    plan = CliRunner().invoke(app, ["plan", str(file), "--json"])
    apply = CliRunner().invoke(app, ["apply", str(file), "--json", "--yes"])

    assert plan.exit_code == apply.exit_code == code_of_both
    assert json.loads(plan.stdout) == json.loads(apply.stdout) == api.plan
    assert api.asked == ["plan", "plan"]


class Page(BaseHTTPRequestHandler):
    """Some other server, which answers everything with a page."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html>")

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_address_when_it_is_of_something_else_then_says_so(elsewhere: str) -> None:
    with pytest.raises(ApiFailed, match="is not Adwright"):
        Api.with_key(elsewhere, "key").get("/campaigns")


def test_key_when_it_cannot_be_one_then_says_so(elsewhere: str) -> None:
    with pytest.raises(ApiFailed, match="no API key"):
        Api.with_key(elsewhere, "ключ").get("/campaigns")
