"""Images over HTTP: judged by content, stopped at the limit, served so that they can do no harm."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import pytest
from PIL import Image

from adwright.creatives.pictures import MAXIMUM_BYTES
from tests.factories_campaigns import picture
from tests.web.conftest import Web
from tests.web.test_campaigns import make_advertiser, upload

HTML = b"<!doctype html><script>alert(1)</script>"


async def test_upload_when_it_is_an_image_then_its_content_is_served_safely(web: Web) -> None:
    someone = await web.register()
    advertiser_id = await make_advertiser(someone)
    content = picture(1200, 628, kind="JPEG")

    asset = await upload(someone, advertiser_id, content)
    served = await someone.client.get(f"/assets/{asset['id']}/content")
    small = await someone.client.get(f"/assets/{asset['id']}/thumbnail")

    assert (asset["media_type"], asset["width"], asset["height"]) == ("image/jpeg", 1200, 628)
    assert asset["aspect_ratio"] == 1.9108
    assert served.content == content
    assert served.headers["content-type"] == "image/jpeg"
    assert served.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in served.headers["content-security-policy"]
    assert "private" in served.headers["cache-control"]
    with Image.open(io.BytesIO(small.content)) as thumbnail:
        assert (thumbnail.format, thumbnail.size) == ("JPEG", (640, 335))


async def test_content_when_the_browser_has_it_then_not_sent_again(web: Web) -> None:
    someone = await web.register()
    asset = await upload(someone, await make_advertiser(someone))
    path = f"/assets/{asset['id']}/content"
    tag = (await someone.client.get(path)).headers["etag"]

    again = await someone.client.get(path, headers={"If-None-Match": f'"other", {tag}'})
    changed = await someone.client.get(path, headers={"If-None-Match": '"other"'})

    assert (again.status_code, again.content) == (304, b"")
    assert (tag, changed.status_code) == (f'"{asset["sha256"]}"', 200)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (HTML, "not_an_image"),
        (b"", "empty_file"),
        (picture()[:400], "damaged_image"),
        (picture(kind="GIF", mode="L", colour="white"), "image_format"),
    ],
    ids=["page", "empty", "half", "gif"],
)
async def test_upload_when_it_is_no_image_for_ads_then_422_with_what_to_do(
    web: Web, content: bytes, code: str
) -> None:
    someone = await web.register()
    advertiser_id = await make_advertiser(someone)

    answer = await someone.client.post(
        "/assets",
        files={"file": ("chips.png", content, "image/png")},
        data={"advertiser_id": advertiser_id},
    )

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert (await someone.client.get("/assets")).json()["total"] == 0


async def test_upload_when_it_streams_past_the_limit_then_refused(web: Web) -> None:
    someone = await web.register()
    sent = 0

    async def endless_form() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
        while sent < MAXIMUM_BYTES + 5_000_000:
            sent += 1_000_000
            yield bytes(1_000_000)
        yield b"\r\n--x--\r\n"

    answer = await someone.client.post(
        "/assets", content=endless_form(), headers={"Content-Type": "multipart/form-data; boundary=x"}
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "file_too_large")
    assert "30 MB" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        (b"{}", "application/json", "no_form"),
        (b"--x\r\nnot a form", "multipart/form-data; boundary=x", "bad_form"),
        (b"", "multipart/form-data", "bad_form"),
    ],
)
async def test_upload_when_it_is_no_form_then_422(
    web: Web, body: bytes, content_type: str, code: str
) -> None:
    someone = await web.register()

    answer = await someone.client.post("/assets", content=body, headers={"Content-Type": content_type})

    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_upload_when_advertiser_or_file_is_missing_then_the_field_is_named(web: Web) -> None:
    someone = await web.register()

    without_file = await someone.client.post("/assets", files={"other": ("a.png", picture(), "image/png")})
    without_owner = await someone.client.post("/assets", files={"file": ("a.png", picture(), "image/png")})

    assert [each["field"] for each in without_file.json()["fields"]] == ["file"]
    assert [each["field"] for each in without_owner.json()["fields"]] == ["advertiser_id"]


async def test_delete_when_unused_then_row_and_files_are_gone(web: Web) -> None:
    someone = await web.register()
    asset = await upload(someone, await make_advertiser(someone))
    home = web.container.settings.home

    answer = await someone.client.delete(f"/assets/{asset['id']}")

    assert answer.status_code == 204
    assert (await someone.client.get(f"/assets/{asset['id']}")).status_code == 404
    assert not (home / "assets" / someone.organization_id / asset["id"] / "original").exists()
