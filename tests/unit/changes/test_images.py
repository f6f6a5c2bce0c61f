"""Which image an ad shows: compared, said, and made again where only the platform has it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from adwright.campaigns.model import CreativeContent
from adwright.changes.fields import Field, parts, same
from adwright.changes.model.life import ChangeKind
from adwright.changes.model.operations import Plan
from adwright.changes.model.patch import Edit, NodeRef, Patch
from adwright.changes.model.plan import plan
from adwright.changes.model.steps import Action, CreativeStep, Known
from adwright.changes.values import Values
from adwright.platforms.capabilities import META
from adwright.platforms.model import Level
from tests.unit.changes.trees import launched, make_ad, make_campaign, make_id

BARE = replace(make_ad(0).fields.creative, asset_id=None, image_hash=None)
OURS, OTHER = make_id("our image"), make_id("another image")


def content(asset_id: UUID | None = None, image_hash: str | None = None) -> CreativeContent:
    return replace(BARE, asset_id=asset_id, image_hash=image_hash)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (content(), content(), True),
        (content(image_hash="a"), content(image_hash="a"), True),
        (content(image_hash="a"), content(image_hash="b"), False),
        (content(OURS), content(OTHER), False),
        (content(OURS, "a"), content(OURS), True),
        (content(OURS), content(image_hash="a"), True),
        (content(image_hash="a"), content(), False),
        (content(), content(OURS), False),
    ],
)
def test_images_when_compared_then_none_is_no_other(
    one: CreativeContent, other: CreativeContent, alike: bool
) -> None:
    assert same(Field.CREATIVE, one, other) is alike
    assert same(Field.CREATIVE, other, one) is alike
    assert bool(parts(Field.CREATIVE, one, other)) is not alike


def test_creatives_when_ads_share_a_version_but_not_an_image_then_each_keeps_its_own() -> None:
    live = launched(make_campaign(ads=2))
    [first, second] = live.ad_groups[0].ads
    edits = tuple(
        Edit(
            NodeRef.of(Level.AD, ad),
            Values(creative=content(image_hash=image_hash)),
            Values(creative=replace(content(image_hash=image_hash), headline="Double crunch")),
        )
        for ad, image_hash in ((first, "one"), (second, "two"))
    )
    made = plan(make_id("change"), Patch(ChangeKind.EDIT, edits=edits), live, META)
    assert isinstance(made, Plan)
    steps = [each.step for each in made.operations if each.action is Action.CREATIVE]
    assert [step.image for step in steps if isinstance(step, CreativeStep)] == [Known("one"), Known("two")]
