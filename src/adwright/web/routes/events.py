"""The stream of live events."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.responses import StreamingResponse

from adwright.web.dependencies import Reader
from adwright.web.live import LiveHub, server_sent_events

router = APIRouter(prefix="/events", tags=["events"])


@router.get(
    "",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def stream(
    request: Request, actor: Reader, last_event_id: Annotated[int | None, Header(ge=0)] = None
) -> StreamingResponse:
    """Stream what happens in the organization as server-sent events; resumes from Last-Event-ID."""
    hub: LiveHub = request.app.state.live
    return StreamingResponse(
        server_sent_events(
            hub, actor.organization_id, last_event_id, bare=actor.advertiser_ids is not None
        ),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )
