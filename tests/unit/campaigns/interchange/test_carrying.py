"""A campaign in another account or on the other platform: what carries over, and what is said of the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adwright.accounts.model import AdAccount
from adwright.campaigns.document.model import (
    AdGroupPart,
    AdPart,
    CampaignPart,
    CreativePart,
    DocumentState,
    InterestPart,
    SearchPart,
    TargetingPart,
)
from adwright.campaigns.document.texts import budget_of, money_of
from adwright.campaigns.interchange.carrying import carried, carried_beside
from adwright.campaigns.interchange.shown import ShownCampaign
from adwright.core.ids import new_id
from adwright.platforms.model import BidStrategy, Platform, Purpose
from tests.unit.campaigns.accounts import META_ACCOUNT
from tests.unit.campaigns.document.parts import campaigns

META = replace(META_ACCOUNT, currency="EUR", zone="Europe/Berlin")
GOOGLE = replace(META, id=new_id(), platform=Platform.GOOGLE, external_id="1", name="Chips Search")
TARGETING = TargetingPart(countries=("DE",), interests=(InterestPart(id="6003", name="Snacks"),))
PART = CampaignPart(
    key="chips",
    account="meta/act_1",
    name="Chips",
    state=DocumentState.ACTIVE,
    purpose=Purpose.TRAFFIC,
    budget=budget_of("50.00 EUR daily"),
    bid_strategy=BidStrategy.HIGHEST_VOLUME,
    start="2026-11-01 09:00",
    page="9001",
    ad_groups=(
        AdGroupPart(
            key="g",
            targeting=TARGETING,
            ads=(AdPart(key="a", creative=CreativePart(headline="Hot chips", image="i")),),
        ),
    ),
)
SHOWN = ShownCampaign(PART, {"g": TARGETING})


def test_campaign_when_duplicated_in_its_own_account_then_only_its_schedule_is_left() -> None:
    copy, notes = carried(SHOWN, META, META, "Chips (copy)")

    assert notes == ("The schedule stays empty. Choose when the copy runs.",)
    assert copy == PART.model_copy(
        update={"name": "Chips (copy)", "state": DocumentState.DRAFT, "start": None}
    )


def test_campaign_when_duplicated_to_search_then_says_what_has_no_place_there() -> None:
    copy, notes = carried(SHOWN, META, GOOGLE, "Chips (copy)")

    assert (copy.account, copy.page, copy.search) == ("google/1", None, SearchPart())
    assert copy.budget == PART.budget
    assert copy.bid_strategy is not BidStrategy.HIGHEST_VOLUME
    assert copy.ad_groups[0].targeting == TargetingPart(countries=("DE",))
    said = " ".join(notes)
    for words in (
        "page and the pixel",
        "schedule",
        "highest_volume is not offered on Google",
        "interests of the audience are left out",
        "no image and no button",
    ):
        assert words in said


def test_campaign_when_duplicated_for_another_advertiser_then_its_images_stay() -> None:
    other = replace(META, id=new_id(), advertiser_id=new_id(), currency="USD")
    copy, notes = carried(SHOWN, META, other, "Chips (copy)")

    creative = copy.ad_groups[0].ads[0].creative
    assert creative == CreativePart(headline="Hot chips")
    assert copy.budget is None
    assert any("Images stay in their advertiser's library" in note for note in notes)
    assert any("Budgets and bids are in EUR" in note for note in notes)


@pytest.mark.parametrize("currency", ["EUR", "USD"])
def test_campaign_when_it_runs_beside_another_then_keeps_name_and_schedule_and_money_is_asked_for(
    currency: str,
) -> None:
    google = replace(GOOGLE, currency=currency)
    amount = budget_of(f"15.00 {currency} daily")
    part = PART.model_copy(update={"bid_amount": money_of("3.00 EUR"), "spend_cap": money_of("900.00 EUR")})

    asked, notes = carried_beside(ShownCampaign(part, SHOWN.targetings), META, google, None)
    given_one, fewer = carried_beside(ShownCampaign(part, SHOWN.targetings), META, google, amount)

    assert (asked.name, asked.start, asked.state) == (PART.name, PART.start, DocumentState.DRAFT)
    assert (asked.budget, asked.bid_amount, asked.spend_cap) == (None, None, None)
    assert given_one.budget == amount
    assert set(notes) - set(fewer) == {
        "The budget is not copied, or it would be spent twice. Enter one for Google."
    }


@settings(max_examples=50, deadline=None)
@given(campaigns(), st.sampled_from([META, GOOGLE]), st.sampled_from([META, GOOGLE]))
def test_campaign_when_duplicated_anywhere_then_is_a_draft_of_that_account(
    part: CampaignPart, source: AdAccount, target: AdAccount
) -> None:
    copy, _ = carried(ShownCampaign(part), source, target, "Copy")

    assert (copy.state, copy.start, copy.name) == (DocumentState.DRAFT, None, "Copy")
    assert copy.account.startswith(target.platform.value)
    assert [group.key for group in copy.ad_groups] == [group.key for group in part.ad_groups]
    assert (copy.search is None) is (target.platform is Platform.META)
