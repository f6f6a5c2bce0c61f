"""The life of a change: only the steps that make sense."""

from __future__ import annotations

import itertools

import pytest

from adwright.changes.model.life import OPEN, ChangeStatus, may_become, require_step
from adwright.core.errors import Conflict

ALLOWED = {
    ("proposed", "approved"),
    ("proposed", "rejected"),
    ("proposed", "expired"),
    ("approved", "applying"),
    ("approved", "failed"),
    ("applying", "applied"),
    ("applying", "failed"),
    ("applying", "rejected"),
    ("applying", "proposed"),
    ("failed", "approved"),
    ("failed", "proposed"),
    ("failed", "rejected"),
    ("applied", "undone"),
    ("rejected", "undone"),
}


def test_life_then_allows_these_steps_and_no_others() -> None:
    every = itertools.product(ChangeStatus, ChangeStatus)
    assert {(now.value, wanted.value) for now, wanted in every if may_become(now, wanted)} == ALLOWED


def test_step_when_not_allowed_then_says_where_the_change_is() -> None:
    with pytest.raises(Conflict, match="This change was rejected") as refused:
        require_step(ChangeStatus.REJECTED, ChangeStatus.APPROVED)
    assert refused.value.code == "change_rejected"


def test_open_then_is_what_may_still_change_something() -> None:
    assert {each.value for each in OPEN} == {"proposed", "approved", "applying"}
