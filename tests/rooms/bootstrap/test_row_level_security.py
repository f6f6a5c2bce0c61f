"""What stands behind the application's filter: the roles, policies and grants of the real database."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.rows import dict_row
from sqlalchemy import URL, text

from adwright.bootstrap.database_urls import conninfo_of
from adwright.core.database import APP_ROLE, SYSTEM_ROLE, Database, TenantScope
from adwright.core.ids import new_id

ROLES = [APP_ROLE, SYSTEM_ROLE]
CURRENT_ORGANIZATION = "current_setting('app.organization'::text, true)"
Catalogue = psycopg.Connection[dict[str, object]]


@pytest.fixture
def catalogue(owner_url: URL) -> Iterator[Catalogue]:
    """A connection as the owner of the tables."""
    with psycopg.connect(conninfo_of(owner_url), autocommit=True, row_factory=dict_row) as connection:
        yield connection


def test_neither_role_is_superuser_or_bypasses_or_owns_or_makes_others(catalogue: Catalogue) -> None:
    roles = catalogue.execute(
        "SELECT rolname, rolinherit, "
        "rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication AS mighty "
        "FROM pg_roles WHERE rolname = ANY(%s) ORDER BY rolname",
        (ROLES,),
    ).fetchall()
    assert roles == [{"rolname": role, "mighty": False, "rolinherit": False} for role in sorted(ROLES)]
    owned = catalogue.execute(
        # A session's own temporary tables, through which facts are copied in, hold nothing of others.
        "SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) = ANY(%s) AND relpersistence <> 't' "
        "UNION ALL SELECT nspname FROM pg_namespace WHERE pg_get_userbyid(nspowner) = ANY(%s)",
        (ROLES, ROLES),
    ).fetchall()
    assert owned == []
    memberships = catalogue.execute(
        "SELECT pg_get_userbyid(member) AS member, pg_get_userbyid(roleid) AS of FROM pg_auth_members "
        "WHERE pg_get_userbyid(member) = ANY(%s)",
        (ROLES,),
    ).fetchall()
    assert memberships == [{"member": APP_ROLE, "of": SYSTEM_ROLE}]


def test_every_table_has_row_level_security_and_a_policy(catalogue: Catalogue) -> None:
    tables = catalogue.execute(
        "SELECT relname AS name, relrowsecurity AS secured, "
        "(SELECT count(*) FROM pg_policy WHERE polrelid = c.oid) AS policies "
        "FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') "
        "AND NOT relispartition AND relname <> 'alembic_version'"
    ).fetchall()
    assert len(tables) > 25
    assert [each["name"] for each in tables if not each["secured"] or not each["policies"]] == []


def test_every_policy_of_the_application_stands_on_the_current_organization(catalogue: Catalogue) -> None:
    policies = catalogue.execute(
        "SELECT tablename, qual, with_check, cmd FROM pg_policies "
        "WHERE schemaname = 'public' AND %s = ANY(roles) ORDER BY tablename",
        (APP_ROLE,),
    ).fetchall()
    elsewhere = [
        each["tablename"]
        for each in policies
        if CURRENT_ORGANIZATION not in str(each["qual"])
        or (each["cmd"] != "SELECT" and CURRENT_ORGANIZATION not in str(each["with_check"]))
    ]
    # People belong to no organization; they are seen through memberships, which have their own policy.
    assert elsewhere == ["people"]
    public = catalogue.execute(
        "SELECT tablename FROM pg_policies WHERE schemaname = 'public' AND NOT roles <@ %s::name[]", (ROLES,)
    ).fetchall()
    assert public == []


async def test_partitions_are_closed_to_both_roles(catalogue: Catalogue, database: Database) -> None:
    async with database.transaction(TenantScope(new_id())) as tx:
        await tx.execute(text("SELECT ensure_fact_partitions('2026-01-01', '2026-02-28')"))
    partitions = catalogue.execute(
        "SELECT relname AS name, relrowsecurity AND relforcerowsecurity AS forced, "
        "(SELECT count(*) FROM pg_policy WHERE polrelid = c.oid) AS policies, "
        "EXISTS (SELECT FROM unnest(%s::text[]) role, unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE']) act "
        "WHERE has_table_privilege(role, c.oid, act)) AS granted "
        "FROM pg_class c WHERE relispartition AND relkind IN ('r', 'p')",
        (ROLES,),
    ).fetchall()
    assert partitions
    for each in partitions:
        assert (each["forced"], each["policies"], each["granted"]) == (True, 0, False), each["name"]


def test_public_has_no_rights_on_tables(catalogue: Catalogue) -> None:
    granted = catalogue.execute(
        "SELECT table_name FROM information_schema.role_table_grants "
        "WHERE table_schema = 'public' AND grantee = 'PUBLIC'"
    ).fetchall()
    assert granted == []


def test_keys_between_tenant_tables_carry_the_organization(catalogue: Catalogue) -> None:
    crossing = catalogue.execute(
        "SELECT c.conname FROM pg_constraint c "
        "JOIN pg_attribute target ON target.attrelid = c.confrelid AND target.attname = 'organization_id' "
        "JOIN pg_attribute source ON source.attrelid = c.conrelid AND source.attname = 'organization_id' "
        "WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace "
        "AND NOT (source.attnum = ANY(c.conkey) AND target.attnum = ANY(c.confkey))"
    ).fetchall()
    assert crossing == []
