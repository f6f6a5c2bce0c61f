"""A change is proposed: planned, described, and stored with its operations."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from adwright.audit import service as audit
from adwright.campaigns.model import DesiredCampaign
from adwright.changes.model.change import Change, LogKind
from adwright.changes.model.diff import cost_per_day
from adwright.changes.model.life import ChangeKind, ChangeStatus
from adwright.changes.model.patch import Patch
from adwright.changes.model.plan import plan
from adwright.changes.model.policy import AuthorKind, author_kind_of, lifetime_days
from adwright.changes.model.refusals import PlanProblem
from adwright.changes.repository.changes import ChangeRepository
from adwright.changes.repository.coding import diff_json, patch_json
from adwright.changes.repository.operations import OperationRepository
from adwright.changes.service.guarding import judge_patch, refuse_hopeless
from adwright.changes.service.reading import get_change, open_change_of
from adwright.changes.service.settings import policies_for
from adwright.changes.service.telling import note, tell
from adwright.changes.service.wording import diff_of
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Conflict, FieldProblem, Invalid
from adwright.core.ids import new_id
from adwright.platforms.capabilities import Capabilities

_TITLES = {
    ChangeKind.LAUNCH: "Launch {}",
    ChangeKind.PAUSE: "Pause {}",
    ChangeKind.RESUME: "Resume {}",
    ChangeKind.BUDGET: "Change the budget of {}",
    ChangeKind.ARCHIVE: "Archive {}",
    ChangeKind.EDIT: "Edit {}",
    ChangeKind.UNDO: "Undo the edits of {}",
    ChangeKind.REVERT: "Revert what was edited outside of {}",
}


# More ids than these are named by a digest: an index takes no longer text.
_NAMED = 8


async def propose(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    campaign: DesiredCampaign,
    patch: Patch,
    *,
    currency: str,
    can: Capabilities,
    why: str | None,
    undoes: Sequence[UUID] = (),
    author_kind: AuthorKind | None = None,
) -> Change:
    """Store a change that waits for approval. Not repeatable: a second one of the same kind is refused.

    Args:
        tx: the transaction of the request.
        actor: who proposes.
        clock: gives the present instant, from which the proposal has as long as the policy says.
        campaign: the campaign as it should be; for a launch, what will be made.
        patch: what the change edits.
        currency: of the ad account.
        can: what the platform lets software do.
        why: the person's reason.
        undoes: the changes that it takes back.
        author_kind: what kind of automation proposes; None when the actor says it.

    Raises:
        Conflict: the same is proposed or being applied already; the sentence says where.
        Invalid: something is missing; each problem names its node. Or a guardrail forbids it.
    """
    subject = _subject(campaign, patch)
    await _refuse_second(tx, campaign.id, patch.kind, subject)
    change_id = new_id()
    planned = plan(change_id, patch, campaign, can)
    if isinstance(planned, tuple):
        raise _not_ready(planned)
    now = clock.now()
    cost = cost_per_day(patch, campaign, currency, now)
    judged = await judge_patch(tx, clock, campaign.id, patch, change_id)
    refuse_hopeless(judged.findings)
    lifetime = timedelta(days=lifetime_days(await policies_for(tx, campaign.advertiser_id)))
    async with tx.conflict("This campaign has the same change open already.", code="change_open"):
        await ChangeRepository(tx).add(
            {
                "id": change_id,
                "advertiser_id": campaign.advertiser_id,
                "ad_account_id": campaign.ad_account_id,
                "campaign_id": campaign.id,
                "kind": patch.kind.value,
                "status": ChangeStatus.PROPOSED.value,
                "subject": subject,
                "title": _title(campaign, patch),
                "patch": patch_json(patch),
                "diff": diff_json(await diff_of(tx, patch, campaign)),
                "currency": currency,
                "cost_before_micros": None if cost.before is None else cost.before.micros,
                "cost_after_micros": None if cost.after is None else cost.after.micros,
                "why": why,
                "author": actor.name,
                "author_id": actor.person_id,
                "created_at": now,
                "expires_at": now + lifetime,
                "reads": 0,
                "mismatches": [],
                "undoes": list(undoes),
                "author_kind": (author_kind or author_kind_of(actor)).value,
                "author_role": None if actor.role is None else actor.role.value,
                **judged.columns(),
            }
        )
    await OperationRepository(tx).add(change_id, planned.operations)
    return await _announce(tx, actor, clock, change_id)


async def _announce(tx: Transaction, actor: Actor, clock: Clock, change_id: UUID) -> Change:
    change = await get_change(tx, change_id)
    after = {
        "title": change.title,
        "campaign_id": change.campaign_id,
        "cost_per_day": change.cost.after,
        "operations": change.progress.total,
    }
    await audit.record(tx, actor, "change.proposed", "change", change.id, after=after, why=change.why)
    text = f"Proposed: {change.title}" + (f" ({change.why})" if change.why else "")
    await note(tx, clock, actor, change.id, change.campaign_id, LogKind.PROPOSED, text)
    await tell(tx, change, ChangeStatus.PROPOSED)
    return change


async def _refuse_second(tx: Transaction, campaign_id: UUID, kind: ChangeKind, subject: str) -> None:
    launch = await open_change_of(tx, campaign_id, kind=ChangeKind.LAUNCH)
    if launch is not None:
        raise Conflict(
            f"The launch of this campaign {_WHERE[launch.status]} already: change {launch.id}.",
            code="change_open",
        )
    same = await ChangeRepository(tx).latest(campaign_id, kind=kind, subject=subject)
    if same is not None:
        raise Conflict(
            f"The same change {_WHERE[same.status]} already: change {same.id}.", code="change_open"
        )


_WHERE = {
    ChangeStatus.PROPOSED: "waits for approval",
    ChangeStatus.APPROVED: "is approved",
    ChangeStatus.APPLYING: "is being applied",
}


def _subject(campaign: DesiredCampaign, patch: Patch) -> str:
    """Return what a change is about, so that a double click is seen; of many nodes a digest."""
    ids = sorted([str(edit.node.id) for edit in patch.edits] + [str(each) for each in patch.new_node_ids])
    if len(ids) > _NAMED:
        return hashlib.sha256(",".join(ids).encode()).hexdigest()
    return ",".join(ids) or str(campaign.id)


def _title(campaign: DesiredCampaign, patch: Patch) -> str:
    names = [edit.node.called for edit in patch.edits]
    names += [f"campaign “{campaign.fields.name}”"] * (not names or bool(patch.new_node_ids))
    if len(names) > 1:
        names = [f"campaign “{campaign.fields.name}”"]
    return _TITLES[patch.kind].format(f"the {names[0]}")


def fields_of(problems: Sequence[PlanProblem]) -> tuple[FieldProblem, ...]:
    """Return problems as the API names them: by the level of the node, and the field if there is one."""
    return tuple(
        FieldProblem(
            problem.node.level.value + (f".{problem.field.value}" if problem.field else ""), problem.message
        )
        for problem in problems
    )


def _not_ready(problems: tuple[PlanProblem, ...]) -> Invalid:
    return Invalid(
        " ".join(problem.message for problem in problems[:3]),
        code="not_ready",
        fields=fields_of(problems),
    )
