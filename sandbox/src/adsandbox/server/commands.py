"""Commands of the control interface for all platforms: `"platform": "google"` in a body leads to Google's."""

from __future__ import annotations

from typing import Any

from adsandbox.control.commands import COMMANDS, Command
from adsandbox.google.commands import COMMANDS as OF_GOOGLE
from adsandbox.world.world import World

PLATFORMS = ("meta", "google")


def _of_platform(route: tuple[str, str], command: Command) -> Command:
    """The command that looks for whose platform it is."""

    def run(world: World, body: dict[str, Any]) -> dict[str, Any]:
        values = dict(body)
        platform = values.pop("platform", "meta")
        if platform not in PLATFORMS:
            raise ValueError(f"platform is one of: {', '.join(PLATFORMS)}.")
        return OF_GOOGLE[route](world, values) if platform == "google" else command(world, values)

    return run


ALL_COMMANDS: dict[tuple[str, str], Command] = {
    route: _of_platform(route, command) if route in OF_GOOGLE else command
    for route, command in COMMANDS.items()
}
