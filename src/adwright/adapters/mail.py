"""Mail by SMTP; without a mail server, letters wait in a folder of the home for the operator."""

from __future__ import annotations

import asyncio
import logging
import os
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib

from adwright.accounts.ports import Mail
from adwright.core.errors import Upstream
from adwright.core.ids import new_id

logger = logging.getLogger(__name__)

_TIMEOUT_SECONDS = 20.0


class SmtpMailer:
    """Sends through a mail server."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        user: str | None,
        password: str | None,
        starttls: bool,
        sender: str,
    ) -> None:
        self._host = host
        self._port = port
        self._user = user
        self._password = password
        self._starttls = starttls
        self._sender = sender

    async def send(self, mail: Mail) -> None:
        """Send one letter.

        Raises:
            Upstream: the mail server does not take it.
        """
        try:
            await aiosmtplib.send(
                _message(mail, self._sender),
                hostname=self._host,
                port=self._port,
                username=self._user,
                password=self._password,
                start_tls=self._starttls,
                timeout=_TIMEOUT_SECONDS,
            )
        except (aiosmtplib.SMTPException, OSError) as error:
            raise Upstream(
                f"The mail server did not take the letter ({type(error).__name__}). "
                "Check ADWRIGHT_SMTP_HOST and what belongs to it.",
                code="mail_failed",
            ) from error


class OutboxFolder:
    """Writes letters to files that only the operator can read, and logs where: never what they say."""

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    async def send(self, mail: Mail) -> None:
        """Write one letter."""
        file = self._folder / f"{new_id()}.eml"
        await asyncio.to_thread(_write, file, bytes(_message(mail, self._sender)))
        logger.info("no mail server is set: the letter waits in %s", file)


def _message(mail: Mail, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message.set_content(mail.text)
    return message


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
