"""Both campaigns of an initiative are proposed for launch in one act; each change then lives its own life."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from adwright.campaigns import service as campaigns
from adwright.campaigns.initiatives import Initiative, InitiativeCampaign
from adwright.changes.model.change import Change
from adwright.core.actor import Actor, Permission
from adwright.core.database import Database, TenantScope, Transaction
from adwright.core.errors import AdwrightError, Conflict, FieldProblem, Invalid
from adwright.journeys.check_destinations import CheckDestinations
from adwright.journeys.propose_change import ProposeChange
from adwright.platforms.texts import PLATFORM_NAMES


class LaunchInitiative:
    """Proposes both launches or neither. No platform is called."""

    def __init__(
        self, database: Database, propose_change: ProposeChange, check_destinations: CheckDestinations
    ) -> None:
        self._database = database
        self._propose = propose_change
        self._destinations = check_destinations

    async def check_destinations(self, actor: Actor, initiative_id: UUID) -> None:
        """Ask the pages that the ads of both campaigns lead to; no transaction is held meanwhile. Repeatable.

        Raises:
            Denied: the actor may not build.
            NotFound: there is no such initiative.
        """
        actor.require(Permission.BUILD)
        async with self._database.transaction(TenantScope.of(actor)) as tx:
            initiative = await campaigns.get_initiative(tx, initiative_id)
        for campaign_id in initiative.campaign_ids:
            await self._destinations.check(actor, campaign_id, again=False)

    async def propose(
        self, tx: Transaction, actor: Actor, initiative_id: UUID, why: str | None
    ) -> Sequence[Change]:
        """Propose to launch both campaigns, in the transaction of the request. Not repeatable.

        Raises:
            NotFound: there is no such initiative.
            Denied: the actor may not build.
            Conflict: one of them is no draft, or is being launched already; it says which.
            Invalid: something is missing in one of them; each problem names its platform and field.
        """
        initiative = await campaigns.get_initiative(tx, initiative_id, lock=True)
        proposed: list[Change] = []
        refused: list[tuple[InitiativeCampaign, AdwrightError]] = []
        for campaign in initiative.campaigns:
            try:
                async with tx.savepoint():
                    proposed.append(await self._propose.launch(tx, actor, campaign.id, why))
            except (Conflict, Invalid) as error:
                refused.append((campaign, error))
        if refused:
            raise _neither(initiative, refused)
        return proposed


def _neither(
    initiative: Initiative, refused: Sequence[tuple[InitiativeCampaign, AdwrightError]]
) -> AdwrightError:
    """Return why nothing is proposed: the request's transaction ends with it."""
    reasons = " ".join(f"{PLATFORM_NAMES[each.platform]}: {error.message}" for each, error in refused)
    message = f"Neither campaign of “{initiative.name}” was proposed. {reasons}"
    conflict = next((error for _, error in refused if isinstance(error, Conflict)), None)
    if conflict is not None:
        return Conflict(message, code=conflict.code)
    fields = [
        FieldProblem(f"{campaign.platform}.{problem.field}", problem.message)
        for campaign, error in refused
        if isinstance(error, Invalid)
        for problem in error.fields
    ]
    return Invalid(message, code="not_ready", fields=tuple(fields))
