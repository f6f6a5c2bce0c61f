"""What nodes and values are called in sentences and diffs: names, and ids where names tell nothing."""

from __future__ import annotations

from dataclasses import replace

from adwright.campaigns.model import DesiredCampaign, ObservedNode
from adwright.changes.fields import Field
from adwright.changes.model.diff import diff
from adwright.changes.model.life import ChangeKind
from adwright.changes.model.names import Names
from adwright.changes.model.patch import Edit, NodeRef, Patch, nodes_of, pick
from adwright.changes.model.read_back import is_as_proposed, why_not_as_proposed
from adwright.changes.model.undo import undo
from adwright.changes.values import Values
from adwright.platforms.capabilities import capabilities_of
from adwright.platforms.model import Level, Platform
from tests.unit.changes.trees import launched, make_campaign

PAGES = {"9001": "Tasty Chips", "9002": "Tasty Dips"}


def with_page(campaign: DesiredCampaign, page: str) -> DesiredCampaign:
    """Return the tree with its first ad from another page."""
    [group] = campaign.ad_groups
    first, *others = group.ads
    content = replace(first.fields.creative, page_external_id=page)
    first = replace(first, fields=replace(first.fields, creative=content))
    return replace(campaign, ad_groups=(replace(group, ads=(first, *others)),))


def page_edit(before: DesiredCampaign, after: DesiredCampaign) -> Edit:
    old, new = before.ad_groups[0].ads[0], after.ad_groups[0].ads[0]
    touched = (Field.CREATIVE,)
    return Edit(NodeRef.of(Level.AD, old), pick(old.fields, touched), pick(new.fields, touched))


def test_nodes_when_names_tell_them_apart_or_not_then_ids_stand_where_needed() -> None:
    [group] = launched(make_campaign(ads=4)).ad_groups
    alike = [replace(ad, fields=replace(ad.fields, name="Chips")) for ad in group.ads[:2]]
    unnamed = replace(group.ads[2], fields=replace(group.ads[2].fields, name=""))
    silent_content = replace(group.ads[3].fields.creative, headline="")
    silent = replace(
        group.ads[3], fields=replace(group.ads[3].fields, name="", creative=silent_content)
    )
    tree = replace(make_campaign(), ad_groups=(replace(group, ads=(*alike, unnamed, silent)),))

    names = Names.of(tree, {})

    assert [names.called(NodeRef.of(level, node)) for level, node in nodes_of(tree)] == [
        "campaign “Chips”",
        "ad group “Group 0”",
        "ad “Chips (0-0)”",
        "ad “Chips (0-1)”",
        "ad “Headline 0”",
        "ad “0-3”",
    ]
    assert NodeRef.of(Level.AD, unnamed).called == "ad “Headline 0”"
    elsewhere = NodeRef(Level.AD, group.id, "Elsewhere", "7")
    assert Names.of(make_campaign(groups=0), {}).called(elsewhere) == "ad “Elsewhere”"


def test_pages_when_the_account_knows_them_then_diff_conflict_and_stop_name_them() -> None:
    before = launched(make_campaign())
    names = Names.of(before, PAGES)
    edit = page_edit(before, with_page(before, "9002"))
    patch = Patch(ChangeKind.EDIT, (edit,))
    now = with_page(before, "1234")
    ad = now.ad_groups[0].ads[0]
    seen = ObservedNode(Level.AD, "0-0", "g0", ad.fields, "ACTIVE")

    [line] = diff(patch, before, names)
    [conflict] = undo([patch], now, capabilities_of(Platform.META), names).conflicts
    why = why_not_as_proposed([edit], {ad.id: seen}, names)

    assert (line.field, line.before, line.after) == ("page", "Tasty Chips", "Tasty Dips")
    assert conflict.message == "Page of the ad “Ad 0” was set to Tasty Dips and is 1234 now."
    assert not is_as_proposed(edit, seen)
    assert why == (
        "The ad “Ad 0” has moved since this was proposed: page was Tasty Chips then and is 1234 now. "
        "Look at the values as they are now, then try again."
    )


def test_patch_when_it_shows_no_ads_then_says_so() -> None:
    before = launched(make_campaign())
    content = page_edit(before, with_page(before, "9002"))
    renamed = Edit(NodeRef.of(Level.CAMPAIGN, before), Values(name="Chips"), Values(name="Dips"))
    assert not Patch(ChangeKind.EDIT, (renamed,)).shows_ads
    assert Patch(ChangeKind.EDIT, (renamed, content)).shows_ads
    assert Patch(ChangeKind.LAUNCH).shows_ads
