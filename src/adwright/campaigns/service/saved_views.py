"""Views of the campaign list: everybody keeps their own, and may share them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from adwright.audit import service as audit
from adwright.campaigns.repository.saved_views import SavedViewRepository
from adwright.campaigns.saved_views import SavedView, ViewEdit
from adwright.core.actor import Actor, Permission
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Denied, NotFound

_NAME_TAKEN = "You have a view of this name. Choose another name, or change that one."


async def list_views(tx: Transaction, actor: Actor) -> Sequence[SavedView]:
    """Return the actor's own views and those that others share, by name. Repeatable.

    Raises:
        Denied: the actor is no person.
    """
    return await SavedViewRepository(tx, _person(actor)).all()


async def save_view(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    *,
    name: str,
    search: Mapping[str, str],
    columns: Sequence[str] | None,
    shared: bool,
) -> SavedView:
    """Keep a view under a name. Not repeatable: a name is the actor's once.

    Raises:
        Conflict: the actor has a view of this name.
        Denied: the actor is no person, or a key that may only read.
    """
    now = clock.now()
    values: dict[str, Any] = {
        "made_by": actor.name,
        "name": name,
        "shared": shared,
        "search": dict(search),
        "columns": None if columns is None else list(columns),
        "created_at": now,
        "updated_at": now,
    }
    repository = SavedViewRepository(tx, _writer(actor))
    async with tx.conflict(_NAME_TAKEN, code="name_taken"):
        view = await repository.add(values)
    await audit.record(tx, actor, "campaign_view.saved", "campaign_view", view.id, after=_outline(view))
    return view


async def change_view(
    tx: Transaction, actor: Actor, clock: Clock, view_id: UUID, edit: ViewEdit
) -> SavedView:
    """Set what is given of one of the actor's own views, keep the rest. Repeatable.

    Raises:
        Conflict: the actor has another view of the new name.
        Denied: somebody else shares it.
        NotFound: there is no such view.
    """
    repository = SavedViewRepository(tx, _writer(actor))
    before = await _own(repository, actor, view_id)
    values: dict[str, Any] = {**edit, "updated_at": clock.now()}
    async with tx.conflict(_NAME_TAKEN, code="name_taken"):
        view = await repository.change(view_id, values)
    old, new = _outline(before), _outline(view)
    if old != new:
        await audit.record(
            tx, actor, "campaign_view.changed", "campaign_view", view_id, before=old, after=new
        )
    return view


async def delete_view(tx: Transaction, actor: Actor, view_id: UUID) -> None:
    """Delete one of the actor's own views, for everybody who uses it.

    Raises:
        Denied: somebody else shares it.
        NotFound: there is no such view.
    """
    repository = SavedViewRepository(tx, _writer(actor))
    before = await _own(repository, actor, view_id)
    await repository.remove(view_id)
    await audit.record(
        tx, actor, "campaign_view.deleted", "campaign_view", view_id, before=_outline(before)
    )


async def _own(repository: SavedViewRepository, actor: Actor, view_id: UUID) -> SavedView:
    view = await repository.find(view_id)
    if view is None:
        raise NotFound("There is no such view.")
    if view.person_id != actor.person_id:
        raise Denied(f"This view is {view.made_by}'s. Save one of your own from it.", code="not_yours")
    return view


def _outline(view: SavedView) -> dict[str, object]:
    """Return what the audit log keeps of a view."""
    return {"name": view.name, "shared": view.shared, "search": view.search, "columns": view.columns}


def _writer(actor: Actor) -> UUID:
    """Return whose views are changed: everybody's own, but not by a key that may only read."""
    if actor.key_scopes is not None:
        actor.require(Permission.BUILD)
    return _person(actor)


def _person(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise Denied("Views belong to people.", code="no_person")
    return actor.person_id
