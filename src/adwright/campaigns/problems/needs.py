"""What one platform wants of a draft besides what all of them do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from adwright.campaigns.model import LaunchProblem
from adwright.campaigns.problems.inspection import Inspection
from adwright.campaigns.records import AdGroupRecord, AdRecord

Found = Iterator[LaunchProblem]


@dataclass(frozen=True, slots=True)
class Needs:
    """How a platform judges a campaign's own fields, each of its ad groups, and each ad."""

    campaign: Callable[[Inspection], Found]
    group: Callable[[Inspection, AdGroupRecord], Found]
    ad: Callable[[Inspection, AdRecord], Found]


def _nothing(*_node: object) -> Found:
    return iter(())


# Where nothing can be launched at all.
NO_NEEDS = Needs(_nothing, _nothing, _nothing)
