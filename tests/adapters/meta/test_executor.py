"""Operations on Meta: what is its own besides tests/contract."""

from __future__ import annotations

import socket
from dataclasses import dataclass, replace

import pytest

from adsandbox import Sandbox
from adwright.accounts.ports import AccountAccess
from adwright.adapters.meta import MetaPlatform
from adwright.campaigns.meta_settings import Declaration
from adwright.campaigns.model import (
    AdFields,
    AdGroupFields,
    Budget,
    CampaignFields,
    CreativeContent,
    ReviewStatus,
    RunState,
    Targeting,
)
from adwright.changes.fields import Field, same
from adwright.changes.ports import (
    Answer,
    CreateAd,
    CreateAdGroup,
    CreateCampaign,
    CreateCreative,
    CreateLabel,
    ObjectKind,
    SetState,
    SwapCreative,
    Tag,
    UpdateNode,
    UploadImage,
)
from adwright.changes.values import Values
from adwright.core.clock import FixedClock
from adwright.core.errors import ReconnectNeeded, Upstream
from adwright.core.ids import new_id
from adwright.core.money import Money
from adwright.platforms.model import BidStrategy, BudgetPeriod, Level, Purpose
from tests.adapters.meta.by_hand import get_from_graph, make_lead_form, post_to_graph
from tests.adapters.meta.conftest import START
from tests.adapters.meta.pictures import make_png

CAMPAIGN = CampaignFields(
    name="Spicy chips",
    state=RunState.ACTIVE,
    purpose=Purpose.SALES,
    budget=Budget(BudgetPeriod.DAILY, Money.of("50", "USD")),
    bid_strategy=BidStrategy.HIGHEST_VOLUME,
)
TARGETING = Targeting(
    countries=("DE", "US"), age_min=21, age_max=50, genders=("female",), languages=("de", "en")
)


@dataclass(frozen=True)
class Made:
    """A campaign with one ad group and one ad on the platform."""

    label: str
    campaign: str
    ad_group: str
    creative: str
    ad: str

    def tag(self, key: str) -> Tag:
        return Tag(self.label, key)


async def make_tree(meta: MetaPlatform, access: AccountAccess, targeting: Targeting = TARGETING) -> Made:
    label = (await meta.perform(access, CreateLabel("adwright:change-1"))).external_id
    page = (await meta.pages(access))[0].external_id
    pixel = (await meta.pixels(access))[0].external_id
    image = (await meta.perform(access, UploadImage("chips.png", make_png()))).external_id
    campaign = (await meta.perform(access, CreateCampaign(Tag(label, "k1"), CAMPAIGN))).external_id
    group = AdGroupFields(
        name="Snackers",
        state=RunState.ACTIVE,
        budget=None,
        targeting=targeting,
        pixel_external_id=pixel,
        page_external_id=page,
    )
    ad_group = await meta.perform(access, CreateAdGroup(Tag(label, "k2"), campaign, CAMPAIGN, group))
    ad = AdFields(
        name="Jalapeño",
        state=RunState.ACTIVE,
        creative=CreativeContent(
            headline="New Spicy Jalapeño Chips | 20% Off",
            primary_text="Made with organic potatoes and real jalapeños. Crunch into the heat today!",
            description="Order today",
            call_to_action="shop_now",
            destination_url="https://tastychips.co/spicy",
            page_external_id=page,
        ),
    )
    creative = await meta.perform(access, CreateCreative(Tag(label, "k3"), "Jalapeño", ad, image))
    made = await meta.perform(
        access, CreateAd(Tag(label, "k4"), ad_group.external_id, creative.external_id, ad)
    )
    return Made(label, campaign, ad_group.external_id, creative.external_id, made.external_id)


async def test_a_form_for_leads_with_instagram_and_a_declaration_reads_back_as_meant(
    meta: MetaPlatform, sandbox: Sandbox, access: AccountAccess
) -> None:
    page = (await meta.pages(access))[0].external_id
    instagram = (await meta.instagram_accounts(access))[0].external_id
    form = make_lead_form(sandbox, access.token, page)
    label = (await meta.perform(access, CreateLabel("adwright:change-1"))).external_id
    leads = replace(CAMPAIGN, purpose=Purpose.LEAD_GENERATION)
    campaign = (await meta.perform(access, CreateCampaign(Tag(label, "k1"), leads))).external_id
    group = AdGroupFields(
        name="Berliners",
        state=RunState.ACTIVE,
        budget=None,
        targeting=Targeting(countries=("DE",)),
        page_external_id=page,
        lead_form_external_id=form,
        declaration=Declaration("Tasty Chips", "Agency Two"),
    )
    made = await meta.perform(access, CreateAdGroup(Tag(label, "k2"), campaign, leads, group))
    content = CreativeContent(
        headline="Taste them first",
        primary_text="Leave your address, and we send a bag.",
        description="",
        call_to_action="sign_up",
        destination_url="",
        asset_id=new_id(),
        page_external_id=page,
        instagram_external_id=instagram,
        lead_form_external_id=form,
    )
    ad = AdFields(name="Form", state=RunState.ACTIVE, creative=content)
    image = (await meta.perform(access, UploadImage("chips.png", make_png()))).external_id
    creative = (await meta.perform(access, CreateCreative(Tag(label, "k3"), "Form", ad, image))).external_id
    shown = await meta.perform(access, CreateAd(Tag(label, "k4"), made.external_id, creative, ad))

    read_group = await meta.read(access, Level.AD_GROUP, made.external_id)
    read_ad = await meta.read(access, Level.AD, shown.external_id)
    assert read_group is not None
    assert isinstance(read_group.fields, AdGroupFields)
    assert read_group.fields.declaration == group.declaration
    assert read_ad is not None
    assert isinstance(read_ad.fields, AdFields)
    assert same(Field.CREATIVE, content, read_ad.fields.creative)
    assert read_ad.fields.creative.instagram_external_id == instagram
    assert read_ad.fields.creative.lead_form_external_id == form


