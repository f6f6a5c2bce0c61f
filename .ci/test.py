"""Everything that must be green: `test.py` runs checks and tests, `test.py check` the checks only.

Every stage runs, also after a failure; checks run two at a time, and are shown when they end. The last line
sums up: `N passed, N failed`; a check counts as one.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from hatch_build import UI, build, install_packages, node_folder  # noqa: E402 - found through the path above

REPORTS = ROOT / ".cache" / "reports"
PYTHON = sys.executable
BIN = Path(PYTHON).parent
CHECKS_AT_ONCE = 2
# What a file of tests shares is made once, by the process that runs all of it; in the order of collection.
BY_FILE = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")


@dataclass(frozen=True, slots=True)
class Stage:
    """One command; a stage of tests has a report, by which they are counted, and a check has none."""

    name: str
    command: tuple[str, ...]
    folder: Path = ROOT
    report: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """How much of a stage passed and failed, and how long it took."""

    name: str
    passed: int
    failed: int
    seconds: float


def checks() -> list[Stage]:
    """Return what is checked without running the product."""
    return [
        Stage("ruff", (f"{BIN}/ruff", "check", "src", "tests", "bench", ".ci", "hatch_build.py")),
        Stage("ruff (sandbox)", (f"{BIN}/ruff", "check", "."), ROOT / "sandbox"),
        Stage("mypy", (f"{BIN}/mypy", "src", "sandbox/src", "tests/twins", "tests/contract")),
        Stage("imports", (f"{BIN}/lint-imports",)),
        Stage("imports (sandbox)", (f"{BIN}/lint-imports",), ROOT / "sandbox"),
        Stage("rules of the house", (PYTHON, ".ci/house.py")),
        Stage("migrations equal tables", (PYTHON, ".ci/schema.py")),
        Stage("generated client", (PYTHON, ".ci/client.py", "--check")),
        Stage("web app: types and lint", ("npm", "run", "--silent", "check"), UI),
    ]


def tests() -> list[Stage]:
    """Return the tests, quick ones first; those with a browser alone at the end."""
    pytest = (PYTHON, "-m", "pytest", "-q", "--durations=5")
    return [
        Stage("web app", ("npx", "vitest", "run", "--reporter=default", *vitest_report("ui")), UI, "ui"),
        Stage(
            "product",
            (*pytest, "tests", "--ignore=tests/e2e", *BY_FILE, report("product")),
            report="product",
        ),
        Stage("sandbox", (*pytest, "tests", "-n", "2", report("sandbox")), ROOT / "sandbox", "sandbox"),
        Stage("end to end", (*pytest, "tests/e2e", report("e2e")), report="e2e"),
    ]


def report(name: str) -> str:
    """Return pytest's option that writes a stage's report."""
    return f"--junitxml={REPORTS / name}.xml"


def vitest_report(name: str) -> tuple[str, ...]:
    """Return vitest's options that write a stage's report."""
    return ("--reporter=junit", f"--outputFile.junit={REPORTS / name}.xml")


def main() -> None:
    """Run the stages and sum up."""
    began = time.monotonic()
    REPORTS.mkdir(parents=True, exist_ok=True)
    os.environ["PATH"] = f"{node_folder()}{os.pathsep}{os.environ['PATH']}"
    install_packages()
    only_checks = sys.argv[1:] == ["check"]
    if not only_checks:
        build()
    with ThreadPoolExecutor(CHECKS_AT_ONCE) as pool:
        results = list(pool.map(check, checks()))
    if not only_checks:
        results += [run(stage) for stage in tests()]
    print("\n" + "=" * 80)
    for each in results:
        verdict = "FAILED" if each.failed else "ok"
        print(
            f"{verdict:7}{each.name:28} {each.passed:5} passed {each.failed:3} failed {each.seconds:6.1f} s"
        )
    print(f"{time.monotonic() - began:.0f} s in all")
    all_failed = sum(each.failed for each in results)
    print(f"{sum(each.passed for each in results)} passed, {all_failed} failed", flush=True)
    sys.exit(1 if all_failed else 0)


def check(stage: Stage) -> Result:
    """Run one check, and show what it said in one piece."""
    began = time.monotonic()
    done = subprocess.run(
        stage.command,
        cwd=stage.folder,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print(f"{headline(stage)}\n{done.stdout}", end="", flush=True)
    failed = int(done.returncode != 0)
    return Result(stage.name, 1 - failed, failed, time.monotonic() - began)


def run(stage: Stage) -> Result:
    """Run one stage of tests."""
    print(headline(stage), flush=True)
    file = REPORTS / f"{stage.report}.xml"
    file.unlink(missing_ok=True)
    began = time.monotonic()
    code = subprocess.run(stage.command, cwd=stage.folder, check=False).returncode
    passed, failed = count(file) if file.exists() else (0, 0)
    # A run that broke before or after its tests has failed, whatever they said.
    return Result(stage.name, passed, max(failed, int(code != 0)), time.monotonic() - began)


def headline(stage: Stage) -> str:
    """Return the line above what a stage says."""
    return f"\n── {stage.name} " + "─" * (76 - len(stage.name))


def count(file: Path) -> tuple[int, int]:
    """Return how many tests of a JUnit report passed and failed."""
    suites = list(ElementTree.parse(file).getroot().iter("testsuite"))  # noqa: S314 - written by ourselves just now

    def total(key: str) -> int:
        return sum(int(suite.get(key) or 0) for suite in suites)

    failed = total("failures") + total("errors")
    return total("tests") - failed - total("skipped"), failed


if __name__ == "__main__":
    main()
