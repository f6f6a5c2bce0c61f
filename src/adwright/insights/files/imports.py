"""One import as it is kept: the choices, the preview, and where it went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from adwright.insights.files.model import Choices


class ImportStatus(StrEnum):
    """Whether anything was written yet."""

    PREVIEW = "preview"
    COMMITTED = "committed"


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One uploaded file.

    Attributes:
        advertiser_id: whose figures these are; None until chosen.
        ad_account_id: where they went; None until committed.
        signature: what files with the same columns have in common.
        preview: what was understood (see `documents.preview_document`).
    """

    id: UUID
    advertiser_id: UUID | None
    ad_account_id: UUID | None
    file_name: str
    file_bytes: int
    signature: str
    status: ImportStatus
    choices: Choices
    preview: Mapping[str, Any]
    created_by: str
    created_at: datetime
    committed_at: datetime | None
