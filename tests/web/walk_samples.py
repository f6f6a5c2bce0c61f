"""One good call, or more, for every operation of the OpenAPI document.

`Id("draft")` stands for the real id that the world keeps under that key. As the owner each call has to
succeed; as a stranger each is made again with one foreign id after the other. An operation without an entry
here fails the walk: whoever adds a route adds its line. The order matters: what is used up comes last.
"""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx2

from adwright.core.ids import new_id
from tests.factories import PASSWORD
from tests.factories_campaigns import picture
from tests.walk_fixture import (
    EXPORT,
    Side,
    World,
    campaign_body,
    creative_body,
    invitation_token,
)
from tests.web.walk_calls import Call, Id, Sample, at, by_link, by_new_link, call
from tests.web.walk_log_ins import LOG_INS


async def _accept(world: World, side: Side) -> Call:
    token = await invitation_token(side, f"{new_id()}@example.com")
    names = {"first_name": "New", "last_name": "Member", "password": PASSWORD}
    return Call(json={"token": token, **names}, client=world.web.client())


async def _connect(world: World, side: Side) -> Call:
    return Call(path=_META, json={"provider": "meta_sandbox", "token": world.sandbox.meta_access_token})


async def _consent(world: World, side: Side) -> Call:
    """Return what the platform sends the browser back with after a consent."""
    begun = await side.owner.client.post("/connections/meta/oauth", json={"provider": "meta_sandbox"})
    asked = {k: v[0] for k, v in parse_qs(urlsplit(begun.json()["authorize_url"]).query).items()}
    form = {
        "client_id": asked["client_id"],
        "redirect_uri": asked["redirect_uri"],
        "state": asked["state"],
        "scope": asked["scope"],
        "decision": "approve",
        "accounts": [side.ids["external_account"].removeprefix("act_")],
    }
    async with httpx2.AsyncClient() as browser:
        version = urlsplit(begun.json()["authorize_url"]).path.split("/")[1]
        url = f"{world.sandbox.meta_url}/{version}/dialog/oauth/decision"
        answer = await browser.post(url, data=form)
    back = {k: v[0] for k, v in parse_qs(urlsplit(answer.headers["location"]).query).items()}
    return Call(path=_META, query=back)


async def _upload_asset(world: World, side: Side) -> Call:
    file = ("new.png", picture(), "image/png")
    return Call(form={"advertiser_id": Id("advertiser"), "name": f"{side.mark} new"}, files={"file": file})


_META = {"platform": "meta"}
_WHOM = {"ad_account_id": Id("ad_account"), "targeting": {"countries": ["US"]}}
_BESIDE = {"campaign_id": Id("draft"), "ad_account_id": Id("google_account")}
_BROUGHT = {"advertiser_id": Id("advertiser"), "external_ids": [Id("external_account")]}
_COPIES = {"campaign_ids": [Id("draft")], "ad_account_id": Id("ad_account")}
_MANY = {"campaign_ids": [Id("draft")], "action": "rename", "template": "{name}"}
_document = call(files={"file": ("campaigns.yaml", b"version: 1\ncampaigns: []\n")})


async def _table(world: World, side: Side) -> Call:
    return Call(form={"ad_account_id": Id("ad_account")}, files={"file": ("a.csv", b"Campaign Name\n")})


async def _upload_import(world: World, side: Side) -> Call:
    return Call(files={"file": (f"{side.mark}.csv", EXPORT.format(mark=f"{side.mark} new"))})


async def _create_advertiser(world: World, side: Side) -> Call:
    return Call(json={"name": f"{side.mark} {new_id()}"})


async def _create_audience(world: World, side: Side) -> Call:
    body = {"advertiser_id": Id("advertiser"), "name": f"{side.mark} {new_id()}"}
    return Call(json={**body, "targeting": {"countries": ["US"]}})


async def _create_creative(world: World, side: Side) -> Call:
    return Call(json={**creative_body(side), "advertiser_id": Id("advertiser"), "asset_id": Id("asset")})


async def _create_campaign(world: World, side: Side) -> Call:
    return Call(json={**campaign_body(side, f"{side.mark} new"), **_TREE, "advertiser_id": Id("advertiser")})


async def _add_version(world: World, side: Side) -> Call:
    body = {
        name: value for name, value in creative_body(side).items() if name not in ("advertiser_id", "name")
    }
    links = {"asset_id": Id("asset"), "parent_id": Id("creative_version")}
    return Call(path={"creative_id": Id("creative")}, json={**body, **links})


