"""What ads on Meta need: Instagram accounts, lead forms, what pixels count, and who an ad is declared for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from adwright.bootstrap.migrations.tenancy import protect

revision = "0016_needs"
down_revision = "0015_initiatives"
branch_labels = None
depends_on = None

_OF_ACCOUNTS = ("beneficiary", "payor", "funding", "payment_trouble")


def upgrade() -> None:
    """Make the tables and columns."""
    for name in _OF_ACCOUNTS:
        op.add_column("ad_accounts", sa.Column(name, sa.Text))
    op.add_column("pixels", sa.Column("events", ARRAY(sa.Text)))
    _make("instagram_accounts", sa.Column("picture_url", sa.Text))
    _make("lead_forms", sa.Column("page_external_id", sa.Text, nullable=False))
    op.add_column("campaigns", sa.Column("meta", JSONB(none_as_null=True)))
    op.add_column("ad_groups", sa.Column("conversion_event", sa.Text))
    op.add_column("ad_groups", sa.Column("declaration", JSONB(none_as_null=True)))


def downgrade() -> None:
    """Remove them."""
    op.drop_column("ad_groups", "declaration")
    op.drop_column("ad_groups", "conversion_event")
    op.drop_column("campaigns", "meta")
    op.drop_table("lead_forms")
    op.drop_table("instagram_accounts")
    op.drop_column("pixels", "events")
    for name in _OF_ACCOUNTS:
        op.drop_column("ad_accounts", name)


def _make(table: str, own: sa.Column[str]) -> None:
    op.create_table(
        table,
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("ad_account_id", sa.Uuid, nullable=False),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        own,
        sa.PrimaryKeyConstraint("organization_id", "id"),
        sa.ForeignKeyConstraint(
            ["organization_id", "ad_account_id"],
            ["ad_accounts.organization_id", "ad_accounts.id"],
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("organization_id", "ad_account_id", "external_id"),
    )
    protect(table)
