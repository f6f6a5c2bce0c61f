"""What the keeper of an installation can do by command."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, text

from adwright.accounts.keyring import KeyRing
from adwright.bootstrap import administration, secret_keys
from adwright.bootstrap.database_urls import text_of
from adwright.bootstrap.home import Home
from adwright.bootstrap.settings import Settings
from adwright.core.errors import Conflict, NotFound
from adwright.core.ids import new_id


@pytest.fixture
def settings(tmp_path: Path, lone_owner_url: URL) -> Settings:
    return Settings(
        home=tmp_path, public_url="https://ads.example.com", ADWRIGHT_DATABASE_URL=text_of(lone_owner_url)
    )


def execute(settings: Settings, statement: str, **values: object) -> list[tuple[object, ...]]:
    assert settings.owner is not None
    engine = create_engine(settings.owner)
    try:
        with engine.begin() as connection:
            result = connection.execute(text(statement), values)
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        engine.dispose()


def test_keys_when_rotated_then_every_token_is_under_the_newest_and_still_reads(settings: Settings) -> None:
    old = KeyRing(secret_keys.load(settings))
    for _ in range(2):  # two tenants with one connection each
        organization_id = new_id()
        execute(
            settings,
            "INSERT INTO organizations (id, name, created_at) VALUES (:id, 'A', now())",
            id=organization_id,
        )
        execute(
            settings,
            "INSERT INTO connections (organization_id, id, provider, name, external_user_id, status, scopes,"
            " missing_scopes, created_at, token_ciphertext)"
            " VALUES (:organization, :id, 'meta', 'Ada', '1', 'good', '{}', '{}', now(), :token)",
            organization=organization_id,
            id=new_id(),
            token=old.encrypt("EAAB-token"),
        )
    assert administration.rotate_keys(settings) == (2, 2)
    ring = KeyRing(secret_keys.load(settings))
    stored = [str(row[0]) for row in execute(settings, "SELECT token_ciphertext FROM connections")]
    assert [ring.is_current(each) for each in stored] == [True, True]
    assert {ring.decrypt(each) for each in stored} == {"EAAB-token"}


def test_keys_when_the_product_runs_then_are_not_rotated(settings: Settings) -> None:
    before = secret_keys.load(settings)
    held = Home(settings.home).hold()
    with pytest.raises(Conflict, match="Stop it"):
        administration.rotate_keys(settings)
    held.release()
    assert secret_keys.load(settings) == before


def test_reset_link_when_nobody_has_the_address_then_says_so(settings: Settings) -> None:
    with pytest.raises(NotFound, match=r"nobody@example\.com"):
        administration.reset_link(settings, "nobody@example.com")


def test_reset_link_when_somebody_has_the_address_then_is_printed_with_the_public_address(
    settings: Settings,
) -> None:
    execute(
        settings,
        "INSERT INTO people (id, email, first_name, last_name, password_hash, created_at)"
        " VALUES (:id, 'ada@example.com', 'Ada', 'L', 'x', now())",
        id=new_id(),
    )
    link = administration.reset_link(settings, "Ada@Example.com")
    assert link.startswith("https://ads.example.com/reset-password?token=")
    assert execute(settings, "SELECT count(*) FROM password_resets") == [(1,)]
