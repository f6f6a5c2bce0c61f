"""The queries of organizations, members and invitations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, delete, func, insert, select, update

from adwright.accounts.model import Belonging, Invitation, Member, Organization
from adwright.accounts.tables import invitations, membership_advertisers, memberships, organizations, people
from adwright.core.actor import Role
from adwright.core.database import Transaction
from adwright.core.tenant import owned


class OrganizationRepository:
    """The tenant itself. Methods on any organization need the system scope."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, organization: Organization) -> None:
        """Add an organization (system scope)."""
        await self._tx.execute(
            insert(organizations).values(
                id=organization.id, name=organization.name, created_at=organization.created_at
            )
        )

    async def own(self) -> Organization:
        """Return the transaction's organization."""
        statement = select(organizations).where(organizations.c.id == self._tx.organization_id)
        return Organization(**(await self._tx.execute(statement)).mappings().one())

    async def rename(self, name: str) -> None:
        """Rename the transaction's organization."""
        await self._tx.execute(
            update(organizations).where(organizations.c.id == self._tx.organization_id).values(name=name)
        )

    async def every(self) -> Sequence[UUID]:
        """Return the id of every organization (system scope)."""
        return list(
            (await self._tx.execute(select(organizations.c.id).order_by(organizations.c.id))).scalars()
        )

    async def of_person(self, person_id: UUID) -> Sequence[Belonging]:
        """Return the organizations of a person, in the order of joining (system scope)."""
        statement = (
            select(organizations, memberships.c.role)
            .join(memberships, memberships.c.organization_id == organizations.c.id)
            .where(memberships.c.person_id == person_id)
            .order_by(memberships.c.created_at, memberships.c.id)
        )
        return [
            Belonging(
                Organization(id=row["id"], name=row["name"], created_at=row["created_at"]), Role(row["role"])
            )
            for row in (await self._tx.execute(statement)).mappings()
        ]


