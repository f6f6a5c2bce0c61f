"""One supervisor per home."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from adwright.bootstrap.home import Home, Runner
from adwright.core.errors import Conflict, Invalid


def test_home_when_held_then_a_second_hold_says_who_and_where(tmp_path: Path) -> None:
    first = Home(tmp_path).hold()
    first.say(Runner(4711, "http://127.0.0.1:8000"))
    with pytest.raises(Conflict, match=r"already at http://127\.0\.0\.1:8000 \(process 4711\)"):
        Home(tmp_path).hold()
    assert Home(tmp_path).runner() == Runner(4711, "http://127.0.0.1:8000")
    first.release()
    assert Home(tmp_path).runner() is None
    Home(tmp_path).hold().release()


def test_home_when_its_holder_is_killed_then_is_free(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from adwright.bootstrap.home import Home;"
        "Home(Path(sys.argv[1])).hold(); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False, timeout=60)
    assert Home(tmp_path).runner() is None
    Home(tmp_path).hold().release()


def test_home_when_it_is_a_file_then_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(Invalid, match="Set ADWRIGHT_HOME"):
        Home(file).make()


def test_home_when_held_by_this_process_then_its_number_is_said(tmp_path: Path) -> None:
    held = Home(tmp_path).hold()
    assert Home(tmp_path).runner() == Runner(os.getpid(), "")
    held.release()
