"""Who acts: a person in a browser, an API key, or the system itself; and what that one may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from adwright.core.errors import Denied


class Role(StrEnum):
    """What a member is in an organization."""

    OWNER = "owner"
    ADMIN = "admin"
    MANAGER = "manager"
    ANALYST = "analyst"
    APPROVER = "approver"


class Permission(StrEnum):
    """One kind of act that a role or a key scope may allow."""

    READ = "read"
    BUILD = "build"  # drafts, audiences, creatives, imports, proposals
    APPROVE = "approve"  # decide on changes
    ADMIN = "admin"  # connections, members, keys, advertisers, organization
    OWN = "own"  # hand over or delete the organization


class KeyScope(StrEnum):
    """What an API key may be used for."""

    READ = "read"
    DRAFT = "draft"
    APPROVE = "approve"
    ADMIN = "admin"


class ActorKind(StrEnum):
    """Through which door the actor came."""

    PERSON = "person"
    API_KEY = "api_key"
    LINK = "link"  # somebody without an account, who was sent a link
    SYSTEM = "system"


ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.ADMIN: frozenset(Permission) - {Permission.OWN},
    Role.MANAGER: frozenset({Permission.READ, Permission.BUILD, Permission.APPROVE}),
    Role.APPROVER: frozenset({Permission.READ, Permission.APPROVE}),
    Role.ANALYST: frozenset({Permission.READ}),
}

SCOPE_PERMISSIONS: dict[KeyScope, frozenset[Permission]] = {
    KeyScope.READ: frozenset({Permission.READ}),
    KeyScope.DRAFT: frozenset({Permission.READ, Permission.BUILD}),
    KeyScope.APPROVE: frozenset({Permission.READ, Permission.APPROVE}),
    KeyScope.ADMIN: frozenset(Permission),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts in which organization.

    Attributes:
        organization_id: the tenant acted in.
        kind: the door.
        name: shown in logs: the person's name, the key's name, or the job's.
        person_id: the member; None for the system.
        role: the member's role; for an API key, its maker's; None for the system, which may do everything.
        key_scopes: for an API key, what it is limited to.
        advertiser_ids: the advertisers the member is limited to; None means all.
        credential_id: the session or the key that was used, for the audit log.
    """

    organization_id: UUID
    kind: ActorKind
    name: str
    person_id: UUID | None = None
    role: Role | None = None
    key_scopes: frozenset[KeyScope] | None = None
    advertiser_ids: frozenset[UUID] | None = None
    credential_id: UUID | None = None

    @classmethod
    def system(cls, organization_id: UUID, name: str) -> Actor:
        """Return the actor for a job that nobody asked for, such as a scheduled sync."""
        return cls(organization_id=organization_id, kind=ActorKind.SYSTEM, name=name)

    def may(self, permission: Permission) -> bool:
        """Say whether role and key scopes both allow the act."""
        if self.kind is ActorKind.SYSTEM:
            return True
        by_role = self.role is not None and permission in ROLE_PERMISSIONS[self.role]
        if self.key_scopes is None:
            return by_role
        return by_role and any(permission in SCOPE_PERMISSIONS[scope] for scope in self.key_scopes)

    def require_all_advertisers(self) -> None:
        """Let an act pass that concerns the whole organization, or refuse it.

        Raises:
            Denied: the member is limited to some advertisers.
        """
        if self.advertiser_ids is not None:
            raise Denied(
                "You are limited to some advertisers, and this concerns the whole organization. "
                "Ask an owner or admin without such a limit.",
                code="limited",
            )

    def require(self, permission: Permission) -> None:
        """Let the act pass, or refuse it.

        Raises:
            Denied: the role or the key's scopes do not allow it.
        """
        if not self.may(permission):
            who = "This API key" if self.kind is ActorKind.API_KEY else "Your role"
            raise Denied(
                f"{who} does not allow this ({permission.value}). Ask an owner or admin of the organization.",
                code="permission_missing",
            )
