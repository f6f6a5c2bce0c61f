"""The history of a scenario, made by playing it: the same calls that an advertiser would have sent, at their
times.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable
from typing import Any

from adsandbox.meta.graph import answer
from adsandbox.meta.params import Params
from adsandbox.scenario import AdSetSpec, AdSpec, AdvertiserSpec, CampaignSpec
from adsandbox.world.currency import minor_units
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.pictures import poster
from adsandbox.world.world import World

DAY = 86_400.0
_PICTURE_SIDE = 240
_PICTURES_OF_A_COLOR = 12
_GOALS = {
    "OUTCOME_SALES": "OFFSITE_CONVERSIONS",
    "OUTCOME_LEADS": "LEAD_GENERATION",
    "OUTCOME_TRAFFIC": "LINK_CLICKS",
    "OUTCOME_AWARENESS": "REACH",
    "OUTCOME_ENGAGEMENT": "POST_ENGAGEMENT",
    "OUTCOME_APP_PROMOTION": "APP_INSTALLS",
}


def earliest_day(world: World) -> float:
    """How many days before the present the scenario begins."""
    begins = [c.begin_days_ago for advertiser in world.scenario.advertisers for c in advertiser.campaigns]
    return max(begins, default=0.0)


def planned_history(
    world: World, accounts: list[Node], token: str, present: float
) -> list[tuple[float, Callable[[], None]]]:
    """What an advertiser does before `present`: campaigns of the scenario begin and pause, each at its
    instant.
    """
    events: list[tuple[float, Callable[[], None]]] = []
    for advertiser, account in zip(world.scenario.advertisers, accounts, strict=True):
        uploaded: dict[tuple[str, str, int], str] = {}
        for campaign in advertiser.campaigns:
            player = _Player(world, advertiser, account, token, campaign, uploaded)
            events.append((present - campaign.begin_days_ago * DAY, player.launch))
            if campaign.pause_days_ago is not None:
                events.append((present - campaign.pause_days_ago * DAY, player.pause))
    return events


class _Player:
    """Plays one campaign."""

    def __init__(
        self,
        world: World,
        advertiser: AdvertiserSpec,
        account: Node,
        token: str,
        spec: CampaignSpec,
        uploaded: dict[tuple[str, str, int], str],
    ) -> None:
        self._world, self._advertiser, self._account, self._spec = world, advertiser, account, spec
        self._token, self._uploaded = token, uploaded
        self._page = world.store.nodes(Kind.PAGE, account.id)[0]
        self._pixel = world.store.nodes(Kind.PIXEL, account.id)[0]
        self._goal = spec.goal or _GOALS[spec.objective]
        self._campaign_id = ""

    def launch(self) -> None:
        """Create everything and let it run."""
        with self._world.store.writing():
            budget: dict[str, Any] = {"is_adset_budget_sharing_enabled": False}
            if self._spec.daily_budget:
                budget = {
                    "daily_budget": self._minor(self._spec.daily_budget),
                    "bid_strategy": "LOWEST_COST_WITHOUT_CAP",
                }
            self._campaign_id = self._create(
                "campaigns",
                name=self._spec.name,
                objective=self._spec.objective,
                special_ad_categories=[],
                status="ACTIVE",
                **budget,
            )
            for ad_set in self._spec.ad_sets:
                self._launch_ad_set(ad_set)

    def pause(self) -> None:
        """Stop the campaign."""
        self._post(self._campaign_id, status="PAUSED")

    def _launch_ad_set(self, spec: AdSetSpec) -> None:
        values: dict[str, Any] = {"daily_budget": self._minor(spec.daily_budget)} if spec.daily_budget else {}
        promoted = self._promoted()
        if promoted:
            values["promoted_object"] = promoted
        ad_set_id = self._create(
            "adsets",
            name=spec.name,
            campaign_id=self._campaign_id,
            status="ACTIVE",
            optimization_goal=self._goal,
            billing_event="IMPRESSIONS",
            targeting=self._targeting(spec),
            **values,
        )
        for ad in spec.ads:
            self._launch_ad(ad_set_id, ad)

    def _launch_ad(self, ad_set_id: str, spec: AdSpec) -> None:
        image_hash = self._image_hash(spec)
        link = self._advertiser.website
        story = {
            "page_id": self._page.id,
            "link_data": {
                "link": link,
                "message": spec.text,
                "name": spec.headline,
                "image_hash": image_hash,
                "call_to_action": {"type": self._advertiser.call_to_action, "value": self._target()},
            },
        }
        creative_id = self._create("adcreatives", name=spec.name, object_story_spec=story)
        self._create(
            "ads", name=spec.name, adset_id=ad_set_id, creative={"creative_id": creative_id}, status="ACTIVE"
        )

    def _target(self) -> dict[str, str]:
        """Where the button leads: to the website, or to the page's lead form, made when first needed."""
        link = {"link": self._advertiser.website}
        if self._goal != "LEAD_GENERATION":
            return link
        forms = self._world.store.nodes(Kind.LEAD_FORM, parent_id=self._page.id)
        return link | {"lead_gen_form_id": forms[0].id if forms else self._lead_form()}

    def _lead_form(self) -> str:
        owner = self._world.access.find(self._token)
        if owner is None:
            raise LookupError("The scenario's token is gone.")
        token = self._world.access.page_token(owner, self._page.id, self._world.now()).value
        made = self._post(
            f"{self._page.id}/leadgen_forms",
            name=f"{self._advertiser.name}: contact",
            questions=[{"type": "FULL_NAME"}, {"type": "EMAIL"}],
            privacy_policy={"url": f"{self._advertiser.website}privacy"},
            access_token=token,
        )
        return str(made["id"])

    def _image_hash(self, spec: AdSpec) -> str:
        """The hash of an ad's picture, uploaded once; ads of the same colours share some pictures."""
        variant = zlib.crc32((spec.name + spec.headline).encode()) % _PICTURES_OF_A_COLOR
        key = (*spec.colors, variant)
        if key not in self._uploaded:
            picture = poster(spec.colors, str(variant), _PICTURE_SIDE, _PICTURE_SIDE)
            answered = self._post(
                f"act_{self._account.id}/adimages",
                bytes=base64.b64encode(picture).decode(),
                name=f"{spec.name}.png",
            )
            self._uploaded[key] = next(iter(answered["images"].values()))["hash"]
        return self._uploaded[key]

    def _targeting(self, spec: AdSetSpec) -> dict[str, Any]:
        targeting: dict[str, Any] = {
            "geo_locations": {"countries": list(spec.countries)},
            "age_min": spec.age_min,
            "age_max": spec.age_max,
            "targeting_automation": {"advantage_audience": 0},
        }
        if spec.genders:
            targeting["genders"] = list(spec.genders)
        if spec.interests:
            targeting["flexible_spec"] = [{"interests": [self._interest(name) for name in spec.interests]}]
        return targeting

    def _interest(self, name: str) -> dict[str, str]:
        from adsandbox.meta.catalogue import INTERESTS

        found = next((item for item in INTERESTS.values() if item.name == name), None)
        if found is None:
            raise ValueError(f"The scenario names an unknown interest: {name!r}.")
        return {"id": found.id, "name": found.name}

    def _promoted(self) -> dict[str, str] | None:
        if self._spec.objective == "OUTCOME_APP_PROMOTION":
            return {"application_id": self._world.app_id, "object_store_url": self._advertiser.website}
        if self._goal in ("OFFSITE_CONVERSIONS", "VALUE"):
            event = "LEAD" if self._spec.objective == "OUTCOME_LEADS" else "PURCHASE"
            return {"pixel_id": self._pixel.id, "custom_event_type": event}
        needs_page = self._spec.objective == "OUTCOME_AWARENESS" or self._goal in (
            "LEAD_GENERATION",
            "POST_ENGAGEMENT",
        )
        return {"page_id": self._page.id} if needs_page else None

    def _minor(self, amount: float) -> int:
        return round(amount * minor_units(self._account.fields["currency"]))

    def _create(self, edge: str, **values: Any) -> str:
        return str(self._post(f"act_{self._account.id}/{edge}", **values)["id"])

    def _post(self, path: str, **values: Any) -> dict[str, Any]:
        texts = {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()
        }
        document: dict[str, Any] = answer(
            self._world, "POST", path, Params({"access_token": self._token, **texts}), {}, ""
        )
        return document
