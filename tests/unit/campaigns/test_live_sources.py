"""Whom live ads on Meta come from: what needs a new creative, and what is refused with what to do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adwright.accounts.model import Belongings, InstagramAccount, LeadForm
from adwright.campaigns.live_edits import CampaignEdit, Known, edited
from adwright.campaigns.live_sources import SourceEdit
from adwright.campaigns.model import CreativeContent, DesiredCampaign
from adwright.core.errors import Invalid
from adwright.core.ids import new_id
from adwright.platforms.model import Platform, Purpose
from tests.unit.changes.trees import launched, make_campaign

ACCOUNT = new_id()
BELONGINGS = Belongings(
    instagram_accounts=(InstagramAccount(new_id(), ACCOUNT, "1401", "tastychips", None),),
    lead_forms=(
        LeadForm(new_id(), ACCOUNT, "9001", "2801", "Contact"),
        LeadForm(new_id(), ACCOUNT, "9002", "2802", "Another page's"),
    ),
)


def live(**content: object) -> DesiredCampaign:
    """Make a live campaign for leads with one ad, whose content has these fields."""
    campaign = launched(make_campaign())
    [group] = campaign.ad_groups
    [ad] = group.ads
    known = {"external_id": "creative-1", "image_hash": "a1", **content}
    shown = replace(ad, fields=replace(ad.fields, creative=replace(ad.fields.creative, **known)))
    fields = replace(campaign.fields, purpose=Purpose.LEAD_GENERATION)
    return replace(campaign, fields=fields, ad_groups=(replace(group, ads=(shown,)),))


def after(tree: DesiredCampaign, platform: Platform = Platform.META, **edit: str | None) -> CreativeContent:
    """Return the one ad's content after an edit."""
    known = Known("USD", "America/New_York", platform, {}, {}, BELONGINGS)
    return edited(tree, CampaignEdit(**edit), known).ad_groups[0].ads[0].fields.creative


def test_instagram_account_when_chosen_then_the_ad_needs_a_new_creative() -> None:
    found = after(live(), instagram_external_id="1401")

    assert (found.instagram_external_id, found.external_id) == ("1401", None)


def test_instagram_account_when_taken_away_then_the_page_is_said_and_not_left_open() -> None:
    found = after(live(instagram_external_id="1401"), instagram_external_id=None)

    assert (found.instagram_external_id, found.external_id) == ("", None)


@pytest.mark.parametrize("present", ["", None])
def test_instagram_account_when_there_is_none_to_take_away_then_nothing_changes(present: str | None) -> None:
    tree = live(instagram_external_id=present)

    assert after(tree, instagram_external_id=None) == tree.ad_groups[0].ads[0].fields.creative


def test_form_when_another_is_chosen_then_the_ad_opens_it() -> None:
    found = after(live(lead_form_external_id="2800"), lead_form_external_id="2801")

    assert (found.lead_form_external_id, found.external_id) == ("2801", None)


@pytest.mark.parametrize(
    ("content", "edit", "message"),
    [
        ({}, {"instagram_external_id": "999"}, "cannot use this Instagram account"),
        ({}, {"lead_form_external_id": "2801"}, "Duplicate the campaign"),
        ({"lead_form_external_id": "2800"}, {"lead_form_external_id": None}, "Duplicate the campaign"),
        ({"lead_form_external_id": "2800"}, {"lead_form_external_id": "999"}, "not in use"),
        ({"lead_form_external_id": "2800"}, {"lead_form_external_id": "2802"}, "another page's"),
        ({}, {"conversion_event": "CONTACT"}, "which event counts"),
        (
            {"version_id": None, "asset_id": None, "headline": "", "destination_url": ""},
            {"instagram_external_id": "1401"},
            "such as a video",
        ),
    ],
)
def test_source_when_it_cannot_be_then_says_what_to_do(
    content: dict[str, object], edit: SourceEdit, message: str
) -> None:
    with pytest.raises(Invalid, match=message):
        after(live(**content), **edit)


def test_ad_that_was_only_seen_when_its_account_changes_then_is_made_again_with_its_picture() -> None:
    found = after(live(version_id=None, asset_id=None, enhanced=True), instagram_external_id="1401")

    assert (found.image_hash, found.enhanced, found.external_id) == ("a1", False, None)


@pytest.mark.parametrize("event", ["LEAD", None])
def test_event_when_it_is_the_one_that_counts_then_nothing_changes(event: str | None) -> None:
    tree = live()

    assert after(tree, conversion_event=event) == tree.ad_groups[0].ads[0].fields.creative


def test_source_on_google_then_says_that_there_is_none() -> None:
    with pytest.raises(Invalid, match="comes from no Instagram account"):
        after(live(), Platform.GOOGLE, instagram_external_id="1401")
