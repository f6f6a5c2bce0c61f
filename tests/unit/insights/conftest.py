"""A file that is understood as soon as it is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from adwright.insights.files.model import Choices, Understood
from adwright.insights.files.understanding import understand
from tests.unit.insights.exports import TODAY

Read = Callable[..., Understood]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that writes a file and says what is understood of it."""

    def understood(
        content: str | bytes, choices: Choices | None = None, *, encoding: str = "utf-8"
    ) -> Understood:
        path = tmp_path / "export"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return understand(path, choices or Choices(), today=TODAY)

    return understood
