"""A platform in memory that fits all four ports and keeps its own rules, and goes wrong when told to."""

from __future__ import annotations

import hashlib
import itertools
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from adwright.accounts.ports import AccountAccess
from adwright.campaigns.model import (
    Activity,
    Budget,
    CampaignFields,
    CreativeContent,
    NodeFields,
    ObservedNode,
    ObservedTree,
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
from adwright.changes.possible import require_possible
from adwright.core.errors import Upstream
from adwright.insights.ports import DailyFact, PeriodReach
from adwright.journeys.platform import PlatformPorts
from adwright.platforms.model import Level
from tests.twins.people import PeopleTwin
from tests.twins.troubles import declined, lost_answer, not_there, used_up

OUTSIDER = "Jordan Colleague"


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
class Run:
    """The time in which an ad ran (UTC); without an end it still does."""

    since: datetime
    until: datetime | None = None


@dataclass
class PlatformTwin(PeopleTwin):
    """Objects by id, the calls so far, and the faults to come.

    Attributes:
        activity: who edited what outside.
        stale_look_ups: so many look-ups do not see what was just made.
        stale_reads: so many reads show a node as it was before its last edit.
        null_items: so many items of batches take effect and get no answer.
        batches: the sizes of the batches so far.
    """

    activity: list[Activity] = field(default_factory=list)
    objects: dict[str, Made] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    look_ups: int = 0
    faults: deque[Fault] = field(default_factory=deque)
    stale_look_ups: int = 0
    stale_reads: int = 0
    null_items: int = 0
    batches: list[int] = field(default_factory=list)
    _budget_edits: dict[str, list[datetime]] = field(default_factory=dict)
    _runs: dict[str, list[Run]] = field(default_factory=dict)
    _before: dict[str, NodeFields] = field(default_factory=dict)
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def ports(self) -> PlatformPorts:
        """The twin behind all four ports."""
        return PlatformPorts(connector=self, tree=self, facts=self, executor=self)

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

    def fail_next(self, error: Upstream, *, after_effect: bool = False) -> None:
        """Let the next call go wrong, whichever it is."""
        self.faults.append(Fault(lambda _: True, error, after_effect))

    def of(self, kind: ObjectKind) -> list[Made]:
        """Return every object of a kind."""
        return [each for each in self.objects.values() if each.kind is kind]

    def state(self, external_id: str) -> RunState:
        """Return whether a node is on."""
        return self._node(external_id).state

    def edit(self, external_id: str, **values: object) -> None:
        """Edit a node as somebody in Ads Manager would."""
        self._set(external_id, **values)
        now = self.clock.now() + self.ahead
        self.activity += [Activity(external_id, name, now, OUTSIDER) for name in values]

    # --- campaigns.ports.PlatformTree
    async def read_tree(self, access: AccountAccess) -> ObservedTree:
        """Show every node, archived ones too."""
        self.meet(access.token)
        found = [self._observed(each) for each in self.objects.values() if each.fields is not None]
        return ObservedTree(self.clock.now(), tuple(found))

    async def activities(self, access: AccountAccess, since: datetime) -> Sequence[Activity]:
        """Tell who edited what outside."""
        self.meet(access.token)
        return [each for each in reversed(self.activity) if each.at >= since]

    # --- changes.ports.Executor
    async def perform(self, access: AccountAccess, call: Call) -> Answer:
        """Do as told, or go wrong as told."""
        self.meet(access.token)
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
        self.meet(access.token)
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

    async def look_up(self, access: AccountAccess, kind: ObjectKind, tag: Tag) -> str | None:
        """Find what carries the tag."""
        self.meet(access.token)
        self.look_ups += 1
        if self.stale_look_ups > 0:
            self.stale_look_ups -= 1
            return None
        return next(
            (each.external_id for each in self.of(kind) if each.tag and each.tag.key == tag.key), None
        )

    async def read(self, access: AccountAccess, level: Level, external_id: str) -> ObservedNode | None:
        """Read one node."""
        self.meet(access.token)
        made = self.objects.get(external_id)
        if made is None or made.fields is None:
            return None
        if self.stale_reads > 0 and external_id in self._before:
            self.stale_reads -= 1
            return self._observed(replace(made, fields=self._before[external_id]))
        return self._observed(made)

    async def read_batch(
        self, access: AccountAccess, nodes: Sequence[tuple[Level, str]]
    ) -> Sequence[ObservedNode | None]:
        """Read several nodes."""
        return [await self.read(access, level, external_id) for level, external_id in nodes]

    # --- insights.ports.FactSource
    async def period_reach(
        self, access: AccountAccess, *, level: Level, since_date: date, until_date: date
    ) -> Sequence[PeriodReach]:
        """Tell how many people a period reached, where they are counted."""
        found = await super().period_reach(access, level=level, since_date=since_date, until_date=until_date)
        return found if self.can.reach else []

    def facts_of(self, day: date) -> Sequence[DailyFact]:
        """Return one ad-day for each ad that ran on a day of the account's zone."""
        zone, now = ZoneInfo(self.account.zone), self.clock.now() + self.ahead
        return [
            self._fact(ad_id, day)
            for ad_id, runs in self._runs.items()
            if any(
                run.since.astimezone(zone).date() <= day <= (run.until or now).astimezone(zone).date()
                for run in runs
            )
        ]

    def _fact(self, ad_id: str, day: date) -> DailyFact:
        ad = self.objects[ad_id]
        group = self.objects[ad.parent or ""]
        campaign_id = group.parent or ""
        return replace(
            self.fact,
            date=day,
            campaign_external_id=campaign_id,
            campaign_name=self._node(campaign_id).name,
            ad_group_external_id=group.external_id,
            ad_group_name=self._node(group.external_id).name,
            ad_external_id=ad_id,
            ad_name=self._node(ad_id).name,
            reach=self.fact.reach if self.can.reach else None,
        )

    def _do(self, call: Call) -> Answer:
        require_possible(call, self.can)
        match call:
            case CreateLabel(name):
                tag = Tag("", name)
                present = [each.external_id for each in self.of(ObjectKind.LABEL) if each.tag == tag]
                return Answer(present[0]) if present else self._make(ObjectKind.LABEL, tag)
            case UploadImage(_, picture):
                digest = hashlib.sha256(picture).hexdigest()[:32]
                self.objects[digest] = Made(ObjectKind.IMAGE, digest, None)
                return Answer(digest)
            case CreateCampaign(tag, campaign):
                self._require_budget(campaign.budget)
                return self._make(ObjectKind.CAMPAIGN, tag, fields=campaign)
            case CreateAdGroup(tag, parent, _, group):
                self._require_budget(group.budget)
                return self._make(ObjectKind.AD_GROUP, tag, parent, group)
            case CreateCreative(tag, _, ad, image_hash):
                return self._make_creative(tag, ad.creative, image_hash)
            case CreateAd(tag, parent, creative, ad):
                shown = self._content(creative) if self.can.creative_apart else ad.creative
                return self._make(ObjectKind.AD, tag, parent, replace(ad, creative=shown))
            case SetState(_, external_id, state):
                if self.state(external_id) is RunState.ARCHIVED is not state and self.can.archive_is_final:
                    raise declined("What is archived cannot be brought back.")
                self._set(external_id, state=state)
                self._note_runs()
            case SetBudget(level, external_id, budget):
                self._require_same_kind(budget, getattr(self._node(external_id), "budget", None))
                self._require_budget(budget)
                if level is Level.AD_GROUP:
                    self._count_budget_edit(external_id)
                self._set(external_id, budget=budget)
            case UpdateNode(_, external_id, values):
                found = values.as_fields()
                found.pop("audience_version_id", None)
                self._set(external_id, **found)
            case SwapCreative(external_id, creative):
                self._set(external_id, creative=self._content(creative))
        return Answer(call.external_id)

    def _make(
        self, kind: ObjectKind, tag: Tag, parent: str | None = None, fields: NodeFields | None = None
    ) -> Answer:
        if parent is not None and parent not in self.objects:
            raise not_there()
        if fields is not None and not fields.name:
            raise declined("It needs a name.")
        external_id = f"{kind.value}-{next(self._ids)}"
        paused = None if fields is None else replace(fields, state=RunState.PAUSED)
        self.objects[external_id] = Made(kind, external_id, tag, parent, paused)
        return Answer(external_id)

    def _make_creative(self, tag: Tag, content: CreativeContent, image_hash: str | None) -> Answer:
        answer = self._make(ObjectKind.CREATIVE, tag)
        made = self.objects[answer.external_id]
        made.content = replace(
            content,
            version_id=None,
            asset_id=None,
            image_hash=image_hash,
            external_id=answer.external_id,
        )
        return answer

    def _content(self, creative_id: str) -> CreativeContent:
        made = self.objects.get(creative_id)
        if made is None or made.content is None:
            raise not_there()
        return made.content

    def _require_budget(self, wanted: Budget | None) -> None:
        least = self.account.min_daily_budget
        if wanted is not None and wanted.amount.micros < (least.micros if least else 1):
            raise declined("The budget is too low.")

    def _require_same_kind(self, wanted: Budget, present: Budget | None) -> None:
        if present is None and self.can.budget_level_fixed:
            raise declined(self.can.budget_level_fixed)
        if present is not None and present.period is not wanted.period and self.can.budget_period_fixed:
            raise declined(self.can.budget_period_fixed)

    def _count_budget_edit(self, external_id: str) -> None:
        now = self.clock.now() + self.ahead
        within = self.can.budget_edits_within
        recent = [at for at in self._budget_edits.get(external_id, ()) if at > now - within]
        if self.can.budget_edits is not None and len(recent) >= self.can.budget_edits:
            raise used_up((recent[0] + within - now).total_seconds())
        self._budget_edits[external_id] = [*recent, now]

    def _node(self, external_id: str) -> NodeFields:
        made = self.objects.get(external_id)
        if made is None or made.fields is None:
            raise not_there()
        return made.fields

    def _set(self, external_id: str, **values: Any) -> None:
        before = self._node(external_id)
        if values.get("name") == "":
            raise declined("It needs a name.")
        self._before[external_id] = before
        self.objects[external_id].fields = replace(before, **values)

    def _observed(self, made: Made) -> ObservedNode:
        fields = made.fields
        if fields is None:
            raise not_there()
        level = Level(made.kind.value)
        return ObservedNode(
            level, made.external_id, made.parent, fields, fields.state.value.upper(), ReviewStatus.NONE
        )

    def _note_runs(self) -> None:
        """Remember since when each ad runs, and until when it did."""
        now = self.clock.now() + self.ahead
        for ad in self.of(ObjectKind.AD):
            runs = self._runs.setdefault(ad.external_id, [])
            on = self._is_on(ad.external_id)
            if on and (not runs or runs[-1].until is not None):
                runs.append(Run(now))
            elif not on and runs and runs[-1].until is None:
                runs[-1].until = now

    def _is_on(self, external_id: str | None) -> bool:
        while external_id is not None:
            if self.state(external_id) is not RunState.ACTIVE:
                return False
            external_id = self.objects[external_id].parent
        return True


def campaign_fields(made: Made) -> CampaignFields:
    """Return a campaign's fields."""
    if not isinstance(made.fields, CampaignFields):
        raise AssertionError(f"{made.external_id} is no campaign")
    return made.fields
