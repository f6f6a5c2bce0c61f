"""Every room's tables in one metadata, for Alembic: importing a room's tables declares them."""

from __future__ import annotations

import adwright.accounts.tables
import adwright.audit.tables
import adwright.campaigns.tables
import adwright.changes.tables
import adwright.creatives.tables
import adwright.events.tables
import adwright.gate.tables
import adwright.insights.tables  # noqa: F401 - imported for what it declares; one line per room with tables
from adwright.core.database import metadata

__all__ = ["metadata"]
