"""Exports to be understood: made-up ones, and genuine ones where somebody has them."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from adwright.insights.files.model import Understood

TODAY = date(2026, 11, 21)

ENGLISH = """Campaign name,Ad set name,Ad name,Day,Amount spent (USD),Impressions,Link clicks,Clicks (all)
Chips,Snackers,Jalapeño,2026-11-01,10.50,1000,20,30
Chips,Snackers,Salted,2026-11-02,"1,234.25",2000,,10
"""


def sample(name: str) -> Path:
    """Return a genuine export, which is not part of the repository; skip where it is absent."""
    beside = Path(__file__).parents[4] / "shared" / "data"
    path = Path(os.environ.get("ADWRIGHT_SAMPLE_DATA", beside)) / name
    if not path.exists():
        pytest.skip(f"{name} is not here; set ADWRIGHT_SAMPLE_DATA to the folder that has it")
    return path


def messages(understood: Understood) -> list[str]:
    return [problem.message for problem in understood.problems]
