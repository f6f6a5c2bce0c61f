"""The pytest plugin: the fixture `adsandbox` gives every test a fresh market of its own.

Found by pytest through the entry point `pytest11`; nothing else is loaded before a test asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from adsandbox.server.inprocess import Sandbox

_OPTIONS = ("scenario", "seed", "clock", "start")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line(
        "markers",
        "adsandbox(scenario='empty', seed=1, clock='manual', start='2026-06-01T12:00:00Z'): "
        "what the market of the fixture `adsandbox` is like.",
    )


@pytest.fixture
def adsandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """A running market of this test alone, in memory; its clock stands until `adsandbox.advance(days=1)`."""
    from adsandbox.server.inprocess import Sandbox

    marker = request.node.get_closest_marker("adsandbox")
    values = dict(marker.kwargs) if marker else {}
    unknown = sorted(set(values) - set(_OPTIONS))
    if unknown or (marker and marker.args):
        raise pytest.UsageError(f"The marker adsandbox takes only: {', '.join(_OPTIONS)} (by name).")
    with Sandbox(**values) as sandbox:
        yield sandbox
