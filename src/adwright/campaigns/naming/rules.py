"""How an organization or an advertiser names its campaigns and tags its links; and what that makes of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from adwright.campaigns.document.model import AdGroupPart, AdPart, CampaignPart, Part
from adwright.campaigns.naming.templates import (
    TOKENS,
    Template,
    parse,
    read_template,
    render,
    require_readable,
)
from adwright.campaigns.naming.tracking import PARAMETERS, require_known, tagged
from adwright.core.errors import FieldProblem, Invalid
from adwright.platforms.model import Level, Platform

LONGEST_TEMPLATE = 200
SEPARATORS = ("_", "-", "|", ".", "/", "~")


class RuleMode(StrEnum):
    """What happens at launch with what does not follow the templates."""

    OFF = "off"
    WARN = "warn"
    REFUSE = "refuse"
    APPLY = "apply"


@dataclass(frozen=True, slots=True)
class NamingRules:
    """Templates and what is done with them.

    Attributes:
        campaign, ad_group, ad: name templates; None leaves names free.
        separator: what values stand between.
        lower: write values in lower case.
        parameters: tracking parameters, template by name.
    """

    names: RuleMode = RuleMode.OFF
    campaign: str | None = None
    ad_group: str | None = None
    ad: str | None = None
    separator: str = "_"
    lower: bool = True
    links: RuleMode = RuleMode.OFF
    parameters: Mapping[str, str] = field(default_factory=dict)

    def template(self, level: Level) -> Template | None:
        """Return a level's template."""
        text = {Level.CAMPAIGN: self.campaign, Level.AD_GROUP: self.ad_group, Level.AD: self.ad}[level]
        return read_template(text) if text else None


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a campaign stands: the values that it does not say itself.

    Attributes:
        start_date: day of the start in the account's zone, `2026-12-01`.
    """

    advertiser: str
    account: str
    platform: Platform
    start_date: str


@dataclass(frozen=True, slots=True)
class RuleBreach:
    """A name or a link that does not follow the rules, and what it would be.

    Attributes:
        place: which ad group, and which of its ads; empty for the campaign.
        field: `name` or `destination_url`.
    """

    place: tuple[int, ...]
    field: str
    now: str
    wanted: str


def checked_rules(rules: NamingRules) -> NamingRules:
    """Let rules pass that can be followed.

    Raises:
        Invalid: a template or parameter cannot be; each problem names its field.
    """
    problems = tuple(_problems(rules))
    if problems:
        raise Invalid(problems[0].message, code="naming_rules", fields=problems)
    return rules


def _problems(rules: NamingRules) -> Iterator[FieldProblem]:
    for level in (Level.CAMPAIGN, Level.AD_GROUP, Level.AD):
        try:
            template = rules.template(level)
            if template is not None:
                require_readable(template, rules.separator)
        except Invalid as error:
            yield FieldProblem(level.value, error.message)
    if rules.separator not in SEPARATORS:
        yield FieldProblem("separator", f"Use one of {' '.join(SEPARATORS)}.")
    if rules.names is not RuleMode.OFF and not (rules.campaign or rules.ad_group or rules.ad):
        yield FieldProblem("campaign", "Write a template for names, or leave names free.")
    for name, text in rules.parameters.items():
        if name not in PARAMETERS:
            yield FieldProblem(f"parameters.{name}", f"Use one of {', '.join(PARAMETERS)}.")
        try:
            require_known(text)
        except Invalid as error:
            yield FieldProblem(f"parameters.{name}", error.message)
    if rules.links is not RuleMode.OFF and not rules.parameters:
        yield FieldProblem("parameters", "Write a parameter at least, or leave links as they are.")


def ruled(part: CampaignPart, rules: NamingRules, setting: Setting) -> CampaignPart:
    """Return a campaign with the names and links that the rules give it. Again gives the same."""
    values = _campaign_values(part, setting)
    name = _name(part.name, rules, Level.CAMPAIGN, values)
    within = values | {"campaign": name}
    groups = tuple(_ruled_group(group, rules, setting, within) for group in part.ad_groups)
    return part.model_copy(update={"name": name, "ad_groups": groups})


def breaches(part: CampaignPart, rules: NamingRules, setting: Setting) -> Iterator[RuleBreach]:
    """Yield every name and link that does not follow the rules."""
    wanted = ruled(part, rules, setting)
    yield from _breaches((), part, wanted)
    for at, (group, wanted_group) in enumerate(zip(part.ad_groups, wanted.ad_groups, strict=True)):
        yield from _breaches((at,), group, wanted_group)
        for index, (ad, wanted_ad) in enumerate(zip(group.ads, wanted_group.ads, strict=True)):
            yield from _breaches((at, index), ad, wanted_ad)


def _breaches(place: tuple[int, ...], now: Part, then: Part) -> Iterator[RuleBreach]:
    if now.name != then.name:
        yield RuleBreach(place, "name", now.name, then.name)
    if isinstance(now, AdPart) and isinstance(then, AdPart) and now.creative and then.creative:
        before, after = now.creative.destination_url, then.creative.destination_url
        if before != after:
            yield RuleBreach(place, "destination_url", before, after)


def _ruled_group(
    group: AdGroupPart, rules: NamingRules, setting: Setting, values: Mapping[str, str]
) -> AdGroupPart:
    countries = _countries(group)
    own = {**values, "countries": countries or values["countries"]}
    name = _name(group.name, rules, Level.AD_GROUP, own)
    within = own | {"ad_group": name}
    ads = tuple(_ruled_ad(ad, rules, setting, within) for ad in group.ads)
    return group.model_copy(update={"name": name, "ads": ads})


def _ruled_ad(ad: AdPart, rules: NamingRules, setting: Setting, values: Mapping[str, str]) -> AdPart:
    name = _name(ad.name, rules, Level.AD, values)
    if rules.links is RuleMode.OFF or ad.creative is None:
        return ad.model_copy(update={"name": name})
    own = {**values, "name": name}
    url = tagged(ad.creative.destination_url, rules.parameters, own, setting.platform)
    return ad.model_copy(
        update={"name": name, "creative": ad.creative.model_copy(update={"destination_url": url})}
    )


def _name(now: str, rules: NamingRules, level: Level, values: Mapping[str, str]) -> str:
    template = rules.template(level)
    if rules.names is RuleMode.OFF or template is None:
        return now
    # A name that follows the template already keeps the words that are its own.
    own = parse(template, now, rules.separator).values.get("name", now)
    given = render(template, {**values, "name": own}, rules.separator, lower=rules.lower)
    return given or now


def _campaign_values(part: CampaignPart, setting: Setting) -> dict[str, str]:
    countries = sorted({code for group in part.ad_groups for code in _countries(group).split("-") if code})
    day = setting.start_date
    values = {
        "advertiser": setting.advertiser,
        "account": setting.account,
        "platform": setting.platform.value,
        "purpose": part.purpose.value if part.purpose else "",
        "countries": "-".join(countries) or "all",
        "yyyy": day[:4],
        "yyyy-mm": day[:7],
        "yyyy-mm-dd": day,
    }
    return {token: values.get(token, "") for token in TOKENS if token not in {"campaign", "ad_group", "name"}}


def _countries(group: AdGroupPart) -> str:
    return "-".join(group.targeting.countries) if group.targeting else ""
