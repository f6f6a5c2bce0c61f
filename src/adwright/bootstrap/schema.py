"""Every room's tables in one metadata, for Alembic: importing a room's tables declares them."""

from __future__ import annotations

import adwright.campaigns.tables
import adwright.creatives.tables  # noqa: F401 - imported for what it declares; one line per room with tables
from adwright.core.database import metadata

__all__ = ["metadata"]