_NEW_AD = {"name": "New ad", "creative_version_id": Id("creative_version")}
_NEW_GROUP = {"name": "New group", "audience_id": Id("audience"), "ads": [_NEW_AD]}
_TREE = {"ad_account_id": Id("ad_account"), "ad_groups": [_NEW_GROUP]}
_OWN_AD = {**_NEW_AD, "id": Id("draft_ad")}
_OWN_TREE = {**_TREE, "ad_groups": [{**_NEW_GROUP, "id": Id("draft_ad_group"), "ads": [_OWN_AD]}]}
_NODE = {"level": "ad_group", "node_id": Id("launched_ad_group")}
_EDITED_AD = {"name": "Renamed ad", "creative_version_id": Id("creative_version")}
_LIKE_EDITED_AD = {**_EDITED_AD, "like_ad_id": Id("edited_ad")}
_EDITS = {
    "name": "Renamed",
    "ad_groups": [
        {"id": Id("edited_ad_group"), "ads": [{**_EDITED_AD, "id": Id("edited_ad")}, _LIKE_EDITED_AD]},
        {"name": "Another", "audience_id": Id("audience"), "ads": [_EDITED_AD]},
    ],
    "remove": [Id("edited_ad_spare")],
}
_KEY = {"name": "New key", "scopes": ["read"]}


def _overview(scope: str, key: str) -> Sample:
    return call(query={"scope": scope, "id": Id(key)})


_READS: dict[str, list[Sample]] = {
    "me_show": [call()],
    "organizations_list_mine": [call()],
    "organizations_show": [call()],
    "members_list_all": [call()],
    "invitations_list_open": [call()],
    "advertisers_list_all": [call()],
    "advertisers_show": [at("advertiser_id", "advertiser")],
    "api_keys_list_all": [call()],
    "audit_list_entries": [
        call(),
        call(query={"cursor": Id("audit_entry")}),
        call(query={"subject_id": Id("audit_subject")}),
    ],
    "audit_export": [call(), call(query={"subject_id": Id("audit_subject")})],
    "audit_verify": [call()],
    "connections_list_all": [call()],
    "connections_limits": [at("connection_id", "connection")],
    "connections_show": [at("connection_id", "connection")],
    "connections_offered_accounts": [at("connection_id", "connection")],
    "ad_accounts_list_all": [
        call(),
        call(query={"advertiser_id": Id("advertiser"), "connection_id": Id("connection")}),
    ],
    "ad_accounts_show": [at("ad_account_id", "ad_account")],
    "ad_accounts_list_pages": [at("ad_account_id", "ad_account")],
    "ad_accounts_list_pixels": [at("ad_account_id", "ad_account")],
    "ad_accounts_list_instagram_accounts": [at("ad_account_id", "ad_account")],
    "ad_accounts_list_lead_forms": [at("ad_account_id", "ad_account")],
    "platforms_platforms": [call()],
    "platforms_search_interests": [at("ad_account_id", "ad_account", query={"q": "snack"})],
    "platforms_search_places": [at("ad_account_id", "ad_account", query={"q": "chicago"})],
    "platforms_name_places": [at("ad_account_id", "ad_account", query={"code": "google:1016367"})],
    "platforms_check_texts": [call(json={"headline": "Chips", "primary_text": "Crunch"})],
    "audiences_list_audiences": [call(), call(query={"advertiser_id": Id("advertiser")})],
    "audiences_estimate": [call(json=_WHOM)],
    "audiences_get": [at("audience_id", "audience")],
    "assets_list_assets": [call(), call(query={"advertiser_id": Id("advertiser")})],
    "assets_get": [at("asset_id", "asset")],
    "assets_content": [at("asset_id", "asset")],
    "assets_thumbnail": [at("asset_id", "asset")],
    "creatives_list_creatives": [call(), call(query={"advertiser_id": Id("advertiser")})],
    "creatives_get": [at("creative_id", "creative")],
    "campaigns_list_all": [
        call(),
        call(query={"advertiser_id": Id("advertiser"), "ad_account_id": Id("ad_account")}),
    ],
    "campaigns_get": [at("campaign_id", "draft"), at("campaign_id", "draft_launched")],
    "initiatives_list_all": [call(), call(query={"advertiser_id": Id("advertiser")})],
    "initiatives_get": [at("initiative_id", "initiative")],
    "initiatives_performance": [at("initiative_id", "initiative")],
    "destinations_show": [at("campaign_id", "draft")],
    "campaign_views_list_all": [call()],
    "naming_show": [call(), call(query={"advertiser_id": Id("advertiser")})],
    "naming_preview": [call(json={"ad": "{name}", "advertiser_id": Id("advertiser")})],
    "naming_read_back": [call(json={"names": ["a_b"], "advertiser_id": Id("advertiser")})],
    "campaign_documents_schema": [call()],
    "campaign_documents_export": [
        call(),
        call(query={"advertiser_id": Id("advertiser"), "ad_account_id": Id("ad_account")}),
        call(query={"campaign_id": Id("draft")}),
    ],
    "campaign_documents_refresh": [_document],
    "campaign_documents_plan": [_document, _table],
    "insights_performance": [at("campaign_id", "live")],
    "changes_log": [at("campaign_id", "draft_launched")],
    "changes_list": [
        call(),
        call(query={"campaign_id": Id("draft_launched")}),
        call(query={"advertiser_id": Id("advertiser"), "needs_mine": True}),
        call(query={"ad_account_id": Id("file_account")}),
    ],
    "guardrails_of_organization": [call()],
    "guardrails_of_advertiser": [at("advertiser_id", "advertiser")],
    "guardrails_of_ad_account": [at("ad_account_id", "file_account")],
    "guardrails_summarize": [call(json={"never_touch": [Id("draft")]})],
    "approval_policy_of_organization": [call()],
    "approval_policy_of_advertiser": [at("advertiser_id", "advertiser")],
    "approval_policy_summarize": [call(json={"rules": [{"approvals": 2}]})],
    "changes_get": [at("change_id", "change")],
    "changes_previews": [at("change_id", "change")],
    "changes_preview_undo": [at("change_id", "change_to_undo")],
    "changes_preview_edits": [at("campaign_id", "live_edited", json=_EDITS)],
    "drift_list_all": [call(), call(query={"campaign_id": Id("live_edited")})],
    "insights_metrics": [call()],
    "insights_overview": [
        call(),
        _overview("organization", "organization"),
        _overview("advertiser", "advertiser"),
        _overview("account", "ad_account"),
        _overview("campaign", "live"),
    ],
    "sync_runs": [call(), call(query={"ad_account_id": Id("ad_account")})],
    "sync_run": [at("sync_run_id", "sync_run")],
    "imports_list_imports": [call()],
    "imports_get": [at("import_id", "import_committed")],
    "events_stream": [call()],
}

