"""The platform's consent page, as a person in a browser goes through it."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import httpx2


async def approve_consent(address: str) -> str:
    """Press the consent page's button and return where it leads."""
    async with httpx2.AsyncClient(follow_redirects=False) as browser:
        page = (await browser.get(address)).text
        form = re.search(r'<form[^>]*action="([^"]*)"', page)
        fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
        button = re.search(r'<button[^>]*name="([^"]+)"[^>]*value="([^"]+)"', page)
        assert button is not None
        target = httpx2.URL(address).join(form.group(1) if form and form.group(1) else address)
        answer = await browser.post(
            target,
            content=urlencode(fields | {button.group(1): button.group(2)}),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
    return str(answer.headers["location"])
