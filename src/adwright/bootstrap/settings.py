"""All configuration: from the environment (`ADWRIGHT_…`); secrets also from files made on first start."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Self

import platformdirs
from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import URL

from adwright.bootstrap.database_urls import app_url, read_url
from adwright.core.errors import Invalid

META_GRAPH_URL = "https://graph.facebook.com"
META_DIALOG_URL = "https://www.facebook.com"
GOOGLE_ADS_ENDPOINT = "googleads.googleapis.com"
GOOGLE_TOKEN_URL = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address
GOOGLE_AUTH_URL = "https://accounts.google.com/o/oauth2/v2/auth"


def default_home() -> Path:
    """Return where data lives when nobody says: the user's data directory; for root the system's."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/var/lib/adwright")
    return Path(platformdirs.user_data_dir("adwright", appauthor=False))


class Settings(BaseSettings):
    """What can be set. Every field `x` is read from `ADWRIGHT_X`; secrets never show in logs."""

    model_config = SettingsConfigDict(
        env_prefix="ADWRIGHT_", extra="ignore", frozen=True, env_ignore_empty=True
    )

    home: Path = Field(default_factory=default_home)
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: str | None = None
    # Both names are read; DATABASE_URL is what hosting platforms set.
    database_url: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("ADWRIGHT_DATABASE_URL", "DATABASE_URL")
    )
    # What web and worker log in with; when empty, derived from DATABASE_URL.
    app_database_url: SecretStr | None = None
    pool_size: int = Field(default=5, ge=1)
    pool_overflow: int = Field(default=10, ge=0)
    worker_concurrency: int = Field(default=8, ge=1)
    # No other worker can be alive on this database: what is marked as running belongs to a dead one.
    only_worker: bool = False
    # Base64 keys of 32 bytes, newest first, separated by commas; when empty, the file `secret-keys` of the
    # home.
    secret_keys: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    secure_cookies: bool | None = None

    meta_graph_url: str = META_GRAPH_URL
    meta_dialog_url: str = META_DIALOG_URL
    meta_app_id: str | None = None
    meta_app_secret: SecretStr | None = None
    meta_sandbox_graph_url: str | None = None
    meta_sandbox_dialog_url: str | None = None
    meta_sandbox_app_id: str | None = None
    meta_sandbox_app_secret: SecretStr | None = None

    google_ads_endpoint: str = GOOGLE_ADS_ENDPOINT
    google_token_url: str = GOOGLE_TOKEN_URL
    google_auth_url: str = GOOGLE_AUTH_URL
    google_client_id: str | None = None
    google_client_secret: SecretStr | None = None
    # Google ignores it since September 2026; sent only when it is set.
    google_developer_token: SecretStr | None = None
    google_sandbox_endpoint: str | None = None
    google_sandbox_token_url: str | None = None
    google_sandbox_auth_url: str | None = None
    google_sandbox_client_id: str | None = None
    google_sandbox_client_secret: SecretStr | None = None
    # The certificate that a simulated Google shows, in PEM.
    google_sandbox_ca_file: Path | None = None

    smtp_host: str | None = None
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_starttls: bool = True
    mail_from: str = "adwright@localhost"

    # Ask the pages that ads lead to before a launch; loopback addresses only where this machine serves them.
    destination_checks: bool = True
    destination_loopback: bool = False

    # An obstore address such as s3://bucket/prefix; when empty, the directory `assets` of the home.
    assets_url: str | None = None

    @field_validator("secret_keys", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",")) if isinstance(value, str) else value

    @classmethod
    def load(cls) -> Self:
        """Read the environment.

        Raises:
            Invalid: a value is not acceptable; the message names the variable.
        """
        try:
            return cls()
        except ValidationError as error:
            raise Invalid(
                f"The configuration is not usable. {_sentences(error)}", code="bad_settings"
            ) from error

    @property
    def base_url(self) -> str:
        """The address people use, without a slash at the end."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104 - compared, not bound
        return (self.public_url or f"http://{host}:{self.port}").rstrip("/")

    @property
    def cookies_are_secure(self) -> bool:
        """Whether cookies go over HTTPS only: as set, otherwise when the public address is HTTPS."""
        return self.base_url.startswith("https://") if self.secure_cookies is None else self.secure_cookies

    @property
    def owner(self) -> URL | None:
        """The owner's address of an outside database; None when the embedded one is used."""
        return read_url(self.database_url.get_secret_value()) if self.database_url is not None else None

    @property
    def application(self) -> URL | None:
        """The application's address of the database; None when no database is named at all."""
        if self.app_database_url is not None:
            return read_url(self.app_database_url.get_secret_value())
        return app_url(self.owner) if self.owner is not None else None


def _sentences(error: ValidationError) -> str:
    said = []
    for problem in error.errors():
        name = str(problem["loc"][0]) if problem["loc"] else "settings"
        variable = name if name.isupper() else f"ADWRIGHT_{name.upper()}"
        said.append(f"{variable}: {problem['msg']}.")
    return " ".join(said)
