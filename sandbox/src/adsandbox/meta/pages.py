"""Answers that are not Graph's JSON: pictures, videos, previews, and the consent dialog for people."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from adsandbox.meta import oauth
from adsandbox.meta.errors import GraphError
from adsandbox.meta.params import Params
from adsandbox.meta.previews import PREVIEW_PATH, unsealed
from adsandbox.world.world import World

_MEDIA = ("page/", "video/", "video-thumb/")


async def page_of(world: World, request: Request, path: str) -> Response | None:
    """Answers that are not Graph's JSON: pictures, and the consent dialog for people."""
    headers = {"Date": world.date_header()}
    if path.startswith("media/") and request.method == "GET":
        name = path.removeprefix("media/")
        blob = world.store.blob(name if name.startswith(_MEDIA) else f"image/{name}")
        if blob is None:
            return Response("Not found", 404, headers)
        return Response(
            blob[1], media_type=blob[0], headers={**headers, "Cache-Control": "public, max-age=86400"}
        )
    if path == PREVIEW_PATH:
        page = unsealed(request.query_params.get("d", ""), world.app_secret)
        policy = {"Content-Security-Policy": "default-src 'none'; img-src *; style-src 'unsafe-inline'"}
        return HTMLResponse(page or "Not found", 200 if page else 404, {**headers, **policy})
    plain = re.sub(r"^v2[56]\.0/", "", path)
    if plain not in ("dialog/oauth", "dialog/oauth/decision"):
        picture = re.fullmatch(r"(\d+)/picture", plain)
        if (
            picture
            and request.method == "GET"
            and request.query_params.get("redirect", "1") not in ("0", "false")
        ):
            known = world.store.blob(f"page/{picture.group(1)}")
            if known is not None:
                return RedirectResponse(f"{base_url(request)}/media/page/{picture.group(1)}", 302, headers)
        return None
    try:
        if request.method == "GET" and plain == "dialog/oauth":
            page = oauth.dialog_page(world, Params(dict(request.query_params)))
            return HTMLResponse(page, headers=headers)
        form = await request.form()
        values = {name: str(value) for name, value in form.multi_items()}
        accounts = [str(value) for value in form.getlist("accounts")]
        return RedirectResponse(oauth.decide(world, Params(values), accounts), 302, headers)
    except GraphError as error:
        return HTMLResponse(f"<h1>Error</h1><p>{error.message}</p>", 400, headers)


def base_url(request: Request) -> str:
    """The address under which the caller reached the sandbox."""
    return f"{request.url.scheme}://{request.url.netloc}"
