"""Rules of the house that no other linter knows: sizes, and that a room touches its own tables only."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ROOT / "src" / "adwright"
PYTHON = (
    PRODUCT,
    ROOT / "sandbox" / "src",
    ROOT / "tests",
    ROOT / "sandbox" / "tests",
    ROOT / "bench",
    ROOT / ".ci",
)
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
LONGEST_REACT_FILE = 250
GENERATED = (ROOT / "ui" / "src" / "api", ROOT / "ui" / "src" / "routeTree.gen.ts")
# Only ever shorter: what is longer than the rule for now, with the lines it may have at most.
LONGER_FOR_NOW: dict[str, int] = {}


def main() -> None:
    """Print every breach; end with an error when there is one."""
    breaches = [*python_sizes(), *react_sizes(), *foreign_tables(), *outgrown_exceptions()]
    for breach in breaches:
        print(breach)
    if breaches:
        sys.exit(1)


def python_sizes() -> Iterator[str]:
    """Yield files and functions that are too long."""
    for path in sorted(file for folder in PYTHON for file in folder.rglob("*.py")):
        source = path.read_text()
        name = path.relative_to(ROOT).as_posix()
        lines = source.count("\n")
        if lines > LONGER_FOR_NOW.get(name, LONGEST_FILE):
            yield f"{name}: {lines} lines; a file has at most {LONGEST_FILE}. Cut it by subject."
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from function_size(name, node)


def function_size(name: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    """Yield a function that is too long, its docstring not counted."""
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
    lines = (node.end_lineno or 0) - first.lineno + 1
    if lines > LONGER_FOR_NOW.get(f"{name}:{node.name}", LONGEST_FUNCTION):
        yield f"{name}:{node.lineno} {node.name}: {lines} lines; a function has at most {LONGEST_FUNCTION}."


def react_sizes() -> Iterator[str]:
    """Yield files of the web app that are too long."""
    for path in sorted((ROOT / "ui" / "src").rglob("*.ts*")):
        if any(path.is_relative_to(made) for made in GENERATED):
            continue
        name, lines = path.relative_to(ROOT).as_posix(), path.read_text().count("\n")
        if lines > LONGER_FOR_NOW.get(name, LONGEST_REACT_FILE):
            yield f"{name}: {lines} lines; a file of the web app has at most {LONGEST_REACT_FILE}."


def foreign_tables() -> Iterator[str]:
    """Yield imports of another room's tables or repository."""
    for path in sorted(PRODUCT.rglob("*.py")):
        room = path.relative_to(PRODUCT).parts[0]
        if room == "bootstrap":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            for module in imported(node):
                parts = module.split(".")
                private = parts[0] == "adwright" and {"tables", "repository"} & set(parts[2:])
                if private and parts[1] != room:
                    yield f"{path.relative_to(ROOT)}:{node.lineno} imports {module}; ask that room's service."


def imported(node: ast.AST) -> Iterator[str]:
    """Yield the dotted names that a statement imports."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def outgrown_exceptions() -> Iterator[str]:
    """Yield exceptions for things that are gone."""
    for name in LONGER_FOR_NOW:
        if not (ROOT / name.split(":")[0]).exists():
            yield f".ci/house.py: the exception for {name} is no longer needed."


if __name__ == "__main__":
    main()
