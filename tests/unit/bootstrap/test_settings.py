"""Configuration from the environment."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest

from adwright.bootstrap import secret_keys
from adwright.bootstrap.database_urls import app_password, app_url, conninfo_of, read_url
from adwright.bootstrap.settings import Settings
from adwright.core.errors import Invalid

KEY = base64.b64encode(bytes(32)).decode()
OTHER_KEY = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("ADWRIGHT_") or name == "DATABASE_URL":
            monkeypatch.delenv(name)


def test_settings_when_nothing_is_set_then_are_usable() -> None:
    settings = Settings.load()
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.owner is None
    assert settings.application is None
    assert settings.cookies_are_secure is False


def test_settings_when_public_address_is_https_then_cookies_are_secure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ADWRIGHT_PUBLIC_URL", "https://ads.example.com/")
    settings = Settings.load()
    assert settings.base_url == "https://ads.example.com"
    assert settings.cookies_are_secure is True


@pytest.mark.parametrize("name", ["DATABASE_URL", "ADWRIGHT_DATABASE_URL"])
def test_database_url_when_given_by_either_name_then_is_read(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "postgres://me:hidden-word@db.example.com:6432/ads?sslmode=require")
    settings = Settings.load()
    assert settings.owner is not None
    assert (
        settings.owner.render_as_string()
        == "postgresql+psycopg://me:***@db.example.com:6432/ads?sslmode=require"
    )
    assert "hidden-word" not in repr(settings)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("mysql://me@host/ads", "needs PostgreSQL"),
        ("not an address", "not an address"),
        ("postgresql://me@host", "names no database"),
    ],
)
def test_database_url_when_unusable_then_is_refused_in_words(address: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        read_url(address)


def test_settings_when_a_value_is_wrong_then_the_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADWRIGHT_PORT", "eighty")
    with pytest.raises(Invalid, match="ADWRIGHT_PORT"):
        Settings.load()


def test_application_address_when_derived_then_has_its_own_role_and_password() -> None:
    owner = read_url("postgresql://me:secret@host/ads?sslmode=require")
    application = app_url(owner)
    assert application.username == "adwright_app"
    assert application.password == app_password(owner) != owner.password
    assert application.query["sslmode"] == "require"
    assert conninfo_of(application).startswith("postgresql://adwright_app:")


def test_application_address_when_given_then_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:secret@host/ads")
    monkeypatch.setenv("ADWRIGHT_APP_DATABASE_URL", "postgresql://web:other@pool/ads")
    application = Settings.load().application
    assert application is not None
    assert (application.username, application.host) == ("web", "pool")


def test_keys_when_first_needed_then_are_made_for_their_owner_only_and_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ADWRIGHT_HOME", str(tmp_path / "home"))
    settings = Settings.load()
    made = secret_keys.load(settings)
    assert secret_keys.load(settings) == made
    assert (settings.home / secret_keys.FILE).stat().st_mode & 0o777 == 0o600


def test_keys_when_one_is_added_then_it_comes_first_and_old_ones_stay(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ADWRIGHT_HOME", str(tmp_path))
    settings = Settings.load()
    before = secret_keys.load(settings)
    assert secret_keys.add_new(settings) == 2
    assert secret_keys.load(settings)[1:] == before


def test_keys_when_in_the_environment_then_no_file_is_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ADWRIGHT_HOME", str(tmp_path))
    monkeypatch.setenv("ADWRIGHT_SECRET_KEYS", f"{OTHER_KEY}, {KEY}")
    settings = Settings.load()
    assert secret_keys.load(settings) == (bytes(range(32)), bytes(32))
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Invalid, match="ADWRIGHT_SECRET_KEYS"):
        secret_keys.add_new(settings)


@pytest.mark.parametrize("key", ["short", base64.b64encode(bytes(16)).decode(), "!" * 44])
def test_keys_when_one_is_not_a_key_then_are_refused(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("ADWRIGHT_SECRET_KEYS", key)
    with pytest.raises(Invalid, match="32 bytes in base64"):
        secret_keys.load(Settings.load())


def test_derived_keys_when_for_two_purposes_then_differ() -> None:
    assert secret_keys.derive(bytes(32), "session") != secret_keys.derive(bytes(32), "keyring")
