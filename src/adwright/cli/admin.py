"""Commands for who keeps the installation. They are local, because they need its files."""

from __future__ import annotations

from typing import Annotated

import typer

from adwright.bootstrap.settings import Settings
from adwright.cli.output import say

app = typer.Typer(help="Keys, and people who cannot get in.", no_args_is_help=True)


@app.command("rotate-keys")
def rotate_keys() -> None:
    """Make a new secret key and bring every stored token under it. Old keys still decrypt."""
    # Imported here, as in every local command: it brings the whole product in.
    from adwright.bootstrap import administration

    settings = Settings.load()
    keys, changed = administration.rotate_keys(settings)
    place = "ADWRIGHT_SECRET_KEYS" if settings.secret_keys else str(settings.home / "secret-keys")
    say(f"{changed} tokens are now under the newest of {keys} keys in {place}.")


@app.command("reset-link")
def reset_link(email: Annotated[str, typer.Argument(help="Whose password was forgotten.")]) -> None:
    """Print a link that sets a new password, for where no mail can be sent."""
    from adwright.bootstrap import administration

    say(administration.reset_link(Settings.load(), email))
