"""Run every benchmark, each in a process of its own: `python -m bench [name …] [--record] [--list]`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
NOT_BENCHMARKS = {"__init__", "__main__", "report"}


def main() -> None:
    """Run those named, or all; end with an error when one breaks."""
    options = [argument for argument in sys.argv[1:] if argument.startswith("-")]
    named = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    found = sorted(
        [path.stem for path in FOLDER.glob("*.py") if is_benchmark(path)]
        + [path.parent.name for path in FOLDER.glob("*/__main__.py")]
    )
    unknown = set(named) - set(found)
    if unknown or {"--help", "-h", "--list"} & set(options):
        print(f"{__doc__}\n\nThere are: {', '.join(found)}.")
        sys.exit(f"There is no benchmark named {', '.join(sorted(unknown))}." if unknown else 0)
    broken = []
    for name in named or found:
        print(f"\n── {name} " + "─" * (76 - len(name)), flush=True)
        if subprocess.run([sys.executable, "-m", f"bench.{name}", *options], cwd=FOLDER.parent).returncode:
            broken.append(name)
    if broken:
        sys.exit(f"Broken: {', '.join(broken)}")


def is_benchmark(path: Path) -> bool:
    """Say whether a file can be run by itself."""
    return path.stem not in NOT_BENCHMARKS and '__name__ == "__main__"' in path.read_text()


if __name__ == "__main__":
    main()
