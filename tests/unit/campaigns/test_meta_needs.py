"""What a launch on Meta needs besides, one thing at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adwright.campaigns.meta_settings import Declaration, MetaSettings
from adwright.campaigns.model import Targeting
from adwright.campaigns.problems.finding import find_problems
from adwright.campaigns.problems.inspection import Surroundings
from adwright.campaigns.records import CampaignRecord
from adwright.platforms.model import Purpose
from adwright.platforms.texts import Severity
from tests.unit.campaigns.test_problems import ACCOUNT, AROUND, BELONGINGS, draft


def for_leads(**chosen: object) -> CampaignRecord:
    """Return a draft for leads with settings for Meta."""
    meta = MetaSettings(**chosen)  # type: ignore[arg-type]
    return replace(draft(), purpose=Purpose.LEAD_GENERATION, pixel_external_id="7001", meta=meta)


def in_germany(record: CampaignRecord) -> CampaignRecord:
    """Return a draft whose ads are shown in the European Union."""
    groups = (replace(each, targeting=Targeting(countries=("DE",))) for each in record.ad_groups)
    return replace(record, ad_groups=tuple(groups))


def said(record: CampaignRecord, around: Surroundings = AROUND) -> list[tuple[str, Severity]]:
    """Return the fields that something is said of, and how bad it is."""
    return [(problem.field, problem.severity) for problem in find_problems(record, around)]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (for_leads(instagram_external_id="1401"), []),
        (for_leads(instagram_external_id="999"), [("meta.instagram_external_id", Severity.ERROR)]),
        (for_leads(conversion_event="PURCHASE"), [("meta.conversion_event", Severity.ERROR)]),
        (for_leads(conversion_event="CONTACT"), [("meta.conversion_event", Severity.WARNING)]),
        (for_leads(lead_form_external_id="2801"), []),
        (for_leads(lead_form_external_id="2802"), [("meta.lead_form_external_id", Severity.ERROR)]),
        (for_leads(lead_form_external_id="999"), [("meta.lead_form_external_id", Severity.ERROR)]),
        (
            replace(for_leads(lead_form_external_id="2801"), purpose=Purpose.TRAFFIC),
            [("meta.lead_form_external_id", Severity.ERROR)],
        ),
        # A form counts its answers itself.
        (replace(for_leads(lead_form_external_id="2801"), pixel_external_id=None), []),
        (in_germany(for_leads()), [("meta.payor", Severity.NOTE)]),
        (in_germany(for_leads(declaration=Declaration("Chips", "Agency"))), []),
        (in_germany(for_leads(declaration=Declaration("Chips", ""))), [("meta.payor", Severity.ERROR)]),
        (for_leads(declaration=Declaration("Chips", "")), []),
    ],
)
def test_needs_when_something_is_chosen_then_the_field_says_what_is_wrong(
    record: CampaignRecord, expected: list[tuple[str, Severity]]
) -> None:
    assert said(record) == expected


def test_needs_when_the_account_declares_who_pays_then_nothing_is_said() -> None:
    around = replace(AROUND, account=replace(ACCOUNT, payor="Agency One"))
    assert said(in_germany(for_leads()), around) == []


def test_needs_when_the_account_owes_then_a_warning_says_so() -> None:
    around = replace(AROUND, account=replace(ACCOUNT, payment_trouble="A payment is overdue."))
    assert said(draft(), around) == [("ad_account_id", Severity.WARNING)]


def test_needs_when_an_ad_opens_a_form_then_it_needs_no_website() -> None:
    record = for_leads(lead_form_external_id="2801")
    [group] = record.ad_groups
    [ad] = group.ads
    assert ad.creative is not None
    bare = replace(ad.creative, content=replace(ad.creative.content, destination_url=""))
    without = replace(record, ad_groups=(replace(group, ads=(replace(ad, creative=bare),)),))
    assert said(without) == []
    assert ("destination_url", Severity.ERROR) in said(replace(without, meta=None))
    assert BELONGINGS.lead_forms[0].external_id == "2801"
