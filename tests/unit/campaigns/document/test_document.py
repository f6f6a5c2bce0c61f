"""A document goes out and comes back as it was; what is wrong with one is said with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from adwright.campaigns.document.differences import differences
from adwright.campaigns.document.merging import merged_campaign
from adwright.campaigns.document.model import (
    AdGroupPart,
    AdPart,
    CampaignPart,
    CreativePart,
    Document,
    DocumentState,
)
from adwright.campaigns.document.projection import with_shared_times
from adwright.campaigns.document.reading import read_document
from adwright.campaigns.document.schema import SCHEMA_PATH, document_schema
from adwright.campaigns.document.texts import budget_of, instant_of, instant_text
from adwright.campaigns.document.writing import rewrite_document, write_document
from adwright.core.errors import Invalid
from adwright.platforms.model import Level
from tests.factories_campaigns import instant
from tests.unit.campaigns.document.parts import TREES, documents

PUBLISHED = Path(__file__).parents[4] / "docs" / "campaigns.schema.json"
MINIMAL = "version: 1\ncampaigns:\n  - key: chips\n    account: meta/1\n"


def written(document: Document) -> str:
    return write_document(document, schema_url="https://adwright.example/schema.json")


@settings(
    max_examples=TREES, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow]
)
@given(documents)
def test_document_when_written_and_read_then_is_the_same_and_differs_in_nothing(document: Document) -> None:
    read = read_document(written(document).encode()).document

    assert read == document
    for now, given_part in zip(document.campaigns, read.campaigns, strict=True):
        assert differences(now, merged_campaign(now, given_part, whole=True)) == ()
        # As somebody else's new campaign, nothing is taken from what is: the text alone says all.
        assert differences(now, merged_campaign(None, given_part, whole=True)) == ()


@settings(
    max_examples=TREES // 2,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(documents, documents)
def test_document_when_written_onto_another_then_says_what_the_new_one_says(
    old: Document, new: Document
) -> None:
    text = rewrite_document(written(old), new)

    found = {part.key: part for part in read_document(text.encode()).document.campaigns}
    for part in new.campaigns:  # the order in the file stays, and order is no difference
        assert differences(found[part.key], part) == () == differences(part, found[part.key])


def test_comments_when_values_change_then_stay() -> None:
    text = (
        "# our autumn\nversion: 1\ncampaigns:\n  # agreed with Ann\n  - key: chips  # ours\n"
        "    account: meta/1\n    name: Chips\n    state: draft\n    budget: 10.00 EUR daily  # per day\n"
    )
    part = CampaignPart(key="chips", account="meta/1", name="Chips", budget=budget_of("12.00 EUR daily"))

    assert rewrite_document(text, Document(version=1, campaigns=(part,))) == text.replace("10.00", "12.00")


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("version: 2\n", "line 1, column 1: version", "Upgrade Adwright"),
        ("version: true\n", "line 1, column 1: version", "version: 1"),
        ("campaigns: []\n", "line 1, column 1: version", "version: 1"),
        ("- 1\n", "line 1, column 1", "one document"),
        ("", "line 1, column 1", "one document"),
        ("version: 1\n---\nversion: 1\n", "line 3, column 1", "one document"),
        ("a: {b\n", "line 2, column 1", "not YAML"),
        ("version: 1\nversion: 1\n", "line 2, column 1: version", "twice"),
        ("version: 1\ncampaigns: &a\n  - *a\n", "line 2, column 12: campaigns.0", "Aliases"),
        ("version: 1\n<<: {a: 1}\n", "line 2, column 1", "plain names"),
        ("version: 1\ncampaigns: 3\n", "line 2, column 1: campaigns", "a list"),
        (MINIMAL + "    budgt: 5.00 EUR daily\n", "line 5, column 5: campaigns.0.budgt", "not known"),
        (MINIMAL + "    budget: 1e9\n", "line 5, column 5: campaigns.0.budget", "50.00 EUR daily"),
        (MINIMAL + "    budget: 5.00 XYZ daily\n", "line 5, column 5: campaigns.0.budget", "not a currency"),
        (
            MINIMAL + "    spend_cap: 5.001 EUR\n",
            "line 5, column 5: campaigns.0.spend_cap",
            "too many decimals",
        ),
        (MINIMAL + "    spend_cap: 500\n", "line 5, column 5: campaigns.0.spend_cap", "with its currency"),
        (MINIMAL + "    name: 5\n", "line 5, column 5: campaigns.0.name", "quotes"),
        (MINIMAL + "    state: gone\n", "line 5, column 5: campaigns.0.state", "'draft'"),
        (MINIMAL + "    start: soon\n", "line 5, column 5: campaigns.0.start", "2026-12-01 09:00"),
        (MINIMAL + "  - key: chips\n    account: meta/1\n", "line 5, column 5: campaigns.1.key", "twice"),
        (MINIMAL.replace("meta/1", "tv/1"), "line 4, column 5: campaigns.0.account", "meta/1234567890"),
        (MINIMAL.replace("chips", "'a b'"), "line 3, column 5: campaigns.0.key", "A key is of"),
        ("version: 1\ncampaigns:\n  - account: meta/1\n", "line 3, column 5: campaigns.0.key", "missing"),
    ],
)
def test_text_when_it_is_wrong_then_says_where_and_what_to_do(text: str, place: str, said: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_document(text.encode())

    assert caught.value.code == "document_invalid"
    assert [field.field for field in caught.value.fields] == [place]
    assert said in caught.value.fields[0].message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"version: 1\n" + b"#" * 3_000_000, "larger than 2 MB"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"[" * 5000, "not YAML"),
        (b"a: \x00", "not YAML"),
    ],
)
def test_content_when_it_is_no_text_of_ours_then_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        read_document(content)


def test_group_when_both_audience_and_targeting_are_given_then_is_refused() -> None:
    text = MINIMAL + (
        "    ad_groups:\n      - key: g\n        audience: {name: A}\n        targeting: {countries: [US]}\n"
    )
    with pytest.raises(Invalid, match="not both") as caught:
        read_document(text.encode())
    assert caught.value.fields[0].field.startswith("line 6, column 9")


def test_merging_when_fields_are_left_out_then_they_stay_and_null_clears() -> None:
    now = CampaignPart(
        key="chips", account="meta/1", name="Chips", budget=budget_of("5.00 EUR daily"), page="9", pixel="7"
    )
    given_part = read_document((MINIMAL + "    page: null\n    name: New\n").encode()).document.campaigns[0]

    wanted = merged_campaign(now, given_part, whole=True)

    assert (wanted.name, wanted.page, wanted.pixel, wanted.budget) == ("New", None, "7", now.budget)
    assert [(line.field, line.before, line.after) for line in differences(now, wanted)] == [
        ("name", "Chips", "New"),
        ("page", "9", None),
    ]


def test_merging_when_a_list_is_not_whole_then_what_it_does_not_name_stays() -> None:
    text = MINIMAL + "    ad_groups:\n      - key: b\n        name: B2\n      - key: c\n"
    given_part = read_document(text.encode()).document.campaigns[0]
    groups = read_document((MINIMAL + "    ad_groups: [{key: a}, {key: b, name: B}]\n").encode())
    now = groups.document.campaigns[0]

    assert [group.key for group in merged_campaign(now, given_part, whole=False).ad_groups] == ["a", "b", "c"]
    assert [group.key for group in merged_campaign(now, given_part, whole=True).ad_groups] == ["b", "c"]
    removed = differences(now, merged_campaign(now, given_part, whole=True))
    assert [(line.level, line.key, line.field) for line in removed] == [
        (Level.AD_GROUP, "b", "name"),
        (Level.AD_GROUP, "c", "node"),
        (Level.AD_GROUP, "c", "state"),
        (Level.AD_GROUP, "a", "node"),
    ]


def test_creative_when_one_text_is_given_then_the_others_stay() -> None:
    ad = AdPart(key="a", creative=CreativePart(headline="Old", primary_text="Text", image="i"))
    text = MINIMAL + "    ad_groups: [{key: g, ads: [{key: a, creative: {headline: New}}]}]\n"
    given_part = read_document(text.encode()).document.campaigns[0]
    now = given_part.model_copy(
        update={"ad_groups": (given_part.ad_groups[0].model_copy(update={"ads": (ad,)}),)}
    )

    creative = merged_campaign(now, given_part, whole=True).ad_groups[0].ads[0].creative

    assert creative == CreativePart(headline="New", primary_text="Text", image="i")


def test_instant_when_the_wall_shows_its_time_twice_then_comes_back_exactly() -> None:
    first, second = instant(2026, 10, 25, 0, 30), instant(2026, 10, 25, 1, 30)
    texts = [instant_text(each, "Europe/Berlin") for each in (first, second)]

    assert texts == ["2026-10-25 02:30+02:00", "2026-10-25 02:30+01:00"]
    assert [instant_of(text, "Europe/Berlin") for text in texts] == [first, second]


def test_schema_when_published_then_describes_every_field_and_refuses_others() -> None:
    schema = json.loads(json.dumps(document_schema()))

    assert schema == json.loads(PUBLISHED.read_text()), "write it again: see docs/campaigns-as-code.md"
    assert schema["$id"] == SCHEMA_PATH
    campaign = schema["$defs"]["CampaignPart"]
    assert campaign["additionalProperties"] is False
    assert set(campaign["properties"]) == set(CampaignPart.model_fields)
    assert campaign["required"] == ["key", "account"]
    assert "50.00 EUR daily" in json.dumps(campaign["properties"]["budget"])


@pytest.mark.parametrize(
    ("own", "of_groups", "shown", "shown_of_groups"),
    [
        ((None, None), [("2026-12-01 09:00", None)] * 2, ("2026-12-01 09:00", None), [(None, None)] * 2),
        (
            (None, "2026-12-09 09:00"),
            [(None, None), (None, "2026-12-08 09:00")],
            (None, None),
            [(None, "2026-12-09 09:00"), (None, "2026-12-08 09:00")],
        ),
        (
            (None, None),
            [("2026-12-01 09:00", "2026-12-08 09:00"), (None, None)],
            ("2026-12-01 09:00", None),
            [(None, "2026-12-08 09:00"), (None, None)],
        ),
    ],
    ids=["shared", "one_ends_earlier", "one_added_later"],
)
def test_times_when_ad_groups_share_them_then_stand_at_the_campaign_and_stay_there(
    own: tuple[str | None, str | None],
    of_groups: list[tuple[str | None, str | None]],
    shown: tuple[str | None, str | None],
    shown_of_groups: list[tuple[str | None, str | None]],
) -> None:
    groups = tuple(
        AdGroupPart(key=f"g{index}", start=start, end=end) for index, (start, end) in enumerate(of_groups)
    )
    start, end = own
    live = DocumentState.ACTIVE
    part = CampaignPart(key="chips", account="meta/1", state=live, start=start, end=end, ad_groups=groups)

    found = with_shared_times(part)

    assert (found.start, found.end) == shown
    assert [(group.start, group.end) for group in found.ad_groups] == shown_of_groups
    assert with_shared_times(found) == found


def test_times_when_one_ad_group_of_a_draft_starts_later_then_the_others_do_not() -> None:
    groups = (AdGroupPart(key="later", start="2026-12-01 09:00"), AdGroupPart(key="at-once"))
    part = CampaignPart(key="chips", account="meta/1", ad_groups=groups)

    assert with_shared_times(part) == part
