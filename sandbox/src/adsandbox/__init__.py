"""A simulated ad market that speaks the ad platforms' wire protocols."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adsandbox.server.inprocess import Sandbox as Sandbox

__version__ = "0.1.0"
__all__ = ["Sandbox", "__version__"]


def __getattr__(name: str) -> object:
    """Load `Sandbox` only when it is asked for, so that the command line starts quickly."""
    if name == "Sandbox":
        from adsandbox.server.inprocess import Sandbox

        return Sandbox
    raise AttributeError(name)
