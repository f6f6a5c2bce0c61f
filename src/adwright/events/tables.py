"""The outbox: the row is the event."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, DateTime, Identity, Index, Table, Text, Uuid, func
from sqlalchemy.dialects.postgresql import JSONB

from adwright.core.database import metadata

outbox = Table(
    "outbox",
    metadata,
    Column("organization_id", Uuid, primary_key=True),
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("kind", Text, nullable=False),
    Column("subject_id", Uuid),
    Column("data", JSONB, nullable=False),
    Index(None, "at"),
)