async def test_a_declaration_once_made_stays_when_places_change(
    meta: MetaPlatform, access: AccountAccess
) -> None:
    made = await make_tree(meta, access, Targeting(countries=("US",)))

    async def declared_after(values: Values) -> Declaration | None:
        await meta.perform(access, UpdateNode(Level.AD_GROUP, made.ad_group, values))
        node = await meta.read(access, Level.AD_GROUP, made.ad_group)
        assert node is not None
        assert isinstance(node.fields, AdGroupFields)
        return node.fields.declaration

    assert await declared_after(Values(targeting=Targeting(countries=("CA", "US")))) is None
    usual = Declaration("Tasty Chips Co.", "Agency One")
    assert await declared_after(Values(targeting=Targeting(countries=("DE", "US")))) == usual
    own = Declaration("Tasty Chips", "Agency Two")
    assert await declared_after(Values(declaration=own)) == own
    assert await declared_after(Values(targeting=Targeting(countries=("FR",)))) == own


async def test_targeting_when_edited_then_what_is_not_modelled_stays_as_it_is(
    meta: MetaPlatform, sandbox: Sandbox, access: AccountAccess
) -> None:
    made = await make_tree(meta, access)
    likes = [{"id": "6003100000001", "name": "Football"}]
    theirs = {
        "geo_locations": {"countries": ["US"], "location_types": ["home"]},
        "excluded_geo_locations": {"countries": ["CA"]},
        "age_min": 21,
        "publisher_platforms": ["facebook"],
        "device_platforms": ["mobile"],
        "flexible_spec": [{"interests": likes}, {"behaviors": [{"id": "6002700000001", "name": "Travel"}]}],
        "targeting_automation": {"advantage_audience": 0, "individual_setting": {"age": 1}},
    }
    post_to_graph(sandbox, access.token, made.ad_group, {"targeting": theirs})
    node = await meta.read(access, Level.AD_GROUP, made.ad_group)
    assert node is not None
    assert isinstance(node.fields, AdGroupFields)

    older = replace(node.fields.targeting, age_min=30, countries=("MX", "US"))
    await meta.perform(access, UpdateNode(Level.AD_GROUP, made.ad_group, Values(targeting=older)))

    shown = get_from_graph(sandbox, access.token, made.ad_group, "targeting")["targeting"]
    assert shown["geo_locations"] == {"countries": ["MX", "US"], "location_types": ["home"]}
    kept = ("excluded_geo_locations", "publisher_platforms", "device_platforms", "flexible_spec")
    assert {name: shown.get(name) for name in kept} == {name: theirs[name] for name in kept}
    assert shown["age_min"] == 30
    without = replace(older, interests=())
    await meta.perform(access, UpdateNode(Level.AD_GROUP, made.ad_group, Values(targeting=without)))
    shown = get_from_graph(sandbox, access.token, made.ad_group, "targeting")["targeting"]
    assert shown["flexible_spec"] == theirs["flexible_spec"][1:]  # type: ignore[index]


async def test_tags_of_a_creative_are_part_of_where_its_ad_leads_and_stay_when_it_gets_another(
    meta: MetaPlatform, sandbox: Sandbox, access: AccountAccess
) -> None:
    made = await make_tree(meta, access)
    story = get_from_graph(sandbox, access.token, made.creative, "object_story_spec")["object_story_spec"]
    story["link_data"]["link"] += "?utm_source=site&size=l#offer"
    tags = "utm_source=meta&utm_campaign={{campaign.id}}"
    theirs = {"name": "Theirs", "object_story_spec": story, "url_tags": tags}
    creative = post_to_graph(sandbox, access.token, f"{access.external_id}/adcreatives", theirs)["id"]
    post_to_graph(sandbox, access.token, made.ad, {"creative": {"creative_id": creative}})

    async def leads_to() -> AdFields:
        node = await meta.read(access, Level.AD, made.ad)
        assert node is not None
        assert isinstance(node.fields, AdFields)
        expected = "https://tastychips.co/spicy?size=l&utm_source=meta&utm_campaign={{campaign.id}}#offer"
        assert node.fields.creative.destination_url == expected
        return node.fields

    seen = await leads_to()
    ours = await meta.perform(access, CreateCreative(made.tag("k5"), "Ours", seen, seen.creative.image_hash))
    await meta.perform(access, SwapCreative(made.ad, ours.external_id))
    await leads_to()


