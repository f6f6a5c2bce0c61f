"""The library of images."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Header, Request, Response

from adwright.core.database import TenantScope
from adwright.core.errors import FieldProblem, Invalid
from adwright.creatives import service as creatives
from adwright.creatives.pictures import MAXIMUM_BYTES, THUMBNAIL_MEDIA_TYPE, too_large
from adwright.web.dependencies import Builder, ContainerDep, Paging, Reader, Tx
from adwright.web.filters import OfAdvertiser
from adwright.web.schemas.base import PageOut
from adwright.web.schemas.creatives import AssetOut
from adwright.web.uploads import read_upload, upload_schema

router = APIRouter(prefix="/assets", tags=["assets"])

_FORM = upload_schema(
    {"advertiser_id": {"type": "string", "format": "uuid"}, "name": {"type": "string"}}, ["advertiser_id"]
)
# An asset never changes, so a copy is good for ever; opened by itself, it can run nothing.
_FILE_HEADERS = {
    "Cache-Control": "private, max-age=31536000, immutable",
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

IfNoneMatch = Annotated[str | None, Header(max_length=500)]


@router.post("", status_code=201, openapi_extra=_FORM)
async def upload(request: Request, actor: Builder, container: ContainerDep) -> AssetOut:
    """Upload an image (JPEG or PNG, at most 30 MB); the same image again gives the asset that is there."""
    upload = await read_upload(request, limit_bytes=MAXIMUM_BYTES, too_large=too_large())
    advertiser_id = _advertiser_id(upload.fields.get("advertiser_id"))
    # Opened only now: a slow upload holds no connection to the database.
    scope = TenantScope.of(actor)
    async with container.database.transaction(scope) as tx:
        asset = await creatives.add_asset(
            tx,
            actor,
            container.clock,
            container.store,
            advertiser_id=advertiser_id,
            name=upload.fields.get("name") or upload.name,
            content=upload.content,
        )
    return AssetOut.of(asset)


@router.get("")
async def list_assets(
    _actor: Reader, tx: Tx, paging: Paging, advertiser_id: OfAdvertiser
) -> PageOut[AssetOut]:
    """List images, newest first."""
    return PageOut.of(await creatives.list_assets(tx, advertiser_id, paging), AssetOut.of)


@router.get("/{asset_id}")
async def get(asset_id: UUID, _actor: Reader, tx: Tx) -> AssetOut:
    """Show what is known of an image."""
    return AssetOut.of(await creatives.get_asset(tx, asset_id))


@router.get(
    "/{asset_id}/content",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}, "image/png": {}}}, 304: {"description": "Not modified"}},
)
async def content(
    asset_id: UUID, _actor: Reader, tx: Tx, container: ContainerDep, if_none_match: IfNoneMatch = None
) -> Response:
    """Send the image itself."""
    asset = await creatives.get_asset(tx, asset_id)
    tag = f'"{asset.sha256}"'
    if _matches(if_none_match, tag):
        return _unchanged(tag)
    body = await container.store.get(asset.content_key)
    return Response(body, media_type=asset.media_type, headers=_FILE_HEADERS | {"ETag": tag})


@router.get(
    "/{asset_id}/thumbnail",
    response_class=Response,
    responses={200: {"content": {THUMBNAIL_MEDIA_TYPE: {}}}, 304: {"description": "Not modified"}},
)
async def thumbnail(
    asset_id: UUID, _actor: Reader, tx: Tx, container: ContainerDep, if_none_match: IfNoneMatch = None
) -> Response:
    """Send a small picture of the image, at most 640 pixels a side."""
    asset = await creatives.get_asset(tx, asset_id)
    tag = f'"thumbnail-{asset.sha256}"'
    if _matches(if_none_match, tag):
        return _unchanged(tag)
    body = await container.store.get(asset.thumbnail_key)
    return Response(body, media_type=THUMBNAIL_MEDIA_TYPE, headers=_FILE_HEADERS | {"ETag": tag})


@router.delete("/{asset_id}", status_code=204)
async def delete(
    asset_id: UUID, actor: Builder, tx: Tx, container: ContainerDep, tasks: BackgroundTasks
) -> None:
    """Delete an image that no creative shows."""
    asset = await creatives.remove_asset(tx, actor, asset_id)
    # After the commit: a deletion that is rolled back must find its files again.
    tasks.add_task(container.store.delete, [asset.content_key, asset.thumbnail_key])


def _advertiser_id(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        message = "Say whose library the image goes to: the advertiser's id."
        raise Invalid(message, fields=(FieldProblem("advertiser_id", message),)) from None


def _matches(given: str | None, tag: str) -> bool:
    if given is None:
        return False
    tags = {part.strip().removeprefix("W/") for part in given.split(",")}
    return tag in tags or "*" in tags


def _unchanged(tag: str) -> Response:
    return Response(status_code=304, headers=_FILE_HEADERS | {"ETag": tag})
