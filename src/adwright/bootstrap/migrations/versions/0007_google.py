"""Campaigns on Search: their own settings, more texts for responsive ads, the manager of an ad account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007_google"
down_revision = "0006_changes"
branch_labels = None
depends_on = None

_TEXT_LISTS = ("more_headlines", "more_descriptions", "display_path")


def upgrade() -> None:
    """Add the columns; lists begin empty."""
    op.add_column("campaigns", sa.Column("search", JSONB, nullable=True))
    op.add_column("ad_accounts", sa.Column("manager_external_id", sa.Text, nullable=True))
    # A consent lives for ten minutes: those begun before the migration are begun again.
    op.execute("DELETE FROM oauth_states")
    op.add_column("oauth_states", sa.Column("verifier_ciphertext", sa.Text, nullable=False))
    for name in _TEXT_LISTS:
        empty: sa.Column[list[str]] = sa.Column(name, sa.ARRAY(sa.Text), nullable=False, server_default="{}")
        op.add_column("creative_versions", empty)
        op.alter_column("creative_versions", name, server_default=None)


def downgrade() -> None:
    """Take the columns away."""
    for name in _TEXT_LISTS:
        op.drop_column("creative_versions", name)
    op.drop_column("oauth_states", "verifier_ciphertext")
    op.drop_column("ad_accounts", "manager_external_id")
    op.drop_column("campaigns", "search")
