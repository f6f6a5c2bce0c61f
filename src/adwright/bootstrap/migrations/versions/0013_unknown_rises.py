"""The guardrails' ledger can say that a rise is unknown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013_unknown_rises"
down_revision = "0012_guardrails"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a rise be unknown."""
    op.alter_column("guardrail_ledger", "rise_micros", existing_type=sa.BigInteger, nullable=True)


def downgrade() -> None:
    """Take an unknown rise for none, as before."""
    op.execute("UPDATE guardrail_ledger SET rise_micros = 0 WHERE rise_micros IS NULL")
    op.alter_column("guardrail_ledger", "rise_micros", existing_type=sa.BigInteger, nullable=False)
