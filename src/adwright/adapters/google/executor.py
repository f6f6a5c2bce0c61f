"""Operations on Google Ads: make, find again, read back. Each call is one atomic request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from adwright.accounts.ports import AccountAccess
from adwright.adapters.google import errors, writing
from adwright.adapters.google.client import AdsClient, Row
from adwright.adapters.google.connector import caller_of
from adwright.adapters.google.constants import Constants
from adwright.adapters.google.edits import Edits
from adwright.adapters.google.tree import GoogleTree
from adwright.adapters.google.vocabulary import resource_id
from adwright.adapters.google.writing import COLLECTIONS, KEY_PARAMETER, Names, Operation
from adwright.campaigns.model import ObservedNode, RunState
from adwright.changes.model.trouble import as_upstream, may_pass
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
from adwright.core.errors import AdwrightError, ReconnectNeeded, Upstream
from adwright.platforms.capabilities import GOOGLE
from adwright.platforms.model import Level

_TAGGED = {
    ObjectKind.CAMPAIGN: ("campaign", "campaign.url_custom_parameters"),
    ObjectKind.AD_GROUP: ("ad_group", "ad_group.url_custom_parameters"),
    ObjectKind.AD: ("ad_group_ad", "ad_group_ad.ad.url_custom_parameters"),
}


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A call as operations; `main` is the one whose object the answer names."""

    operations: list[Operation]
    main: int
    external_id: str | None


class GoogleExecutor:
    """Google's side of `changes.ports.Executor`. On Search there are no images and no creatives apart."""

    def __init__(self, client: AdsClient, constants: Constants, tree: GoogleTree) -> None:
        self._client = client
        self._constants = constants
        self._tree = tree
        self._edits = Edits(client, constants)

    async def perform(self, access: AccountAccess, call: Call) -> Answer:
        """Make one call on Google, all of it or nothing."""
        prepared = await self._prepare(access, Names(access.external_id), call)
        if not prepared.operations:
            return Answer(prepared.external_id or "")
        try:
            results = await self._mutate(access, prepared.operations)
        except Upstream as error:
            found = await self._done_before(access, call, error)
            if found is None:
                raise
            return Answer(found)
        return Answer(prepared.external_id or _made_id(results[prepared.main]))

    async def perform_batch(
        self, access: AccountAccess, calls: Sequence[Call]
    ) -> Sequence[Answer | Upstream]:
        """Make several calls in one atomic request; if it is refused, each alone, to learn which is wrong.

        Raises:
            Upstream: the outcome of all of them is unknown, or none was tried.
        """
        names = Names(access.external_id)
        try:
            prepared = [await self._prepare(access, names, call) for call in calls]
            operations = [operation for each in prepared for operation in each.operations]
            results = await self._mutate(access, operations) if operations else []
        except AdwrightError as error:
            if isinstance(error, ReconnectNeeded) or may_pass(as_upstream(error)):
                raise
            return [await self._alone(access, call) for call in calls]
        answers, begin = [], 0
        for each in prepared:
            made = each.external_id or _made_id(results[begin + each.main])
            answers.append(Answer(made))
            begin += len(each.operations)
        return answers

    async def look_up(self, access: AccountAccess, kind: ObjectKind, tag: Tag) -> str | None:
        """Return the id of the object that carries our key, removed ones included."""
        if kind not in _TAGGED:
            return None
        resource, parameters = _TAGGED[kind]
        query = f"SELECT {resource}.resource_name, {parameters} FROM {resource}"
        for row in await self._client.rows(caller_of(access), query):
            found = getattr(row, resource)
            carrier = found.ad if kind is ObjectKind.AD else found
            if any(_is_key(each, tag) for each in carrier.url_custom_parameters):
                return resource_id(found.resource_name)
        return None

    async def read(self, access: AccountAccess, level: Level, external_id: str) -> ObservedNode | None:
        """Read one node back; None when Google does not have it."""
        [found] = await self.read_batch(access, [(level, external_id)])
        return found

    async def read_batch(
        self, access: AccountAccess, nodes: Sequence[tuple[Level, str]]
    ) -> Sequence[ObservedNode | None]:
        """Read several nodes, given by level and external id; in order."""
        found = {(node.level, node.external_id): node for node in await self._tree.read_some(access, nodes)}
        return [found.get(each) for each in nodes]

    async def _prepare(self, access: AccountAccess, names: Names, call: Call) -> _Prepared:
        require_possible(call, GOOGLE)
        match call:
            case CreateCampaign():
                known = await self._constants.known(caller_of(access))
                operations, main = writing.new_campaign(
                    names, call.tag.key, call.fields, known, access.zone
                )
                return _Prepared(operations, main, None)
            case CreateAdGroup():
                campaign = names.of(COLLECTIONS[Level.CAMPAIGN], call.campaign_external_id)
                return _Prepared(writing.new_ad_group(names, call.tag.key, campaign, call.fields), 0, None)
            case CreateAd():
                group = names.of(COLLECTIONS[Level.AD_GROUP], call.ad_group_external_id)
                return _Prepared([writing.new_ad(call.tag.key, group, call.fields)], 0, None)
            case SetState():
                operation = writing.set_state(names, call.level, call.external_id, call.state)
                return _Prepared([operation], 0, call.external_id)
            case SetBudget():
                operations = await self._edits.budget(access, call.external_id, call.budget)
                return _Prepared(operations, 0, call.external_id)
            case UpdateNode():
                operations = await self._edits.node(access, names, call.level, call.external_id, call.values)
                return _Prepared(operations, 0, call.external_id)
            case CreateLabel() | UploadImage() | CreateCreative() | SwapCreative():
                raise TypeError("refused above")

    async def _mutate(self, access: AccountAccess, operations: Sequence[Operation]) -> Sequence[Any]:
        request = writing.mutate_request(access.external_id, operations)
        answer = await self._client.mutate(caller_of(access), request)
        return list(answer.mutate_operation_responses)

    async def _alone(self, access: AccountAccess, call: Call) -> Answer | Upstream:
        try:
            return await self.perform(access, call)
        except AdwrightError as error:
            return as_upstream(error)

    async def _done_before(self, access: AccountAccess, call: Call, error: Upstream) -> str | None:
        """Return what an earlier try has done, when that is why Google refuses another."""
        match call:
            case SetState(state=RunState.ARCHIVED) if errors.is_removed(error):
                return call.external_id
            case CreateCampaign() if errors.name_is_taken(error):
                return await self.look_up(access, ObjectKind.CAMPAIGN, call.tag)
            case CreateAdGroup() if errors.name_is_taken(error):
                return await self.look_up(access, ObjectKind.AD_GROUP, call.tag)
            case _:
                return None


def _is_key(parameter: Row, tag: Tag) -> bool:
    return bool(parameter.key == KEY_PARAMETER and parameter.value == tag.key)


def _made_id(response: Row) -> str:
    result = getattr(response, response.WhichOneof("response"))
    return resource_id(result.resource_name)
