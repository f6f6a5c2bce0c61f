"""An idempotency key remembers what an upload held."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014_uploads_by_content"
down_revision = "0013_unknown_rises"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the hash of the form; answers from before have none, and are of no upload from now on."""
    op.add_column("idempotency_keys", sa.Column("upload_digest", sa.Text))


def downgrade() -> None:
    """Forget the hashes."""
    op.drop_column("idempotency_keys", "upload_digest")
