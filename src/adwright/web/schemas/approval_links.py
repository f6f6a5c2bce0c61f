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
from adwright.journeys.show_by_link import SharedAd, SharedChange
from adwright.platforms.model import Platform
from adwright.web.schemas.base import Input, Output
from adwright.web.schemas.changes import CostPerDayOut, DiffLineOut, Reason
from adwright.web.schemas.guardrails import FindingOut
from adwright.web.schemas.platforms import PlaceOut

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


class SharedImageOut(Output):
    """A picture of an ad; width and height are those of the original."""

    url: str
    width: int
    height: int
    alt: str


class SharedAdOut(Output):
    """An ad as its preview needs it."""

    id: UUID
    name: str
    ad_group: str
    headline: str
    primary_text: str
    description: str
    call_to_action: str
    call_to_action_label: str
    destination_url: str
    more_headlines: Sequence[str]
    more_descriptions: Sequence[str]
    display_path: Sequence[str]
    page_name: str
    page_picture_url: str | None
    image: SharedImageOut | None

    @classmethod
    def of(cls, ad: SharedAd, text: str) -> SharedAdOut:
        """Convert an ad; its picture is read with the link."""
        content, image = ad.content, None
        if ad.asset is not None:
            url = f"/api/v1/approvals/{text}/images/{ad.asset.id}"
            image = SharedImageOut(url=url, width=ad.asset.width, height=ad.asset.height, alt=ad.asset.name)
        return cls(
            id=ad.id,
            name=ad.name,
            ad_group=ad.ad_group,
            headline=content.headline,
            primary_text=content.primary_text,
            description=content.description,
            call_to_action=content.call_to_action,
            call_to_action_label=ad.call_to_action_label,
            destination_url=content.destination_url,
            more_headlines=content.more_headlines,
            more_descriptions=content.more_descriptions,
            display_path=content.display_path,
            page_name=ad.page_name,
            page_picture_url=ad.page_picture_url,
            image=image,
        )


class SharedChangeOut(Output):
    """What somebody without an account is asked to decide about."""

    organization: str
    platform: Platform
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
    ads: Sequence[SharedAdOut]
    ads_total: int
    places: Sequence[PlaceOut] = Field(
        description="What the diff names by Google's number, as Google calls it"
    )

    @classmethod
    def of(cls, shared: SharedChange, text: str) -> SharedChangeOut:
        """Convert what a link shows."""
        change = shared.change
        return cls(
            organization=shared.organization,
            platform=shared.platform,
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
            ads=[SharedAdOut.of(each, text) for each in shared.ads],
            ads_total=shared.ads_total,
            places=[PlaceOut.model_validate(place) for place in shared.places],
        )


class DecidedByLinkOut(Output):
    """What became of a change after a decision by link."""

    title: str
    status: ChangeStatus
