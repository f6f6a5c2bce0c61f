"""Shapes of approvals by link: the links themselves, and what somebody without an account sees and says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from adwright.changes.model.change import Verdict
from adwright.changes.model.life import ChangeKind, ChangeStatus
from adwright.changes.model.links import DEFAULT_DAYS, MOST_DAYS, LinkState
from adwright.changes.service import Handout
from adwright.journeys.show_by_link import SharedChange
from adwright.web.schemas.base import Input, Output
from adwright.web.schemas.changes import CostPerDayOut, DiffLineOut, Reason
from adwright.web.schemas.guardrails import FindingOut
from adwright.web.schemas.platforms import PlaceOut
from adwright.web.schemas.previews import PreviewsOut

Name = Annotated[str, Field(min_length=1, max_length=120, examples=["Ana Client"])]


class NewLinkIn(Input):
    """For whom a link is, and for how long it is good."""

    recipient: Name
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = DEFAULT_DAYS


class ApprovalLinkOut(Output):
    """A link by which somebody without an account decides about one version of a change."""

    id: UUID
    recipient: str
    made_by: str
    created_at: datetime
    expires_at: datetime
    state: LinkState
    decided_at: datetime | None
    decided_by: str | None
    verdict: Verdict | None
    url: str

    @classmethod
    def of(cls, handout: Handout, base_url: str) -> ApprovalLinkOut:
        """Convert a link; the page is at the configured address, never at the request's."""
        link = handout.link
        return cls(
            id=link.id,
            recipient=link.recipient,
            made_by=link.made_by,
            created_at=link.created_at,
            expires_at=link.expires_at,
            state=handout.state,
            decided_at=link.decided_at,
            decided_by=link.decided_by,
            verdict=link.verdict,
            url=f"{base_url}/approve/{handout.text}",
        )


class LinksOut(Output):
    """All links of a change, oldest first."""

    items: Sequence[ApprovalLinkOut]


class ApproveByLinkIn(Input):
    """Who approves, and what they want to say."""

    name: Name
    comment: Reason | None = None


class RejectByLinkIn(Input):
    """Who rejects, and why."""

    name: Name
    reason: Annotated[str, Field(min_length=1, max_length=2000)]


class SharedChangeOut(Output):
    """What somebody without an account is asked to decide about."""

    organization: str
    recipient: str
    sent_by: str
    expires_at: datetime
    kind: ChangeKind
    title: str
    why: str | None
    author: str
    diff: Sequence[DiffLineOut]
    cost_per_day: CostPerDayOut
    findings: Sequence[FindingOut]
    previews: PreviewsOut
    places: Sequence[PlaceOut] = Field(
        description="What the diff names by Google's number, as Google calls it"
    )

    @classmethod
    def of(cls, shared: SharedChange, text: str) -> SharedChangeOut:
        """Convert what a link shows."""
        change = shared.change
        return cls(
            organization=shared.organization,
            recipient=shared.link.recipient,
            sent_by=shared.link.made_by,
            expires_at=shared.link.expires_at,
            kind=change.kind,
            title=change.title,
            why=change.why,
            author=change.author,
            diff=[DiffLineOut.model_validate(line) for line in change.diff],
            cost_per_day=CostPerDayOut.of(change.cost),
            findings=[FindingOut.of(each) for each in change.findings],
            previews=PreviewsOut.of(
                shared.previews, lambda asset_id: f"/api/v1/approvals/{text}/images/{asset_id}"
            ),
            places=[PlaceOut.model_validate(place) for place in shared.places],
        )


class DecidedByLinkOut(Output):
    """What became of a change after a decision by link."""

    title: str
    status: ChangeStatus
