"""The tables of changes."""

from __future__ import annotations

revision = "0006_changes"
down_revision = "0005_insights"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""


def downgrade() -> None:
    """Remove the tables."""
