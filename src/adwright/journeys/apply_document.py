"""Campaigns as code: a document is compared with what is, and what differs becomes drafts and proposals.

Planning carries everything out in a transaction that is rolled back, so that a plan says exactly what
applying will do, with the same checks. A document is taken over whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from uuid import UUID

from adwright.accounts.model import AdAccount
from adwright.campaigns import service as campaigns
from adwright.campaigns.document.differences import DocumentLine, differences
from adwright.campaigns.document.merging import merged_campaign
from adwright.campaigns.document.model import CampaignPart, DocumentState
from adwright.campaigns.document.projection import account_text, targeting_from_part
from adwright.campaigns.model import CampaignStatus
from adwright.campaigns.on_search import left_out_on_search
from adwright.campaigns.records import CampaignRecord
from adwright.changes import service as changes
from adwright.changes.model.change import Change
from adwright.core.actor import Actor, Permission
from adwright.core.clock import Clock
from adwright.core.database import Database, TenantScope, Transaction
from adwright.core.errors import AdwrightError, Conflict, FieldProblem, Invalid
from adwright.journeys.check_destinations import CheckDestinations
from adwright.journeys.edit_campaign import EditCampaign
from adwright.journeys.propose_change import ProposeChange
from adwright.journeys.propose_part import propose_part
from adwright.platforms.destinations import destination_problem, normalize_destination
from adwright.platforms.model import Platform


class DocumentAction(StrEnum):
    """What a document leads to for one campaign."""

    NONE = "none"
    CREATE = "create"
    EDIT_DRAFT = "edit_draft"
    LAUNCH = "launch"
    PROPOSE = "propose"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a file wants.

    Attributes:
        campaigns: what it says of each.
        whole: a list that it gives is all there is to be; otherwise what it does not name stays.
        places: where in the file each campaign stands, in words, by key.
    """

    campaigns: Sequence[CampaignPart]
    whole: bool = True
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CampaignOutcome:
    """What a document leads to for one campaign.

    Attributes:
        campaign_id: None while it is new.
        is_new: whether the file is the first to name it.
        lines: what differs, before and after.
        changes: what is proposed for it.
        problem: why it cannot be taken over; None when it can.
        notes: what the platform has no place for and is left out there.
        ad_account_id: of the account that it is in; None where the file could not be followed so far.
    """

    key: str
    campaign_id: UUID | None
    name: str
    account: str
    action: DocumentAction
    is_new: bool = False
    lines: tuple[DocumentLine, ...] = ()
    changes: tuple[Change, ...] = ()
    problem: str | None = None
    notes: tuple[str, ...] = ()
    ad_account_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DocumentOutcome:
    """What a document leads to.

    Attributes:
        fingerprint: the same for the same outcome, so that what is applied is what was looked at.
    """

    campaigns: tuple[CampaignOutcome, ...]
    fingerprint: str

    @property
    def differs(self) -> bool:
        """Whether anything is to be done."""
        return any(each.action is not DocumentAction.NONE for each in self.campaigns)

    @property
    def problems(self) -> tuple[CampaignOutcome, ...]:
        """The campaigns that cannot be taken over."""
        return tuple(each for each in self.campaigns if each.problem is not None)


class _Planned(Exception):
    """Ends a plan's transaction, so that nothing of it stays."""


