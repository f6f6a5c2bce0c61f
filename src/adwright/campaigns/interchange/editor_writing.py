"""Search campaigns as Google Ads Editor's CSV: a row for each campaign, place, ad group, keyword and ad."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from adwright.campaigns.document.model import AdGroupPart, AdPart
from adwright.campaigns.interchange import editor_words as words
from adwright.campaigns.interchange.shown import ShownCampaign, WrittenSheet
from adwright.campaigns.interchange.table import write_table
from adwright.campaigns.keywords import read_keyword
from adwright.campaigns.model import RunState, ScheduleSlot
from adwright.core.money import Money
from adwright.platforms.countries import COUNTRIES
from adwright.platforms.model import BidStrategy
from adwright.platforms.places import GOOGLE_NUMBER, is_googles

Cells = dict[str, str]


def write_editor(campaigns: Sequence[ShownCampaign]) -> WrittenSheet:
    """Write campaigns on Search; what the format has no column for is named in the remarks."""
    rows = [row for campaign in campaigns for row in _campaign(campaign)]
    remarks = [remark for campaign in campaigns for remark in _unsaid(campaign)]
    return WrittenSheet(write_table(words.HEADERS, rows), remarks)


def places(campaign: ShownCampaign) -> tuple[str, ...]:
    """Return the countries of a campaign: of its ad groups' targeting, otherwise its own."""
    groups = [campaign.targeting(group) for group in campaign.part.ad_groups]
    found = sorted({country for targeting in groups for country in targeting.countries})
    return tuple(found) or (campaign.part.search.countries if campaign.part.search else ())


def languages(campaign: ShownCampaign) -> tuple[str, ...]:
    """Return the languages of a campaign: of its ad groups' targeting, otherwise its own."""
    groups = [campaign.targeting(group) for group in campaign.part.ad_groups]
    found = sorted({language for targeting in groups for language in targeting.languages})
    return tuple(found) or (campaign.part.search.languages if campaign.part.search else ())


def _campaign(campaign: ShownCampaign) -> Iterator[Cells]:
    part = campaign.part
    named = {words.CAMPAIGN: part.name}
    yield named | _campaign_cells(campaign)
    for country in places(campaign):
        yield named | _place(country)
    for keyword in part.search.negative_keywords if part.search else ():
        yield named | _keyword(keyword, "Campaign Negative ")
    for group in part.ad_groups:
        yield from _group(campaign, group, named)


def _place(code: str) -> Cells:
    """Return a country by its name, another place by Google's number."""
    if is_googles(code):
        return {words.LOCATION_ID: code.removeprefix(GOOGLE_NUMBER)}
    return {words.LOCATION: COUNTRIES.get(code, code)}


def _campaign_cells(campaign: ShownCampaign) -> Cells:
    part, search = campaign.part, campaign.part.search
    strategy = part.bid_strategy
    networks = ["Google search"]
    if search is not None and search.partners:
        networks.append("Search Partners")
    if search is not None and search.display:
        networks.append("Display Network")
    cells = {
        words.CAMPAIGN_TYPE: words.SEARCH,
        words.NETWORKS: ";".join(networks),
        words.BUDGET: _amount(part.budget.amount if part.budget else None),
        words.BUDGET_TYPE: words.PERIOD_WORDS[part.budget.period] if part.budget else "",
        words.POLITICAL: words.POLITICAL_WORDS[search.political if search else False],
        words.LANGUAGES: ";".join(languages(campaign)),
        words.STRATEGY: words.STRATEGY_WORDS.get(strategy, "") if strategy else "",
        words.TARGET_CPA: _amount(part.bid_amount) if strategy is BidStrategy.TARGET_CPA else "",
        words.CPC_LIMIT: _amount(part.bid_amount) if strategy is BidStrategy.MAXIMIZE_CLICKS else "",
        words.START: (part.start or "")[:10],
        words.END: (part.end or "")[:10],
        words.SCHEDULE: _schedule(search.schedule if search else ()),
        words.CAMPAIGN_STATUS: words.CAMPAIGN_STATES[part.state],
    }
    if search is not None and search.target_roas is not None and strategy is BidStrategy.TARGET_ROAS:
        cells[words.TARGET_ROAS] = f"{(search.target_roas * 100).normalize():f}%"
    return cells


def _schedule(slots: Iterable[ScheduleSlot]) -> str:
    shown = [
        f"({slot.weekday.value.capitalize()}[{_clock(slot.from_minute)}-{_clock(slot.until_minute)}])"
        for slot in slots
    ]
    return ";".join(shown)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _group(campaign: ShownCampaign, group: AdGroupPart, named: Cells) -> Iterator[Cells]:
    within = named | {words.AD_GROUP: group.name}
    yield within | {
        words.MAX_CPC: _amount(group.bid_amount),
        words.GROUP_STATUS: words.STATE_WORDS[group.state],
    }
    targeting = campaign.targeting(group)
    for keyword in targeting.keywords:
        yield within | _keyword(keyword, "")
    for keyword in targeting.negative_keywords:
        yield within | _keyword(keyword, "Negative ")
    for ad in group.ads:
        yield within | _ad(ad)


def _keyword(written: str, before: str) -> Cells:
    keyword = read_keyword(written)
    status = {} if before else {words.STATUS: words.STATE_WORDS[RunState.ACTIVE]}
    kind = f"{before}{keyword.match_type.value.capitalize()}"
    return {words.KEYWORD: keyword.text, words.CRITERION: kind, **status}


def _ad(ad: AdPart) -> Cells:
    cells = {words.AD_TYPE: words.RESPONSIVE, words.STATUS: words.STATE_WORDS[ad.state]}
    creative = ad.creative
    if creative is None:
        return cells
    headlines = (creative.headline, *creative.more_headlines)
    descriptions = (creative.primary_text, creative.description, *creative.more_descriptions)
    cells |= dict(zip(words.HEADLINES, (each for each in headlines if each), strict=False))
    cells |= dict(zip(words.DESCRIPTIONS, (each for each in descriptions if each), strict=False))
    cells |= dict(zip(words.PATHS, creative.display_path, strict=False))
    return cells | {words.FINAL_URL: creative.destination_url}


def _amount(money: Money | None) -> str:
    return "" if money is None else f"{money.amount:f}"


def _unsaid(campaign: ShownCampaign) -> Iterator[str]:
    """Yield what a campaign has and the format has no column for."""
    part = campaign.part
    if part.spend_cap is not None:
        yield f"“{part.name}”: Editor has no cap for the whole campaign; {part.spend_cap} is not in the file."
    if part.search is not None and part.search.excluded_places:
        excluded = ", ".join(part.search.excluded_places)
        yield f"“{part.name}”: places that are left out have no row here; {excluded} are not in the file."
    for time, what in ((part.start, "start"), (part.end, "end")):
        if time is not None and len(time) > 10 and time[10:] not in {" 00:00", " 23:59"}:
            yield f"“{part.name}”: Editor knows days only; the {what}'s hour ({time}) is not in the file."
    for group in part.ad_groups:
        if group.budget is not None:
            yield f"“{group.name}”: on Google Ads the campaign has the budget; the ad group's is left out."
