"""The FastAPI application: routes, errors, security headers, the web app."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Match

from adwright.bootstrap.container import Container
from adwright.web import document, problems
from adwright.web.dependencies import ContainerDep
from adwright.web.idempotency import Idempotency
from adwright.web.live import LiveHub
from adwright.web.routes import ROUTERS
from adwright.web.security_headers import SecurityHeaders
from adwright.web.static import STATIC, WebApp

API = "/api/v1"

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def create_app(container: Container) -> FastAPI:
    """Make the web application around a composition root."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with container.running(), LiveHub.listening(container) as hub:
            app.state.live = hub
            yield

    app = FastAPI(
        title="Adwright",
        version="1",
        summary="The open-source, self-hosted workbench for paid media.",
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        generate_unique_id_function=_operation_id,
        responses=problems.problem_responses(400, 401, 403, 404, 409, 422, 429),
    )
    app.state.container = container
    app.add_middleware(Idempotency)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(SecurityHeaders, https=container.settings.cookies_are_secure)
    problems.install(app)
    document.complete(app)
    for router in ROUTERS:
        app.include_router(router, prefix=API)
    _answer_probes(app)
    _mount_web_app(app)
    return app


def _operation_id(route: APIRoute) -> str:
    tag = str(route.tags[0]).replace("-", "_").replace(" ", "_") if route.tags else "root"
    return f"{tag}_{route.name}"


def _answer_probes(app: FastAPI) -> None:
    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz", include_in_schema=False)
    async def readyz(container: ContainerDep) -> dict[str, str]:
        await container.check_ready()
        return {"status": "ready"}


def _mount_web_app(app: FastAPI) -> None:
    # Registered before the web app, so that an unknown API address is a JSON 404 and not the index page.
    @app.api_route("/api/{rest:path}", methods=_METHODS, include_in_schema=False)
    async def unknown(request: Request, rest: str) -> None:
        known = any(route.matches(request.scope)[0] is Match.PARTIAL for route in app.router.routes)
        raise HTTPException(405 if known else 404)

    if (STATIC / "index.html").exists():
        app.mount("/", WebApp(directory=STATIC, html=True), name="web-app")
