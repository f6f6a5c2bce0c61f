"""A performance export goes in: uploaded, understood, shown, and only then written, whole or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from adwright.accounts import service as accounts
from adwright.accounts.model import AdAccount
from adwright.campaigns import service as campaigns
from adwright.campaigns.model import ObservedTree
from adwright.core.actor import Actor, Permission
from adwright.core.clock import Clock
from adwright.core.database import Database, SystemScope, TenantScope, Transaction
from adwright.core.errors import Conflict, FieldProblem, Invalid
from adwright.core.ids import new_id
from adwright.core.money import currency_decimals
from adwright.insights import service as insights
from adwright.insights.files.imports import ImportRecord
from adwright.insights.files.model import Choices, Understood
from adwright.insights.files.reading import LARGEST_FILE_BYTES
from adwright.insights.files.understanding import require_ready, understand
from adwright.insights.model import Period

DEFAULT_ZONE = "UTC"
_LONGEST_NAME = 200


class ImportExportFile:
    """Files wait in a directory of the installation between upload and commit.

    Parsing happens in a thread and outside any transaction; a commit is one transaction.
    """

    def __init__(self, database: Database, clock: Clock, directory: Path) -> None:
        self._database = database
        self._clock = clock
        self._directory = directory

    async def receive(self, actor: Actor, file_name: str, chunks: AsyncIterator[bytes]) -> ImportRecord:
        """Store an uploaded file and return what was understood of it. Each call makes a new import.

        Args:
            actor: who uploads.
            file_name: as the person's computer calls it; only shown.
            chunks: the file's bytes.

        Raises:
            Denied: the actor may not build.
            Invalid: larger than 100 MB, or no report at all; nothing of the file is left.
        """
        actor.require(Permission.BUILD)
        import_id = new_id()
        path = self._path(import_id)
        try:
            size = await self._store(path, chunks)
            return await self._take_in(actor, import_id, file_name[:_LONGEST_NAME], size)
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    async def change(self, actor: Actor, import_id: UUID, edit: Callable[[Choices], Choices]) -> ImportRecord:
        """Understand a file again under edited choices. Repeatable.

        Args:
            actor: who chooses.
            import_id: which import.
            edit: makes the new choices from those there are.

        Raises:
            NotFound: the import, the advertiser or the account does not exist.
            Conflict: it was imported already, or the file is no longer here.
            Invalid: a choice does not fit.
        """
        actor.require(Permission.BUILD)
        async with self._database.transaction(TenantScope.of(actor)) as tx:
            record = await insights.open_import(tx, import_id)
            choices = await _sound(tx, edit(record.choices))
        understood = await self._understand(import_id, choices)
        async with self._database.transaction(TenantScope.of(actor)) as tx:
            return await insights.change_import(tx, import_id, choices, understood)

    async def commit(self, actor: Actor, import_id: UUID) -> ImportRecord:
        """Write the file's account, tree and facts in one transaction; its days are replaced whole.

        Raises:
            NotFound: there is no such import.
            Conflict: it was imported already, or the file is no longer here.
            Invalid: something is still needed or wrong; the message says what.
        """
        actor.require(Permission.BUILD)
        async with self._database.transaction(TenantScope.of(actor)) as tx:
            choices = (await insights.open_import(tx, import_id)).choices
        understood = await self._understand(import_id, choices)
        require_ready(understood)
        async with self._database.transaction(TenantScope.of(actor)) as tx:
            record = await insights.open_import(tx, import_id)
            if record.choices != choices:
                raise Conflict("The choices were changed meanwhile. Look at the preview again.")
            account = await self._write(tx, actor, record, understood)
            closed = await insights.close_import(
                tx, actor, self._clock, record, ad_account_id=account.id, understood=understood
            )
        self._path(import_id).unlink(missing_ok=True)
        return closed

    async def discard(self, actor: Actor, import_id: UUID) -> None:
        """Forget a file that was not imported.

        Raises:
            NotFound: there is no such import.
            Conflict: it was imported already.
        """
        actor.require(Permission.BUILD)
        async with self._database.transaction(TenantScope.of(actor)) as tx:
            await insights.remove_import(tx, import_id)
        self._path(import_id).unlink(missing_ok=True)

    async def expire(self) -> None:
        """Forget previews and files that nobody committed within a day. Repeatable."""
        async with self._database.transaction(SystemScope()) as tx:
            await insights.forget_previews(tx, self._clock)
        oldest = self._clock.now() - insights.PREVIEWS_KEPT
        await asyncio.to_thread(_remove_older, self._directory, oldest)

    def _path(self, import_id: UUID) -> Path:
        return self._directory / str(import_id)

    async def _store(self, path: Path, chunks: AsyncIterator[bytes]) -> int:
        self._directory.mkdir(parents=True, exist_ok=True)
        size = 0
        file = await asyncio.to_thread(path.open, "wb")
        try:
            async for chunk in chunks:
                size += len(chunk)
                if size > LARGEST_FILE_BYTES:
                    raise Invalid(
                        f"The file is larger than {LARGEST_FILE_BYTES // 1024**2} MB, the most that can be "
                        "imported. Export fewer days or columns, and import the parts one by one.",
                        code="file_too_large",
                    )
                await asyncio.to_thread(file.write, chunk)
        finally:
            await asyncio.to_thread(file.close)
        return size

    async def _take_in(self, actor: Actor, import_id: UUID, file_name: str, size: int) -> ImportRecord:
        stem = file_name.rsplit(".", 1)[0].strip()
        choices = Choices(zone=DEFAULT_ZONE, account_name=stem or "Imported file")
        understood = await self._understand(import_id, choices)
        async with self._database.transaction(TenantScope.of(actor)) as tx:
            mapping = await insights.remembered_mapping(tx, understood.signature)
            advertisers = await accounts.list_advertisers(tx)
        limited = actor.advertiser_ids is not None
        if limited and not advertisers:
            raise Invalid("You are limited to advertisers that are gone. Ask an owner or admin.")
        if limited or len(advertisers) == 1:
            # What has no advertiser yet is seen by those without a limit only.
            choices = replace(choices, advertiser_id=advertisers[0].id)
        if mapping is not None:
            choices = replace(choices, mapping=mapping)
            understood = await self._understand(import_id, choices)
        async with self._database.transaction(TenantScope.of(actor)) as tx:
            return await insights.add_import(
                tx,
                actor,
                self._clock,
                import_id=import_id,
                file_name=file_name,
                file_bytes=size,
                choices=choices,
                understood=understood,
            )

    async def _understand(self, import_id: UUID, choices: Choices) -> Understood:
        path = self._path(import_id)
        if not await asyncio.to_thread(path.exists):
            raise Conflict("The uploaded file is no longer here. Upload it again.", code="file_gone")
        return await asyncio.to_thread(understand, path, choices, today=self._clock.now().date())

    async def _write(
        self, tx: Transaction, actor: Actor, record: ImportRecord, understood: Understood
    ) -> AdAccount:
        if understood.since_date is None or understood.until_date is None:
            raise Invalid("The file has no rows to import.", code="nothing_to_import")
        period = Period(understood.since_date, understood.until_date)
        account = await self._account(tx, actor, record.choices, understood, period)
        tree = ObservedTree(self._clock.now(), tuple(understood.nodes))
        await campaigns.record_observed(tx, account, tree)
        await insights.replace_slice(tx, account.id, period, understood.facts)
        await insights.mark_complete(tx, account.id, period)
        return account

    async def _account(
        self, tx: Transaction, actor: Actor, choices: Choices, understood: Understood, period: Period
    ) -> AdAccount:
        """Return the file account the rows go into: the one chosen, or a new one."""
        if choices.ad_account_id is not None:
            account = await accounts.get_ad_account(tx, choices.ad_account_id)
            if account.currency != understood.currency:
                raise Invalid(
                    f"{account.name} is in {account.currency}, the file in {understood.currency}. Choose "
                    "another account, or make a new one.",
                    code="currency_differs",
                )
            last_day = max(period.until, account.last_day or period.until)
            return await accounts.set_account_day(tx, account.id, last_day)
        if choices.advertiser_id is None:
            message = "Choose the advertiser whose figures these are."
            problem = FieldProblem("advertiser_id", message)
            raise Invalid(message, code="advertiser_missing", fields=(problem,))
        return await accounts.create_file_account(
            tx,
            actor,
            self._clock,
            advertiser_id=choices.advertiser_id,
            name=choices.account_name or "Imported file",
            currency=understood.currency or "",
            zone=choices.zone or DEFAULT_ZONE,
            last_day=period.until,
        )


async def _sound(tx: Transaction, choices: Choices) -> Choices:
    """Return choices that can be, whose ids exist for the actor; an account brings its advertiser with it."""
    if choices.currency is not None:
        currency_decimals(choices.currency)
    if choices.zone is not None:
        accounts.require_zone(choices.zone)
    if choices.advertiser_id is not None:
        await accounts.get_advertiser(tx, choices.advertiser_id)
    elif tx.tenant.advertiser_ids is not None:
        message = "Choose one of your advertisers."
        raise Invalid(message, code="advertiser_missing", fields=(FieldProblem("advertiser_id", message),))
    if choices.ad_account_id is not None:
        account = await accounts.get_ad_account(tx, choices.ad_account_id)
        if not account.read_only:
            message = f"{account.name} belongs to a platform; files go into file accounts only."
            problem = FieldProblem("ad_account_id", message)
            raise Invalid(message, code="not_a_file_account", fields=(problem,))
        return replace(choices, advertiser_id=account.advertiser_id)
    return choices


def _remove_older(directory: Path, oldest: datetime) -> None:
    if not directory.is_dir():
        return
    for path in directory.iterdir():
        if path.stat().st_mtime < oldest.timestamp():
            path.unlink(missing_ok=True)
