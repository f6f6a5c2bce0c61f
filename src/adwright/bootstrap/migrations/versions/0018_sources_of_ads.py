"""Whom an ad comes from on Instagram and which form it opens: its own, once it was edited live."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018_sources_of_ads"
down_revision = "0017_saved_views"
branch_labels = None
depends_on = None

_COLUMNS = ("instagram_external_id", "lead_form_external_id")


def upgrade() -> None:
    """Make the columns."""
    for name in _COLUMNS:
        op.add_column("ads", sa.Column(name, sa.Text))


def downgrade() -> None:
    """Remove them."""
    for name in _COLUMNS:
        op.drop_column("ads", name)
