"""Links that are mailed, and sending after the answer has left."""

from __future__ import annotations

import logging
from urllib.parse import urlencode

from fastapi import BackgroundTasks

from adwright.accounts.ports import Mail
from adwright.bootstrap.container import Container
from adwright.core.errors import Upstream

logger = logging.getLogger(__name__)


def password_link(container: Container, token: str) -> str:
    """Return the page for a new password. The address is the configured one, never the request's."""
    return f"{container.settings.base_url}/reset-password?{urlencode({'token': token})}"


def invitation_link(container: Container, token: str) -> str:
    """Return the page that accepts an invitation."""
    return f"{container.settings.base_url}/invitation?{urlencode({'token': token})}"


def send_in_background(background: BackgroundTasks, container: Container, mail: Mail) -> None:
    """Send when the answer has left, so that its timing tells nothing and a slow server holds nobody up."""
    background.add_task(_send, container, mail)


async def _send(container: Container, mail: Mail) -> None:
    try:
        await container.mailer.send(mail)
    except Upstream as error:
        logger.error("a letter could not be sent: %s", error.message)
