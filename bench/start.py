"""How long the demo takes to start: the first time, when it makes everything, and every time after."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from bench.report import Report
from bench.running import demo

WARM_STARTS = 5


def main() -> None:
    """Start once in an empty home, then again and again in the same."""
    report = Report("start", "Start", "python -m bench start --record")
    folder = Path(tempfile.mkdtemp(prefix="adwright-bench-"))
    try:
        with demo(folder / "home") as first:
            report.add("first start, page served", "s", [first.served_after_seconds])
            report.add(
                "first start, agency with 90 days ready", "s", [first.ready_after_seconds], aim="< 300 s"
            )
        warm = []
        for _ in range(WARM_STARTS):
            with demo(folder / "home") as again:
                warm.append((again.served_after_seconds, again.ready_after_seconds))
        report.add("warm start, page served", "s", [served for served, _ in warm], aim="< 5 s")
        report.add("warm start, logged in", "s", [ready for _, ready in warm])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    report.say("Without the environment and the web app's build, which `make demo` makes once before.")
    report.publish()


if __name__ == "__main__":
    main()
