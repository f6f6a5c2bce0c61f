"""Keys for what a sheet names for the first time: the same file gives the same keys."""

from __future__ import annotations

import hashlib
import re
import unicodedata


def key_for(*names: str) -> str:
    """Return a key for a node by its name and those of its parents, the last one first to be read."""
    plain = unicodedata.normalize("NFKD", names[-1]).encode("ascii", "ignore").decode()
    word = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60]
    mark = hashlib.sha256("\0".join(names).encode()).hexdigest()[:8]
    return f"{word or 'node'}-{mark}"
