"""Passwords, tokens and the key ring, without a database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher

from adwright.accounts.credentials import (
    PasswordCheck,
    SessionTokens,
    check_hash,
    hash_password,
    new_api_key,
    token_hash,
)
from adwright.accounts.keyring import KeyRing
from adwright.core.errors import Conflict, Invalid, Unauthenticated
from adwright.core.ids import new_id
from tests.factories import NOW

OLD, NEW = b"o" * 32, b"n" * 32


async def test_password_is_argon2id_and_fits_only_itself() -> None:
    hashed = await hash_password("a long enough password")
    assert hashed.startswith("$argon2id$")
    assert await check_hash("a long enough password", hashed) == PasswordCheck(True, None)
    assert not (await check_hash("a long enough passworD", hashed)).fits
    assert not (await check_hash("anything", None)).fits


async def test_password_when_hashed_with_older_parameters_is_hashed_anew() -> None:
    older = Argon2Hasher(time_cost=1, memory_cost=8192, parallelism=1).hash("a long enough password")
    checked = await check_hash("a long enough password", older)
    assert checked.fits
    assert checked.renewed_hash is not None
    assert await check_hash("a long enough password", checked.renewed_hash) == PasswordCheck(True, None)
    assert (await check_hash("a wrong password", older)).renewed_hash is None


@pytest.mark.parametrize("password", ["short", "x" * 201])
async def test_password_when_too_short_or_long_is_refused(password: str) -> None:
    with pytest.raises(Invalid, match="10 to 200"):
        await hash_password(password)


def test_access_token_of_an_older_secret_still_counts_until_the_secret_is_gone() -> None:
    session, person = new_id(), new_id()
    token = SessionTokens([OLD]).access_token(session, person, NOW)
    assert SessionTokens([NEW, OLD]).session_of(token, NOW) == session
    with pytest.raises(Unauthenticated):
        SessionTokens([NEW]).session_of(token, NOW)


def test_access_token_ends_after_fifteen_minutes() -> None:
    tokens, session = SessionTokens([NEW]), new_id()
    token = tokens.access_token(session, new_id(), NOW)
    assert tokens.session_of(token, NOW + timedelta(minutes=15, seconds=-1)) == session
    with pytest.raises(Unauthenticated) as ended:
        tokens.session_of(token, NOW + timedelta(minutes=15))
    assert ended.value.code == "token_expired"


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "a.b.c",
        "ünïcode",
        # {"alg":"none"} with a made-up session
        "eyJhbGciOiJub25lIn0.eyJzaWQiOiJ4IiwiZXhwIjo5OTk5OTk5OTk5fQ.",
    ],
)
def test_access_token_when_forged_is_refused(forged: str) -> None:
    with pytest.raises(Unauthenticated):
        SessionTokens([NEW]).session_of(forged, NOW)


def test_csrf_token_belongs_to_one_session_and_survives_a_rotation() -> None:
    session = token_hash("cookie")
    token = SessionTokens([OLD]).csrf_token(session)
    assert SessionTokens([NEW, OLD]).csrf_fits(token, session)
    assert not SessionTokens([NEW, OLD]).csrf_fits(token, token_hash("another cookie"))
    assert not SessionTokens([NEW]).csrf_fits(token, session)
    assert not SessionTokens([NEW]).csrf_fits("", session)


def test_api_key_shows_only_its_beginning() -> None:
    key, prefix = new_api_key()
    assert key.startswith("adw_")
    assert prefix == key[:12]
    assert len(key) > 40


def test_key_ring_encrypts_with_the_newest_and_decrypts_with_all() -> None:
    old = KeyRing([OLD]).encrypt("secret")
    ring = KeyRing([NEW, OLD])
    assert ring.decrypt(old) == "secret"
    assert not ring.is_current(old)
    renewed = ring.re_encrypt(old)
    assert ring.is_current(renewed)
    assert KeyRing([NEW]).decrypt(renewed) == "secret"
    with pytest.raises(Conflict) as lost:
        KeyRing([NEW]).decrypt(old)
    assert lost.value.code == "key_missing"
    assert "secret" not in old
    with pytest.raises(Invalid):
        KeyRing([])
