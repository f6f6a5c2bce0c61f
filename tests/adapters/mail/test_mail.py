"""Mail over a real SMTP conversation, and into the folder when there is no server."""

from __future__ import annotations

import asyncio
import email
import logging
import stat
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from adwright.accounts.ports import Mail
from adwright.adapters.mail import OutboxFolder, SmtpMailer
from adwright.core.errors import Upstream

LETTER = Mail(to="olive@example.com", subject="Hello", text="Open https://x/reset-password?token=sEcReT")


@dataclass
class PostOffice:
    """As much of a mail server as one letter needs."""

    refuse: bool = False
    heard: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        in_letter = False
        writer.write(b"220 post.example ready\r\n")
        while raw := await reader.readline():
            line = raw.decode().rstrip("\r\n")
            self.heard.append(line)
            if in_letter:
                in_letter = line != "."
                answer = b"" if in_letter else b"250 taken\r\n"
            elif line.startswith("RCPT") and self.refuse:
                answer = b"550 nobody here\r\n"
            elif line == "DATA":
                in_letter, answer = True, b"354 go on\r\n"
            elif line == "QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                answer = b"250 fine\r\n"
            writer.write(answer)
            await writer.drain()
        writer.close()


@pytest.fixture
async def office() -> AsyncIterator[tuple[PostOffice, int]]:
    post = PostOffice()
    server = await asyncio.start_server(post.serve, "127.0.0.1", 0)
    yield post, server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()


def mailer(port: int) -> SmtpMailer:
    return SmtpMailer(
        host="127.0.0.1", port=port, user=None, password=None, starttls=False, sender="ads@example.com"
    )


async def test_letter_reaches_the_mail_server(office: tuple[PostOffice, int]) -> None:
    post, port = office
    await mailer(port).send(LETTER)
    assert any(line.startswith("MAIL FROM:<ads@example.com>") for line in post.heard)
    assert any(line.startswith("RCPT TO:<olive@example.com>") for line in post.heard)
    assert "Subject: Hello" in post.heard


async def test_letter_when_refused_says_so_without_its_text(office: tuple[PostOffice, int]) -> None:
    post, port = office
    post.refuse = True
    with pytest.raises(Upstream, match="did not take the letter") as refused:
        await mailer(port).send(LETTER)
    assert "sEcReT" not in refused.value.message


async def test_letter_when_nobody_listens_is_upstream_trouble() -> None:
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    with pytest.raises(Upstream):
        await mailer(port).send(LETTER)


async def test_letter_without_a_server_waits_in_a_private_file_and_the_log_names_only_the_path(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        await OutboxFolder(tmp_path / "outbox", "ads@example.com").send(LETTER)
    [file] = (tmp_path / "outbox").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    letter = email.message_from_bytes(file.read_bytes())
    assert (letter["To"], letter["Subject"]) == ("olive@example.com", "Hello")
    assert "sEcReT" in str(letter.get_payload())
    assert str(file) in caplog.text
    assert "sEcReT" not in caplog.text
