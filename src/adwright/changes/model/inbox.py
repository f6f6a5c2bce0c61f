"""What is looked for in the list of changes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from adwright.changes.model.life import ChangeKind, ChangeStatus
from adwright.changes.model.policy import AuthorKind


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """Conditions that all have to hold; what is empty or None does not matter.

    Attributes:
        search: words in the title, the reason or the author's name.
        needs_mine: only proposals that the asking person's approval brings further.
    """

    statuses: tuple[ChangeStatus, ...] = ()
    kinds: tuple[ChangeKind, ...] = ()
    author_kinds: tuple[AuthorKind, ...] = ()
    advertiser_id: UUID | None = None
    ad_account_id: UUID | None = None
    campaign_id: UUID | None = None
    search: str = ""
    needs_mine: bool = False
