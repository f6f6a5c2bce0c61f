"""How much of the platforms' limits is used, known to all processes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adwright.bootstrap.migrations.tenancy import without_tenant

revision = "0011_quota"
down_revision = "0010_naming"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "platform_quota",
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("used_percent", sa.Integer, nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tier", sa.Text, nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
    )
    without_tenant("platform_quota")


def downgrade() -> None:
    """Remove it."""
    op.drop_table("platform_quota")
