"""Rows of one level added up to days, and the tree that they name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from adwright.campaigns.model import (
    AdFields,
    AdGroupFields,
    CampaignFields,
    CreativeContent,
    NodeFields,
    ObservedNode,
    RunState,
    Targeting,
)
from adwright.insights.files.model import ImportField
from adwright.insights.files.rows import Entity, Row
from adwright.insights.ports import DailyFact
from adwright.platforms.model import Level

# A file may name ads without their ad sets or campaigns; a tree wants every parent.
_NO_CAMPAIGN = Entity("campaign:none", "Campaign not in the file")
_NO_AD_GROUP = Entity("ad_group:none", "Ad set not in the file")
_WHOLE_ACCOUNT = Entity("account", "Whole account")
_NO_CONTENT = CreativeContent("", "", "", "", "")
_ARCHIVED_WORDS = ("archived", "deleted")


@dataclass
class _Total:
    """Sums of one entity on one day."""

    measures: dict[ImportField, Decimal | None]
    attribution: str | None
    rows: int = 1


@dataclass
class Days:
    """All rows of one level: sums by entity and day, and the entities."""

    level: Level
    rows: int = 0
    campaigns: dict[str, Entity] = field(default_factory=dict)
    ad_groups: dict[str, tuple[str, Entity]] = field(default_factory=dict)
    ads: dict[str, tuple[str, Entity]] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    sums: dict[tuple[date, str, str, str], _Total] = field(default_factory=dict)
    _delivered: dict[Level, set[tuple[date, str]]] = field(
        default_factory=lambda: {level: set() for level in Level}
    )

    def add(self, row: Row) -> None:
        """Add a row to its entity's day."""
        self.rows += 1
        campaign, ad_group, ad = self._entities(row)
        key = (row.date, campaign.external_id, ad_group.external_id, ad.external_id)
        total = self.sums.get(key)
        if total is None:
            self.sums[key] = _Total(dict(row.measures), row.attribution)
        else:
            total.rows += 1
            total.measures = {
                name: value if (before := total.measures[name]) is None or value is None else before + value
                for name, value in row.measures.items()
            }
        if row.delivered:
            self._delivered[Level.ACCOUNT].add((row.date, ""))
            self._delivered[Level.CAMPAIGN].add((row.date, campaign.external_id))
            self._delivered[Level.AD_GROUP].add((row.date, ad_group.external_id))

    def reaches(self, above: Days) -> bool:
        """Say whether every entity and day that delivered according to a level above has rows here too."""
        return above._delivered[above.level] <= self._delivered[above.level]

    def dates(self) -> set[date]:
        """Return the days with rows."""
        return {key[0] for key in self.sums}

    def span(self) -> tuple[date | None, date | None]:
        """Return the first and the last day."""
        dates = self.dates()
        return (min(dates), max(dates)) if dates else (None, None)

    def total(self, name: ImportField) -> Decimal | None:
        """Return the sum of a measure; None where the file does not give it."""
        values = [value for total in self.sums.values() if (value := total.measures.get(name)) is not None]
        return sum(values, Decimal(0)) if values else None

    def _entities(self, row: Row) -> tuple[Entity, Entity, Entity]:
        """Return the row's entities; below its level they are the level's own."""
        if self.level is Level.ACCOUNT:
            return _WHOLE_ACCOUNT, _WHOLE_ACCOUNT, _WHOLE_ACCOUNT
        campaign = row.campaign or _NO_CAMPAIGN
        self.campaigns[campaign.external_id] = campaign
        ad_group = ad = campaign
        lowest = campaign
        if self.level in (Level.AD_GROUP, Level.AD):
            lowest = ad_group = ad = row.ad_group or _NO_AD_GROUP
            self.ad_groups[ad_group.external_id] = (campaign.external_id, ad_group)
        if self.level is Level.AD and row.ad is not None:
            lowest = ad = row.ad
            self.ads[ad.external_id] = (ad_group.external_id, ad)
        if row.status:
            self.statuses[lowest.external_id] = row.status
        return campaign, ad_group, ad


def facts_of(days: Days, *, keep_reach: bool) -> list[DailyFact]:
    """Return the ad-days; reach is kept only where one row stands for the whole ad-day."""
    return [
        _fact(days, key, total, keep_reach=keep_reach and total.rows == 1)
        for key, total in sorted(days.sums.items())
    ]


def nodes_of(days: Days) -> list[ObservedNode]:
    """Return the tree that the rows name, parents first."""
    campaigns = [_node(days, Level.CAMPAIGN, each, None) for each in days.campaigns.values()]
    ad_groups = [_node(days, Level.AD_GROUP, each, parent) for parent, each in days.ad_groups.values()]
    ads = [_node(days, Level.AD, each, parent) for parent, each in days.ads.values()]
    return [*campaigns, *ad_groups, *ads]


def _fact(
    days: Days, key: tuple[date, str, str, str], total: _Total, *, keep_reach: bool
) -> DailyFact:
    day, campaign_id, ad_group_id, ad_id = key
    names = {_WHOLE_ACCOUNT.external_id: _WHOLE_ACCOUNT.name}
    names |= {campaign_id: days.campaigns[campaign_id].name} if campaign_id in days.campaigns else {}
    ad_group = days.ad_groups.get(ad_group_id)
    ad = days.ads.get(ad_id)
    campaign_name = names[campaign_id]
    ad_group_name = ad_group[1].name if ad_group else campaign_name
    return DailyFact(
        date=day,
        campaign_external_id=campaign_id,
        campaign_name=campaign_name,
        ad_group_external_id=ad_group_id,
        ad_group_name=ad_group_name,
        ad_external_id=ad_id,
        ad_name=ad[1].name if ad else ad_group_name,
        impressions=_whole(total, ImportField.IMPRESSIONS),
        clicks=_whole(total, ImportField.CLICKS),
        link_clicks=_whole(total, ImportField.LINK_CLICKS),
        spend_micros=_whole(total, ImportField.SPEND),
        reach=_whole(total, ImportField.REACH) if keep_reach else None,
        landing_page_views=total.measures.get(ImportField.LANDING_PAGE_VIEWS),
        purchases=total.measures.get(ImportField.PURCHASES),
        leads=total.measures.get(ImportField.LEADS),
        installs=total.measures.get(ImportField.INSTALLS),
        revenue_micros=_whole(total, ImportField.REVENUE),
        video_views=_whole(total, ImportField.VIDEO_VIEWS),
        attribution=total.attribution,
        level=days.level,
    )


def _whole(total: _Total, name: ImportField) -> int | None:
    value = total.measures.get(name)
    return None if value is None else int(value)


def _node(days: Days, level: Level, entity: Entity, parent: str | None) -> ObservedNode:
    status = days.statuses.get(entity.external_id, "")
    return ObservedNode(
        level=level,
        external_id=entity.external_id,
        parent_external_id=parent,
        fields=_fields(level, entity.name, _state(status)),
        effective_status=status,
    )


def _state(status: str) -> RunState:
    word = status.strip().casefold()
    if word == "active":
        return RunState.ACTIVE
    return RunState.ARCHIVED if word in _ARCHIVED_WORDS else RunState.PAUSED


def _fields(level: Level, name: str, state: RunState) -> NodeFields:
    if level is Level.CAMPAIGN:
        return CampaignFields(name=name, state=state, purpose=None, budget=None, bid_strategy=None)
    if level is Level.AD_GROUP:
        return AdGroupFields(name=name, state=state, budget=None, targeting=Targeting())
    return AdFields(name=name, state=state, creative=_NO_CONTENT)
