"""Ad videos: upload whole, by chunks or from an address; processing that takes a while; thumbnails."""

from __future__ import annotations

import base64
import binascii
from dataclasses import asdict
from typing import Any
from urllib.parse import unquote_to_bytes

from adsandbox.meta import writing
from adsandbox.meta.call import GRAPH, Call, edge
from adsandbox.meta.campaigns import local_time
from adsandbox.meta.errors import GraphError, bad_param, invalid, required
from adsandbox.meta.listing import list_nodes, list_rows
from adsandbox.meta.movies import looks_like_movie, read_movie
from adsandbox.meta.params import Params, Upload
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.pictures import poster
from adsandbox.world.status import DELETED
from adsandbox.world.world import World

LARGEST_BYTES = 1024**3
CHUNK_BYTES = 4 * 1024**2
PROCESSING_SECONDS = 20.0
_PHASES = frozenset({"start", "transfer", "finish", "cancel"})
_THUMBNAILS = 3
_THUMBNAIL_WIDTH = 320
_COLORS = (("#1f3b57", "#c98d5a"), ("#3f5a3a", "#d9c27a"), ("#5a3a55", "#88b0c4"))


@edge(Kind.ACCOUNT, "advideos")
def list_videos(call: Call, account: Node) -> dict[str, Any]:
    """The account's videos, the newest first."""
    call.need_read()
    return list_nodes(call, [video for video in _videos(call, account) if "upload" not in video.fields][::-1])


@edge(Kind.ACCOUNT, "advideos", "POST")
def create_video(call: Call, account: Node) -> dict[str, Any]:
    """Upload a video: a file in `source`, an address in `file_url`, or by phases in chunks."""
    writing.account_for_write(call, account, Kind.VIDEO)
    phase = call.params.choice("upload_phase", _PHASES)
    if phase is not None:
        return _PHASE_HANDLERS[phase](call, account)
    source = _file(call, "source")
    if source is None and call.params.text("file_url"):
        source = _fetched(call, call.params.required_text("file_url"))
    if source is None:
        raise required("source")
    _check_size(len(source.content))
    video = call.world.new_node(Kind.VIDEO, account, account.id, _texts(call, source.filename))
    with call.world.store.writing():
        _received(call, video, source.content)
        writing.stored(call, video)
    return {"id": video.id}


def _start(call: Call, account: Node) -> dict[str, Any]:
    """Begin a chunked upload: answers what to send first."""
    size = call.params.whole("file_size")
    if size is None:
        raise required("file_size")
    _check_size(size)
    number = call.world.store.next_number("upload")
    upload = {"session": f"45{number:015d}", "size": size, "received": 0}
    fields = {**_texts(call, ""), "upload": upload}
    video = writing.stored(call, call.world.new_node(Kind.VIDEO, account, account.id, fields))
    return {"video_id": video.id, "upload_session_id": upload["session"], **_wanted(video)}


def _transfer(call: Call, account: Node) -> dict[str, Any]:
    """Take the next chunk."""
    video = _uploading(call, account)
    chunk = _file(call, "video_file_chunk")
    start = call.params.whole("start_offset")
    if chunk is None or start is None:
        raise required("video_file_chunk" if chunk is None else "start_offset")
    upload = video.fields["upload"]
    if start != upload["received"] or not chunk.content or start + len(chunk.content) > upload["size"]:
        raise _chunk_wanted(_wanted(video))
    with call.world.store.writing():
        call.world.store.add_blob(f"{_parts(video)}{start:012d}", "video/mp4", chunk.content)
        upload["received"] = start + len(chunk.content)
        call.world.save(video)
    return _wanted(video)


def _finish(call: Call, account: Node) -> dict[str, Any]:
    """End a chunked upload; the video is processed from now on."""
    video = _uploading(call, account)
    if video.fields["upload"]["received"] < video.fields["upload"]["size"]:
        raise _chunk_wanted(_wanted(video))
    with call.world.store.writing():
        content = b"".join(call.world.store.blobs(_parts(video)))
        _received(call, video, content)
        call.world.store.remove_blobs(_parts(video))
        del video.fields["upload"]
        video.fields.update(_texts(call, video.name))
        call.world.save(video)
    return {"success": True}


def _cancel(call: Call, account: Node) -> dict[str, Any]:
    """Give a chunked upload up."""
    video = _uploading(call, account)
    with call.world.store.writing():
        call.world.store.remove_blobs(_parts(video))
    return writing.delete(call, video)


_PHASE_HANDLERS = {"start": _start, "transfer": _transfer, "finish": _finish, "cancel": _cancel}


