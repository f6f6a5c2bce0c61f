"""The sandbox as a process: ready line, restart, kill -9, command line, clocks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from facebook_business.api import FacebookAdsApi, FacebookSession

from builders import Advertiser, cents

KEYS = {
    "meta_url",
    "meta_access_token",
    "meta_account_id",
    "meta_app_id",
    "meta_app_secret",
    "control_url",
    "control_token",
    "google_endpoint",
    "google_insecure_endpoint",
    "google_oauth_url",
    "google_token_uri",
    "google_client_id",
    "google_client_secret",
    "google_refresh_token",
    "google_manager_id",
    "google_customer_id",
    "ca_file",
}

ADDRESSES = {name for name in KEYS if name.endswith(("_url", "_uri", "_endpoint"))}


class Process:
    """A running `adsandbox serve`."""

    def __init__(self, home: Path, *options: str) -> None:
        command = [
            sys.executable,
            "-m",
            "adsandbox",
            "serve",
            "--meta-port",
            "0",
            "--control-port",
            "0",
            "--google-port",
            "0",
            "--home",
            str(home),
            "--json",
            *options,
        ]
        self.child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.child.stdout.readline()
        assert line, self.child.stderr.read()
        self.ready: dict[str, str] = json.loads(line)
        self.session = FacebookSession(
            self.ready["meta_app_id"], self.ready["meta_app_secret"], self.ready["meta_access_token"]
        )
        self.session.GRAPH = self.ready["meta_url"]

    def advertiser(self) -> Advertiser:
        return Advertiser(FacebookAdsApi(self.session), self.ready["meta_account_id"])

    def control(self, method: str, path: str, **body: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.ready['control_token']}"}
        return requests.request(
            method, self.ready["control_url"] + path, json=body, headers=headers, timeout=30
        )

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.session.requests.close()
        self.child.send_signal(how)
        code = self.child.wait(10)
        self.child.stdout.close()
        self.child.stderr.close()
        return code


@pytest.fixture
def processes() -> Iterator[list[Process]]:
    """Processes that are ended with the test."""
    running: list[Process] = []
    yield running
    for process in running:
        if process.child.poll() is None:
            process.stop(signal.SIGKILL)


def test_process_when_ready_then_one_line_tells_everything(tmp_path: Path, processes: list[Process]) -> None:
    process = Process(tmp_path, "--clock", "manual", "--start", "2026-06-01T12:00:00Z", "--seed", "3")
    processes.append(process)
    assert set(process.ready) == KEYS
    assert process.ready["meta_url"].startswith("http://127.0.0.1:")
    assert process.control("GET", "/clock").json()["now"] == "2026-06-01T12:00:00Z"
    assert requests.get(process.ready["control_url"] + "/clock", timeout=5).status_code == 401
    platform_token = {"Authorization": f"Bearer {process.ready['meta_access_token']}"}
    assert (
        requests.get(process.ready["control_url"] + "/state", headers=platform_token, timeout=5).status_code
        == 401
    )
    assert (tmp_path / "running.json").stat().st_mode & 0o077 == 0
    assert process.stop() == 0
    assert not (tmp_path / "running.json").exists()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_home_when_process_ends_then_next_one_goes_on(
    tmp_path: Path, processes: list[Process], how: signal.Signals
) -> None:
    first = Process(tmp_path, "--clock", "manual", "--start", "2026-06-01T12:00:00Z", "--seed", "3")
    processes.append(first)
    advertiser = first.advertiser()
    advertiser.running(ads=2)
    first.control("POST", "/clock/advance", days=3, hours=5)
    advertiser.campaign(name="The last thing answered")
    params = {"level": "ad", "time_increment": 1, "date_preset": "maximum"}
    before = advertiser.insights(**params)
    clock = first.control("GET", "/clock").json()
    first.stop(how)
    second = Process(tmp_path)
    processes.append(second)
    for name in KEYS - ADDRESSES:
        assert second.ready[name] == first.ready[name]
    assert second.control("GET", "/clock").json() == clock
    again = second.advertiser()
    assert again.insights(**params) == before
    assert cents(before) > 20_000
    names = [c["name"] for c in again.account.get_campaigns(fields=["name"])]
    assert names == ["The last thing answered", "Campaign"]
    second.stop()


def test_home_when_killed_while_writing_then_every_answer_is_kept(
    tmp_path: Path, processes: list[Process]
) -> None:
    process = Process(tmp_path, "--clock", "manual")
    processes.append(process)
    url = f"{process.ready['meta_url']}/v26.0/{process.ready['meta_account_id']}/adlabels"
    token = process.ready["meta_access_token"]
    answered = [
        requests.post(url, data={"access_token": token, "name": f"label {n}"}, timeout=5).json()["id"]
        for n in range(25)
    ]
    process.stop(signal.SIGKILL)
    again = Process(tmp_path)
    processes.append(again)
    kept = [label["id"] for label in again.advertiser().account.get_ad_labels(params={"limit": 100})]
    assert kept[::-1] == answered
    again.stop()


def test_home_when_in_use_or_of_another_market_then_refused(tmp_path: Path, processes: list[Process]) -> None:
    process = Process(tmp_path, "--clock", "manual", "--seed", "3")
    processes.append(process)
    command = [
        sys.executable,
        "-m",
        "adsandbox",
        "serve",
        "--meta-port",
        "0",
        "--control-port",
        "0",
        "--google-port",
        "0",
        "--home",
    ]
    second = subprocess.run(
        [*command, str(tmp_path)], capture_output=True, text=True, timeout=20, check=False
    )
    assert second.returncode == 1
    assert "Another sandbox is running" in second.stderr
    process.stop()
    other = subprocess.run(
        [*command, str(tmp_path), "--seed", "4"], capture_output=True, text=True, timeout=20, check=False
    )
    assert other.returncode == 1
    assert "seed 3, not 4" in other.stderr


def test_command_line_when_used_then_moves_clock_and_resets(tmp_path: Path, processes: list[Process]) -> None:
    process = Process(tmp_path, "--clock", "manual", "--start", "2026-06-01T12:00:00Z")
    processes.append(process)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "adsandbox", *words, "--home", str(tmp_path)]
        return subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)

    assert json.loads(run("clock", "advance", "3d12h").stdout)["now"] == "2026-06-05T00:00:00Z"
    assert json.loads(run("clock", "show").stdout)["clock"] == "manual"
    assert run("clock", "advance", "soon").returncode == 1
    campaign = process.advertiser().running()["id"]
    days = ("--since", "2026-06-06", "--until", "2026-06-12")
    truth = json.loads(run("truth", "outcome", "--budget", f"{campaign}=5000", *days).stdout)
    assert truth["campaigns"][0]["spend"] == pytest.approx(35_000 * 0.985, rel=0.02)
    best = json.loads(run("truth", "oracle", "--total", "9000", "--bound", f"{campaign}=0:700", *days).stdout)
    assert best["budgets"] == {campaign: 700.0}
    assert "no budget that runs" in run("truth", "curve", "--id", "77", *days).stderr
    assert json.loads(run("reset").stdout)["now"] == "2026-06-01T12:00:00Z"
    assert list(process.advertiser().account.get_campaigns()) == []
    process.stop()
    assert "No sandbox is running" in run("clock", "show").stderr


def test_clock_when_fast_then_runs_and_still_advances(tmp_path: Path, processes: list[Process]) -> None:
    process = Process(tmp_path, "--clock", "x100000", "--start", "2026-06-01T12:00:00Z")
    processes.append(process)
    first = process.control("GET", "/clock").json()["epoch"]
    moved = process.control("POST", "/clock/advance", days=2).json()["epoch"]
    assert moved - first >= 2 * 86_400
    assert process.control("GET", "/clock").json()["epoch"] > moved
    process.stop()


def test_process_when_its_parent_ends_then_it_ends(tmp_path: Path) -> None:
    script = (
        "import subprocess, sys\n"
        "command = [sys.executable, '-m', 'adsandbox', 'serve', '--meta-port', '0', '--control-port', '0',"
        f" '--google-port', '0', '--home', {str(tmp_path)!r}, '--json', '--parent-pid-exit']\n"
        "child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)\n"
        "child.stdout.readline()\n"
        "print(child.pid, flush=True)\n"
    )
    parent = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=True
    )
    child = int(parent.stdout)
    for _ in range(100):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            break
        if Path(f"/proc/{child}/stat").read_text().split()[2] == "Z":
            break
        subprocess.run(["sleep", "0.1"], check=True)  # noqa: S607
    else:
        os.kill(child, signal.SIGKILL)
        raise AssertionError("The child outlived its parent.")


def test_command_when_nobody_reads_on_then_ends_quietly_as_by_the_pipes_signal() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "adsandbox", "compatibility"]
    ended = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, timeout=20, check=False)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (141, b"")
