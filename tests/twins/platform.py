"""A platform in memory that honours `changes.ports.Executor`, and goes wrong when told to."""

from __future__ import annotations

import hashlib
import itertools
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from adwright.accounts.ports import AccountAccess
from adwright.campaigns.model import (
    AdFields,
    AdGroupFields,
    CampaignFields,
    CreativeContent,
    NodeFields,
    ObservedNode,
    ReviewStatus,
    RunState,
)
from adwright.changes.ports import (
    Answer,
    Call,
    CreateAd,
    CreateAdGroup,
    CreateCampaign,
    CreateCreative,
    CreateLabel,
    ObjectKind,
    SetBudget,
    SetState,
    SwapCreative,
    Tag,
    UpdateNode,
    UploadImage,
)
from adwright.core.errors import ReconnectNeeded, Upstream
from adwright.platforms.model import Level


@dataclass
class Fault:
    """What goes wrong with the first call that matches."""

    matches: Callable[[Call], bool]
    error: Upstream
    after_effect: bool = False


@dataclass
class Made:
    """One object on the twin."""

    kind: ObjectKind
    external_id: str
    tag: Tag | None
    parent: str | None = None
    fields: NodeFields | None = None
    content: CreativeContent | None = None


@dataclass
class PlatformTwin:
    """Objects by id, the calls so far, and the faults to come.

    Attributes:
        stale_look_ups: so many look-ups do not see what was just made.
        stale_reads: so many reads show a node as it was before its last edit.
        null_items: so many items of batches take effect and get no answer.
        batches: the sizes of the batches so far.
    """

    objects: dict[str, Made] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    look_ups: int = 0
    faults: deque[Fault] = field(default_factory=deque)
    stale_look_ups: int = 0
    stale_reads: int = 0
    null_items: int = 0
    batches: list[int] = field(default_factory=list)
    _before: dict[str, NodeFields] = field(default_factory=dict)
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def fail(
        self,
        kind: type[Call],
        error: Upstream,
        *,
        nth: int = 1,
        after_effect: bool = False,
    ) -> None:
        """Let the nth call of a kind go wrong, before or after its effect."""
        counter = itertools.count(1)
        self.faults.append(
            Fault(lambda call: isinstance(call, kind) and next(counter) == nth, error, after_effect)
        )

    def of(self, kind: ObjectKind) -> list[Made]:
        """Return every object of a kind."""
        return [each for each in self.objects.values() if each.kind is kind]

    def state(self, external_id: str) -> RunState:
        """Return whether a node is on."""
        fields = self.objects[external_id].fields
        if fields is None:
            raise AssertionError(f"{external_id} has no state")
        return fields.state

    async def perform(self, access: AccountAccess, call: Call) -> Answer:
        """Do as told, or go wrong as told."""
        self.calls.append(call)
        fault = next((each for each in self.faults if each.matches(call)), None)
        if fault is None:
            return self._do(call)
        self.faults.remove(fault)
        if fault.after_effect:
            self._do(call)
        raise fault.error

    async def perform_batch(
        self, access: AccountAccess, calls: Sequence[Call]
    ) -> Sequence[Answer | Upstream]:
        """Do several calls as told; `null_items` of the next batches get no answer after their effect."""
        self.batches.append(len(calls))
        answers: list[Answer | Upstream] = []
        for call in calls:
            try:
                answer = await self.perform(access, call)
            except Upstream as error:
                answers.append(error)
                continue
            self.null_items -= 1
            answers.append(lost_answer() if self.null_items >= 0 else answer)
        return answers

    async def read_batch(
        self, access: AccountAccess, nodes: Sequence[tuple[Level, str]]
    ) -> Sequence[ObservedNode | None]:
        """Read several nodes."""
        return [await self.read(access, level, external_id) for level, external_id in nodes]

    async def look_up(self, access: AccountAccess, kind: ObjectKind, tag: Tag) -> str | None:
        """Find what carries the tag."""
        self.look_ups += 1
        if self.stale_look_ups > 0:
            self.stale_look_ups -= 1
            return None
        return next(
            (each.external_id for each in self.of(kind) if each.tag and each.tag.key == tag.key), None
        )

    async def read(self, access: AccountAccess, level: Level, external_id: str) -> ObservedNode | None:
        """Read one node."""
        made = self.objects.get(external_id)
        if made is None or made.fields is None:
            return None
        fields = made.fields
        if self.stale_reads > 0 and external_id in self._before:
            self.stale_reads -= 1
            fields = self._before[external_id]
        return ObservedNode(
            level, external_id, made.parent, fields, fields.state.value.upper(), ReviewStatus.NONE
        )

    def edit(self, external_id: str, **values: object) -> None:
        """Edit a node as somebody in Ads Manager would."""
        made = self.objects[external_id]
        if made.fields is None:
            raise AssertionError(f"{external_id} has no fields")
        self._before[external_id] = made.fields
        made.fields = replace(made.fields, **values)  # type: ignore[arg-type]

    def _do(self, call: Call) -> Answer:
        match call:
            case CreateLabel(name):
                return self._make(ObjectKind.LABEL, Tag("", name))
            case UploadImage(_, content):
                digest = hashlib.sha256(content).hexdigest()[:32]
                self.objects[digest] = Made(ObjectKind.IMAGE, digest, None)
                return Answer(digest)
            case CreateCampaign(tag, campaign):
                return self._make(ObjectKind.CAMPAIGN, tag, fields=replace(campaign, state=RunState.PAUSED))
            case CreateAdGroup(tag, parent, _, group):
                fields: AdGroupFields = replace(group, state=RunState.PAUSED)
                return self._make(ObjectKind.AD_GROUP, tag, parent, fields)
            case CreateCreative(tag, _, ad, image_hash):
                answer = self._make(ObjectKind.CREATIVE, tag)
                content = replace(
                    ad.creative,
                    version_id=None,
                    asset_id=None,
                    image_hash=image_hash,
                    external_id=answer.external_id,
                )
                self.objects[answer.external_id].content = content
                return answer
            case CreateAd(tag, parent, creative, ad):
                made = self.objects.get(creative)
                if made is None or made.content is None:
                    raise Upstream("There is no such creative.")
                ad_fields: AdFields = replace(ad, state=RunState.PAUSED, creative=made.content)
                return self._make(ObjectKind.AD, tag, parent, ad_fields)
            case SetState(_, external_id, state):
                self.edit(external_id, state=state)
                return Answer(external_id)
            case SetBudget(_, external_id, budget):
                self.edit(external_id, budget=budget)
                return Answer(external_id)
            case UpdateNode(_, external_id, values):
                found = values.as_fields()
                found.pop("audience_version_id", None)
                self.edit(external_id, **found)
                return Answer(external_id)
            case SwapCreative(external_id, creative):
                content = self.objects[creative].content
                if content is None:
                    raise Upstream("There is no such creative.")
                self.edit(external_id, creative=content)
                return Answer(external_id)

    def _make(
        self, kind: ObjectKind, tag: Tag, parent: str | None = None, fields: NodeFields | None = None
    ) -> Answer:
        if parent is not None and parent not in self.objects:
            raise Upstream("There is no such parent.")
        external_id = f"{kind.value}-{next(self._ids)}"
        self.objects[external_id] = Made(kind, external_id, tag, parent, fields)
        return Answer(external_id)


def lost_answer() -> Upstream:
    """The platform did not answer a write: it may have happened."""
    return Upstream("It did not answer in time.", retry_after_seconds=5.0, outcome_unknown=True)


def passing_trouble() -> Upstream:
    """The platform surely did nothing, and will do it later."""
    return Upstream("The rate limit is used up.", code="rate_limited", retry_after_seconds=60.0)


def declined() -> Upstream:
    """The platform will never do this."""
    return Upstream(
        "Meta declined this. The link does not open.",
        code="platform_declined",
        details={"message": "Invalid parameter", "user_message": "The link does not open."},
    )


def refused_token() -> ReconnectNeeded:
    """The token is no longer good."""
    return ReconnectNeeded("Meta no longer accepts the connection's token. Connect Meta again.")


def campaign_fields(made: Made) -> CampaignFields:
    """Return a campaign's fields."""
    if not isinstance(made.fields, CampaignFields):
        raise AssertionError(f"{made.external_id} is no campaign")
    return made.fields
