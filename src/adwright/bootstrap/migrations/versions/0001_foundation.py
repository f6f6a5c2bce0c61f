"""The roles, and the tables of the ground floor: audit, events, gate."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from adwright.bootstrap.migrations.tenancy import (
    allow_system,
    append_only,
    create_roles,
    protect,
    without_tenant,
)

revision = "0001_foundation"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make roles, tables and rights."""
    create_roles()
    _audit_log()
    _audit_seals()
    _outbox()
    _idempotency_keys()
    _rate_buckets()
    for table in ("audit_log", "audit_seals"):
        append_only(table)
    allow_system("audit_log", "INSERT")
    allow_system("audit_log", columns=("organization_id", "id"))
    allow_system("audit_seals", columns=("organization_id", "audit_id", "sequence"))
    protect("outbox")
    allow_system("outbox", "DELETE")
    allow_system("outbox", columns=("at",))
    protect("idempotency_keys")
    allow_system("idempotency_keys", "DELETE")
    allow_system("idempotency_keys", columns=("claimed_at",))
    without_tenant("rate_buckets")


def downgrade() -> None:
    """Remove the tables; the roles belong to the whole server and stay."""
    for table in ("rate_buckets", "idempotency_keys", "outbox", "audit_seals", "audit_log"):
        op.drop_table(table)


def _audit_log() -> None:
    op.create_table(
        "audit_log",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("actor_kind", sa.Text, nullable=False),
        sa.Column("actor_name", sa.Text, nullable=False),
        sa.Column("person_id", sa.Uuid),
        sa.Column("credential_id", sa.Uuid),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject_type", sa.Text, nullable=False),
        sa.Column("subject_id", sa.Text, nullable=False),
        sa.Column("before", JSONB(none_as_null=True)),
        sa.Column("after", JSONB(none_as_null=True)),
        sa.Column("why", sa.Text),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_index(
        op.f("ix_audit_log_organization_id_subject_id"), "audit_log", ["organization_id", "subject_id"]
    )


def _audit_seals() -> None:
    op.create_table(
        "audit_seals",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("sequence", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("audit_id", sa.Uuid, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "audit_id"], ["audit_log.organization_id", "audit_log.id"]
        ),
        sa.PrimaryKeyConstraint("organization_id", "sequence"),
    )
    op.create_index(
        op.f("ix_audit_seals_organization_id_audit_id"),
        "audit_seals",
        ["organization_id", "audit_id"],
        unique=True,
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject_id", sa.Uuid),
        sa.Column("data", JSONB, nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_index(op.f("ix_outbox_at"), "outbox", ["at"])


def _idempotency_keys() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("caller_id", sa.Uuid, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acted", sa.Boolean, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("content_type", sa.Text),
        sa.Column("answer", sa.Text),
        sa.PrimaryKeyConstraint("organization_id", "id"),
        sa.UniqueConstraint("organization_id", "caller_id", "key"),
    )
    op.create_index(op.f("ix_idempotency_keys_claimed_at"), "idempotency_keys", ["claimed_at"])


def _rate_buckets() -> None:
    op.create_table(
        "rate_buckets",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("tokens", sa.Double, nullable=False),
        sa.Column("refilled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_index(op.f("ix_rate_buckets_refilled_at"), "rate_buckets", ["refilled_at"])
