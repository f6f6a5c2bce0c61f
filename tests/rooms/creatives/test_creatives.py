"""Creatives and the library, on the real database and a real directory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from adwright.accounts import service as accounts
from adwright.adapters.storage import FileStore
from adwright.core.database import Database
from adwright.core.errors import Conflict, Invalid, NotFound
from adwright.core.ids import new_id
from adwright.core.paging import PageRequest
from adwright.creatives import service as creatives
from adwright.creatives.model import differences
from tests.factories import make_organization
from tests.factories_campaigns import CHIPS, make_asset, make_creative, picture


async def test_edit_when_content_changes_then_a_version_is_made_and_the_old_one_stays(
    database: Database,
) -> None:
    tenant = await make_organization(database)
    creative = await make_creative(database, tenant)
    first = creative.latest
    hotter = replace(first.content, headline="Hotter chips", destination_url="tastychips.co/hot")

    async with database.transaction(tenant.scope) as tx:
        edited = await creatives.add_version(tx, tenant.owner, tenant.clock, creative.id, hotter)
        again = await creatives.add_version(tx, tenant.owner, tenant.clock, creative.id, hotter)
        branched = await creatives.add_version(
            tx,
            tenant.owner,
            tenant.clock,
            creative.id,
            replace(first.content, headline="Milder"),
            parent_id=first.id,
        )

    async with database.transaction(tenant.scope) as tx:
        found = await creatives.get_creative(tx, creative.id)
    assert again == edited
    assert found.versions == branched.versions
    assert [(each.version, each.parent_id) for each in found.versions] == [
        (1, None),
        (2, first.id),
        (3, first.id),
    ]
    assert found.versions[0] == first
    changed = differences(first.content, found.versions[1].content)
    assert [(change.field, change.after) for change in changed] == [
        ("headline", "Hotter chips"),
        ("destination_url", "https://tastychips.co/hot"),
    ]


async def test_create_when_button_is_unknown_then_the_field_is_named(database: Database) -> None:
    tenant = await make_organization(database)

    with pytest.raises(Invalid) as caught:
        await make_creative(database, tenant, text=replace(CHIPS, call_to_action="explode"))

    assert caught.value.fields[0].field == "call_to_action"


async def test_create_when_image_is_somebody_elses_then_refused(database: Database, tmp_path: Path) -> None:
    tenant, stranger = await make_organization(database), await make_organization(database)
    theirs = await make_asset(database, stranger, tmp_path)
    async with database.transaction(tenant.scope) as tx:
        other = await accounts.create_advertiser(tx, tenant.owner, tenant.clock, name="Other Co.")
    own = await make_asset(database, tenant, tmp_path)

    with pytest.raises(NotFound):
        await make_creative(database, tenant, text=replace(CHIPS, asset_id=theirs.id))
    with pytest.raises(Invalid, match="another advertiser"):
        async with database.transaction(tenant.scope) as tx:
            await creatives.create_creative(
                tx,
                tenant.owner,
                tenant.clock,
                advertiser_id=other.id,
                name="Other",
                content=replace(CHIPS, asset_id=own.id),
            )


async def test_versions_when_parent_is_of_another_creative_then_refused(database: Database) -> None:
    tenant = await make_organization(database)
    first, second = [await make_creative(database, tenant, name=name) for name in ("A", "B")]

    async with database.transaction(tenant.scope) as tx:
        with pytest.raises(NotFound, match="not one of this creative"):
            await creatives.add_version(
                tx,
                tenant.owner,
                tenant.clock,
                first.id,
                replace(CHIPS, headline="X"),
                parent_id=second.latest.id,
            )
        listed = await creatives.list_creatives(tx, tenant.advertiser_id, PageRequest(limit=1))
    assert (listed.total, [each.name for each in listed.items]) == (2, ["B"])


async def test_asset_when_added_then_files_are_kept_and_content_is_its_key(
    database: Database, tmp_path: Path
) -> None:
    tenant = await make_organization(database)
    store = FileStore.at(None, home=tmp_path)
    content = picture(1200, 628)

    asset = await make_asset(database, tenant, tmp_path, content=content)
    same = await make_asset(database, tenant, tmp_path, content=content)

    assert same == asset
    assert (asset.width, asset.height, asset.media_type) == (1200, 628, "image/png")
    assert await store.get(asset.content_key) == content
    assert len(await store.get(asset.thumbnail_key)) > 100
    async with database.transaction(tenant.scope) as tx:
        assert await creatives.read_asset(tx, store, asset.id) == content


async def test_asset_when_shown_in_a_creative_then_it_cannot_be_removed(
    database: Database, tmp_path: Path
) -> None:
    tenant = await make_organization(database)
    asset = await make_asset(database, tenant, tmp_path)
    unused = await make_asset(database, tenant, tmp_path, content=picture(colour="red"))
    await make_creative(database, tenant, text=replace(CHIPS, asset_id=asset.id))

    async with database.transaction(tenant.scope) as tx:
        with pytest.raises(Conflict, match="“Jalapeño”"):
            await creatives.remove_asset(tx, tenant.owner, asset.id)
        await creatives.remove_asset(tx, tenant.owner, unused.id)
        listed = await creatives.list_assets(tx, None, PageRequest())
    assert [each.id for each in listed.items] == [asset.id]


async def test_asset_when_advertiser_is_unknown_then_nothing_is_kept(
    database: Database, tmp_path: Path
) -> None:
    tenant = await make_organization(database)

    with pytest.raises(NotFound):
        async with database.transaction(tenant.scope) as tx:
            await creatives.add_asset(
                tx,
                tenant.owner,
                tenant.clock,
                FileStore.at(None, home=tmp_path),
                advertiser_id=new_id(),
                name="x",
                content=picture(),
            )

    assert not (tmp_path / "assets").exists()


async def test_creatives_when_another_organization_asks_then_not_found(
    database: Database, tmp_path: Path
) -> None:
    tenant, stranger = await make_organization(database), await make_organization(database)
    creative, asset = await make_creative(database, tenant), await make_asset(database, tenant, tmp_path)

    async with database.transaction(stranger.scope) as tx:
        with pytest.raises(NotFound):
            await creatives.get_creative(tx, creative.id)
        with pytest.raises(NotFound):
            await creatives.get_asset(tx, asset.id)
        assert await creatives.versions(tx, {creative.latest.id}) == {}
        assert await creatives.assets(tx, {asset.id}) == {}