class ApplyDocument:
    """Plans and applies documents; no platform is called."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        propose: ProposeChange,
        edit: EditCampaign,
        destinations: CheckDestinations,
    ) -> None:
        self._database = database
        self._clock = clock
        self._propose = propose
        self._edit = edit
        self._destinations = destinations

    async def plan(self, actor: Actor, wanted: Wanted) -> DocumentOutcome:
        """Say what applying would do; nothing is changed. Repeatable.

        Raises:
            Denied: the actor may not build.
        """
        actor.require(Permission.BUILD)
        await self._ask_destinations(actor, wanted)
        outcome = None
        try:
            async with self._database.transaction(TenantScope.of(actor)) as tx:
                outcome = await self._carry_out(tx, actor, wanted, why=None)
                raise _Planned
        except _Planned:
            if outcome is None:
                raise
            return outcome

    async def apply(
        self, actor: Actor, wanted: Wanted, *, why: str | None, expected: str | None
    ) -> DocumentOutcome:
        """Write the drafts and make the proposals, all or none. Repeatable: what is so already is left.

        Args:
            actor: who applies.
            wanted: what the file wants.
            why: the reason, kept with each proposal.
            expected: the fingerprint of the plan that was looked at; None takes whatever is the case now.

        Raises:
            Conflict: things have changed since the plan was made.
            Denied: the actor may not build.
            Invalid: something cannot be taken over; each problem names its campaign.
        """
        actor.require(Permission.BUILD)
        await self._ask_destinations(actor, wanted)
        async with self._database.transaction(TenantScope.of(actor)) as tx:
            outcome = await self._carry_out(tx, actor, wanted, why=why)
            if outcome.problems:
                raise _refused(outcome, wanted.places)
            if expected is not None and expected != outcome.fingerprint:
                raise Conflict(
                    "The campaigns have changed since this plan was made. Plan again and look at it.",
                    code="plan_outdated",
                )
            return outcome

    async def _ask_destinations(self, actor: Actor, wanted: Wanted) -> None:
        """Ask where ads lead that the file wants to run, before a transaction is open."""
        urls = [
            normalize_destination(ad.creative.destination_url)
            for part in wanted.campaigns
            if part.state is DocumentState.ACTIVE
            for group in part.ad_groups
            for ad in group.ads
            if ad.creative is not None
        ]
        sound = [url for url in dict.fromkeys(urls) if destination_problem(url) is None]
        await self._destinations.check_urls(actor, sound, again=False)

    async def _carry_out(
        self, tx: Transaction, actor: Actor, wanted: Wanted, *, why: str | None
    ) -> DocumentOutcome:
        outcomes = []
        for part in wanted.campaigns:
            try:
                async with tx.savepoint():
                    outcome = await self._campaign(tx, actor, part, whole=wanted.whole, why=why)
            except AdwrightError as error:
                outcome = CampaignOutcome(
                    part.key, None, part.name, part.account, DocumentAction.NONE, problem=_said(error)
                )
            outcomes.append(outcome)
        return DocumentOutcome(tuple(outcomes), _fingerprint(outcomes))

    async def _campaign(
        self, tx: Transaction, actor: Actor, given: CampaignPart, *, whole: bool, why: str | None
    ) -> CampaignOutcome:
        record = await campaigns.campaign_called(tx, given.key, lock=True)
        account = await campaigns.account_called(tx, given.account)
        outcome = await self._beside(tx, actor, given, account, record, whole=whole, why=why)
        return replace(outcome, notes=_left_out(given, account), ad_account_id=account.id)

    async def _beside(
        self,
        tx: Transaction,
        actor: Actor,
        given: CampaignPart,
        account: AdAccount,
        record: CampaignRecord | None,
        *,
        whole: bool,
        why: str | None,
    ) -> CampaignOutcome:
        if record is None:
            return await self._new(tx, actor, given, account, why)
        now = await _shown(tx, record, account)
        wanted = campaigns.checked_part(merged_campaign(now, given, whole=whole), account, now)
        lines = differences(now, wanted)
        if not lines:
            return _outcome(wanted, record, DocumentAction.NONE)
        if record.status is CampaignStatus.DRAFT:
            return await self._draft(tx, actor, record, wanted, account, lines, why)
        change = await propose_part(
            tx, actor, self._clock, self._edit, record, account, now, wanted, why
        )
        return _outcome(wanted, record, DocumentAction.PROPOSE, lines, (change,))

    async def _new(
        self, tx: Transaction, actor: Actor, given: CampaignPart, account: AdAccount, why: str | None
    ) -> CampaignOutcome:
        wanted = campaigns.checked_part(given, account, None)
        launch = _is_launched(wanted)
        record = await campaigns.write_part(tx, actor, self._clock, wanted, account, None)
        await _require_taken(tx, record, account, wanted)
        made = (await self._propose.launch(tx, actor, record.id, why),) if launch else ()
        action = DocumentAction.LAUNCH if launch else DocumentAction.CREATE
        lines = differences(None, wanted)
        return replace(_outcome(wanted, record, action, lines, made), is_new=True)

    async def _draft(
        self,
        tx: Transaction,
        actor: Actor,
        record: CampaignRecord,
        wanted: CampaignPart,
        account: AdAccount,
        lines: tuple[DocumentLine, ...],
        why: str | None,
    ) -> CampaignOutcome:
        if await changes.has_open_change(tx, record.id):
            raise Conflict("A launch of this campaign waits for approval or is running. Reject it first.")
        launch = _is_launched(wanted)
        written = await campaigns.write_part(tx, actor, self._clock, wanted, account, record)
        await _require_taken(tx, written, account, wanted)
        made = (await self._propose.launch(tx, actor, record.id, why),) if launch else ()
        action = DocumentAction.LAUNCH if launch else DocumentAction.EDIT_DRAFT
        return _outcome(wanted, written, action, lines, made)


def _is_launched(wanted: CampaignPart) -> bool:
    if wanted.state in {DocumentState.PAUSED, DocumentState.ARCHIVED}:
        raise Invalid(
            f"A campaign that is not on its platform cannot be {wanted.state.value}. Write draft, or "
            "active to launch it."
        )
    return wanted.state is DocumentState.ACTIVE


async def _shown(tx: Transaction, record: CampaignRecord, account: AdAccount) -> CampaignPart:
    """Return a campaign as it is; only a draft may be wanted in another account of its advertiser."""
    if record.ad_account_id not in (None, account.id) and record.status is not CampaignStatus.DRAFT:
        raise Invalid(
            f"The campaign runs in another account than {account_text(account)}, and stays there. Give the "
            "copy a key of its own.",
            code="other_account",
        )
    return await campaigns.shown_part(tx, record, account)


async def _require_taken(
    tx: Transaction, record: CampaignRecord, account: AdAccount, wanted: CampaignPart
) -> None:
    """Refuse what a draft cannot hold, instead of leaving it out silently."""
    held = await campaigns.shown_part(tx, record, account)
    left = differences(held.model_copy(update={"state": wanted.state}), wanted)
    if left:
        line = left[0]
        raise Invalid(
            f"{line.field} of “{line.node}” cannot be set on a draft. Leave it out.", code="not_in_drafts"
        )


def _outcome(
    wanted: CampaignPart,
    record: CampaignRecord,
    action: DocumentAction,
    lines: tuple[DocumentLine, ...] = (),
    made: tuple[Change, ...] = (),
) -> CampaignOutcome:
    return CampaignOutcome(
        wanted.key, record.id, wanted.name, wanted.account, action, lines=lines, changes=made
    )


def _left_out(given: CampaignPart, account: AdAccount) -> tuple[str, ...]:
    """Return what of its ad groups' own targeting the account's platform has no place for."""
    if account.platform is not Platform.GOOGLE:
        return ()
    own = ((group.name, group.targeting) for group in given.ad_groups if group.targeting is not None)
    said = ((name, left_out_on_search(targeting_from_part(targeting))) for name, targeting in own)
    return tuple(f"“{name}”: {left_out}" for name, left_out in said if left_out is not None)


def _said(error: AdwrightError) -> str:
    fields = error.fields if isinstance(error, Invalid) else ()
    more = [each.message for each in fields if each.message not in error.message]
    return " ".join([error.message, *more])


def _fingerprint(outcomes: Sequence[CampaignOutcome]) -> str:
    said = [
        [each.key, each.action, each.problem, *(asdict(line) for line in each.lines)] for each in outcomes
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _refused(outcome: DocumentOutcome, places: Mapping[str, str]) -> Invalid:
    problems = tuple(
        FieldProblem(f"{places.get(each.key, 'file')}: {each.key}", each.problem or "")
        for each in outcome.problems
    )
    said = "; ".join(f"{each.field}: {each.message}" for each in problems[:3])
    return Invalid(f"Nothing was applied. {said}", code="document_not_applicable", fields=problems)