def lost_chunk(world: World, account_id: str, params: Params) -> GraphError:
    """What the transfer of a chunk is told when the chunk has been lost on the way."""
    session = params.text("upload_session_id") or ""
    video = world.store.find_node(Kind.VIDEO, account_id, "upload.session", session)
    return _chunk_wanted(_wanted(video) if video else {})


def _chunk_wanted(offsets: dict[str, str]) -> GraphError:
    """The error that asks for a chunk (again), with the offsets to send."""
    return GraphError(
        6000,
        "There was a problem uploading your video file. Please try again with another file.",
        subcode=1363037,
        transient=True,
        title="Video Upload Is Missing",
        reason="Please send the part of the video between the given offsets.",
        data=offsets,
    )


@edge(Kind.VIDEO, "thumbnails")
def list_thumbnails(call: Call, video: Node) -> dict[str, Any]:
    """The pictures made of a video; none before it has been processed."""
    call.need_read()
    return list_rows(call, _thumbnails(call, video) if video_status(call, video) == "ready" else [])


def update_video(call: Call, video: Node) -> dict[str, Any]:
    """Rename a video or change its description."""
    call.need_write()
    changes = writing.assign(video, {n: v for n, v in _texts(call, video.name).items() if v is not None})
    writing.saved(call, video, changes)
    return {"success": True}


def delete_video(call: Call, video: Node) -> dict[str, Any]:
    """Delete a video, unless a creative shows it."""
    call.need_write()
    creatives = call.world.store.nodes(Kind.CREATIVE, video.account_id)
    if any(video.id in str(node.fields) for node in creatives if node.status != DELETED):
        raise invalid("The video is used by an ad creative, so it cannot be deleted.")
    return writing.delete(call, video)


def video_status(call: Call, video: Node) -> str:
    """`processing`, `ready` or `error`."""
    if "upload" in video.fields or call.now < video.fields["ready_at"]:
        return "processing"
    return "ready" if video.fields["movie"] else "error"


def check_video(call: Call, account: Node, video_id: Any) -> None:
    """Refuse a video that is not the account's, not processed yet, or cannot be played."""
    video = call.world.store.node(str(video_id or ""))
    there = video is not None and video.kind is Kind.VIDEO and video.account_id == account.id
    if video is None or not there or video.status == DELETED:
        raise invalid(
            "The video was not found in this ad account. Upload it first.",
            subcode=1487411,
            title="Video Not Found",
            blame=("object_story_spec",),
        )
    status = video_status(call, video)
    if status != "ready":
        still = (
            "is still being processed. Please wait" if status == "processing" else "could not be processed"
        )
        raise invalid(
            f"The video {still}, so it cannot be used in an ad.",
            subcode=1885252,
            title="Video Not Ready",
            blame=("object_story_spec",),
        )


def thumbnail_url(call: Call, video: Node) -> str:
    """Where the preferred picture of a video is served."""
    return str(_thumbnails(call, video)[0]["uri"])


def _videos(call: Call, account: Node) -> list[Node]:
    videos = call.world.store.nodes(Kind.VIDEO, account.id)
    return [video for video in videos if video.status != DELETED]


def _file(call: Call, name: str) -> Upload | None:
    """The file of this name, or the only one of the call (the SDK names it as it likes)."""
    return call.files.get(name) or (next(iter(call.files.values())) if len(call.files) == 1 else None)


def _fetched(call: Call, url: str) -> Upload:
    """The file behind an address: inside the address itself, or one of the sandbox's own."""
    own = f"{call.base_url}/media/"
    if url.startswith("data:"):
        head, _, body = url.partition(",")
        try:
            content = (
                base64.b64decode(body, validate=True) if head.endswith(";base64") else unquote_to_bytes(body)
            )
        except (ValueError, binascii.Error):
            raise bad_param("file_url", "a valid data: address") from None
        return Upload("", content)
    blob = call.world.store.blob(url.removeprefix(own)) if url.startswith(own) else None
    if blob is None:
        raise GraphError(
            389,
            "(#389) Unable to fetch video file from URL.",
            subcode=1363057,
            title="Video Could Not Be Fetched",
            reason="The sandbox fetches nothing from other hosts: give a data: address, one of its own, or "
            "upload the file in source.",
        )
    return Upload("", blob[1])


def _check_size(size: int) -> None:
    if size <= 0:
        raise GraphError(
            382,
            "(#382) The video file you selected is too small. Please select another file.",
            subcode=1363022,
        )
    if size > LARGEST_BYTES:
        raise GraphError(
            381,
            "(#381) The video file you selected is too large. The sandbox takes up to 1 GB.",
            subcode=1363021,
        )


def _received(call: Call, video: Node, content: bytes) -> None:
    """Keep a complete file; processing finds out whether it can be played."""
    if not looks_like_movie(content[:16]):
        raise GraphError(
            352,
            "(#352) Sorry, the video file you selected is in a format that we don't support.",
            subcode=1363024,
            title="Unsupported Video Format",
            reason="The video file is in a format that is not supported. Please use MP4 or MOV.",
        )
    movie = read_movie(content)
    video.fields["movie"] = asdict(movie) if movie else None
    video.fields["ready_at"] = call.now + PROCESSING_SECONDS
    call.world.store.add_blob(f"video/{video.id}", "video/mp4", content)
    for number in range(_THUMBNAILS if movie else 0):
        width, height = _thumbnail_size(video)
        picture = poster(_COLORS[number], f"{video.id}{number}", width, height)
        call.world.store.add_blob(f"video-thumb/{video.id}-{number}", "image/png", picture)


def _texts(call: Call, filename: str) -> dict[str, Any]:
    name = call.params.text("name") or call.params.text("title") or filename
    return {"name": name, "description": call.params.text("description")}


def _uploading(call: Call, account: Node) -> Node:
    session = call.params.required_text("upload_session_id")
    video = call.world.store.find_node(Kind.VIDEO, account.id, "upload.session", session)
    if video is None:
        raise GraphError(
            6001,
            "(#6001) The upload session is invalid: it does not exist or has ended.",
            subcode=1363041,
            title="Invalid Upload Session",
            reason="Start the upload again.",
        )
    return video


def _wanted(video: Node) -> dict[str, str]:
    """The part of the file to be sent next; both offsets are the same when all is there."""
    received, size = video.fields["upload"]["received"], video.fields["upload"]["size"]
    return {"start_offset": str(received), "end_offset": str(min(received + CHUNK_BYTES, size))}


def _parts(video: Node) -> str:
    return f"video-part/{video.id}/"


def _thumbnail_size(video: Node) -> tuple[int, int]:
    movie = video.fields["movie"]
    return _THUMBNAIL_WIDTH, max(1, round(_THUMBNAIL_WIDTH * movie["height"] / movie["width"]))


def _thumbnails(call: Call, video: Node) -> list[dict[str, Any]]:
    width, height = _thumbnail_size(video)
    return [
        {
            "id": f"{video.id}{number}",
            "uri": f"{call.base_url}/media/video-thumb/{video.id}-{number}",
            "width": width,
            "height": height,
            "scale": 1,
            "is_preferred": number == 0,
            "name": "",
        }
        for number in range(_THUMBNAILS)
    ]


def _status(call: Call, video: Node) -> dict[str, Any]:
    status = video_status(call, video)
    uploading = "upload" in video.fields
    processing = {"processing": "in_progress", "ready": "complete", "error": "error"}[status]
    document: dict[str, Any] = {
        "video_status": status,
        "uploading_phase": {"status": "in_progress" if uploading else "complete"},
        "processing_phase": {"status": "not_started" if uploading else processing},
    }
    if status == "error":
        errors = [
            {"code": 1363024, "message": "The video cannot be played: it is cut off or has no picture."}
        ]
        document["processing_phase"]["errors"] = errors
    return document


def _of_movie(name: str) -> Any:
    return lambda call, node: node.fields["movie"][name] if video_status(call, node) == "ready" else None


def _when_ready(call: Call, video: Node, url: str) -> str | None:
    return url if video_status(call, video) == "ready" else None


GRAPH[Kind.VIDEO].fields = {
    "id": lambda call, node: node.id,
    "title": lambda call, node: node.name or None,
    "description": lambda call, node: node.fields.get("description"),
    "status": _status,
    "length": _of_movie("seconds"),
    "source": lambda call, node: _when_ready(call, node, f"{call.base_url}/media/video/{node.id}"),
    "permalink_url": lambda call, node: _when_ready(call, node, f"{call.base_url}/media/video/{node.id}"),
    "picture": lambda call, node: thumbnail_url(call, node) if video_status(call, node) == "ready" else None,
    "published": lambda call, node: False,
    "embeddable": lambda call, node: False,
    "created_time": lambda call, node: local_time(call, node, node.created),
    "updated_time": lambda call, node: local_time(call, node, node.updated),
}
GRAPH[Kind.VIDEO].update = update_video
GRAPH[Kind.VIDEO].delete = delete_video
