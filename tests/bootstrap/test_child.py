"""Child processes and the end of their parents."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from adwright.bootstrap.child import spawn, stop
from tests.bootstrap.product import alive, until

IDLE = "import time; print('ready', flush=True); time.sleep(600)"


def test_child_when_its_parent_is_killed_then_ends() -> None:
    program = (
        "import os, sys; from adwright.bootstrap.child import spawn;"
        "child = spawn([sys.executable, '-c', 'import time; time.sleep(600)']);"
        "print(child.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    child = int(done.stdout)
    until(lambda: not alive(child), "the child is gone")


def test_child_when_it_watches_its_parent_itself_then_ends_with_it() -> None:
    watching = (
        "from adwright.bootstrap.child import end_with_parent; end_with_parent(every_seconds=0.02);"
        "import time; print('ready', flush=True); time.sleep(600)"
    )
    program = (
        "import os, subprocess, sys;"
        "child = subprocess.Popen([sys.executable, '-c', sys.argv[1]], stdout=subprocess.PIPE);"
        "child.stdout.readline(); print(child.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    command = [sys.executable, "-c", program, watching]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, timeout=60)
    child = int(done.stdout)
    until(lambda: not alive(child), "the child is gone")


@pytest.mark.parametrize("deaf", [False, True])
def test_child_when_stopped_then_is_gone_however_deaf_it_is(deaf: bool) -> None:
    ears = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " if deaf else ""
    child = spawn([sys.executable, "-u", "-c", ears + IDLE], output=subprocess.PIPE)
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == b"ready\n"
        stop(child, (signal.SIGTERM, 0.2 if deaf else 30.0))
    assert child.returncode == (-signal.SIGKILL if deaf else -signal.SIGTERM)


def test_child_when_a_terminal_sends_ctrl_c_then_does_not_hear_it() -> None:
    """Only the supervisor decides: a child is not in its process group."""
    child = spawn([sys.executable, "-c", IDLE], output=subprocess.DEVNULL)
    try:
        assert os.getpgid(child.pid) == child.pid != os.getpgid(0)
    finally:
        stop(child)
