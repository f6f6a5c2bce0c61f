"""The roles, and the tables of the ground floor: audit, events, gate."""

from __future__ import annotations

from adwright.bootstrap.migrations.tenancy import create_roles

revision = "0001_foundation"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make roles and tables."""
    create_roles()


def downgrade() -> None:
    """Remove the tables; the roles belong to the whole server and stay."""
