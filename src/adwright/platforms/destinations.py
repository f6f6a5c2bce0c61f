"""Destination addresses of ads."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:(?!\d)")
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_](?:[\w-]{0,61}[^\W_])")
MAX_LENGTH = 2000


def normalize_destination(address: str) -> str:
    """Return an address with a scheme: people write `example.com/offer` and mean https."""
    address = address.strip()
    if not address or _SCHEME.match(address):
        return address
    return f"https://{address.lstrip('/')}"


def destination_problem(address: str) -> str | None:
    """Say in plain words what is wrong with a destination; None when nothing is."""
    address = normalize_destination(address)
    if not address:
        return "Where the ad leads is missing. Enter the address of a web page."
    if len(address) > MAX_LENGTH:
        return f"The address has {len(address)} characters; {MAX_LENGTH} are allowed."
    if any(character.isspace() or ord(character) < 32 for character in address):
        return "The address has a space in it. Write %20 instead, or remove it."
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "This is not the address of a web page."
    if parts.scheme.lower() not in {"http", "https"}:
        return f"An ad leads to a web page (http or https), not to {parts.scheme}:."
    if parts.username or parts.password:
        return "The address carries a user name or password. Remove it."
    if not host or not _HOST.fullmatch(host):
        return "The address has no domain, such as example.com."
    return None
