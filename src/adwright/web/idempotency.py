"""POST requests with an Idempotency-Key count once: the same request again gets the same answer.

The key is claimed before the route runs, and marked in the route's own transaction, so that a crash between
commit and answer cannot lead to a second act. Answers are stored encrypted: some hold a secret shown once.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from uuid import UUID

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adwright.bootstrap.container import Container
from adwright.core.actor import Actor, ActorKind
from adwright.core.database import TenantScope, Transaction
from adwright.core.errors import AdwrightError, Conflict, Invalid, Unauthenticated
from adwright.gate import service as gate
from adwright.gate.model import Claim, StoredAnswer
from adwright.web import problems
from adwright.web.authentication import authenticate
from adwright.web.upload_digest import UploadDigest, digest_of

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
MAX_KEY_LENGTH = 200

_MAX_STORED_BYTES = 1_000_000
_CLAIM = "adwright.idempotency_claim"


async def note_act(scope: Scope, transaction: Transaction) -> None:
    """Mark the request's key in the transaction that does what was asked."""
    claim: Claim | None = scope.get(_CLAIM)
    if claim is not None:
        await gate.mark_acted(transaction, claim)


@dataclass
class _Recorder:
    """Passes an answer on and remembers it."""

    send: Send
    status: int = 500
    content_type: str = ""
    body: bytearray = field(default_factory=bytearray)

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.content_type = MutableHeaders(scope=message).get("content-type", "")
        elif len(self.body) <= _MAX_STORED_BYTES:
            self.body += message.get("body", b"")
        await self.send(message)


class Idempotency:
    """Claims the key, lets the route answer, keeps the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on that is no POST with a key."""
        request = Request(scope, receive) if scope["type"] == "http" else None
        if request is None or request.method != "POST" or HEADER not in request.headers:
            await self.app(scope, receive, send)
            return
        container: Container = request.app.state.container
        try:
            actor = await authenticate(request, container)
        except AdwrightError:  # the route refuses it in its own words
            await self.app(scope, receive, send)
            return
        upload = digest_of(request)
        try:
            receive, fingerprint = await _fingerprint(request, upload)
            found = await _claim(container, actor, request.headers[HEADER], fingerprint)
            if isinstance(found, StoredAnswer) and upload is not None:
                found.check_upload(await upload.read_to_the_end())
        except (Conflict, Invalid) as error:
            answer = problems.problem(problems.status_of(error), error.code, error.message)
            await answer(scope, receive, send)
            return
        if isinstance(found, StoredAnswer):
            await _replay(container, found)(scope, receive, send)
            return
        await self._carry_out(request, actor, found, upload, receive, send)

    async def _carry_out(
        self,
        request: Request,
        actor: Actor,
        claim: Claim,
        upload: UploadDigest | None,
        receive: Receive,
        send: Send,
    ) -> None:
        container: Container = request.app.state.container
        recorder = _Recorder(send)
        try:
            await self.app({**request.scope, _CLAIM: claim}, receive, recorder)
        finally:
            async with container.database.transaction(TenantScope(actor.organization_id)) as tx:
                if recorder.status < 400 and len(recorder.body) <= _MAX_STORED_BYTES:
                    text = container.keyring.encrypt(recorder.body.decode())
                    digest = upload.hexdigest() if upload is not None else None
                    stored = StoredAnswer(recorder.status, recorder.content_type, text, digest)
                    await gate.store_answer(tx, claim, stored)
                else:
                    await gate.release(tx, claim)


async def _claim(container: Container, actor: Actor, key: str, fingerprint: str) -> Claim | StoredAnswer:
    if not 0 < len(key) <= MAX_KEY_LENGTH or not key.isascii() or not key.isprintable():
        raise Invalid(
            f"The {HEADER} header takes 1 to {MAX_KEY_LENGTH} plain characters, such as a UUID.",
            code="idempotency_key_malformed",
        )
    async with container.database.transaction(TenantScope(actor.organization_id)) as tx:
        return await gate.claim(
            tx, container.clock, caller_id=_caller(actor), key=key, fingerprint=fingerprint
        )


def _replay(container: Container, stored: StoredAnswer) -> Response:
    body = container.keyring.decrypt(stored.answer).encode()
    headers = {REPLAYED: "true"}
    if stored.content_type:
        headers["Content-Type"] = stored.content_type
    return Response(body, status_code=stored.status, headers=headers)


def _caller(actor: Actor) -> UUID:
    found = actor.credential_id if actor.kind is ActorKind.API_KEY else actor.person_id
    if found is None:
        raise Unauthenticated("Nobody is behind this credential.")
    return found


async def _fingerprint(request: Request, upload: UploadDigest | None) -> tuple[Receive, str]:
    """Hash what is asked; an upload's content is hashed as it is read, and not held in memory."""
    digest = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    if upload is not None:
        return upload.receive, digest.hexdigest()
    body = await request.body()
    digest.update(body)
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return waiting.pop() if waiting else await request.receive()

    return receive_again, digest.hexdigest()
