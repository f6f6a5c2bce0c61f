"""What a change or a drift says in words, with the names of what a platform knows by number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.campaigns.model import DesiredCampaign
from adwright.changes.fields import NAMED_PARTS, Part
from adwright.changes.model.diff import DiffLine, diff
from adwright.changes.model.patch import Patch
from adwright.core.database import Transaction


async def diff_of(tx: Transaction, patch: Patch, campaign: DesiredCampaign) -> tuple[DiffLine, ...]:
    """Return every value that a change alters, before and after, as a person reads it. Repeatable.

    Args:
        tx: the transaction.
        patch: what the change edits.
        campaign: the campaign as it should be; for a launch, what will be made.
    """
    lines = diff(patch, campaign)
    parts = await with_names(
        tx, campaign.ad_account_id, [(line.field, line.before, line.after) for line in lines]
    )
    return tuple(
        replace(line, before=before, after=after)
        for line, (_, before, after) in zip(lines, parts, strict=True)
    )


async def with_names(tx: Transaction, ad_account_id: UUID, parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return what differs with names in the place of ids, where the account knows them. Repeatable."""
    if not any(part in NAMED_PARTS for part, _, _ in parts):
        return tuple(parts)
    names = (await accounts.belongings_of(tx, ad_account_id)).names
    return tuple(
        (part, _named(names, one), _named(names, other)) if part in NAMED_PARTS else (part, one, other)
        for part, one, other in parts
    )


def _named(names: Mapping[str, str], text: str | None) -> str | None:
    return None if text is None else names.get(text, text)
