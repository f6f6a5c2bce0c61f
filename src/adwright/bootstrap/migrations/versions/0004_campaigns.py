"""The tables of campaigns."""

from __future__ import annotations

revision = "0004_campaigns"
down_revision = "0003_creatives"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""


def downgrade() -> None:
    """Remove the tables."""
