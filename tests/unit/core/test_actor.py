"""What roles and key scopes allow."""

from uuid import uuid4

import pytest

from adwright.core.actor import Actor, ActorKind, KeyScope, Permission, Role
from adwright.core.errors import Denied


def make_actor(role: Role, scopes: frozenset[KeyScope] | None = None) -> Actor:
    kind = ActorKind.PERSON if scopes is None else ActorKind.API_KEY
    return Actor(organization_id=uuid4(), kind=kind, name="Ada", role=role, key_scopes=scopes)


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.OWNER, set(Permission)),
        (Role.ADMIN, {Permission.READ, Permission.BUILD, Permission.APPROVE, Permission.ADMIN}),
        (Role.MANAGER, {Permission.READ, Permission.BUILD, Permission.APPROVE}),
        (Role.APPROVER, {Permission.READ, Permission.APPROVE}),
        (Role.ANALYST, {Permission.READ}),
    ],
)
def test_a_role_allows_what_the_specification_says(role: Role, allowed: set[Permission]) -> None:
    actor = make_actor(role)
    assert {permission for permission in Permission if actor.may(permission)} == allowed


def test_a_key_never_allows_more_than_its_makers_role() -> None:
    actor = make_actor(Role.ANALYST, frozenset({KeyScope.ADMIN}))
    assert {permission for permission in Permission if actor.may(permission)} == {Permission.READ}


def test_a_key_with_the_draft_scope_cannot_approve_for_an_owner() -> None:
    actor = make_actor(Role.OWNER, frozenset({KeyScope.DRAFT}))
    assert actor.may(Permission.BUILD)
    with pytest.raises(Denied, match="API key"):
        actor.require(Permission.APPROVE)


def test_the_system_may_do_everything() -> None:
    actor = Actor.system(uuid4(), "insights.sync")
    assert all(actor.may(permission) for permission in Permission)
