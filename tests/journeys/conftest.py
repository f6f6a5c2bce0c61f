"""A workbench of each test's own."""

from __future__ import annotations

import pytest

from adwright.core.database import Database
from tests.journeys.workbench import Workbench, make_workbench


@pytest.fixture
async def bench(database: Database) -> Workbench:
    return await make_workbench(database)
