"""A breath of the storm, so that it stays playable; all of it in `python -m bench storm`."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL

from bench.storm.play import Size, play

# Its first worker dies during its fourth call.
SEED = 8


async def test_storm_when_a_breath_of_it_blows_then_all_is_as_it_should_be(
    lone_owner_url: URL, tmp_path: Path
) -> None:
    outcome = await play(lone_owner_url, tmp_path, SEED, Size(proposals=16, kills=1, campaigns=2))
    assert outcome.complaints == []
    assert (outcome.tally.proposals, outcome.kills) == (16, 1)
    assert outcome.tally.refused.total() > 0
    assert outcome.tally.applied == outcome.tally.allowed
    assert outcome.faults.total() > 0
