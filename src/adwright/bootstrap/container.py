"""The composition root: settings → database → adapters → journeys. Doors take what they need from here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Self

from sqlalchemy import URL, make_url, text

from adwright.accounts.keyring import KeyRing
from adwright.accounts.ports import Mailer
from adwright.accounts.service import SessionTokens, SharedQuota
from adwright.adapters.destinations import WebDestinations
from adwright.adapters.jobs import ProcrastinateQueue
from adwright.adapters.mail import OutboxFolder, SmtpMailer
from adwright.adapters.storage import FileStore
from adwright.bootstrap import secret_keys
from adwright.bootstrap.database_urls import text_of
from adwright.bootstrap.platforms import platforms_of
from adwright.bootstrap.role_check import require_bound_role
from adwright.bootstrap.settings import Settings
from adwright.changes.model.links import LinkSigner
from adwright.core.clock import Clock, SystemClock
from adwright.core.database import Database
from adwright.core.errors import Invalid
from adwright.core.jobs import JobQueue
from adwright.creatives.ports import Store
from adwright.journeys.apply_change import ApplyChange
from adwright.journeys.apply_document import ApplyDocument
from adwright.journeys.check_destinations import CheckDestinations
from adwright.journeys.connect_platform import ConnectPlatform
from adwright.journeys.decide_change import DecideChange
from adwright.journeys.edit_campaign import EditCampaign
from adwright.journeys.estimate_audience import EstimateAudience
from adwright.journeys.housekeeping import Housekeeping
from adwright.journeys.import_export_file import ImportExportFile
from adwright.journeys.import_tree import ImportTree
from adwright.journeys.launch_initiative import LaunchInitiative
from adwright.journeys.platform import Platforms
from adwright.journeys.propose_change import ProposeChange
from adwright.journeys.search_catalogues import SearchCatalogues
from adwright.journeys.settle_drift import SettleDrift
from adwright.journeys.show_by_link import ShowByLink
from adwright.journeys.show_limits import ShowLimits
from adwright.journeys.sync_facts import SyncFacts
from adwright.journeys.undo_change import UndoChange


@dataclass
class Container:
    """Everything that is made once per process."""

    settings: Settings
    clock: Clock
    app_url: URL
    database: Database
    jobs: JobQueue
    keyring: KeyRing
    session_secrets: tuple[bytes, ...]
    link_signer: LinkSigner
    platforms: Platforms
    store: Store
    mailer: Mailer

    @classmethod
    def build(cls, settings: Settings, *, clock: Clock | None = None) -> Self:
        """Make everything; opens no connection yet.

        Raises:
            Invalid: the settings name no database (the supervisor sets the embedded one's address).
        """
        address = settings.application
        if address is None:
            raise Invalid("There is no database. Start with `adwright up`, or set DATABASE_URL.")
        return cls._assemble(settings, clock or SystemClock(), address, secret_keys.load(settings))

    @classmethod
    def for_documentation(cls) -> Self:
        """Make a container that is never run, without any input or output, to write the OpenAPI document."""
        nowhere = make_url("postgresql+psycopg://adwright_app@/adwright")
        return cls._assemble(Settings(), SystemClock(), nowhere, (bytes(secret_keys.KEY_BYTES),))

    @classmethod
    def _assemble(cls, settings: Settings, clock: Clock, address: URL, keys: tuple[bytes, ...]) -> Self:
        database = Database.connect(
            text_of(address), pool_size=settings.pool_size, max_overflow=settings.pool_overflow
        )
        return cls(
            settings=settings,
            clock=clock,
            app_url=address,
            database=database,
            jobs=ProcrastinateQueue(),
            keyring=KeyRing(keys),
            session_secrets=tuple(secret_keys.derive(key, "session") for key in keys),
            link_signer=LinkSigner([secret_keys.derive(key, "approval-link") for key in keys]),
            platforms=platforms_of(settings, clock, SharedQuota(database, clock)),
            store=FileStore.at(settings.assets_url, home=settings.home),
            mailer=_mailer(settings),
        )

    def __post_init__(self) -> None:
        """Make the journeys from the parts."""
        self.session_tokens = SessionTokens(self.session_secrets)
        self.connect_platform = ConnectPlatform(
            self.database, self.platforms, self.keyring, self.jobs, self.clock
        )
        self.housekeeping = Housekeeping(self.database, self.keyring, self.clock)
        self.search_catalogues = SearchCatalogues(self.database, self.platforms, self.keyring)
        self.show_by_link = ShowByLink(self.database, self.clock, self.search_catalogues)
        self.estimate_audience = EstimateAudience(
            self.database, self.platforms, self.keyring, self.clock
        )
        self.show_limits = ShowLimits(self.database, self.platforms, self.clock)
        self.sync_facts = SyncFacts(self.database, self.platforms, self.keyring, self.jobs, self.clock)
        self.import_export_file = ImportExportFile(self.database, self.clock, self.settings.home / "imports")
        self.import_tree = ImportTree(self.database, self.platforms, self.keyring, self.clock)
        self.decide_change = DecideChange(self.database, self.jobs, self.clock)
        self.propose_change = ProposeChange(self.decide_change, self.clock)
        asker = WebDestinations(loopback=self.settings.destination_loopback)
        self.check_destinations = CheckDestinations(
            self.database, self.clock, asker if self.settings.destination_checks else None
        )
        self.launch_initiative = LaunchInitiative(
            self.database, self.propose_change, self.check_destinations
        )
        self.edit_campaign = EditCampaign(self.decide_change, self.clock)
        self.apply_document = ApplyDocument(
            self.database, self.clock, self.propose_change, self.edit_campaign, self.check_destinations
        )
        self.undo_change = UndoChange(self.decide_change, self.clock)
        self.settle_drift = SettleDrift(self.decide_change, self.clock)
        self.apply_change = ApplyChange(
            self.database, self.platforms, self.keyring, self.store, self.jobs, self.clock
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Refuse a database role that would see every tenant; close the connections at the end."""
        try:
            await require_bound_role(self.database)
            yield
        finally:
            await self.database.close()

    async def check_ready(self) -> None:
        """Return when the database answers.

        Raises:
            Exception: it does not.
        """
        async with self.database.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))


def _mailer(settings: Settings) -> Mailer:
    if not settings.smtp_host:
        return OutboxFolder(settings.home / "outbox", settings.mail_from)
    password = settings.smtp_password
    return SmtpMailer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        user=settings.smtp_user,
        password=password.get_secret_value() if password else None,
        starttls=settings.smtp_starttls,
        sender=settings.mail_from,
    )
