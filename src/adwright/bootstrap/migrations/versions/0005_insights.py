"""The tables of insights."""

from __future__ import annotations

revision = "0005_insights"
down_revision = "0004_campaigns"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""


def downgrade() -> None:
    """Remove the tables."""
