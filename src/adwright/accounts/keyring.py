"""The key ring: the newest key encrypts what must stay secret at rest; every key still decrypts."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from adwright.core.errors import Conflict, Invalid


class KeyRing:
    """Encrypts and decrypts with the installation's keys of 32 bytes, newest first."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys:
            raise Invalid("The key ring is empty. Set ADWRIGHT_SECRET_KEYS or let Adwright make a key.")
        # A key of its own for this purpose, so that no key is used for two.
        derived = [hmac.new(key, b"keyring", hashlib.sha256).digest() for key in keys]
        self._newest = Fernet(base64.urlsafe_b64encode(derived[0]))
        self._ring = MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])

    def encrypt(self, plain: str) -> str:
        """Encrypt with the newest key."""
        return self._newest.encrypt(plain.encode()).decode()

    def decrypt(self, ciphertext: str) -> str:
        """Decrypt with whichever key fits.

        Raises:
            Conflict: no key of the ring fits: the keys were lost or exchanged.
        """
        try:
            return self._ring.decrypt(ciphertext.encode()).decode()
        except InvalidToken:
            raise Conflict(
                "A stored secret cannot be decrypted with the installation's keys. "
                "Put the old key back into the key ring, or connect again.",
                code="key_missing",
            ) from None

    def is_current(self, ciphertext: str) -> bool:
        """Say whether the newest key made this ciphertext."""
        try:
            self._newest.decrypt(ciphertext.encode())
        except InvalidToken:
            return False
        return True

    def re_encrypt(self, ciphertext: str) -> str:
        """Return the same secret under the newest key.

        Raises:
            Conflict: no key of the ring fits.
        """
        return self.encrypt(self.decrypt(ciphertext))
