"""`make dev`: the demo, with web and worker started again when their sources change, behind Vite's server."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from adwright.bootstrap.child import spawn, stop  # noqa: E402 - found through the path above
from hatch_build import UI, install_packages, node_folder  # noqa: E402 - found through the path above

PORT = os.environ.get("ADWRIGHT_PORT", "8787")


def main() -> None:
    """Run the demo and Vite until Ctrl-C; a saved source file starts web and worker again."""
    install_packages()
    os.environ["PATH"] = f"{node_folder()}{os.pathsep}{os.environ['PATH']}"
    adwright = str(Path(sys.executable).with_name("adwright"))
    npm = shutil.which("npm") or "npm"
    product = spawn(
        [adwright, "demo"], environment={**os.environ, "ADWRIGHT_PORT": PORT}, dies_by=signal.SIGTERM
    )
    url = f"http://127.0.0.1:{PORT}"
    vite = subprocess.Popen([npm, "run", "dev"], cwd=UI, env={**os.environ, "ADWRIGHT_URL": url})
    seen = newest_change()
    with contextlib.suppress(KeyboardInterrupt):
        while product.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                vite.wait(1.0)
                break
            changed = newest_change()
            if changed > seen:
                seen = changed
                product.send_signal(signal.SIGUSR1)
    stop(vite, (signal.SIGTERM, 5.0))
    stop(product, (signal.SIGTERM, 20.0))


def newest_change() -> float:
    """Return when a source file of the product was last written (seconds since the epoch)."""
    return max(path.stat().st_mtime for path in (ROOT / "src").rglob("*.py"))


if __name__ == "__main__":
    main()
