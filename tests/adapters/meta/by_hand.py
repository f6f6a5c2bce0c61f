"""What a person would do on Meta by hand, so that there is something to be read."""

from __future__ import annotations

import json

import httpx2

from adsandbox import Sandbox


def post_to_graph(sandbox: Sandbox, token: str, path: str, values: dict[str, object]) -> dict[str, object]:
    """Post to the Graph API."""
    texts = {
        name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()
    }
    answer = httpx2.post(f"{sandbox.meta_url}/v26.0/{path}", data=texts | {"access_token": token})
    found: dict[str, object] = answer.raise_for_status().json()
    return found


def make_lead_form(sandbox: Sandbox, token: str, page: str, name: str = "Contact") -> str:
    """Make a lead form on a page, with the page's own token; return its id."""
    url = f"{sandbox.meta_url}/v26.0/{page}"
    asked = {"fields": "access_token", "access_token": token}
    page_token = httpx2.get(url, params=asked).raise_for_status().json()["access_token"]
    form = {
        "name": name,
        "questions": [{"type": "EMAIL"}],
        "privacy_policy": {"url": "https://tastychips.co/privacy"},
    }
    return str(post_to_graph(sandbox, page_token, f"{page}/leadgen_forms", form)["id"])
