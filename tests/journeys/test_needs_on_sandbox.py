"""What ads on Meta need comes in with the account, is chosen in a draft, and stands on the platform."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from facebook_business.adobjects.ad import Ad
from facebook_business.adobjects.adset import AdSet
from facebook_business.api import FacebookAdsApi, FacebookSession

from adsandbox import Sandbox
from adwright.accounts import service as accounts
from adwright.accounts.keyring import KeyRing
from adwright.adapters.storage import FileStore
from adwright.campaigns import service as campaigns
from adwright.campaigns.drafts import DraftEdit
from adwright.campaigns.live_edits import CampaignEdit
from adwright.campaigns.meta_settings import Declaration, MetaSettings
from adwright.campaigns.model import Targeting
from adwright.changes.model.life import ChangeStatus
from adwright.core.database import Database
from adwright.journeys.decide_change import DecideChange
from adwright.journeys.edit_campaign import EditCampaign
from adwright.platforms.model import Purpose, SpecialAdCategory
from tests.adapters.meta.by_hand import make_lead_form
from tests.factories_campaigns import complete_edit, make_campaign
from tests.journeys.sandbox_runner import Runner
from tests.journeys.sandbox_stand import Stand, make_stand

LEADS = Declaration("Tasty Chips", "Agency One")


async def test_leads_in_a_form_in_the_eu_when_launched_and_edited_then_the_platform_has_what_was_chosen(
    database: Database, tmp_path: Path
) -> None:
    with Sandbox(scenario="empty") as sandbox:
        stand = await make_stand(database, sandbox, KeyRing([b"k" * 32]))
        runner = Runner(stand, store=FileStore.at(None, home=tmp_path))
        async with database.transaction(stand.tenant.scope) as tx:
            access = await accounts.account_access(tx, stand.account.id, stand.tenant.keyring)
        make_lead_form(sandbox, access.token, stand.page)
        await runner.look(stand)
        async with database.transaction(stand.tenant.scope) as tx:
            [instagram] = await accounts.list_instagram_accounts(tx, stand.account.id)
            [form] = await accounts.list_lead_forms(tx, stand.account.id)
            assert (await accounts.get_ad_account(tx, stand.account.id)).funding is not None
        chosen = MetaSettings(
            instagram_external_id=instagram.external_id,
            lead_form_external_id=form.external_id,
            declaration=LEADS,
        )
        edit = await complete_edit(database, stand.tenant, stand.account, tmp_path)
        [group] = edit["ad_groups"]
        germans = replace(group, audience_id=None, targeting=Targeting(countries=("DE",)))
        leads: DraftEdit = {
            "purpose": Purpose.LEAD_GENERATION,
            "page_external_id": stand.page,
            "meta": chosen,
            "ad_groups": (germans,),
        }
        campaign = await make_campaign(database, stand.tenant, {**edit, **leads})

        change = await runner.run(await stand.approved_launch(campaign.id, runner.jobs))
        assert (change.status, change.mismatches) == (ChangeStatus.APPLIED, ())
        ad_set, ad = read_by_sdk(stand)
        assert (ad_set["destination_type"], ad_set["optimization_goal"]) == ("ON_AD", "LEAD_GENERATION")
        assert ad_set["promoted_object"]["page_id"] == stand.page
        assert (ad_set["dsa_beneficiary"], ad_set["dsa_payor"]) == ("Tasty Chips", "Agency One")
        story = ad["creative"]["object_story_spec"]
        assert story["instagram_user_id"] == instagram.external_id
        assert story["link_data"]["call_to_action"]["value"]["lead_gen_form_id"] == form.external_id

        declared = CampaignEdit(
            declaration=Declaration("Tasty Chips", "Agency Two"),
            special_ad_categories=(SpecialAdCategory.EMPLOYMENT,),
        )
        decide = DecideChange(database, runner.jobs, stand.tenant.clock)
        async with database.transaction(stand.tenant.scope) as tx:
            journey = EditCampaign(decide, stand.tenant.clock)
            proposed = await journey.propose(tx, stand.tenant.owner, campaign.id, declared, None)
            assert [(line.field, line.after) for line in proposed.diff] == [
                ("special_ad_categories", "employment"),
                ("declaration", "for Tasty Chips, paid by Agency Two"),
            ]
            await decide.approve(tx, stand.tenant.owner, proposed.id, None)
        edited = await runner.run(proposed)
        assert (edited.status, edited.mismatches) == (ChangeStatus.APPLIED, ())
        assert read_by_sdk(stand)[0]["dsa_payor"] == "Agency Two"
        async with database.transaction(stand.tenant.scope) as tx:
            [kept] = (await campaigns.get_campaign(tx, campaign.id)).ad_groups
        assert kept.declaration == Declaration("Tasty Chips", "Agency Two")


def read_by_sdk(stand: Stand) -> tuple[AdSet, Ad]:
    """Return the account's only ad set and ad, as the platform's own library reads them."""
    found = stand.platform()
    sandbox = stand.sandbox
    session = FacebookSession(sandbox.meta_app_id, sandbox.meta_app_secret, stand.token)
    session.GRAPH = sandbox.meta_url
    api = FacebookAdsApi(session)
    try:
        fields = ["destination_type", "optimization_goal", "promoted_object", "dsa_beneficiary", "dsa_payor"]
        ad_set = AdSet(found.ad_groups[0], api=api).api_get(fields=fields)
        ad = Ad(found.ads[0], api=api).api_get(params={"fields": "creative{object_story_spec}"})
    finally:
        session.requests.close()
    return ad_set, ad
