"""Files on a real directory."""

from __future__ import annotations

from pathlib import Path

import pytest

from adwright.adapters.storage import FileStore
from adwright.core.errors import NotFound, Upstream


async def test_store_when_a_file_is_put_then_it_can_be_read_replaced_and_removed(tmp_path: Path) -> None:
    store = FileStore.at(None, home=tmp_path)

    await store.put("org/asset/original", b"first", "image/png")
    await store.put("org/asset/original", b"second", "image/png")

    assert await store.get("org/asset/original") == b"second"
    await store.delete(["org/asset/original", "org/asset/never"])
    with pytest.raises(NotFound):
        await store.get("org/asset/original")


async def test_store_when_an_address_names_a_directory_then_files_go_there(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    store = FileStore.at(elsewhere.as_uri(), home=tmp_path / "home")

    await store.put("a", b"content", "image/png")

    assert (elsewhere / "a").read_bytes() == b"content"


async def test_store_when_the_place_cannot_be_used_then_it_says_what_to_look_at(tmp_path: Path) -> None:
    (tmp_path / "assets").write_text("a file where the directory should be")
    store = FileStore.at(None, home=tmp_path)

    with pytest.raises(Upstream, match="ADWRIGHT_ASSETS_URL"):
        await store.put("a/b", b"content", "image/png")


def test_store_when_made_then_nothing_is_touched_yet(tmp_path: Path) -> None:
    FileStore.at(None, home=tmp_path)

    assert list(tmp_path.iterdir()) == []
