"""The person who asks."""

from __future__ import annotations

from fastapi import APIRouter

from adwright.accounts import service as accounts
from adwright.core.errors import Denied
from adwright.web.dependencies import ClockDep, CurrentActor, SystemTx
from adwright.web.routes.auth import me_of
from adwright.web.schemas.people import MeOut, ProfileIn, SwitchOrganizationIn

router = APIRouter(prefix="/me", tags=["me"])


@router.get("")
async def show(actor: CurrentActor, tx: SystemTx) -> MeOut:
    """Return who asks, and what they may do in the organization they act in."""
    return await me_of(tx, actor)


@router.patch("")
async def change(body: ProfileIn, actor: CurrentActor, tx: SystemTx) -> MeOut:
    """Change name and company."""
    if actor.person_id is None or actor.key_scopes is not None:
        raise Denied("An API key cannot change a profile. Log in as a person.", code="person_needed")
    person = await accounts.get_person(tx, actor.person_id)
    given = body.model_fields_set
    await accounts.change_profile(
        tx,
        actor,
        person.id,
        first_name=body.first_name or person.first_name,
        last_name=body.last_name or person.last_name,
        company=body.company if "company" in given else person.company,
    )
    return await me_of(tx, actor)


@router.post("/organization")
async def switch_organization(
    body: SwitchOrganizationIn, actor: CurrentActor, tx: SystemTx, clock: ClockDep
) -> MeOut:
    """Act in another of one's organizations from now on, in this session."""
    return await me_of(tx, await accounts.switch_organization(tx, clock, actor, body.organization_id))
