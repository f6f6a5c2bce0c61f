"""What a person would do on Meta by hand, so that there is something to be read."""

from __future__ import annotations

import json
from typing import Any

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


def get_from_graph(sandbox: Sandbox, token: str, path: str, fields: str) -> dict[str, Any]:
    """Read fields of a node from the Graph API."""
    asked = {"fields": fields, "access_token": token}
    answer = httpx2.get(f"{sandbox.meta_url}/v26.0/{path}", params=asked)
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


def make_lead_form(sandbox: Sandbox, token: str, page: str, name: str = "Contact") -> str:
    """Make a lead form on a page, with the page's own token; return its id."""
    page_token = get_from_graph(sandbox, token, page, "access_token")["access_token"]
    form = {
        "name": name,
        "questions": [{"type": "EMAIL"}],
        "privacy_policy": {"url": "https://tastychips.co/privacy"},
    }
    return str(post_to_graph(sandbox, page_token, f"{page}/leadgen_forms", form)["id"])
