"""Imports are kept between upload and commit; what people say of columns is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from adwright.audit import service as audit
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Conflict, NotFound
from adwright.core.paging import Page, PageRequest
from adwright.events import service as events
from adwright.insights.files.documents import (
    choices_document,
    mapping_document,
    mapping_from,
    preview_document,
)
from adwright.insights.files.imports import ImportRecord, ImportStatus
from adwright.insights.files.model import Choices, ImportField, Understood
from adwright.insights.repository.imports import ImportRepository

PREVIEWS_KEPT = timedelta(hours=24)


async def remembered_mapping(tx: Transaction, signature: str) -> Mapping[int, ImportField] | None:
    """Return what the organization said of files with these columns; None when nobody did. Repeatable."""
    document = await ImportRepository(tx).mapping(signature)
    return None if document is None else mapping_from(document)


async def add_import(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    *,
    import_id: UUID,
    file_name: str,
    file_bytes: int,
    choices: Choices,
    understood: Understood,
) -> ImportRecord:
    """Keep an uploaded file's preview. Nothing of its rows is written."""
    record = await ImportRepository(tx).add(
        {
            "id": import_id,
            "advertiser_id": choices.advertiser_id,
            "file_name": file_name,
            "file_bytes": file_bytes,
            "signature": understood.signature,
            "status": ImportStatus.PREVIEW.value,
            "choices": choices_document(choices),
            "preview": preview_document(understood),
            "created_by": actor.name,
            "created_at": clock.now(),
        }
    )
    await events.publish(tx, "import.updated", record.id)
    return record


async def change_import(
    tx: Transaction, import_id: UUID, choices: Choices, understood: Understood
) -> ImportRecord:
    """Keep new choices and what was understood under them. Repeatable.

    Raises:
        NotFound: there is no such import.
        Conflict: it was committed already.
    """
    await open_import(tx, import_id)
    record = await ImportRepository(tx).change(
        import_id,
        {
            "advertiser_id": choices.advertiser_id,
            "choices": choices_document(choices),
            "preview": preview_document(understood),
        },
    )
    await events.publish(tx, "import.updated", import_id)
    return record


async def get_import(tx: Transaction, import_id: UUID) -> ImportRecord:
    """Return one import. Repeatable.

    Raises:
        NotFound: there is no such import.
    """
    record = await ImportRepository(tx).get(import_id)
    if record is None:
        raise NotFound("There is no such import. Upload the file again.")
    return record


async def open_import(tx: Transaction, import_id: UUID) -> ImportRecord:
    """Return an import that can still be changed, and hold it against others until the transaction ends.

    Raises:
        NotFound: there is no such import.
        Conflict: it was committed already.
    """
    record = await ImportRepository(tx).get(import_id, locked=True)
    if record is None:
        raise NotFound("There is no such import. Upload the file again.")
    if record.status is ImportStatus.COMMITTED:
        raise Conflict("This file was imported already. Upload it again to import it anew.")
    return record


async def list_imports(tx: Transaction, paging: PageRequest) -> Page[ImportRecord]:
    """Return imports, newest first. Repeatable."""
    return await ImportRepository(tx).page(paging)


async def close_import(
    tx: Transaction,
    actor: Actor,
    clock: Clock,
    record: ImportRecord,
    *,
    ad_account_id: UUID,
    understood: Understood,
) -> ImportRecord:
    """Note that a file went into an account, and remember its mapping. Not repeatable."""
    repository = ImportRepository(tx)
    if record.choices.mapping is not None:
        now = clock.now()
        await repository.keep_mapping(record.signature, mapping_document(record.choices.mapping), now)
    closed = await repository.change(
        record.id,
        {
            "status": ImportStatus.COMMITTED.value,
            "ad_account_id": ad_account_id,
            "committed_at": clock.now(),
            "preview": preview_document(understood),
        },
    )
    await audit.record(
        tx,
        actor,
        "import.committed",
        "import",
        record.id,
        after={
            "file_name": record.file_name,
            "ad_account_id": ad_account_id,
            "rows": understood.rows_taken,
            "since_date": understood.since_date,
            "until_date": understood.until_date,
        },
    )
    await events.publish(tx, "import.updated", record.id)
    await events.publish(tx, "facts.updated", ad_account_id)
    return closed


async def remove_import(tx: Transaction, import_id: UUID) -> None:
    """Forget a file that was not imported. Not repeatable.

    Raises:
        NotFound: there is no such import.
        Conflict: it was committed already.
    """
    await open_import(tx, import_id)
    await ImportRepository(tx).remove(import_id)


async def forget_previews(tx: Transaction, clock: Clock) -> int:
    """Delete previews older than a day, of every organization; needs the system scope. Repeatable."""
    return await ImportRepository(tx).forget_previews(clock.now() - PREVIEWS_KEPT)
