"""Files of Google Ads Editor and of Meta: in right, out byte for byte, and back without a difference."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from adwright.campaigns.document.differences import differences
from adwright.campaigns.document.merging import merged_campaign
from adwright.campaigns.document.model import AdPart, CampaignPart, DocumentState, TargetingPart
from adwright.campaigns.document.texts import budget_of, hours_of, money_of
from adwright.campaigns.interchange.bulk_matching import match_bulk_sheet
from adwright.campaigns.interchange.bulk_reading import read_bulk_sheet
from adwright.campaigns.interchange.bulk_writing import write_bulk_sheet
from adwright.campaigns.interchange.editor_matching import match_editor
from adwright.campaigns.interchange.editor_reading import read_editor
from adwright.campaigns.interchange.editor_writing import write_editor
from adwright.campaigns.interchange.shown import ReadSheet, ShownCampaign
from adwright.campaigns.interchange.table import read_table
from adwright.campaigns.model import RunState
from adwright.core.errors import Invalid
from adwright.platforms.model import BidStrategy, Purpose
from adwright.platforms.places import is_googles
from tests.unit.campaigns.document.parts import TREES, campaigns

GOLDEN = Path(__file__).parent / "golden"
EDITOR = (GOLDEN / "editor.csv").read_bytes()
BULK = (GOLDEN / "bulk_sheet.csv").read_bytes()
NO_PHASES: Any = {"phases": [Phase.generate], "suppress_health_check": [HealthCheck.too_slow]}
words = st.from_regex(r"[a-zåäö]{1,8}( [a-z0-9]{1,8}){0,3}", fullmatch=True)


def editor(content: bytes, *present: ShownCampaign) -> ReadSheet:
    return match_editor(read_editor(read_table(content), "EUR"), present, "google/1")


def bulk(content: bytes, *present: ShownCampaign) -> ReadSheet:
    return match_bulk_sheet(read_bulk_sheet(read_table(content), "EUR"), present, "meta/1")


@st.composite
def keywords(draw: st.DrawFn) -> tuple[str, ...]:
    """Draw keywords as they are kept."""
    marks = st.sampled_from(["{}", '"{}"', "[{}]"])
    drawn = draw(st.lists(st.tuples(marks, words), max_size=4))
    return tuple(dict.fromkeys(mark.format(word) for mark, word in drawn))


def with_filled_texts(ad: AdPart) -> AdPart:
    """Leave out texts of blanks alone: in a sheet such a cell is an empty one, which leaves what is there."""
    if ad.creative is None:
        return ad
    texts = {name: text for name, text in ad.creative if isinstance(text, str) and not text.strip()}
    return ad.model_copy(update={"creative": ad.creative.model_copy(update=dict.fromkeys(texts, ""))})


@st.composite
def shown(draw: st.DrawFn, *, search: bool) -> ShownCampaign:
    """Draw a campaign that is there, with keywords and distinct names of ad groups."""
    part = draw(campaigns())
    groups, ids = [], {(part.key,): "1"}
    for number, group in enumerate(part.ad_groups):
        targeting = group.targeting or TargetingPart()
        if search:
            edits = {"keywords": draw(keywords()), "negative_keywords": draw(keywords())}
        else:
            edits = {"countries": tuple(code for code in targeting.countries if not is_googles(code))}
        targeting = targeting.model_copy(update=edits)
        edited = {
            "name": f"{group.name}{number}",
            "targeting": targeting,
            "audience": None,
            "ads": tuple(with_filled_texts(ad) for ad in group.ads),
        }
        groups.append(group.model_copy(update=edited))
        ids[part.key, group.key] = f"2{number}"
        ids |= {(part.key, group.key, ad.key): f"3{number}{at}" for at, ad in enumerate(group.ads)}
    edits = {"ad_groups": tuple(groups)}
    if part.search is not None:
        edits["search"] = part.search.model_copy(update={"negative_keywords": draw(keywords())})
    return ShownCampaign(part.model_copy(update=edits), {}, ids)


def currency_of(part: CampaignPart) -> str:
    """Return the currency of the first amount in a campaign."""
    budgets = [part.budget, *(group.budget for group in part.ad_groups)]
    amounts = [part.spend_cap, part.bid_amount, *(group.bid_amount for group in part.ad_groups)]
    found = [each.amount for each in budgets if each] + [each for each in amounts if each]
    return found[0].currency if found else "USD"


def left(now: CampaignPart, sheet: ReadSheet) -> list[tuple[str, str, str | None, str | None]]:
    [given_part] = sheet.campaigns
    wanted = merged_campaign(now, given_part, whole=False)
    return [(each.node, each.field, each.before, each.after) for each in differences(now, wanted)]


@settings(max_examples=TREES, deadline=None, **NO_PHASES)
@given(shown(search=True))
def test_editor_file_when_exported_and_imported_then_differs_in_nothing(campaign: ShownCampaign) -> None:
    currency = currency_of(campaign.part)
    text = write_editor([campaign]).text.encode()
    sheet = match_editor(read_editor(read_table(text), currency), [campaign], "google/1")

    assert left(campaign.part.model_copy(update={"account": "google/1"}), sheet) == []


@settings(max_examples=TREES, deadline=None, **NO_PHASES)
@given(shown(search=False), st.booleans())
def test_bulk_sheet_when_exported_and_imported_then_differs_in_nothing(
    campaign: ShownCampaign, utf16: bool
) -> None:
    currency = currency_of(campaign.part)
    text = write_bulk_sheet([campaign]).text
    content = text.lstrip("\ufeff").encode("utf-16") if utf16 else text.encode()
    sheet = match_bulk_sheet(read_bulk_sheet(read_table(content), currency), [campaign], "meta/1")

    assert left(campaign.part.model_copy(update={"account": "meta/1"}), sheet) == []


def test_golden_editor_file_when_read_then_says_what_it_says_and_goes_out_byte_for_byte() -> None:
    sheet = editor(EDITOR)

    [part] = sheet.campaigns
    assert (part.name, part.state, part.budget) == (
        "Spicy chips | Search",
        DocumentState.DRAFT,
        budget_of("50.00 EUR daily"),
    )
    assert (part.bid_strategy, part.bid_amount) == (BidStrategy.MAXIMIZE_CLICKS, money_of("1.50 EUR"))
    assert (part.start, part.end) == ("2026-12-01 00:00", "2026-12-31 23:59")
    assert part.search is not None
    assert (part.search.partners, part.search.display, part.search.political) == (True, False, False)
    assert part.search.negative_keywords == ("free",)
    assert part.search.schedule == (hours_of("monday 09:00-18:00"), hours_of("friday 09:00-13:30"))
    [group] = part.ad_groups
    assert group.targeting == TargetingPart(
        countries=("AT", "DE"),
        languages=("de", "en"),
        keywords=("spicy chips", '"jalapeño chips"', "[hot chips]"),
        negative_keywords=('"recipe"',),
    )
    [ad] = group.ads
    assert ad.creative is not None
    assert (ad.creative.headline, ad.creative.more_headlines) == (
        "Spicy Jalapeño Chips",
        ("20% off, today only", 'Chips that say "hot"'),
    )
    assert (ad.creative.primary_text, ad.creative.description) == (
        "Crunch into the heat.",
        "Organic potatoes, real jalapeños.",
    )
    assert (ad.creative.display_path, ad.creative.destination_url) == (
        ("chips", "spicy"),
        "https://tastychips.co/spicy",
    )
    assert sheet.remarks == ()
    assert write_editor([ShownCampaign(part)]).text.encode() == EDITOR


def test_golden_bulk_sheet_when_read_then_says_what_it_says_and_goes_out_byte_for_byte() -> None:
    sheet = bulk(BULK)

    [part] = sheet.campaigns
    assert (part.name, part.state, part.purpose) == (
        "Spicy chips, November",
        DocumentState.DRAFT,
        Purpose.TRAFFIC,
    )
    assert (part.budget, part.start) == (budget_of("50.00 EUR daily"), "2026-12-01 09:00")
    snackers, women = part.ad_groups
    assert snackers.targeting == TargetingPart(countries=("CA", "US"), age_max=44)
    assert (women.state, women.targeting) == (
        RunState.PAUSED,
        TargetingPart(countries=("DE",), age_min=25, genders=("female",)),
    )
    assert [ad.name for ad in snackers.ads] == ["Jalapeño 1", "Jalapeño 2"]
    first = snackers.ads[0].creative
    assert first is not None
    assert first.primary_text == "Made with organic potatoes,\nand real jalapeños."
    assert (first.call_to_action, first.destination_url) == ("shop_now", "https://tastychips.co/spicy")
    assert sheet.remarks == ()
    assert write_bulk_sheet([ShownCampaign(part)]).text.encode() == BULK


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encoding_and_delimiter_when_they_are_others_then_the_same_is_read(
    encoding: str, delimiter: str
) -> None:
    lines = ["Campaign,Budget,ad_group,MAX CPC", "Jalapeño,50.00,,", "Jalapeño,,Hot,1.20"]
    content = "\n".join(lines).replace(",", delimiter).encode(encoding)

    [part] = editor(content).campaigns

    assert (part.name, part.budget) == ("Jalapeño", budget_of("50.00 EUR daily"))
    assert part.ad_groups[0].bid_amount == money_of("1.20 EUR")


def test_cells_when_blank_or_erased_then_leave_or_clear() -> None:
    [part] = editor(EDITOR).campaigns
    now = ShownCampaign(part.model_copy(update={"state": DocumentState.PAUSED}))
    content = f"Campaign,Budget,Maximum CPC bid limit,Ad Schedule,Start Date\n{part.name},,[],[],\n".encode()

    assert left(now.part, editor(content, now)) == [
        (part.name, "bid_amount", "1.50 EUR", None),
        (part.name, "search.schedule", "monday 09:00-18:00, friday 09:00-13:30", None),
    ]


def test_rows_when_one_is_removed_and_one_added_then_the_others_stay() -> None:
    [part] = editor(EDITOR).campaigns
    now = ShownCampaign(part)
    rows = [
        "Campaign,Ad Group,Keyword,Criterion Type,Location,ID,Status",
        f"{part.name},Jalapeño,spicy chips,Broad,,,Removed",
        f"{part.name},Jalapeño,red chips,Exact,,,Enabled",
        f"{part.name},,,,Switzerland,2756,",
        f"{part.name},,,,\"Zurich, Zurich, Switzerland\",1003297,",
    ]
    changed = left(now.part, editor("\n".join(rows).encode(), now))
    found = {field: after for _, field, _, after in changed}

    assert found == {
        "targeting.countries": "Austria, Germany, Switzerland, google:1003297",
        "targeting.keywords": '"jalapeño chips", [hot chips], [red chips]',
    }


def test_what_is_not_modelled_when_it_is_in_the_file_then_its_line_is_named() -> None:
    rows = [
        "Campaign,Campaign Type,Budget,Ad Group,Ad type,Headline 1,Headline 1 position,Location,Labels,"
        "Criterion Type",
        "Chips,Search,10.00,,,,,,Mine,",
        "Shop,Performance Max,10.00,,,,,,,",
        "Chips,,,,,,,Bavaria,,",
        "Chips,,,,,,,Austria,,Campaign Negative",
        "Chips,,,Hot,Call ad,,,,,",
        "Chips,,,Hot,Responsive search ad,Hot,1,,,",
        ",,5.00,,,,,,,",
    ]
    sheet = editor("\n".join(rows).encode())

    assert [(remark.line, remark.message.split(",")[0][:44]) for remark in sheet.remarks] == [
        (2, "The column “Labels” is not modelled here; it"),
        (3, "“Shop” is a campaign of type Performance Max"),
        (4, "“Bavaria” is no whole country. Give its numb"),
        (5, "“Austria” is left out there. Leave it out he"[:44]),
        (6, "Ads of type Call ad are not modelled; this o"),
        (7, "The column “Headline 1 position” is not mode"),
        (7, "Positions of texts are not modelled; the tex"),
        (8, "This row names no campaign and is passed ove"),
    ]
    assert [part.name for part in sheet.campaigns] == ["Chips"]


@pytest.mark.parametrize(
    ("content", "place", "said"),
    [
        ("Kampagne,Budget\nChips,5", "line 1, column 1: Kampagne", "in German (“Kampagne”)"),
        ("Campaign,Budget,budget\nChips,5,5", "line 1, column 1: budget", "twice"),
        ("Campaign,Budget\nChips,1e9", "line 2, column 1: Budget", "such as 50.00. It is “1e9”"),
        ("Campaign,Budget\nChips,5,,\nChips,0.001", "line 3, column 1: Budget", "too many decimals"),
        ("Campaign,Bid Strategy Type\nChips,Luck", "line 2, column 1: Bid Strategy Type", "manual cpc"),
        ("Campaign,Start Date\nChips,1.12.2026", "line 2, column 1: Start Date", "2026-12-01"),
        ("Campaign,Ad Group,Keyword,Type\nChips,Hot,a [b,Broad", "line 2, column 1: Keyword", "do not close"),
        ("Campaign,Ad Group,Keyword,Type\nChips,,hot,Broad", "line 2, column 1: Ad Group", "Name it"),
        ("Campaign,Languages\nChips,Klingon", "line 2, column 1: Languages", "en;de"),
        (
            "Campaign,Ad Group,Keyword\n" + "\n".join(f"Chips,Hot,chips {n}" for n in range(1001)),
            "line 2, column 1: keywords",
            "There are 1001; at most 1000 fit",
        ),
        (f"Campaign,Budget\n{'C' * 513},5", "line 2, column 1: name", "at most 512"),
        ("Campaign,Budget\n" + "\n".join(f"{n},5" for n in range(1001)), "file", "has 1001 campaigns"),
    ],
)
def test_editor_file_when_it_cannot_be_understood_then_says_where(
    content: str, place: str, said: str
) -> None:
    with pytest.raises(Invalid) as caught:
        editor(content.encode())
    assert [field.field for field in caught.value.fields] == [place]
    assert said in caught.value.fields[0].message


@pytest.mark.parametrize(
    ("content", "place", "said"),
    [
        ("Kampagnenname\nChips", "line 1, column 1: Kampagnenname", "in German"),
        (
            "Campaign Name,Campaign Daily Budget\nChips,5\nChips,6",
            "line 3, column 1: Campaign Daily Budget",
            "something else",
        ),
        ("Campaign ID,Campaign Name\ncg:99,Chips", "line 2, column 1: Campaign ID", "No campaign"),
        ("Campaign Name,Campaign Objective\nChips,FUN", "line 2, column 1: Campaign Objective", "OUTCOME_"),
        ("Campaign Name,Ad Set Name,Countries\nC,S,XX", "line 2, column 1: Countries", "XX is no country"),
        (
            "Campaign Name,Ad Set Name,Ad Set Time Start\nC,S,soon",
            "line 2, column 1: Ad Set Time Start",
            "9:00 am",
        ),
        ("Campaign Name,Ad Set Name,Gender\nC,S,Many", "line 2, column 1: Gender", "all, men, women"),
        (f"Campaign Name,Ad Set Name\nC,{'S' * 513}", "line 2, column 1: name", "at most 512"),
        (
            "Campaign Name,Ad Set Name,Ad Name,Call to Action\nC,S,A,DANCE",
            "line 2, column 1: Call to Action",
            "SHOP_NOW",
        ),
    ],
)
def test_bulk_sheet_when_it_cannot_be_understood_then_says_where(content: str, place: str, said: str) -> None:
    with pytest.raises(Invalid) as caught:
        bulk(content.encode())
    assert [field.field for field in caught.value.fields] == [place]
    assert said in caught.value.fields[0].message


def test_editor_file_when_a_group_that_is_there_would_have_too_many_keywords_then_is_refused() -> None:
    rows = "\n".join(f"Chips,Hot,chips {number}" for number in range(1000))
    [part] = editor(f"Campaign,Ad Group,Keyword\n{rows}".encode()).campaigns
    more = b"Campaign,Ad Group,Keyword\nChips,Hot,one more"

    with pytest.raises(Invalid, match="line 2, column 1: keywords: There are 1001"):
        editor(more, ShownCampaign(part))


def test_names_when_two_campaigns_share_one_then_is_refused() -> None:
    [part] = bulk(BULK).campaigns
    twins = [ShownCampaign(part), ShownCampaign(part.model_copy(update={"key": "other"}))]

    with pytest.raises(Invalid, match="2 campaigns have this name"):
        bulk(BULK, *twins)
    with pytest.raises(Invalid, match="2 campaigns of the account are called"):
        editor(f'Campaign,Budget\n"{part.name}",5\n'.encode(), *twins)


def test_ids_when_the_file_gives_them_then_names_may_change() -> None:
    [part] = bulk(BULK).campaigns
    live = part.model_copy(update={"state": DocumentState.ACTIVE})
    now = ShownCampaign(live, {}, {(part.key,): "77", (part.key, part.ad_groups[0].key): "88"})
    headers = "Campaign ID,Campaign Name,Campaign Status,Ad Set ID,Ad Set Daily Budget"
    rows = f"{headers}\ncg:77,New name,PAUSED,c:88,9.00\n"

    assert left(live, bulk(rows.encode(), now)) == [
        ("New name", "name", part.name, "New name"),
        ("New name", "state", "active", "paused"),
        ("Snackers", "budget", None, "9.00 EUR daily"),
    ]
