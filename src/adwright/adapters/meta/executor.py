"""One operation at a time on Meta: make, find again, read back."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import Any

from adwright.accounts.ports import AccountAccess
from adwright.adapters.meta import reading, writing
from adwright.adapters.meta.graph import Graph, Reply, Request
from adwright.adapters.meta.locales import Locales
from adwright.adapters.meta.vocabulary import META_STATES
from adwright.campaigns.meta_settings import Declaration
from adwright.campaigns.model import ObservedNode
from adwright.changes.model.trouble import as_upstream
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
from adwright.core.errors import AdwrightError, Upstream
from adwright.platforms.capabilities import META
from adwright.platforms.model import Level

_EDGES = {
    ObjectKind.CAMPAIGN: "campaigns",
    ObjectKind.AD_GROUP: "adsets",
    ObjectKind.AD: "ads",
    ObjectKind.CREATIVE: "adcreatives",
}


class MetaExecutor:
    """Meta's side of `changes.ports.Executor`."""

    def __init__(self, graph: Graph, locales: Locales) -> None:
        self._graph = graph
        self._locales = locales

    async def perform(self, access: AccountAccess, call: Call) -> Answer:
        """Make one call on Meta."""
        if isinstance(call, CreateLabel):
            return await self._label(access, call)
        if isinstance(call, UploadImage):
            return await self._image(access, call)
        request = await self._request(access, call)
        reply = await self._graph.post(access.token, request.path, request.params, account=access.external_id)
        return _answer(request, reply.body)

    async def perform_batch(
        self, access: AccountAccess, calls: Sequence[Call]
    ) -> Sequence[Answer | Upstream]:
        """Make several calls in one request; an item that Meta leaves unanswered may have happened."""
        prepared = [await self._request_or_refusal(access, call) for call in calls]
        requests = [each for each in prepared if isinstance(each, Request)]
        if not requests:
            return [each for each in prepared if isinstance(each, Upstream)]
        replies = iter(await self._graph.batch(access.token, requests, account=access.external_id))
        return [
            each if isinstance(each, Upstream) else _answer_or_refusal(each, next(replies))
            for each in prepared
        ]

    async def look_up(self, access: AccountAccess, kind: ObjectKind, tag: Tag) -> str | None:
        """Return the id of the object that carries our key; images are found by their content instead."""
        if kind is ObjectKind.LABEL:
            return await self._find_label(access, tag.key)
        if kind is ObjectKind.IMAGE:
            return None
        rows = await self._graph.every(
            access.token,
            (access.external_id, f"{_EDGES[kind]}bylabels"),
            {"ad_label_ids": [tag.label_external_id], "operator": "ANY", "fields": "id,adlabels{id,name}"},
        )
        for row in rows:
            if any(label.get("name") == tag.key for label in _labels(row)):
                return str(row["id"])
        return None

    async def read(self, access: AccountAccess, level: Level, external_id: str) -> ObservedNode | None:
        """Read one node back; None when Meta does not have it."""
        request = _reading(level, external_id)
        try:
            reply = await self._graph.get(
                access.token, request.path, request.params, account=access.external_id
            )
        except Upstream as error:
            _require_missing(error)
            return None
        return await self._node(access, level, reply)

    async def read_batch(
        self, access: AccountAccess, nodes: Sequence[tuple[Level, str]]
    ) -> Sequence[ObservedNode | None]:
        """Read several nodes back in one request."""
        requests = [_reading(level, external_id) for level, external_id in nodes]
        replies = await self._graph.batch(access.token, requests, account=access.external_id)
        found: list[ObservedNode | None] = []
        for (level, _), reply in zip(nodes, replies, strict=True):
            if isinstance(reply, Upstream):
                _require_missing(reply)
                found.append(None)
            else:
                found.append(await self._node(access, level, reply))
        return found

    async def _node(self, access: AccountAccess, level: Level, reply: Reply) -> ObservedNode:
        return reading.node(level, reply.body, access.currency, await self._languages(access, reply.body))

    async def _request_or_refusal(self, access: AccountAccess, call: Call) -> Request | Upstream:
        try:
            return await self._request(access, call)
        except AdwrightError as error:
            return as_upstream(error)

    async def _request(self, access: AccountAccess, call: Call) -> Request:
        """Return what is sent for a call; labels and images look before they are made and have none."""
        require_possible(call, META)
        match call:
            case CreateCampaign():
                return _creating(access, ObjectKind.CAMPAIGN, call.tag, writing.campaign(call.fields))
            case CreateAdGroup():
                params = await self._ad_group(access, call)
                return _creating(access, ObjectKind.AD_GROUP, call.tag, params)
            case CreateCreative():
                params = writing.creative(call.name, call.fields, call.image_hash)
                return _creating(access, ObjectKind.CREATIVE, call.tag, params)
            case CreateAd():
                params = {
                    "name": call.fields.name,
                    "adset_id": call.ad_group_external_id,
                    "creative": {"creative_id": call.creative_external_id},
                    "status": "PAUSED",
                }
                return _creating(access, ObjectKind.AD, call.tag, params)
            case SetState():
                return Request("POST", (call.external_id,), {"status": META_STATES[call.state]})
            case SetBudget():
                return Request("POST", (call.external_id,), writing.budget(call.budget))
            case SwapCreative():
                params = {"creative": {"creative_id": call.creative_external_id}}
                return Request("POST", (call.external_id,), params)
            case UpdateNode():
                targeting = call.values.targeting
                languages = targeting.languages if targeting else ()
                locales = await self._locales.keys(access.token, languages)
                there = await self._targeted(access, call.external_id) if targeting else {}
                missing = None
                if targeting and writing.needs_declaration(targeting) and not reading.declaration(there):
                    missing = _usual(access)
                params = writing.update(call.values, locales, there.get("targeting") or {}, missing)
                return Request("POST", (call.external_id,), params)
            case CreateLabel() | UploadImage():
                raise TypeError("labels and images are made one at a time")

    async def _ad_group(self, access: AccountAccess, call: CreateAdGroup) -> dict[str, Any]:
        locales = await self._locales.keys(access.token, call.fields.targeting.languages)
        params = writing.ad_group(call.fields, call.campaign, locales, _usual(access))
        return params | {"campaign_id": call.campaign_external_id}

    async def _targeted(self, access: AccountAccess, external_id: str) -> dict[str, Any]:
        """Return an ad set's targeting, and what was declared because of it."""
        fields = {"fields": "targeting,dsa_beneficiary,dsa_payor"}
        reply = await self._graph.get(access.token, (external_id,), fields, account=access.external_id)
        return reply.body

    async def _languages(self, access: AccountAccess, row: dict[str, Any]) -> dict[int, str]:
        if not (row.get("targeting") or {}).get("locales"):
            return {}
        return dict(await self._locales.languages(access.token))

    async def _label(self, access: AccountAccess, call: CreateLabel) -> Answer:
        found = await self._find_label(access, call.name)
        if found:
            return Answer(found)
        reply = await self._graph.post(access.token, (access.external_id, "adlabels"), {"name": call.name})
        return Answer(str(reply.body["id"]))

    async def _find_label(self, access: AccountAccess, name: str) -> str | None:
        path = (access.external_id, "adlabels")
        async for page in self._graph.pages(access.token, path, {"fields": "id,name"}):
            for row in page:
                if row.get("name") == name:
                    return str(row["id"])
        return None

    async def _image(self, access: AccountAccess, call: UploadImage) -> Answer:
        """Upload, unless the account has the picture already: Meta's hash is the MD5 of the content."""
        digest = hashlib.md5(call.content, usedforsecurity=False).hexdigest()
        path = (access.external_id, "adimages")
        present = await self._graph.every(access.token, path, {"hashes": [digest], "fields": "hash"})
        if any(row.get("hash") == digest for row in present):
            return Answer(digest)
        params = {"bytes": base64.b64encode(call.content).decode(), "name": call.name}
        images = (await self._graph.post(access.token, path, params)).body["images"]
        return Answer(str(next(iter(images.values()))["hash"]))


