"""The command `adwright`."""

from __future__ import annotations

import sys

import typer

from adwright.cli import admin, code, local, remote
from adwright.cli.output import fail
from adwright.core.errors import AdwrightError

app = typer.Typer(
    name="adwright",
    help="The open-source, self-hosted workbench for paid media.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

local.register(app)
app.add_typer(admin.app, name="admin")
remote.register(app)
code.register(app)


def run() -> None:
    """Run a command; an expected error is one sentence and a non-zero end."""
    try:
        app()
    except AdwrightError as error:
        fail(error.message)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    run()
