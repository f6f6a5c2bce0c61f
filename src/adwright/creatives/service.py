"""The door of creatives: the library of images, and creatives with their versions."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.audit import service as audit
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Conflict, FieldProblem, Invalid, NotFound
from adwright.core.ids import new_id
from adwright.core.paging import Page, PageRequest
from adwright.creatives.model import Asset, Creative, CreativeText, CreativeVersion, differences
from adwright.creatives.pictures import THUMBNAIL_MEDIA_TYPE, read_picture
from adwright.creatives.ports import Store
from adwright.creatives.repository import AssetRepository, CreativeRepository
from adwright.platforms.calls_to_action import is_call_to_action
from adwright.platforms.destinations import normalize_destination

_LONGEST_NAME = 200


async def add_asset(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    store: Store,
    *,
    advertiser_id: UUID,
    name: str,
    content: bytes,
) -> Asset:
    """Bring an image into an advertiser's library. Repeatable: the same content is the same asset.

    Raises:
        Invalid: the file is no image that ads can use, or too large.
        NotFound: there is no such advertiser.
        Upstream: the store does not take it.
    """
    await accounts.get_advertiser(tx, advertiser_id)
    picture = await asyncio.to_thread(read_picture, content)
    repository = AssetRepository(tx)
    present = await repository.by_content(advertiser_id, picture.sha256)
    if present is not None:
        return present
    asset = Asset(
        id=new_id(),
        organization_id=tx.organization_id,
        advertiser_id=advertiser_id,
        name=_name(name, "Image"),
        media_type=picture.media_type,
        sha256=picture.sha256,
        size_bytes=len(content),
        width=picture.width,
        height=picture.height,
        created_at=clock.now(),
        created_by=actor.name,
    )
    # The files come first: a row without its file is a broken picture, a file without a row is only waste.
    await store.put(asset.content_key, content, asset.media_type)
    await store.put(asset.thumbnail_key, picture.thumbnail, THUMBNAIL_MEDIA_TYPE)
    async with tx.conflict("The same image is being uploaded at this moment. Try again."):
        await repository.add(asset)
    await audit.record(
        tx, actor, "asset.added", "asset", asset.id, after={"name": asset.name, "sha256": asset.sha256}
    )
    return asset


async def get_asset(tx: Transaction, asset_id: UUID) -> Asset:
    """Return one asset. Repeatable.

    Raises:
        NotFound: there is no such asset.
    """
    asset = await AssetRepository(tx).get(asset_id)
    if asset is None:
        raise NotFound("There is no such image.")
    return asset


async def assets(tx: Transaction, asset_ids: Collection[UUID]) -> Mapping[UUID, Asset]:
    """Return the assets that exist among these ids. Repeatable."""
    if not asset_ids:
        return {}
    return {asset.id: asset for asset in await AssetRepository(tx).some(asset_ids)}


async def list_assets(tx: Transaction, advertiser_id: UUID | None, wanted: PageRequest) -> Page[Asset]:
    """Return the library, newest first; of one advertiser or of all. Repeatable."""
    return await AssetRepository(tx).page(advertiser_id, wanted)


async def read_asset(tx: Transaction, store: Store, asset_id: UUID) -> bytes:
    """Return an image's content. Repeatable.

    Raises:
        NotFound: there is no such asset, or its file is gone from the store.
        Upstream: the store does not answer.
    """
    return await store.get((await get_asset(tx, asset_id)).content_key)


async def remove_asset(tx: Transaction, actor: Actor, asset_id: UUID) -> Asset:
    """Remove an image from the library; its files are the caller's to remove, once this is committed.

    Raises:
        Conflict: creatives show it; the message names them.
        NotFound: there is no such asset.
    """
    asset = await get_asset(tx, asset_id)
    repository = AssetRepository(tx)
    users = await repository.creatives_using(asset_id)
    if users:
        raise Conflict(
            f"This image is shown in {_listed(users)}, whose history keeps it. It cannot be deleted.",
            code="asset_in_use",
        )
    await repository.remove(asset_id)
    await audit.record(tx, actor, "asset.removed", "asset", asset_id, before={"name": asset.name})
    return asset


async def create_creative(
    tx: Transaction, actor: Actor, clock: Clock, *, advertiser_id: UUID, name: str, content: CreativeText
) -> Creative:
    """Make a creative with its first version. Not repeatable: each call makes another.

    Raises:
        Invalid: the button is unknown, or the image is another advertiser's.
        NotFound: there is no such advertiser or image.
    """
    await accounts.get_advertiser(tx, advertiser_id)
    content = await _checked(tx, advertiser_id, content)
    repository = CreativeRepository(tx)
    creative_id, now = new_id(), clock.now()
    values = {
        "id": creative_id,
        "advertiser_id": advertiser_id,
        "name": _name(name, content.headline or "Creative"),
        "created_at": now,
        "created_by": actor.name,
    }
    first = CreativeVersion(new_id(), creative_id, advertiser_id, 1, None, content, now, actor.name)
    await repository.add(values)
    await repository.add_version(first)
    await audit.record(
        tx, actor, "creative.created", "creative", creative_id, after={"name": values["name"], "version": 1}
    )
    return await get_creative(tx, creative_id)


async def add_version(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    creative_id: UUID,
    content: CreativeText,
    *,
    parent_id: UUID | None = None,
) -> Creative:
    """Edit a creative: make its next version. Repeatable: content equal to the newest version makes none.

    Args:
        tx: the transaction.
        actor: who edits.
        clock: the clock.
        creative_id: which creative.
        content: the whole new content.
        parent_id: the version that was edited; the newest when None.

    Raises:
        Conflict: somebody else made a version at the same moment.
        Invalid: the button is unknown, the image is another advertiser's.
        NotFound: there is no such creative or image, or the parent is not a version of this creative.
    """
    creative = await get_creative(tx, creative_id)
    content = await _checked(tx, creative.advertiser_id, content)
    parents = {version.id: version for version in creative.versions}
    parent = parents.get(parent_id or creative.latest.id)
    if parent is None:
        raise NotFound("The version that was edited is not one of this creative.")
    if content == creative.latest.content:
        return creative
    version = CreativeVersion(
        id=new_id(),
        creative_id=creative_id,
        advertiser_id=creative.advertiser_id,
        version=creative.latest.version + 1,
        parent_id=parent.id,
        content=content,
        created_at=clock.now(),
        created_by=actor.name,
    )
    async with tx.conflict("Somebody else edited this creative just now. Look at their version first."):
        await CreativeRepository(tx).add_version(version)
    changes = differences(parent.content, content)
    await audit.record(
        tx,
        actor,
        "creative.edited",
        "creative",
        creative_id,
        before={change.field: change.before for change in changes},
        after={change.field: change.after for change in changes},
    )
    return replace(creative, versions=[*creative.versions, version])


async def get_creative(tx: Transaction, creative_id: UUID) -> Creative:
    """Return one creative with all its versions. Repeatable.

    Raises:
        NotFound: there is no such creative.
    """
    creative = await CreativeRepository(tx).get(creative_id)
    if creative is None:
        raise NotFound("There is no such creative.")
    return creative


async def list_creatives(tx: Transaction, advertiser_id: UUID | None, wanted: PageRequest) -> Page[Creative]:
    """Return creatives with their versions, newest first; of one advertiser or of all. Repeatable."""
    return await CreativeRepository(tx).page(advertiser_id, wanted)


async def versions(tx: Transaction, version_ids: Collection[UUID]) -> Mapping[UUID, CreativeVersion]:
    """Return the versions that exist among these ids. Repeatable."""
    if not version_ids:
        return {}
    return {version.id: version for version in await CreativeRepository(tx).versions(version_ids)}


async def _checked(tx: Transaction, advertiser_id: UUID, content: CreativeText) -> CreativeText:
    if content.call_to_action and not is_call_to_action(content.call_to_action):
        raise Invalid(
            "This button is not known. Choose one of the list.",
            code="unknown_call_to_action",
            fields=(FieldProblem("call_to_action", "This button is not known."),),
        )
    if content.asset_id is not None:
        asset = await get_asset(tx, content.asset_id)
        if asset.advertiser_id != advertiser_id:
            raise Invalid(
                "This image is in another advertiser's library. Upload it to this one.",
                code="other_advertiser",
                fields=(FieldProblem("asset_id", "Another advertiser's image."),),
            )
    return replace(content, destination_url=normalize_destination(content.destination_url))


def _name(given: str, fallback: str) -> str:
    return (given.strip() or fallback)[:_LONGEST_NAME]


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"“{name}”" for name in names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"