async def test_a_label_and_a_picture_are_made_once_however_often_they_are_asked_for(
    meta: MetaPlatform, access: AccountAccess, sandbox: Sandbox
) -> None:
    labels = {await meta.perform(access, CreateLabel("adwright:twice")) for _ in range(3)}
    images = {await meta.perform(access, UploadImage("a.png", make_png())) for _ in range(3)}
    assert len(labels) == len(images) == 1
    assert len(sandbox.requests("POST", "adlabels")) == 1
    assert len(sandbox.requests("POST", "adimages")) == 1


async def test_a_time_out_after_the_effect_says_that_the_outcome_is_unknown_and_the_object_is_found(
    meta: MetaPlatform, access: AccountAccess, sandbox: Sandbox
) -> None:
    label = (await meta.perform(access, CreateLabel("adwright:lost"))).external_id
    sandbox.fault("timeout_after_effect", "POST", "/campaigns", count=1)
    with pytest.raises(Upstream) as caught:
        await meta.perform(access, CreateCampaign(Tag(label, "lost"), CAMPAIGN))
    assert caught.value.outcome_unknown
    assert await meta.look_up(access, ObjectKind.CAMPAIGN, Tag(label, "lost")) is not None


async def test_a_gateways_error_page_says_that_the_outcome_is_unknown(
    meta: MetaPlatform, access: AccountAccess, sandbox: Sandbox
) -> None:
    label = (await meta.perform(access, CreateLabel("adwright:502"))).external_id
    sandbox.fault("http_502_html", "POST", "/campaigns", count=1)
    with pytest.raises(Upstream) as caught:
        await meta.perform(access, CreateCampaign(Tag(label, "lost"), CAMPAIGN))
    assert caught.value.outcome_unknown
    assert caught.value.retry_after_seconds is not None


async def test_a_revoked_token_asks_to_connect_again(
    meta: MetaPlatform, access: AccountAccess, sandbox: Sandbox
) -> None:
    sandbox.control("POST", "/tokens/revoke", access_token=access.token)
    with pytest.raises(ReconnectNeeded):
        await meta.perform(access, CreateLabel("adwright:revoked"))


async def test_an_unreachable_platform_did_not_carry_the_write(access: AccountAccess) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody_there = f"http://127.0.0.1:{unused.getsockname()[1]}"
        alone = MetaPlatform(FixedClock(START), graph_url=nobody_there, timeout_seconds=2)
        with pytest.raises(Upstream) as caught:
            await alone.perform(access, CreateCampaign(Tag("1", "down"), CAMPAIGN))
    assert caught.value.code == "platform_unreachable"
    assert not caught.value.outcome_unknown


async def test_a_rejected_ad_carries_metas_reasons(
    meta: MetaPlatform, access: AccountAccess, sandbox: Sandbox
) -> None:
    made = await make_tree(meta, access)
    sandbox.control(
        "POST", "/review", ad_id=made.ad, outcome="disapproved", reasons={"Misleading": "No proof."}
    )
    sandbox.advance(hours=2)
    ad = await meta.read(access, Level.AD, made.ad)
    assert ad is not None
    assert ad.review is ReviewStatus.REJECTED
    assert "No proof." in " ".join(ad.review_reasons)


async def test_batch_when_some_items_fail_or_get_no_answer_then_each_says_what_became_of_it(
    meta: MetaPlatform, access: AccountAccess, sandbox: Sandbox
) -> None:
    made = await make_tree(meta, access)
    rename = UpdateNode(Level.CAMPAIGN, made.campaign, Values(name="Renamed"))
    wrong = SetState(Level.AD, "1234567890", RunState.PAUSED)
    done, refused = await meta.perform_batch(access, [rename, wrong])
    assert done == Answer(made.campaign)
    assert isinstance(refused, Upstream)
    assert (refused.code, refused.outcome_unknown) == ("not_there", False)
    nodes = await meta.read_batch(access, [(Level.CAMPAIGN, made.campaign), (Level.AD, "1234567890")])
    assert nodes[0] is not None
    assert nodes[0].fields.name == "Renamed"
    assert nodes[1] is None

    sandbox.fault("batch_null")
    unknown = await meta.perform_batch(access, [rename, rename])
    assert [isinstance(each, Upstream) and each.outcome_unknown for each in unknown] == [True, True]
