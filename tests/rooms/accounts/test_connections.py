"""Connections, ad accounts, pages and pixels on a real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from adwright.accounts import service as accounts
from adwright.accounts.keyring import KeyRing
from adwright.accounts.model import ConnectionStatus
from adwright.accounts.ports import RemotePage
from adwright.audit import service as audit
from adwright.audit.model import AuditFilter
from adwright.core.actor import Role
from adwright.core.database import Database, SystemScope, TenantScope
from adwright.core.errors import Conflict, Denied, Invalid, NotFound, ReconnectNeeded
from adwright.platforms.model import Platform, Provider
from tests.factories import (
    TOKEN,
    make_ad_account,
    make_connection,
    make_file_account,
    make_grant,
    make_organization,
    make_remote_account,
)


async def test_token_is_stored_encrypted_and_given_back(database: Database) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    async with database.transaction(tenant.scope) as tx:
        access = await accounts.account_access(tx, account.id, tenant.keyring)
        stored = (await tx.execute(text("SELECT token_ciphertext FROM connections"))).scalar_one()
        logged = (
            await tx.execute(text("SELECT string_agg(audit_log::text, ' ') FROM audit_log"))
        ).scalar_one()
    assert access.token == TOKEN
    assert access.beneficiary == "Tasty Chips Co."
    assert TOKEN not in stored
    assert TOKEN not in logged


async def test_keys_when_rotated_still_decrypt_and_re_encrypt(database: Database) -> None:
    tenant = await make_organization(database)
    connection = await make_connection(database, tenant)
    rotated = KeyRing([b"n" * 32, b"k" * 32])
    async with database.transaction(tenant.scope) as tx:
        assert await accounts.connection_token(tx, connection.id, rotated) == TOKEN
        assert await accounts.re_encrypt_tokens(tx, rotated) == 1
        assert await accounts.re_encrypt_tokens(tx, rotated) == 0
        assert await accounts.connection_token(tx, connection.id, KeyRing([b"n" * 32])) == TOKEN
        with pytest.raises(Conflict, match="keys"):
            await accounts.connection_token(tx, connection.id, tenant.keyring)


async def test_same_platform_user_when_connecting_again_keeps_the_connection(database: Database) -> None:
    tenant = await make_organization(database)
    first = await make_connection(database, tenant)
    again = await make_connection(database, tenant, token="other")
    assert again.id == first.id
    async with database.transaction(tenant.scope) as tx:
        assert await accounts.connection_token(tx, first.id, tenant.keyring) == "other"
        with pytest.raises(Conflict, match="same person"):
            await accounts.keep_grant(
                tx,
                tenant.owner,
                tenant.clock,
                tenant.keyring,
                Provider.META_SANDBOX,
                make_grant(external_user_id="777"),
                connection_id=first.id,
            )


async def test_check_that_finds_nothing_new_is_noted_but_not_written_down(database: Database) -> None:
    tenant = await make_organization(database)
    connection = await make_connection(database, tenant)
    async with database.transaction(tenant.scope) as tx:
        await accounts.mark_connection_trouble(tx, connection.id, "Meta was slow.", tenant.clock)
    tenant.clock.advance(timedelta(hours=1))
    again = await make_connection(database, tenant)
    assert (again.last_good_at, again.trouble) == (tenant.clock.now(), None)
    async with database.transaction(tenant.scope) as tx:
        written = (await audit.list_entries(tx, AuditFilter(action="connection."))).entries
    assert [entry.action for entry in written] == ["connection.created"]


async def test_disconnect_erases_the_token_and_the_account_returns_later(database: Database) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    assert account.connection_id
    async with database.transaction(tenant.scope) as tx:
        await accounts.disconnect(tx, tenant.owner, account.connection_id)
        stored = (await tx.execute(text("SELECT token_ciphertext FROM connections"))).scalar_one()
        assert stored is None
        with pytest.raises(ReconnectNeeded):
            await accounts.account_access(tx, account.id, tenant.keyring)
    returned = await make_ad_account(database, tenant)
    assert returned.id == account.id
    async with database.transaction(tenant.scope) as tx:
        assert (await accounts.account_access(tx, account.id, tenant.keyring)).token == TOKEN


async def test_revoked_token_when_marked_needs_a_person_and_a_late_good_answer_does_not_mend(
    database: Database,
) -> None:
    tenant = await make_organization(database)
    connection = await make_connection(database, tenant)
    async with database.transaction(tenant.scope) as tx:
        await accounts.mark_connection_trouble(tx, connection.id, "Meta was slow.", tenant.clock)
        assert (await accounts.get_connection(tx, connection.id)).trouble == "Meta was slow."
        await accounts.mark_connection_good(tx, connection.id, tenant.clock)
        assert (await accounts.get_connection(tx, connection.id)).trouble is None
        await accounts.mark_connection_needs_reconnect(tx, connection.id, "Token revoked.", tenant.clock)
        await accounts.mark_connection_good(tx, connection.id, tenant.clock)
        found = await accounts.get_connection(tx, connection.id)
    assert found.status is ConnectionStatus.RECONNECT_NEEDED
    assert found.trouble == "Token revoked."


async def test_accounts_when_brought_in_twice_are_refreshed_not_doubled(database: Database) -> None:
    tenant = await make_organization(database)
    connection = await make_connection(database, tenant)
    first = await make_ad_account(database, tenant, connection=connection)
    again = await make_ad_account(database, tenant, connection=connection, name="Renamed on Meta")
    assert again.id == first.id
    assert again.name == "Renamed on Meta"
    async with database.transaction(tenant.scope) as tx:
        assert len(await accounts.list_ad_accounts(tx, platform=Platform.META)) == 1
        other = await accounts.create_advertiser(tx, tenant.owner, tenant.clock, name="Another brand")
        with pytest.raises(Conflict, match="another advertiser"):
            await accounts.bring_in_accounts(
                tx, tenant.owner, tenant.clock, connection.id, other.id, [make_remote_account()]
            )
        changed = replace(make_remote_account(), currency="EUR", min_daily_budget=None)
        with pytest.raises(Conflict, match="EUR"):
            await accounts.bring_in_accounts(
                tx, tenant.owner, tenant.clock, connection.id, tenant.advertiser_id, [changed]
            )


async def test_pages_when_recorded_again_keep_their_ids_and_lose_what_is_gone(database: Database) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    async with database.transaction(tenant.scope) as tx:
        [before] = await accounts.list_pages(tx, account.id)
        await accounts.record_pages(
            tx,
            account.id,
            [RemotePage("9001", "New name", "https://p/1"), RemotePage("9002", "Second", None)],
        )
        first, second = await accounts.list_pages(tx, account.id)
        assert (first.id, first.name, first.picture_url) == (before.id, "New name", "https://p/1")
        await accounts.record_pages(tx, account.id, [RemotePage("9002", "Second", None)])
        assert await accounts.list_pages(tx, account.id) == [second]
        await accounts.record_pages(tx, account.id, [])
        assert await accounts.list_pages(tx, account.id) == []
        assert [each.external_id for each in await accounts.list_pixels(tx, account.id)] == ["7001"]


async def test_today_of_an_account_follows_zone_platform_clock_and_file(database: Database) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    file = await make_file_account(database, tenant, zone="America/New_York", last_day=date(2024, 5, 31))
    assert account.today(tenant.clock) == date(2026, 11, 21)
    async with database.transaction(tenant.scope) as tx:
        await accounts.set_clock_offset(tx, account.id, timedelta(days=7))
        ahead = await accounts.get_ad_account(tx, account.id)
        assert ahead.today(tenant.clock) == date(2026, 11, 28)
        assert file.today(tenant.clock) == date(2024, 5, 31)
        assert (await accounts.set_account_day(tx, file.id, date(2024, 6, 1))).last_day == date(2024, 6, 1)
        renamed = await accounts.rename_file_account(tx, tenant.owner, file.id, "Export of May")
        assert renamed.name == "Export of May"
        with pytest.raises(Invalid) as refused:
            await accounts.account_access(tx, file.id, tenant.keyring)
        assert refused.value.code == "read_only_account"
        with pytest.raises(Conflict):
            await accounts.set_account_day(tx, account.id, date(2024, 6, 1))
        with pytest.raises(Conflict):
            await accounts.rename_file_account(tx, tenant.owner, account.id, "No")
    tenant.clock.advance(timedelta(hours=-9))  # 03:00 UTC is still the day before in New York
    assert account.today(tenant.clock) == date(2026, 11, 20)


async def test_file_account_when_zone_or_currency_is_unknown_then_invalid(database: Database) -> None:
    tenant = await make_organization(database)
    for currency, zone in (("USD", "Mars/Olympus"), ("XXQ", "UTC")):
        async with database.transaction(tenant.scope) as tx:
            with pytest.raises(Invalid):
                await accounts.create_file_account(
                    tx,
                    tenant.owner,
                    tenant.clock,
                    advertiser_id=tenant.advertiser_id,
                    name="Export",
                    currency=currency,
                    zone=zone,
                    last_day=date(2024, 5, 31),
                )


async def test_consent_state_is_good_once_for_ten_minutes_and_one_person(database: Database) -> None:
    tenant = await make_organization(database)
    other = tenant.actor(Role.ADMIN)

    async def begin(state: str) -> None:
        async with database.transaction(tenant.scope) as tx:
            await accounts.remember_oauth_state(
                tx,
                tenant.owner,
                tenant.clock,
                tenant.keyring,
                state=state,
                code_verifier=f"secret of {state}",
                provider=Provider.META,
                connection_id=None,
            )

    await begin("one")
    async with database.transaction(tenant.scope) as tx:
        with pytest.raises(Invalid):
            await accounts.consume_oauth_state(tx, other, tenant.clock, tenant.keyring, "one")
        pending = await accounts.consume_oauth_state(
            tx, tenant.owner, tenant.clock, tenant.keyring, "one"
        )
        assert pending.provider is Provider.META
        assert pending.code_verifier == "secret of one"
        with pytest.raises(Invalid):
            await accounts.consume_oauth_state(tx, tenant.owner, tenant.clock, tenant.keyring, "one")
    await begin("two")
    tenant.clock.advance(timedelta(minutes=11))
    async with database.transaction(tenant.scope) as tx:
        with pytest.raises(Invalid, match="ten minutes"):
            await accounts.consume_oauth_state(tx, tenant.owner, tenant.clock, tenant.keyring, "two")
    async with database.transaction(SystemScope()) as tx:
        assert await accounts.trim_consents(tx, tenant.clock) >= 1


async def test_member_limited_to_other_advertisers_sees_no_account(database: Database) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    async with database.transaction(TenantScope(tenant.organization_id, frozenset())) as tx:
        assert await accounts.list_ad_accounts(tx) == []
        assert await accounts.list_advertisers(tx) == []
        with pytest.raises(NotFound):
            await accounts.get_ad_account(tx, account.id)
        with pytest.raises(NotFound):
            await accounts.list_pages(tx, account.id)


async def test_somebody_elses_account_and_connection_are_not_found(database: Database) -> None:
    mine, theirs = await make_organization(database), await make_organization(database)
    account = await make_ad_account(database, theirs)
    assert account.connection_id
    async with database.transaction(mine.scope) as tx:
        with pytest.raises(NotFound):
            await accounts.get_ad_account(tx, account.id)
        with pytest.raises(NotFound):
            await accounts.get_connection(tx, account.connection_id)
        with pytest.raises(NotFound):
            await accounts.bring_in_accounts(
                tx, mine.owner, mine.clock, account.connection_id, mine.advertiser_id, []
            )


async def test_analyst_when_administering_connections_is_denied(database: Database) -> None:
    tenant = await make_organization(database)
    connection = await make_connection(database, tenant)
    async with database.transaction(tenant.scope) as tx:
        with pytest.raises(Denied):
            await accounts.disconnect(tx, tenant.actor(Role.ANALYST), connection.id)


async def test_connected_accounts_of_every_organization_are_found_for_schedules(database: Database) -> None:
    tenant, gone = await make_organization(database), await make_organization(database)
    account, left = await make_ad_account(database, tenant), await make_ad_account(database, gone)
    assert left.connection_id
    async with database.transaction(gone.scope) as tx:
        await accounts.disconnect(tx, gone.owner, left.connection_id)
    async with database.transaction(SystemScope()) as tx:
        found = await accounts.connected_accounts(tx)
    assert (tenant.organization_id, account.id) in found
    assert (gone.organization_id, left.id) not in found


async def test_every_act_on_a_connection_is_audited(database: Database) -> None:
    tenant = await make_organization(database)
    account = await make_ad_account(database, tenant)
    assert account.connection_id
    async with database.transaction(tenant.scope) as tx:
        await accounts.mark_connection_needs_reconnect(tx, account.connection_id, "Revoked.", tenant.clock)
        await accounts.disconnect(tx, tenant.owner, account.connection_id)
        page = await audit.list_entries(tx, AuditFilter())
    assert [entry.action for entry in page.entries] == [
        "connection.disconnected",
        "connection.refused",
        "ad_account.brought_in",
        "connection.created",
        "advertiser.created",
        "organization.created",
    ]
