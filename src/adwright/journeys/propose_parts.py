"""What a document wants of a campaign that runs becomes proposals, node by node."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from adwright.campaigns import service as campaigns
from adwright.campaigns.document.model import AdGroupPart, AdPart, CampaignPart, Part
from adwright.campaigns.document.projection import Naming
from adwright.campaigns.model import RunState
from adwright.campaigns.records import CampaignRecord
from adwright.changes.model.change import Change
from adwright.core.actor import Actor
from adwright.core.database import Transaction
from adwright.core.errors import Invalid
from adwright.journeys.propose_change import ProposeChange
from adwright.platforms.model import Level

_LEVEL_WORDS = {Level.CAMPAIGN: "campaign", Level.AD_GROUP: "ad group", Level.AD: "ad"}
_BELOW = frozenset({"key", "ad_groups", "ads"})


@dataclass(frozen=True, slots=True)
class _Pair:
    """A node that is there, and how it is wanted; None when the document no longer names it."""

    level: Level
    node_id: UUID
    now: Part
    wanted: Part | None


async def propose_parts(
    tx: Transaction,
    actor: Actor,
    propose: ProposeChange,
    record: CampaignRecord,
    now: CampaignPart,
    wanted: CampaignPart,
    why: str | None,
) -> tuple[Change, ...]:
    """Propose what differs between a campaign as it is and as a document wants it. Not repeatable.

    Raises:
        Conflict: the same is proposed already.
        Invalid: it wants something that cannot be changed.
    """
    naming = await campaigns.naming_of(tx, [record.id])
    made: list[Change] = []
    for pair in _pairs(record, now, wanted, naming):
        made += await _propose_node(tx, actor, propose, record.id, pair, why)
    return tuple(made)


async def _propose_node(
    tx: Transaction, actor: Actor, propose: ProposeChange, campaign_id: UUID, pair: _Pair, why: str | None
) -> list[Change]:
    state = RunState.ARCHIVED if pair.wanted is None else RunState(pair.wanted.state.value)
    changed = set() if pair.wanted is None else _changed(pair.now, pair.wanted)
    made = []
    if pair.wanted is not None and "budget" in changed:
        budget = None if isinstance(pair.wanted, AdPart) else pair.wanted.budget
        before = None if isinstance(pair.now, AdPart) else pair.now.budget
        if budget is None or before is None or budget.period is not before.period:
            raise _impossible(pair, "where its budget stands, or what it is for,")
        made.append(
            await propose.set_budget(
                tx,
                actor,
                campaign_id,
                budget.amount.amount,
                why,
                level=pair.level,
                node_id=pair.node_id,
            )
        )
    if pair.wanted is None or "state" in changed:
        made.append(
            await propose.set_state(
                tx, actor, campaign_id, state, why, level=pair.level, node_id=pair.node_id
            )
        )
    for field in sorted(changed - {"budget", "state"}):
        raise _impossible(pair, field)
    return made


def _pairs(
    record: CampaignRecord, now: CampaignPart, wanted: CampaignPart, naming: Naming
) -> Iterator[_Pair]:
    yield _Pair(Level.CAMPAIGN, record.id, now, wanted)
    group_ids = {naming.key(group.id): group.id for group in record.ad_groups}
    ad_ids = {(group.id, naming.key(ad.id)): ad.id for group in record.ad_groups for ad in group.ads}
    _refuse_new(now.ad_groups, wanted.ad_groups)
    groups = {group.key: group for group in wanted.ad_groups}
    for group in now.ad_groups:
        wanted_group = groups.get(group.key)
        group_id = group_ids[group.key]
        yield _Pair(Level.AD_GROUP, group_id, group, wanted_group)
        if wanted_group is None:
            continue
        _refuse_new(group.ads, wanted_group.ads)
        ads = {ad.key: ad for ad in wanted_group.ads}
        for ad in group.ads:
            yield _Pair(Level.AD, ad_ids[group_id, ad.key], ad, ads.get(ad.key))


def _changed(now: Part, wanted: Part) -> set[str]:
    fields = set(type(now).model_fields) - _BELOW
    return {field for field in fields if getattr(now, field) != getattr(wanted, field)}


def _refuse_new(now: Sequence[AdGroupPart | AdPart], wanted: Sequence[AdGroupPart | AdPart]) -> None:
    present = {part.key for part in now}
    for part in wanted:
        if part.key not in present:
            raise Invalid(
                f"“{part.name}” is new, and a campaign that runs takes no new ad groups or ads yet. "
                "Duplicate the campaign instead.",
                code="not_in_running",
            )


def _impossible(pair: _Pair, what: str) -> Invalid:
    return Invalid(
        f"{what} of the {_LEVEL_WORDS[pair.level]} “{pair.now.name}” cannot be changed while it runs. "
        "Leave it as it is, or duplicate the campaign.",
        code="not_in_running",
    )
