"""The OpenAPI document and the client made from it: `client.py` writes both, `client.py --check` compares."""

from __future__ import annotations

import filecmp
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from hatch_build import UI, install_packages, node_folder, npm  # noqa: E402 - found through the path above

DOCUMENT = UI / "openapi.json"
CLIENT = UI / "src" / "api"


def main() -> None:
    """Write, or compare what is committed with what would be written."""
    install_packages()
    document = api_document()
    if "--check" not in sys.argv:
        DOCUMENT.write_text(document)
        generate(CLIENT)
        return
    if not DOCUMENT.exists() or DOCUMENT.read_text() != document:
        sys.exit("ui/openapi.json is not what the API says now. Run `make gen-client` and commit.")
    with tempfile.TemporaryDirectory(dir=UI) as folder:
        fresh = Path(folder) / "api"
        generate(fresh)
        if not same(CLIENT, fresh):
            sys.exit("ui/src/api is not what would be generated now. Run `make gen-client` and commit.")


def api_document() -> str:
    """Return the OpenAPI document as the code says it now."""
    command = [sys.executable, "-m", "adwright.web.openapi"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def generate(output: Path) -> None:
    """Generate the client from the committed document, without its generator's notes to itself."""
    path = f"{node_folder()}{os.pathsep}{os.environ['PATH']}"
    npm({**os.environ, "PATH": path, "CLIENT_OUTPUT": str(output)}, "run", "--silent", "gen")
    for file in output.rglob("*.ts"):
        lines = file.read_text().splitlines(keepends=True)
        file.write_text("".join(line for line in lines if not line.lstrip().startswith("// TODO")))


def same(left: Path, right: Path) -> bool:
    """Say whether two folders hold the same files."""
    comparison = filecmp.dircmp(left, right)
    if comparison.left_only or comparison.right_only or comparison.funny_files:
        return False
    _, differing, unread = filecmp.cmpfiles(left, right, comparison.common_files, shallow=False)
    return (
        not differing
        and not unread
        and all(same(left / name, right / name) for name in comparison.common_dirs)
    )


if __name__ == "__main__":
    main()
