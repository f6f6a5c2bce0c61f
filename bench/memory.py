"""How much memory the demo's processes take at rest, in proportional set size: shared pages counted once."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from bench.report import Report
from bench.running import demo, tree

SETTLE_SECONDS = 20
MEGABYTE = 1024


def main() -> None:
    """Let the demo come to rest with its agency made, then add up every process."""
    report = Report("memory", "Memory at rest", "python -m bench memory --record")
    folder = Path(tempfile.mkdtemp(prefix="adwright-bench-"))
    try:
        with demo(folder / "home"):
            pass
        with demo(folder / "home") as running:
            time.sleep(SETTLE_SECONDS)
            by_part: defaultdict[str, float] = defaultdict(float)
            for pid in tree(running.pid):
                by_part[part_of(pid)] += proportional_kilobytes(pid) / MEGABYTE
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for part, megabytes in sorted(by_part.items(), key=lambda item: -item[1]):
        report.add(part, "MB", [megabytes])
    report.add("whole tree", "MB", [sum(by_part.values())], aim="< 600 MB")
    report.say("PSS from /proc/<pid>/smaps_rollup after a warm start of the demo and 20 s of rest.")
    report.publish()


def part_of(pid: int) -> str:
    """Return which part of the tree a process belongs to."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return "gone"
    marks = {
        "postgres": "database",
        "adwright.web": "web",
        "adwright.worker": "worker",
        "adsandbox": "sandbox",
    }
    return next((part for mark, part in marks.items() if mark in command), "supervisor")


def proportional_kilobytes(pid: int) -> int:
    """Return a process's proportional set size."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    if not os.path.exists("/proc/self/smaps_rollup"):
        raise SystemExit("This benchmark reads /proc and needs Linux.")
    main()
