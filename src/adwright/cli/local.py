"""Commands about this machine: run, check, migrate."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from adwright.bootstrap.settings import Settings
from adwright.cli.output import say, say_json

Port = Annotated[int | None, typer.Option(help="Port of the web app; ADWRIGHT_PORT otherwise.")]
Host = Annotated[str | None, typer.Option(help="Address to listen on; ADWRIGHT_HOST otherwise.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON for programs.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(up)
    app.command()(demo)
    app.command()(doctor)
    app.command()(migrate)


def up(port: Port = None, host: Host = None) -> None:
    """Run everything: database, web, worker. Ctrl-C ends it."""
    from adwright.bootstrap.processes import ProcessTree

    settings = _settings(port, host)

    def ready(url: str) -> None:
        say(f"Adwright runs at {url}")
        say("Ctrl-C stops it; the data stay in " + str(settings.home))

    ProcessTree(settings, say=say).run(ready)


def demo(port: Port = None, host: Host = None) -> None:
    """Run everything with a simulated ad market and a believable agency. Ctrl-C ends it; data are kept."""
    from adwright.cli.demo import run_demo

    run_demo(_settings(port, host))


def doctor(as_json: AsJson = False) -> None:
    """Say what is wrong with this installation, and what to do."""
    from adwright.bootstrap.health import examine

    findings = examine(_settings(None, None))
    if as_json:
        say_json([finding.as_dict() for finding in findings])
    else:
        for finding in findings:
            say(f"{finding.mark} {finding.sentence}")
    if any(finding.is_problem for finding in findings):
        raise typer.Exit(1)


def migrate() -> None:
    """Bring the database to this version's schema."""
    from adwright.bootstrap.local_database import owner_database
    from adwright.bootstrap.migrate import migrate as migrate_database
    from adwright.bootstrap.schema_state import newest_revision

    with owner_database(_settings(None, None)) as owner:
        migrate_database(owner)
    say(f"The database is at {newest_revision()}.")


def _settings(port: int | None, host: str | None) -> Settings:
    """Read the settings; an option becomes the variable, so that child processes see it too."""
    if port is not None:
        os.environ["ADWRIGHT_PORT"] = str(port)
    if host is not None:
        os.environ["ADWRIGHT_HOST"] = host
    return Settings.load()