class MemberRepository:
    """People in the transaction's organization; adding one also works in the system scope."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(
        self,
        *,
        organization_id: UUID,
        member_id: UUID,
        person_id: UUID,
        role: Role,
        advertiser_ids: Iterable[UUID] | None,
        created_at: datetime,
    ) -> None:
        """Add a member with limits."""
        await self._tx.execute(
            insert(memberships).values(
                organization_id=organization_id,
                id=member_id,
                person_id=person_id,
                role=role.value,
                limited=advertiser_ids is not None,
                created_at=created_at,
            )
        )
        await self._add_limits(organization_id, member_id, advertiser_ids)

    async def all(self) -> Sequence[Member]:
        """Return every member, oldest first."""
        statement = self._members().order_by(memberships.c.created_at, memberships.c.id)
        return [_member(row) for row in (await self._tx.execute(statement)).mappings()]

    async def find(self, member_id: UUID) -> Member | None:
        """Return one member."""
        row = (await self._tx.execute(self._members(memberships.c.id == member_id))).mappings().first()
        return _member(row) if row else None

    async def lock(self) -> None:
        """Make other changes of members wait, so that two of them cannot remove the last two owners."""
        await self._tx.execute(select(memberships.c.id).where(owned(memberships, self._tx)).with_for_update())

    async def set_role(self, member_id: UUID, role: Role) -> None:
        """Change a member's role."""
        await self._tx.execute(
            update(memberships)
            .where(owned(memberships, self._tx), memberships.c.id == member_id)
            .values(role=role.value)
        )

    async def set_limits(self, member_id: UUID, advertiser_ids: Iterable[UUID] | None) -> None:
        """Replace the advertisers that a member is limited to; None takes the limit away."""
        await self._tx.execute(
            update(memberships)
            .where(owned(memberships, self._tx), memberships.c.id == member_id)
            .values(limited=advertiser_ids is not None)
        )
        await self._tx.execute(
            delete(membership_advertisers).where(
                owned(membership_advertisers, self._tx), membership_advertisers.c.membership_id == member_id
            )
        )
        await self._add_limits(self._tx.organization_id, member_id, advertiser_ids)

    async def remove(self, member_id: UUID) -> None:
        """Remove a member; the person stays."""
        await self._tx.execute(
            delete(memberships).where(owned(memberships, self._tx), memberships.c.id == member_id)
        )

    async def _add_limits(
        self, organization_id: UUID, member_id: UUID, advertiser_ids: Iterable[UUID] | None
    ) -> None:
        rows = [
            {"organization_id": organization_id, "membership_id": member_id, "advertiser_id": each}
            for each in advertiser_ids or ()
        ]
        if rows:
            await self._tx.execute(insert(membership_advertisers), rows)

    def _members(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        return (
            select(
                memberships,
                people.c.email,
                people.c.first_name,
                people.c.last_name,
                limits_of_membership().label("advertiser_ids"),
            )
            .join(people, people.c.id == memberships.c.person_id)
            .where(owned(memberships, self._tx), *conditions)
        )


class InvitationRepository:
    """Open invitations of the organization; finding one by its token needs the system scope."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, values: dict[str, Any]) -> None:
        """Add an invitation."""
        await self._tx.execute(insert(invitations).values(organization_id=self._tx.organization_id, **values))

    async def open(self, now: datetime) -> Sequence[Invitation]:
        """Return the invitations that can still be accepted, newest first."""
        statement = (
            select(invitations)
            .where(
                owned(invitations, self._tx),
                invitations.c.closed_at.is_(None),
                invitations.c.expires_at > now,
            )
            .order_by(invitations.c.id.desc())
        )
        return [_invitation(row) for row in (await self._tx.execute(statement)).mappings()]

    async def close(self, invitation_id: UUID, now: datetime) -> bool:
        """Close an open invitation of the organization; say whether there was one."""
        statement = (
            update(invitations)
            .where(
                owned(invitations, self._tx),
                invitations.c.id == invitation_id,
                invitations.c.closed_at.is_(None),
            )
            .values(closed_at=now)
        )
        return (await self._tx.execute(statement)).rowcount == 1

    async def take(self, token_hash: str, now: datetime) -> tuple[UUID, Invitation] | None:
        """Close an open invitation by its token and return it with its organization (system scope)."""
        statement = (
            update(invitations)
            .where(
                invitations.c.token_hash == token_hash,
                invitations.c.closed_at.is_(None),
                invitations.c.expires_at > now,
            )
            .values(closed_at=now)
            .returning(invitations)
        )
        row = (await self._tx.execute(statement)).mappings().first()
        return (row["organization_id"], _invitation(row)) if row else None


def limits_of_membership() -> ColumnElement[Sequence[UUID] | None]:
    """Return the advertisers that the membership of a query is limited to, as an array."""
    return (
        select(func.array_agg(membership_advertisers.c.advertiser_id))
        .where(
            membership_advertisers.c.organization_id == memberships.c.organization_id,
            membership_advertisers.c.membership_id == memberships.c.id,
        )
        .correlate(memberships)
        .scalar_subquery()
    )


def limits(row: RowMapping) -> frozenset[UUID] | None:
    """Read limits: None means all advertisers, an empty set means none."""
    return frozenset(row["advertiser_ids"] or ()) if row["limited"] else None


def _member(row: RowMapping) -> Member:
    return Member(
        id=row["id"],
        organization_id=row["organization_id"],
        person_id=row["person_id"],
        email=row["email"],
        name=f"{row['first_name']} {row['last_name']}".strip() or row["email"],
        role=Role(row["role"]),
        advertiser_ids=limits(row),
        created_at=row["created_at"],
    )


def _invitation(row: RowMapping) -> Invitation:
    return Invitation(
        id=row["id"],
        email=row["email"],
        role=Role(row["role"]),
        advertiser_ids=limits(row),
        invited_by=row["invited_by"],
        expires_at=row["expires_at"],
        created_at=row["created_at"],
    )
