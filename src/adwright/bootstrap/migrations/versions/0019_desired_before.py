"""What a change's nodes should have been before it was approved, to take it back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0019_desired_before"
down_revision = "0018_sources_of_ads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("changes", sa.Column("desired_before", JSONB, nullable=True))


def downgrade() -> None:
    """Remove it."""
    op.drop_column("changes", "desired_before")
