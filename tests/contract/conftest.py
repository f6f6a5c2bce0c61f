"""Every case of the contract is written once and tried on each side."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from adsandbox import Sandbox
from tests.conftest import CONTRACT
from tests.contract.platforms import OPENINGS
from tests.contract.sides import Made, Side


@pytest.fixture(scope="module")
def market() -> Iterator[Sandbox]:
    """One sandbox for all cases of a file, on both platforms."""
    with Sandbox(scenario="empty") as running:
        yield running


@pytest.fixture(scope="module", params=OPENINGS)
async def side(request: pytest.FixtureRequest, market: Sandbox) -> Side:
    """One platform with one account for all its cases in a file."""
    return await OPENINGS[request.param](market)


@pytest.fixture(autouse=True)
def _case(side: Side, record_property: Callable[[str, object], None]) -> Iterator[None]:
    """Let the summary of the whole run count the cases of each side, and no trouble outlive its case."""
    record_property(CONTRACT, side.name)
    yield
    side.calm()


@pytest.fixture(scope="module")
async def tree(side: Side) -> Made:
    """A campaign with an ad group and an ad that every case leaves as it was."""
    return await side.tree()
