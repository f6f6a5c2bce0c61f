"""The certificate of the TLS port: made once per home, or once per process for markets in memory."""

from __future__ import annotations

import atexit
import ipaddress
import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

CERTIFICATE_NAME, KEY_NAME = "google-ca.pem", "google-key.pem"
_YEARS = 10


@dataclass(frozen=True, slots=True)
class Certificate:
    """A self-signed certificate for localhost: the file that clients trust, and its private key."""

    file: Path
    certificate: bytes
    key: bytes


def certificate_of(home: Path | None) -> Certificate:
    """The certificate kept in a home, made at the first time; without a home, that of this process."""
    return _certificate_in(home) if home else _certificate_of_process()


@cache
def _certificate_of_process() -> Certificate:
    folder = Path(tempfile.mkdtemp(prefix="adsandbox-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return _certificate_in(folder)


def _certificate_in(folder: Path) -> Certificate:
    file, key_file = folder / CERTIFICATE_NAME, folder / KEY_NAME
    if not file.is_file() or not key_file.is_file():
        certificate, key = _made()
        _write(key_file, key, 0o600)
        _write(file, certificate, 0o644)
    return Certificate(file, file.read_bytes(), key_file.read_bytes())


def _made() -> tuple[bytes, bytes]:
    """A certificate and its key, both PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "adsandbox")])
    # By the wall clock: TLS knows no other.
    now = datetime.now(UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * _YEARS))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return certificate.public_bytes(serialization.Encoding.PEM), private


def _write(file: Path, content: bytes, mode: int) -> None:
    """Write a file whole or not at all."""
    draft = file.with_suffix(".part")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as out:
        out.write(content)
    draft.replace(file)