def _usual(access: AccountAccess) -> Declaration | None:
    """Return whom the account's ads are for and who pays, where nothing else was said."""
    if not (access.beneficiary and access.payor):
        return None
    return Declaration(access.beneficiary, access.payor)


def _creating(access: AccountAccess, kind: ObjectKind, tag: Tag, params: dict[str, Any]) -> Request:
    path = (access.external_id, _EDGES[kind])
    return Request("POST", path, params | {"adlabels": writing.labels(tag)})


def _answer(request: Request, body: dict[str, Any]) -> Answer:
    """Return the id of what was made; of what was edited, the id that was asked for."""
    made = len(request.path) > 1
    return Answer(str(body["id"]) if made else request.path[0])


def _answer_or_refusal(request: Request, reply: Reply | Upstream) -> Answer | Upstream:
    return reply if isinstance(reply, Upstream) else _answer(request, reply.body)


def _reading(level: Level, external_id: str) -> Request:
    return Request("GET", (external_id,), {"fields": reading.FIELDS[level]})


def _require_missing(error: Upstream) -> None:
    """Let pass that Meta does not have an object; raise any other trouble."""
    if error.code != "not_there":
        raise error


def _labels(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Meta gives labels as a plain list or wrapped in `data`, depending on the object."""
    labels = row.get("adlabels") or []
    return list(labels.get("data") or []) if isinstance(labels, dict) else list(labels)
