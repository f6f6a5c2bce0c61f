"""What templates make of an example campaign, to be looked at while they are written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from adwright.campaigns.document.model import (
    AdGroupPart,
    AdPart,
    CampaignPart,
    CreativePart,
    TargetingPart,
)
from adwright.campaigns.naming.rules import NamingRules, RuleMode, Setting, ruled
from adwright.platforms.model import Platform, Purpose


@dataclass(frozen=True, slots=True)
class NamingExample:
    """An example's names and link on one platform."""

    platform: Platform
    campaign: str
    ad_group: str
    ad: str
    destination_url: str


def example(
    rules: NamingRules, platform: Platform, advertiser: str, name: str, destination_url: str, day: date
) -> NamingExample:
    """Return what the rules make of an example, as if they were in force."""
    ad = AdPart(key="ad", name=f"{name} 1", creative=CreativePart(destination_url=destination_url))
    targeting = TargetingPart(countries=("AT", "DE"))
    group = AdGroupPart(key="group", name="Snackers", targeting=targeting, ads=(ad,))
    part = CampaignPart(
        key="campaign",
        account=f"{platform.value}/1",
        name=name,
        purpose=Purpose.TRAFFIC,
        ad_groups=(group,),
    )
    in_force = replace(rules, names=RuleMode.APPLY, links=RuleMode.APPLY)
    setting = Setting(advertiser, f"{advertiser} {platform.value}", platform, day.isoformat())
    made = ruled(part, in_force, setting)
    made_group = made.ad_groups[0]
    made_ad = made_group.ads[0]
    link = made_ad.creative.destination_url if made_ad.creative else destination_url
    return NamingExample(platform, made.name, made_group.name, made_ad.name, link)
