"""Make the virtual environment of the checkout: `python3 .ci/setup.py [--dev]`.

Does nothing when nothing changed.

Both distributions are installed editable; their dependencies come hashed from the lock. uv installs them when
it is there or can be had; otherwise pip does, slower and just as exactly.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BINARIES = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BINARIES / "python"
STAMP = VENV / "adwright-setup.json"
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
DISTRIBUTIONS = (ROOT, ROOT / "sandbox")


def main() -> None:
    """Bring the environment up to date, for running or (`--dev`) also for developing."""
    if sys.version_info < (3, 11):
        sys.exit(
            f"Adwright needs Python 3.11 or newer; this is {sys.version.split()[0]}. "
            "Install a newer Python and run `make PYTHON=python3.12 …`."
        )
    have = json.loads(STAMP.read_text()) if STAMP.exists() and PYTHON.exists() else {}
    # An environment for developing stays one.
    wanted = {"fingerprint": fingerprint(), "dev": "--dev" in sys.argv or have.get("dev", False)}
    if have == wanted:
        return
    STAMP.unlink(missing_ok=True)
    if not PYTHON.exists():
        make_environment()
    install(DEV_LOCK if wanted["dev"] else RUN_LOCK)
    STAMP.write_text(json.dumps(wanted))


def fingerprint() -> str:
    """Return a hash of all that decides what is installed."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for path in (RUN_LOCK, DEV_LOCK, *(folder / "pyproject.toml" for folder in DISTRIBUTIONS)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def make_environment() -> None:
    """Make an empty virtual environment."""
    print("Making .venv …", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    uv = shutil.which("uv")
    command = [uv, "venv", "--seed", "--python", sys.executable] if uv else [sys.executable, "-m", "venv"]
    if subprocess.run([*command, str(VENV)], env=uv_environment(), check=False).returncode:
        sys.exit("Python could not make a virtual environment. On Debian: `apt-get install python3-venv`.")


def install(lock: Path) -> None:
    """Install a lock file and both distributions, by uv if possible."""
    print(f"Installing {lock.name} …", flush=True)
    uv = find_uv()
    if uv is not None and install_with(
        [uv, "pip", "install", "--python", str(PYTHON), "--compile-bytecode", "--quiet"], lock
    ):
        return
    if not install_with([str(PYTHON), "-m", "pip", "install", "--quiet", "--compile"], lock):
        sys.exit(
            "The dependencies could not be installed; the messages above say why. Then run the command again."
        )


def install_with(command: list[str], lock: Path) -> bool:
    """Install with one installer; say whether it worked."""
    environment = uv_environment()
    editables = [argument for folder in DISTRIBUTIONS for argument in ("--editable", str(folder))]
    steps = (
        [*command, "--require-hashes", "--no-deps", "--requirement", str(lock)],
        [*command, "--no-deps", *editables],
    )
    return all(subprocess.run(step, env=environment, check=False).returncode == 0 for step in steps)


def find_uv() -> str | None:
    """Return uv from PATH or from the environment, put there (at the locked version) when it is missing."""
    uv = shutil.which("uv")
    if uv:
        return uv
    own = BINARIES / "uv"
    if not own.exists():
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as requirement:
            requirement.write(locked("uv"))
            requirement.flush()
            pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
            subprocess.run([*pip, "--requirement", requirement.name], check=False)
    return str(own) if own.exists() else None


def locked(name: str) -> str:
    """Return one requirement of the developers' lock with its hashes."""
    found = re.search(rf"^{name}==.*(?:\n {{4}}--hash=.*)+", DEV_LOCK.read_text(), re.MULTILINE)
    return found.group(0) if found else name


def uv_environment() -> dict[str, str]:
    """Return the environment for uv, which itself knows neither pip's settings nor system certificates."""
    environment = {"UV_SYSTEM_CERTS": "1", "UV_LINK_MODE": "copy", "ADWRIGHT_SKIP_UI": "1", **os.environ}
    index = os.environ.get("PIP_INDEX_URL") or configured_index()
    if index:
        environment.setdefault("UV_DEFAULT_INDEX", index)
    return environment


def configured_index() -> str:
    """Return the package index that pip is configured to use; empty when it is the usual one."""
    command = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


if __name__ == "__main__":
    main()
