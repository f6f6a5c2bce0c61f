"""The tables of creatives."""

from __future__ import annotations

revision = "0003_creatives"
down_revision = "0002_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""


def downgrade() -> None:
    """Remove the tables."""
