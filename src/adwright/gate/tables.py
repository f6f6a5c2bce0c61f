"""What keeps requests from being done twice or too often."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, DateTime, Double, Index, Integer, Table, Text, UniqueConstraint, Uuid

from adwright.core.database import metadata
from adwright.core.tenant import tenant_table

idempotency_keys = tenant_table(
    "idempotency_keys",
    Column("caller_id", Uuid, nullable=False),
    Column("key", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("claimed_at", DateTime(timezone=True), nullable=False),
    Column("acted", Boolean, nullable=False),
    Column("status", Integer),
    Column("content_type", Text),
    Column("answer", Text),
    Column("upload_digest", Text),
    UniqueConstraint("organization_id", "caller_id", "key"),
    Index(None, "claimed_at"),
)

rate_buckets = Table(
    "rate_buckets",
    metadata,
    Column("name", Text, primary_key=True),
    Column("tokens", Double, nullable=False),
    Column("refilled_at", DateTime(timezone=True), nullable=False),
    Index(None, "refilled_at"),
)
