"""How every benchmark reports: a table for people, JSON for programs, on request a section of the docs.

    report = Report("start", "Cold and warm start", command="python -m bench.start")
    report.add("cold start", "s", samples=[3.1, 3.0, 3.3], aim="< 300")
    report.publish()

`--record` on the command line of a benchmark also writes its section of docs/benchmarks.md.
"""

from __future__ import annotations

import json
import os
import platform
import re
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
DOCUMENT = ROOT / "docs" / "benchmarks.md"
_TITLE = "# Benchmarks\n\nFigures of one machine on one day; each section says by which command.\n"


@dataclass(frozen=True, slots=True)
class Measure:
    """One measured thing with every sample of it."""

    name: str
    unit: str
    samples: tuple[float, ...]
    aim: str = ""
    note: str = ""

    @property
    def median(self) -> float:
        """The middle sample."""
        return statistics.median(self.samples)

    @property
    def p95(self) -> float:
        """The sample that 95 of 100 do not exceed."""
        ordered = sorted(self.samples)
        return ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]


@dataclass
class Report:
    """The figures of one benchmark."""

    key: str
    title: str
    command: str
    measures: list[Measure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, name: str, unit: str, samples: Sequence[float], *, aim: str = "", note: str = "") -> None:
        """Add one measure."""
        self.measures.append(Measure(name, unit, tuple(samples), aim, note))

    def say(self, note: str) -> None:
        """Add a sentence below the table."""
        self.notes.append(note)

    def publish(self) -> None:
        """Print the table, write the JSON, and with `--record` the section of the document."""
        print(f"\n{self.title}\n")
        print(self.table())
        for note in self.notes:
            print(f"\n{note}")
        RESULTS.mkdir(parents=True, exist_ok=True)
        document = {
            **machine(),
            "key": self.key,
            "title": self.title,
            "command": self.command,
            "notes": self.notes,
        }
        document["measures"] = [
            asdict(measure) | {"median": measure.median, "p95": measure.p95} for measure in self.measures
        ]
        (RESULTS / f"{self.key}.json").write_text(json.dumps(document, indent=2) + "\n")
        if "--record" in sys.argv:
            self.record()

    def table(self) -> str:
        """Return the measures as a Markdown table."""
        lines = ["| what | n | median | p95 | aim | |", "|---|---:|---:|---:|---|---|"]
        for measure in self.measures:
            figures = f"{figure(measure.median)} {measure.unit} | {figure(measure.p95)} {measure.unit}"
            lines.append(
                f"| {measure.name} | {len(measure.samples)} | {figures} | {measure.aim} | {measure.note} |"
            )
        return "\n".join(lines)

    def record(self) -> None:
        """Write this benchmark's section of the document, leaving the others as they are."""
        facts = machine()
        place = f"{facts['cpus']} cores, {facts['machine']}, Python {facts['python']}"
        about = f"`{self.command}` · {facts['date']} · {place}"
        body = "\n\n".join([f"## {self.title}", about, self.table(), *self.notes])
        begin, end = f"<!-- begin {self.key} -->", f"<!-- end {self.key} -->"
        section = f"{begin}\n{body}\n{end}\n"
        text = DOCUMENT.read_text() if DOCUMENT.exists() else _TITLE
        pattern = re.compile(re.escape(begin) + r".*?" + re.escape(end) + r"\n", re.DOTALL)
        written = pattern.sub(lambda _: section, text) if pattern.search(text) else f"{text}\n{section}"
        DOCUMENT.write_text(written)


def figure(value: float) -> str:
    """Return a number with about three significant figures."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def machine() -> dict[str, object]:
    """Return on what and when the figures were made."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit.stdout.strip(),
        "cpus": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "machine": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }
