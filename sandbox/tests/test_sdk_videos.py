"""Videos through the SDK: uploads of every kind, processing, thumbnails, and creatives that show them."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from facebook_business.adobjects.adcreative import AdCreative
from facebook_business.adobjects.advideo import AdVideo

from adsandbox import Sandbox
from builders import Advertiser, failure
from films import tiny_mp4

CHUNK = 1500


def upload(advertiser: Advertiser, folder: Path, content: bytes, **params: Any) -> AdVideo:
    file = folder / "film.mp4"
    file.write_bytes(content)
    made = advertiser.account.create_ad_video(params={"source": str(file), **params})
    return AdVideo(made["id"], api=advertiser.api)


def status(video: AdVideo) -> str:
    return str(video.api_get(fields=["status"])["status"]["video_status"])


def video_story(advertiser: Advertiser, video_id: str, **video: Any) -> dict[str, Any]:
    data = {
        "video_id": video_id,
        "image_hash": advertiser.image_hash(),
        "title": "Crunch",
        "message": "Six seconds of crunch.",
        "call_to_action": {"type": "SHOP_NOW", "value": {"link": "https://tastychips.co/spicy"}},
    }
    return {"page_id": advertiser.page_id, "video_data": {k: v for k, v in (data | video).items() if v}}


def phase(advertiser: Advertiser, name: str, chunk: bytes | None = None, **params: Any) -> dict[str, Any]:
    """One call of a chunked upload, as the SDK's own uploader makes it (but not to its dead host)."""
    files = {"video_file_chunk": ("film.mp4", chunk, "multipart/form-data")} if chunk is not None else None
    path = (advertiser.account["id"], "advideos")
    answer = advertiser.api.call("POST", path, params={"upload_phase": name, **params}, files=files)
    return dict(answer.json())


def transfer(advertiser: Advertiser, session: str, start: int, chunk: bytes) -> dict[str, Any]:
    return phase(advertiser, "transfer", chunk, upload_session_id=session, start_offset=start)


def upload_bytes(advertiser: Advertiser, content: bytes) -> str:
    path = (advertiser.account["id"], "advideos")
    files = {"source": ("film.mp4", content, "video/mp4")}
    return str(advertiser.api.call("POST", path, files=files).json()["id"])


def test_video_when_uploaded_then_processed_and_ready(
    sandbox: Sandbox, advertiser: Advertiser, tmp_path: Path
) -> None:
    video = upload(advertiser, tmp_path, tiny_mp4(seconds=6.0), name="Crunch film", title="Crunch")
    assert status(video) == "processing"
    assert list(video.get_thumbnails()) == []
    sandbox.advance(minutes=1)
    seen = video.api_get(fields=["title", "length", "source", "picture", "status", "created_time"])
    assert (seen["status"]["video_status"], seen["length"], seen["title"]) == ("ready", 6.0, "Crunch film")
    thumbnails = list(video.get_thumbnails(fields=["uri", "width", "height", "is_preferred"]))
    assert [thumbnail["is_preferred"] for thumbnail in thumbnails] == [True, False, False]
    assert thumbnails[0]["height"] > thumbnails[0]["width"] == 320
    assert [found["id"] for found in advertiser.account.get_ad_videos(fields=["id"])] == [video["id"]]


def test_video_when_cut_off_then_processing_ends_in_error(
    sandbox: Sandbox, advertiser: Advertiser, tmp_path: Path
) -> None:
    video = upload(advertiser, tmp_path, tiny_mp4()[:200])
    sandbox.advance(minutes=1)
    seen = video.api_get(fields=["status", "length"])
    assert seen["status"]["video_status"] == "error"
    assert "length" not in seen
    refused = failure(advertiser.creative, object_story_spec=video_story(advertiser, video["id"]))
    assert refused.api_error_subcode() == 1885252


@pytest.mark.parametrize("content", [b"GIF89a and so on", b"\x00\x00", b"<html>"])
def test_video_when_no_video_then_refused(advertiser: Advertiser, content: bytes) -> None:
    error = failure(upload_bytes, advertiser, content)
    assert (error.api_error_code(), error.api_error_subcode()) == (352, 1363024)


def test_video_when_sent_in_chunks_then_put_together(sandbox: Sandbox, advertiser: Advertiser) -> None:
    film = tiny_mp4(size=4000)
    start = phase(advertiser, "start", file_size=len(film))
    session = start["upload_session_id"]
    offsets = (start["start_offset"], start["end_offset"])
    assert offsets == ("0", str(len(film)))
    assert status(AdVideo(start["video_id"], api=advertiser.api)) == "processing"
    while offsets[0] != offsets[1]:
        at = int(offsets[0])
        answer = transfer(advertiser, session, at, film[at : at + CHUNK])
        offsets = (answer["start_offset"], answer["end_offset"])
    assert phase(advertiser, "finish", upload_session_id=session, title="Chunked") == {"success": True}
    sandbox.advance(minutes=1)
    video = AdVideo(start["video_id"], api=advertiser.api).api_get(fields=["title", "length", "status"])
    assert (video["title"], video["length"], video["status"]["video_status"]) == ("Chunked", 6.0, "ready")
    again = failure(phase, advertiser, "finish", upload_session_id=session)
    assert again.api_error_subcode() == 1363041


def test_chunk_when_at_the_wrong_place_then_told_where(advertiser: Advertiser) -> None:
    film = tiny_mp4(size=4000)
    start = phase(advertiser, "start", file_size=len(film))
    transfer(advertiser, start["upload_session_id"], 0, film[:CHUNK])
    error = failure(transfer, advertiser, start["upload_session_id"], 0, film[:CHUNK])
    assert error.api_error_subcode() == 1363037
    assert error.body()["error"]["error_data"] == {"start_offset": "1500", "end_offset": str(len(film))}
    early = failure(phase, advertiser, "finish", upload_session_id=start["upload_session_id"])
    assert early.api_error_subcode() == 1363037


def test_chunk_when_lost_by_fault_then_the_same_offsets_again(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    film = tiny_mp4(size=4000)
    start = phase(advertiser, "start", file_size=len(film))
    sandbox.fault("video_chunk_lost", method="POST", path_regex="/advideos$")
    error = failure(transfer, advertiser, start["upload_session_id"], 0, film[:CHUNK])
    wanted = error.body()["error"]["error_data"]
    assert (error.api_error_subcode(), wanted["start_offset"]) == (1363037, "0")
    answer = transfer(advertiser, start["upload_session_id"], 0, film)
    assert answer["start_offset"] == answer["end_offset"] == str(len(film))


def test_video_when_from_an_address_then_only_the_sandbox_is_asked(
    sandbox: Sandbox, advertiser: Advertiser
) -> None:
    error = failure(advertiser.account.create_ad_video, params={"file_url": "https://example.com/film.mp4"})
    assert (error.api_error_code(), error.api_error_subcode()) == (389, 1363057)
    url = "data:video/mp4;base64," + base64.b64encode(tiny_mp4()).decode()
    made = advertiser.account.create_ad_video(params={"file_url": url, "name": "From data"})
    sandbox.advance(minutes=1)
    source = AdVideo(made["id"], api=advertiser.api).api_get(fields=["source"])["source"]
    again = advertiser.account.create_ad_video(params={"file_url": source})
    assert again["id"] != made["id"]


def test_creative_when_its_video_is_ready_then_made(
    sandbox: Sandbox, advertiser: Advertiser, tmp_path: Path
) -> None:
    video = upload(advertiser, tmp_path, tiny_mp4())
    story = video_story(advertiser, video["id"])
    early = failure(advertiser.creative, object_story_spec=story)
    assert (early.api_error_subcode(), early.body()["error"]["error_user_title"]) == (
        1885252,
        "Video Not Ready",
    )
    sandbox.advance(minutes=1)
    made = advertiser.creative(object_story_spec=story)
    fields = ["video_id", "object_type", "title", "body", "call_to_action_type", "thumbnail_url"]
    creative = AdCreative(made["id"], api=advertiser.api).api_get(fields=fields)
    assert (creative["video_id"], creative["object_type"]) == (video["id"], "VIDEO")
    assert (creative["title"], creative["call_to_action_type"]) == ("Crunch", "SHOP_NOW")
    assert failure(video.api_delete).api_error_code() == 100
    preview = AdCreative(made["id"], api=advertiser.api).get_previews(
        params={"ad_format": "MOBILE_FEED_STANDARD"}
    )
    assert "iframe" in preview[0]["body"]


def test_creative_when_its_video_has_no_thumbnail_then_refused(
    sandbox: Sandbox, advertiser: Advertiser, tmp_path: Path
) -> None:
    video = upload(advertiser, tmp_path, tiny_mp4())
    sandbox.advance(minutes=1)
    bare = video_story(advertiser, video["id"], image_hash=None)
    assert failure(advertiser.creative, object_story_spec=bare).api_error_subcode() == 1443226
    picture = video.api_get(fields=["picture"])["picture"]
    own = video_story(advertiser, video["id"], image_hash=None, image_url=picture)
    assert advertiser.creative(object_story_spec=own)["id"]
    unknown = video_story(advertiser, "1")
    assert failure(advertiser.creative, object_story_spec=unknown).api_error_subcode() == 1487411


def test_asset_feed_when_with_videos_then_they_must_be_ready(
    sandbox: Sandbox, advertiser: Advertiser, tmp_path: Path
) -> None:
    video = upload(advertiser, tmp_path, tiny_mp4())
    feed = {
        "videos": [{"video_id": video["id"]}],
        "bodies": [{"text": "One"}, {"text": "Two"}],
        "titles": [{"text": "Title"}],
        "link_urls": [{"website_url": "https://tastychips.co"}],
        "call_to_action_types": ["SHOP_NOW"],
        "ad_formats": ["SINGLE_VIDEO"],
    }
    spec = {"asset_feed_spec": feed, "object_story_spec": {"page_id": advertiser.page_id}}
    assert failure(advertiser.creative, **spec).api_error_subcode() == 1885252
    sandbox.advance(minutes=1)
    made = advertiser.creative(**spec)
    assert AdCreative(made["id"], api=advertiser.api).api_get(fields=["video_id"])["video_id"] == video["id"]


def test_video_when_renamed_and_deleted_then_so(advertiser: Advertiser, tmp_path: Path) -> None:
    video = upload(advertiser, tmp_path, tiny_mp4())
    video.api_update(params={"name": "Renamed"})
    assert video.api_get(fields=["title"])["title"] == "Renamed"
    video.api_delete()
    assert list(advertiser.account.get_ad_videos()) == []
