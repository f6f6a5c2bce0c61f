"""Resolve the dependencies of both distributions into hashed, universal requirement files.

Extra arguments go to uv.

`make lock` keeps what is locked where it still fits; `.venv/bin/python .ci/lock.py --upgrade` takes newer
versions.
"""

from __future__ import annotations

import subprocess
import sys

from setup import ROOT, find_uv, uv_environment


def resolve(output: str, *more: str) -> None:
    """Write one lock file."""
    uv = find_uv()
    if uv is None:
        sys.exit("uv is needed to resolve dependencies: `pip install uv`, then try again.")
    options = [
        "--universal",
        "--generate-hashes",
        "--no-annotate",
        "--no-header",
        "--quiet",
        "--python-version",
        "3.11",
    ]
    command = [uv, "pip", "compile", *options, "--output-file", output, *more, *sys.argv[1:]]
    subprocess.run(
        [*command, "pyproject.toml", "sandbox/pyproject.toml"], cwd=ROOT, env=uv_environment(), check=True
    )


if __name__ == "__main__":
    resolve("requirements.lock")
    resolve("requirements-dev.lock", "--group", "dev", "--extra", "test", "--constraint", "requirements.lock")
