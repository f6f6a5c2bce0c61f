"""A local server that webhooks and callbacks can be sent to."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from types import TracebackType
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Message:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Listens on a free port, echoes challenges, and answers posts with the next of `statuses` (then 200)."""

    statuses: list[int] = field(default_factory=list)
    answer: bytes = b"{}"
    echo: bool = True
    messages: Queue[Message] = field(default_factory=Queue)

    def __enter__(self) -> Receiver:
        """Start to listen."""
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                query = parse_qs(urlsplit(self.path).query)
                self._reply(200, query["hub.challenge"][0].encode() if receiver.echo else b"what?")

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                status = receiver.statuses.pop(0) if receiver.statuses else 200
                self._reply(status, receiver.answer)
                receiver.messages.put(Message(self.path, headers, body))

            def log_message(self, format: str, *arguments: object) -> None:
                """Say nothing."""

            def _reply(self, status: int, content: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def next(self) -> Message:
        """The next message; fails when none comes."""
        return self.messages.get(timeout=10)
