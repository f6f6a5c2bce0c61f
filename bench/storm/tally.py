"""What is counted in one storm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from adwright.changes.model.change import Change
from bench.storm.deeds import Deed


@dataclass
class Tally:
    """Counts of proposals and what became of them, and everything that went otherwise than it should.

    Attributes:
        forbidden, refused: proposals that had to be refused, and those that were, for the right reason.
        allowed, applied: proposals that had to pass, and those that were applied.
        helped: how often a person had to try again, by the reason for which a change had stopped.
    """

    forbidden: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    allowed: Counter[str] = field(default_factory=Counter)
    applied: Counter[str] = field(default_factory=Counter)
    helped: Counter[str] = field(default_factory=Counter)
    mismatches: int = 0
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, tallies: Sequence[Tally]) -> Tally:
        """Add several tallies up."""
        total = cls()
        for each in tallies:
            for name in ("forbidden", "refused", "allowed", "applied", "helped"):
                getattr(total, name).update(getattr(each, name))
            total.mismatches += each.mismatches
            total.complaints += each.complaints
        return total

    def proposes(self, deed: Deed) -> None:
        """Count a proposal."""
        (self.allowed if deed.refusal is None else self.forbidden)[deed.kind] += 1

    def refuses(self, deed: Deed) -> None:
        """Count one that was refused as it had to be."""
        self.refused[deed.kind] += 1

    def applies(self, deed: Deed, change: Change) -> None:
        """Count one that was applied as it had to be."""
        self.applied[deed.kind] += 1
        self.mismatches += bool(change.mismatches)

    def wrong(self, complaint: str) -> None:
        """Note what must not be."""
        self.complaints.append(complaint)

    @property
    def proposals(self) -> int:
        """How many proposals there were."""
        return self.forbidden.total() + self.allowed.total()

    @property
    def refused_percent(self) -> float:
        """Which part of all proposals was refused, as it had to be."""
        return 100.0 * self.refused.total() / max(self.proposals, 1)

    @property
    def applied_percent(self) -> float:
        """Which part of what is allowed was applied."""
        return 100.0 * self.applied.total() / max(self.allowed.total(), 1)