_WRITES: dict[str, list[Sample]] = {
    "me_change": [call(json={"first_name": "Olga"})],
    "organizations_change": [call(json={"name": "Renamed organization"})],
    "organizations_found": [call(json={"name": "Another organization"})],
    "members_change": [
        at("member_id", "member", json={"role": "manager", "advertiser_ids": [Id("advertiser")]})
    ],
    "invitations_invite": [
        call(json={"email": "new@example.com", "role": "analyst", "advertiser_ids": [Id("advertiser")]})
    ],
    "invitations_accept": [_accept],
    "advertisers_create": [_create_advertiser],
    "advertisers_change": [at("advertiser_id", "advertiser", json={"website_url": None})],
    "api_keys_create": [call(json=_KEY)],
    "connections_connect_with_token": [_connect],
    "connections_start_consent": [
        call(path=_META, json={"provider": "meta_sandbox"}),
        call(path=_META, json={"provider": "meta_sandbox", "connection_id": Id("connection")}),
    ],
    "connections_finish_consent": [_consent],
    "connections_bring_in_accounts": [at("connection_id", "connection", json=_BROUGHT)],
    "connections_check_connection": [at("connection_id", "connection")],
    "connections_renew_connection": [at("connection_id", "connection")],
    "ad_accounts_change": [at("ad_account_id", "file_account", json={"name": "Renamed account"})],
    "sync_start": [at("ad_account_id", "ad_account", json={"days": 7})],
    "audiences_create": [_create_audience],
    "audiences_edit": [at("audience_id", "audience", json={"targeting": {"countries": ["DE"]}})],
    "assets_upload": [_upload_asset],
    "creatives_create": [_create_creative],
    "creatives_add_version": [_add_version],
    "campaigns_create": [
        _create_campaign,
        call(json={**_OWN_TREE, "advertiser_id": Id("advertiser")}, good=False),
    ],
    "campaigns_edit": [at("campaign_id", "draft", json={**_OWN_TREE, "advertiser_id": Id("advertiser")})],
    "campaign_views_save": [call(json={"name": "Newest", "search": {"sort": "-spend"}})],
    "campaign_views_change": [at("view_id", "view", json={"name": "Dearest"})],
    "initiatives_begin": [call(json=_BESIDE)],
    "initiatives_edit": [at("initiative_id", "initiative", json={"headline": "Hot chips"})],
    "initiatives_launch": [at("initiative_id", "initiative", json={"why": "Now"}, good=False)],
    "initiatives_split": [at("initiative_id", "initiative_to_split")],
    "campaign_documents_apply": [_document, _table],
    "destinations_check": [at("campaign_id", "draft")],
    "destinations_allow": [at("campaign_id", "draft", json={"url": "a.co", "why": "Soon"}, good=False)],
    "naming_change": [call(query={"advertiser_id": Id("advertiser")}, json={"ad": "{purpose}_{name}"})],
    "bulk_edits_preview": [call(json=_MANY)],
    "bulk_edits_propose": [call(json=_MANY)],
    "bulk_edits_preview_copies": [call(json=_COPIES)],
    "bulk_edits_duplicate": [call(json=_COPIES)],
    "naming_remove": [at("advertiser_id", "advertiser")],
    "campaigns_duplicate": [at("campaign_id", "draft", json={"name": "Copy"})],
    "imports_upload": [_upload_import],
    "imports_change": [
        at(
            "import_id",
            "import_preview",
            json={"advertiser_id": Id("advertiser"), "ad_account_id": Id("file_account")},
        )
    ],
    "imports_commit": [at("import_id", "import_to_commit")],
    "changes_launch": [at("campaign_id", "draft_to_launch", json={"why": "Now"})],
    "changes_pause": [at("campaign_id", "draft_launched", json=_NODE)],
    "changes_resume": [
        at("campaign_id", "live_to_resume", json={"why": "Again"}),
        at("campaign_id", "draft_launched", json=_NODE, good=False),
    ],
    "changes_budget": [
        at("campaign_id", "live_budget", json={"level": "campaign", "amount": "24.00"}),
        at("campaign_id", "draft_launched", json={**_NODE, "amount": "24.00"}, good=False),
    ],
    "changes_archive": [
        at("campaign_id", "live_to_archive", json={"why": "Over"}),
        at("campaign_id", "draft_launched", json=_NODE, good=False),
    ],
    "changes_propose_edits": [at("campaign_id", "live_edited", json=_EDITS)],
    "changes_undo_set": [call(json={"change_ids": [Id("change_to_undo_in_set")]})],
    "changes_undo": [at("change_id", "change_to_undo", json={"why": "A mistake"})],
    "changes_give_up": [at("change_id", "change_to_give_up", json={"reason": "Another time"})],
    "drift_revert": [at("drift_id", "drift_to_revert", json={"why": "Ours is right"})],
    "drift_adopt": [at("drift_id", "drift_to_adopt")],
    "changes_comment": [at("change_id", "change", json={"text": "Nice"})],
    "guardrails_set_for_organization": [call(json={"never_touch": [Id("draft")]})],
    "guardrails_set_for_advertiser": [at("advertiser_id", "advertiser", json={"never_touch": [Id("draft")]})],
    "guardrails_set_for_ad_account": [
        at("ad_account_id", "file_account", json={"never_touch": [Id("draft")]})
    ],
    "approval_policy_set_for_organization": [call(json={"expires_after_days": 14})],
    "approval_policy_set_for_advertiser": [
        at("advertiser_id", "advertiser", json={"expires_after_days": 14})
    ],
    "approvals_make_link": [at("change_id", "change_to_share", json={"recipient": "A client"})],
    "approvals_links": [at("change_id", "change_to_share")],
    "approvals_show": [by_link()],
    "approvals_image": [by_link(asset_id=Id("asset"))],
    "approvals_approve": [by_new_link(name="Ana Client")],
    "approvals_reject": [by_new_link(name="Ana Client", reason="Not this one")],
    "changes_decide_many": [
        call(json={"change_ids": [Id("change_to_decide")], "verdict": "approved", "comment": "Go"})
    ],
    "changes_approve": [at("change_id", "change_to_approve", json={"comment": "Go"})],
    "changes_reject": [at("change_id", "change_to_reject", json={"reason": "No"})],
    "changes_retry": [at("change_id", "change_to_retry")],
}

_ENDS: dict[str, list[Sample]] = {
    "auth_end_session": [at("session_id", "session")],
    "members_remove": [at("member_id", "member_spare")],
    "invitations_withdraw": [at("invitation_id", "invitation_spare")],
    "advertisers_remove": [at("advertiser_id", "advertiser_spare")],
    "api_keys_revoke": [at("key_id", "api_key_spare")],
    "connections_disconnect": [at("connection_id", "connection_spare")],
    "approvals_revoke_link": [
        call(path={"change_id": Id("change_to_share"), "link_id": Id("approval_link")})
    ],
    "audiences_delete": [at("audience_id", "audience_spare")],
    "assets_delete": [at("asset_id", "asset_spare")],
    "campaigns_delete": [at("campaign_id", "draft_spare")],
    "campaign_views_delete": [at("view_id", "view_spare")],
    "initiatives_delete": [at("initiative_id", "initiative_to_delete")],
    "imports_discard": [at("import_id", "import_to_discard")],
    "me_switch_organization": [call(json={"organization_id": Id("organization")})],
}

SAMPLES: dict[str, list[Sample]] = {**LOG_INS, **_READS, **_WRITES, **_ENDS}
