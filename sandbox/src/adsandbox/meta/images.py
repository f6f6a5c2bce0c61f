"""Ad images: upload as file or base64, look up by hash, delete."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Any

from adsandbox.meta import writing
from adsandbox.meta.call import GRAPH, Call, edge
from adsandbox.meta.campaigns import local_time
from adsandbox.meta.errors import GraphError, invalid, required
from adsandbox.meta.listing import list_nodes
from adsandbox.meta.params import Upload
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.picture_files import read_picture
from adsandbox.world.status import DELETED

LARGEST_BYTES = 30 * 1024 * 1024


@edge(Kind.ACCOUNT, "adimages")
def list_images(call: Call, account: Node) -> dict[str, Any]:
    """The account's images, or those of the given hashes."""
    call.need_read()
    hashes, names = call.params.names("hashes"), call.params.names("name")
    images = [node for node in call.world.store.nodes(Kind.IMAGE, account.id) if node.status != DELETED]
    if hashes:
        images = [node for node in images if node.fields["hash"] in hashes]
    if names:
        images = [node for node in images if node.name in names]
    return list_nodes(call, images[::-1])


@edge(Kind.ACCOUNT, "adimages", "POST")
def create_images(call: Call, account: Node) -> dict[str, Any]:
    """Upload images: any file fields of a multipart request, or base64 in `bytes`."""
    writing.account_for_write(call, account, Kind.IMAGE)
    uploads = {upload.filename or name: upload for name, upload in call.files.items()}
    if not uploads and call.params.text("bytes"):
        name = call.params.text("name") or "bytes"
        uploads = {name: Upload(name, _decoded(call.params.required_text("bytes")))}
    if not uploads:
        raise required("bytes")
    answers = {}
    for name, upload in uploads.items():
        image = _stored_image(call, account, call.params.text("name") or name, upload.content)
        answers[name] = _answer(call, image)
    return {"images": answers}


@edge(Kind.ACCOUNT, "adimages", "DELETE")
def delete_image(call: Call, account: Node) -> dict[str, Any]:
    """Delete an image by its hash, unless a creative shows it."""
    call.need_write()
    wanted = call.params.required_text("hash")
    image = image_of_hash(call, account, wanted)
    if image is None:
        raise invalid(f"There is no image with the hash {wanted} in this ad account.", blame=("hash",))
    creatives = call.world.store.nodes(Kind.CREATIVE, account.id)
    if any(wanted in str(node.fields) for node in creatives if node.status != DELETED):
        raise invalid("The image is used by an ad creative, so it cannot be deleted.", blame=("hash",))
    return writing.delete(call, image)


def image_of_hash(call: Call, account: Node, image_hash: str) -> Node | None:
    """The account's image of this hash, or None."""
    return call.world.store.find_node(Kind.IMAGE, account.id, "hash", image_hash)


def image_url(call: Call, image: Node) -> str:
    """Where the image's file is served."""
    return f"{call.base_url}/media/{image.account_id}/{image.fields['hash']}"


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.replace(" ", "+"), validate=True)
    except (ValueError, binascii.Error):
        raise _no_image() from None


def _stored_image(call: Call, account: Node, name: str, content: bytes) -> Node:
    if len(content) > LARGEST_BYTES:
        raise invalid("The image file is larger than 30 MB.", subcode=1487411, title="Image Too Large")
    picture = read_picture(content)
    if picture is None:
        raise _no_image()
    image_hash = hashlib.md5(content, usedforsecurity=False).hexdigest()
    known = image_of_hash(call, account, image_hash)
    if known is not None:
        return known
    fields = {"name": name, "hash": image_hash, "width": picture.width, "height": picture.height}
    with call.world.store.writing():
        call.world.store.add_blob(f"image/{account.id}/{image_hash}", picture.media_type, content)
        image = call.world.new_node(Kind.IMAGE, account, account.id, fields)
        return writing.stored(call, image)


def _no_image() -> GraphError:
    return invalid(
        "The file is not an image that can be used: please upload a JPG or PNG file.",
        subcode=1487411,
        title="Invalid Image File Type",
    )


def _answer(call: Call, image: Node) -> dict[str, Any]:
    url = image_url(call, image)
    return {
        "hash": image.fields["hash"],
        "url": url,
        "url_128": url,
        "name": image.name,
        "width": image.fields["width"],
        "height": image.fields["height"],
    }


GRAPH[Kind.IMAGE].fields = {
    "id": lambda call, node: f"{node.account_id}:{node.fields['hash']}",
    "account_id": lambda call, node: node.account_id,
    "hash": lambda call, node: node.fields["hash"],
    "name": lambda call, node: node.name,
    "width": lambda call, node: node.fields["width"],
    "height": lambda call, node: node.fields["height"],
    "original_width": lambda call, node: node.fields["width"],
    "original_height": lambda call, node: node.fields["height"],
    "status": lambda call, node: node.status,
    "url": image_url,
    "url_128": image_url,
    "permalink_url": image_url,
    "created_time": lambda call, node: local_time(call, node, node.created),
    "updated_time": lambda call, node: local_time(call, node, node.updated),
}
