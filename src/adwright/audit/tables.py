"""Two append-only tables: what was done, and the seals that chain it."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, DateTime, Index, Table, Text, Uuid, func
from sqlalchemy.dialects.postgresql import JSONB

from adwright.core.database import metadata
from adwright.core.tenant import tenant_key, tenant_table

audit_log = tenant_table(
    "audit_log",
    Column("at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("actor_kind", Text, nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("person_id", Uuid),
    Column("credential_id", Uuid),
    Column("action", Text, nullable=False),
    Column("subject_type", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("before", JSONB(none_as_null=True)),
    Column("after", JSONB(none_as_null=True)),
    Column("why", Text),
    Index(None, "organization_id", "subject_id"),
)

audit_seals = Table(
    "audit_seals",
    metadata,
    Column("organization_id", Uuid, primary_key=True),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("audit_id", Uuid, nullable=False),
    Column("hash", Text, nullable=False),
    Column("sealed_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    tenant_key("audit_id", "audit_log"),
    Index(None, "organization_id", "audit_id", unique=True),
)
