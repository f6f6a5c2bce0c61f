"""The installation's secret keys: from the environment, or from a file in the home made on first start."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from adwright.bootstrap.settings import Settings
from adwright.core.errors import Invalid

KEY_BYTES = 32
FILE = "secret-keys"


def load(settings: Settings) -> tuple[bytes, ...]:
    """Return the keys, newest first; the newest encrypts, all decrypt. Makes the file when there is none.

    Raises:
        Invalid: a key is not 32 bytes in base64.
    """
    if settings.secret_keys:
        return tuple(_decode(key.get_secret_value(), "ADWRIGHT_SECRET_KEYS") for key in settings.secret_keys)
    file = settings.home / FILE
    if not file.exists():
        _write(file, [secrets.token_bytes(KEY_BYTES)])
    return tuple(_decode(line, str(file)) for line in file.read_text().split())


def add_new(settings: Settings) -> int:
    """Put a new key in front of those in the file and return how many there are.

    Raises:
        Invalid: the keys come from the environment, where only a person can add one.
    """
    if settings.secret_keys:
        raise Invalid("The keys come from ADWRIGHT_SECRET_KEYS. Put a new one in front there.")
    keys = [secrets.token_bytes(KEY_BYTES), *load(settings)]
    _write(settings.home / FILE, keys)
    return len(keys)


def derive(key: bytes, purpose: str) -> bytes:
    """Return a key for one purpose, so that no key is used for two."""
    return hmac.new(key, purpose.encode(), hashlib.sha256).digest()


def _decode(text: str, place: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise Invalid(f"A secret key in {place} is not {KEY_BYTES} bytes in base64.", code="bad_secret_key")
    return key


def _write(file: Path, keys: list[bytes]) -> None:
    """Write the whole file beside its place and move it there, readable by its owner only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(b"\n".join(base64.b64encode(key) for key in keys) + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.rename(file)
