"""What each platform lets software do: its own limits, as data.

A field that a platform does not have, or does not let be edited, says what to do instead. Sources: Meta
Marketing API v26.0 (ad campaign group, ad campaign and ad update references; rate limiting; batch requests).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from adwright.platforms.model import Level, Platform


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What there is, what can be edited, how often, and in what portions.

    Attributes:
        name: the platform's name in a sentence.
        absent: fields that the platform does not have at a level at all, each with what to use instead.
        fixed: fields that cannot be edited once a node exists, by level, each with what to do instead.
        budget_period_fixed: why a daily budget cannot become a lifetime one, or None where it can.
        budget_level_fixed: why a budget cannot move between campaign and ad groups, or None where it can.
        creative_apart: a creative is an object of its own, whose content cannot be edited: a new one is made,
            and swapped on the ad. Otherwise an ad has its content itself, and it is edited there.
        labels: what a change makes carries a label that finds it again; otherwise its key alone does.
        interests: people can be chosen by their interests, of which there is a catalogue.
        places: ads can be shown in places below a country, which the platform finds by name.
        audience_sizes: the platform estimates how many people an audience is.
        reach: the platform tells how many different people saw something over a period.
        archive_is_final: what is archived cannot be brought back.
        budget_edits: how many budget edits an ad group takes within `budget_edits_within`; None for any.
        batch_size: how many calls go into one request; 1 where there are no batches.
        read_cost, write_cost: what a call takes from the quota, in the platform's points.
    """

    name: str
    absent: Mapping[Level, Mapping[str, str]]
    fixed: Mapping[Level, Mapping[str, str]]
    budget_period_fixed: str | None
    budget_level_fixed: str | None
    creative_apart: bool
    labels: bool
    interests: bool
    places: bool
    audience_sizes: bool
    reach: bool
    archive_is_final: bool
    budget_edits: int | None
    budget_edits_within: timedelta
    batch_size: int
    read_cost: int
    write_cost: int

    def why_fixed(self, level: Level, field: str) -> str | None:
        """Say why a field of a node that exists cannot be edited; None where it can."""
        return self.absent[level].get(field) or self.fixed[level].get(field)


_NEW_GROUP = "Add an ad group with the new value and archive this one."
_DUPLICATE = "Duplicate the campaign, change it there and launch the copy."

META = Capabilities(
    name="Meta",
    absent={
        Level.CAMPAIGN: {"search": "Meta has no search campaigns."},
        Level.AD_GROUP: {},
        Level.AD: {},
    },
    fixed={
        Level.CAMPAIGN: {
            "purpose": f"Meta does not change the purpose of a campaign that exists. {_DUPLICATE}",
        },
        Level.AD_GROUP: {
            "pixel_external_id": f"Meta does not change the pixel of an ad group that exists. {_NEW_GROUP}",
            "page_external_id": f"Meta does not change what an ad group promotes. {_NEW_GROUP}",
            "conversion_event": (
                f"Meta does not change which event counts in an ad group that exists. {_DUPLICATE}"
            ),
            "lead_form_external_id": (
                "Meta does not change whether an ad group's people answer in a form or on the website. "
                f"{_DUPLICATE}"
            ),
        },
        Level.AD: {},
    },
    budget_period_fixed=f"Meta does not change between a daily and a lifetime budget. {_DUPLICATE}",
    budget_level_fixed=f"Meta does not move a budget between campaign and ad groups. {_DUPLICATE}",
    creative_apart=True,
    labels=True,
    interests=True,
    places=False,
    audience_sizes=True,
    reach=True,
    archive_is_final=True,
    budget_edits=4,
    budget_edits_within=timedelta(hours=1),
    batch_size=50,
    read_cost=1,
    write_cost=3,
)

GOOGLE = Capabilities(
    name="Google Ads",
    absent={
        Level.CAMPAIGN: {
            "spend_cap": "Google Ads has no overall cap of a campaign. Use a total budget with an end.",
            "special_ad_categories": "Google Ads has no special ad categories for Search. Leave them out.",
        },
        Level.AD_GROUP: {
            "budget": "On Google Ads the campaign has the budget. Set it there.",
            "bid_strategy": "On Google Ads the campaign has the bid strategy. Set it there.",
            "start_at": "On Google Ads the schedule is the campaign's. Set it there.",
            "end_at": "On Google Ads the schedule is the campaign's. Set it there.",
            "declaration": "Google Ads takes whom ads are for from the account's verification.",
            "conversion_event": "On Google Ads conversion actions count, set for the whole account.",
        },
        Level.AD: {
            "name": "An ad on Google Search has no name.",
            "instagram_external_id": "An ad on Google Search comes from no Instagram account. Leave it out.",
            "lead_form_external_id": "An ad on Google Search opens no form. Leave it out.",
        },
    },
    fixed={
        Level.CAMPAIGN: {
            "purpose": f"Google does not change the purpose of a campaign that exists. {_DUPLICATE}",
        },
        Level.AD_GROUP: {},
        Level.AD: {},
    },
    budget_period_fixed=f"Google does not change between a daily and a total budget. {_DUPLICATE}",
    budget_level_fixed="On Google Ads the campaign has the budget.",
    creative_apart=False,
    labels=False,
    interests=False,
    places=True,
    audience_sizes=False,
    reach=False,
    archive_is_final=True,
    budget_edits=None,
    budget_edits_within=timedelta(0),
    batch_size=50,
    read_cost=1,
    write_cost=1,
)

CAPABILITIES: Mapping[Platform, Capabilities] = {Platform.META: META, Platform.GOOGLE: GOOGLE}


def capabilities_of(platform: Platform) -> Capabilities:
    """Return what a platform lets software do.

    Raises:
        KeyError: nothing can be edited there, such as in an account made of files.
    """
    return CAPABILITIES[platform]
