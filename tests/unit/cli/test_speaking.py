"""The command line speaks to the installation that was meant, with the key that was given."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from adwright.cli.api import Api, ApiFailed
from adwright.cli.output import show

DEMO = {"url": "http://127.0.0.1:8000", "api_key": "the-demo-key"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "demo.json").write_text(json.dumps(DEMO))
    return tmp_path


def test_key_when_given_alone_then_is_used_at_the_demo(home: Path) -> None:
    api = Api.of_demo(home, key="another-key")
    assert (api.url, api._headers) == (DEMO["url"], {"X-API-Key": "another-key"})


def test_address_when_given_alone_then_the_demos_key_does_not_go_there(home: Path) -> None:
    with pytest.raises(ApiFailed, match="Give the API key for http://elsewhere too"):
        Api.of_demo(home, url="http://elsewhere")
    assert Api.of_demo(home, url=DEMO["url"] + "/").url == DEMO["url"]


def test_nothing_when_there_is_no_demo_then_says_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(ApiFailed, match="give --url and --api-key"):
        Api.of_demo(tmp_path)


def test_address_when_it_is_none_then_says_so() -> None:
    with pytest.raises(ApiFailed, match="Nothing answers at nonsense"):
        Api.with_key("nonsense", "key").get("/campaigns")


def test_table_when_a_name_is_long_then_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    show([{"name": "x" * 5000}], {"name": "name"}, as_json=False)
    assert max(len(line) for line in capsys.readouterr().out.splitlines()) == 60


def test_output_when_its_reader_has_gone_then_ends_quietly_as_by_the_pipes_signal(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "adwright.cli.main", "doctor"]
    environment = {**os.environ, "ADWRIGHT_HOME": str(tmp_path)}
    ended = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, env=environment, check=False)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (141, b"")
