"""Names by template go out and come back; links are tagged once; the same rules again change nothing."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adwright.campaigns.naming.examples import example
from adwright.campaigns.naming.rules import NamingRules, RuleMode, Setting, breaches, checked_rules, ruled
from adwright.campaigns.naming.templates import parse, read_template, render, value_text
from adwright.campaigns.naming.tracking import tagged
from adwright.core.errors import Invalid
from adwright.platforms.model import Platform
from tests.unit.campaigns.document.parts import campaigns

RULES = NamingRules(
    names=RuleMode.APPLY,
    campaign="{advertiser}_{purpose}_{yyyy-mm}_{name}",
    ad_group="{countries}_{name}",
    ad="{ad_group}_{name}",
    links=RuleMode.APPLY,
    parameters={
        "utm_source": "{platform}",
        "utm_medium": "paid",
        "utm_campaign": "{campaign}",
        "utm_content": "{ad_id}",
        "utm_term": "{keyword}",
    },
)
SETTING = Setting("Tasty Chips Co.", "Chips EU", Platform.META, "2026-12-01")
words = st.text(st.characters(codec="utf-8", categories=["L", "N"], include_characters=" _-.|&"), max_size=15)
separators = st.sampled_from("_-|.")


@given(words, words, separators, st.booleans())
def test_name_when_rendered_then_reads_back_as_its_values(
    advertiser: str, name: str, separator: str, lower: bool
) -> None:
    template = read_template(separator.join(["{advertiser}", "{purpose}", "{yyyy-mm}", "{name}"]))
    values = {"advertiser": advertiser, "purpose": "lead_generation", "yyyy-mm": "2026-12", "name": name}

    read = parse(template, render(template, values, separator, lower=lower), separator)

    assert dict(read.values) == {
        token: value_text(value, separator, lower=lower) for token, value in values.items()
    }


@given(campaigns(), st.sampled_from([Platform.META, Platform.GOOGLE]))
def test_rules_when_followed_again_then_change_nothing(part: object, platform: Platform) -> None:
    setting = Setting("A & B_C", "Account", platform, "2026-12-01")
    once = ruled(part, RULES, setting)  # type: ignore[arg-type] # drawn as a campaign

    assert ruled(once, RULES, setting) == once
    assert list(breaches(once, RULES, setting)) == []


@pytest.mark.parametrize(
    ("name", "values", "ambiguous"),
    [
        (
            "acme_sales_2026-12_spring",
            {"advertiser": "acme", "purpose": "sales", "yyyy-mm": "2026-12"},
            False,
        ),
        ("acme_sales_december_spring", {}, False),
        ("acme_sales_2026-12_spring_2", {}, False),
        ("", {}, False),
    ],
)
def test_name_when_read_back_then_gives_its_parts_or_nothing(
    name: str, values: dict[str, str], ambiguous: bool
) -> None:
    read = parse(read_template("{advertiser}_{purpose}_{yyyy-mm}_{name}"), name, "_")

    assert {token: text for token, text in read.values.items() if token != "name"} == values
    assert read.ambiguous is ambiguous


def test_name_when_it_can_be_read_in_two_ways_then_neither_is_taken() -> None:
    read = parse(read_template("{advertiser} {name}"), "Tasty Chips Company", "_")

    assert (read.fits, read.ambiguous) == (False, True)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{brand}_{name}", "{brand} is not known. Use {advertiser}"),
        ("{name}_{name}", "{name} is there twice"),
        ("{name", "does not close"),
        ("Chips", "needs a token"),
        ("{advertiser}{name}", "Put the separator _ between {advertiser} and {name}"),
    ],
)
def test_template_when_it_cannot_be_followed_then_says_why(template: str, said: str) -> None:
    with pytest.raises(Invalid) as caught:
        checked_rules(NamingRules(campaign=template))
    assert caught.value.fields[0].field == "campaign"
    assert said in caught.value.fields[0].message


def test_parameters_when_they_cannot_be_then_each_is_named() -> None:
    rules = NamingRules(links=RuleMode.WARN, parameters={"gclid": "x", "utm_source": "{nothing}"})

    with pytest.raises(Invalid) as caught:
        checked_rules(rules)
    assert [field.field for field in caught.value.fields] == ["parameters.gclid", "parameters.utm_source"]


def test_link_when_tagged_then_has_the_platforms_own_macros_and_keeps_what_it_had() -> None:
    parameters = {
        "utm_source": "{platform}",
        "utm_campaign": "{campaign}",
        "utm_content": "{ad_id}",
        "utm_term": "{keyword}",
    }
    values = {"platform": "meta", "campaign": "Ä & B"}
    url = "https://chips.co/a?UTM_Source=mail&x=1#top"

    meta = tagged(url, parameters, values, Platform.META)
    google = tagged(url, parameters, values, Platform.GOOGLE)

    assert (
        meta == "https://chips.co/a?UTM_Source=mail&x=1&utm_campaign=%C3%A4-%26-b&utm_content={{ad.id}}#top"
    )
    assert google.endswith("&utm_content={creative}&utm_term={keyword}#top")
    assert tagged(meta, parameters, values, Platform.META) == meta


@given(st.from_regex(r"https://[a-z]{1,8}\.co(/[a-z0-9]{0,5})?(\?[a-z]{1,4}=[a-z0-9]{0,4})?", fullmatch=True))
def test_link_when_tagged_twice_then_no_parameter_is_doubled(url: str) -> None:
    once = tagged(url, dict(RULES.parameters), {"platform": "meta", "campaign": "c"}, Platform.META)

    names = [name for name, _ in parse_qsl(urlsplit(once).query, keep_blank_values=True)]
    assert len(names) == len(set(names))
    assert tagged(once, dict(RULES.parameters), {"platform": "x", "campaign": "y"}, Platform.META) == once


def test_example_when_shown_then_says_what_both_platforms_get() -> None:
    made = example(
        RULES, Platform.GOOGLE, "Tasty Chips Co.", "Spicy chips", "https://chips.co", date(2026, 12, 1)
    )

    assert made.campaign == "tasty-chips-co._traffic_2026-12_spicy-chips"
    assert made.ad_group == "at-de_snackers"
    assert made.destination_url.startswith("https://chips.co?utm_source=google&utm_medium=paid&utm_campaign=")
