"""Shapes of names and tracking parameters by template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

from pydantic import Field

from adwright.campaigns.naming.rules import LONGEST_TEMPLATE, NamingRules, RuleMode
from adwright.campaigns.naming.templates import TOKENS, ReadName
from adwright.campaigns.naming.tracking import MACROS, PARAMETERS
from adwright.campaigns.service.naming import RulesInForce
from adwright.platforms.model import Platform
from adwright.web.schemas.base import Input, Output

TemplateText = Annotated[
    str, Field(max_length=LONGEST_TEMPLATE, examples=["{advertiser}_{purpose}_{yyyy-mm}_{name}"])
]


class NamingIn(Input):
    """Templates, and what is done at launch with what does not follow them."""

    names: RuleMode = RuleMode.OFF
    campaign: TemplateText | None = None
    ad_group: TemplateText | None = None
    ad: TemplateText | None = None
    separator: Annotated[str, Field(min_length=1, max_length=1)] = "_"
    lower: bool = True
    links: RuleMode = RuleMode.OFF
    parameters: dict[str, TemplateText] = Field(
        default={}, max_length=20, examples=[{"utm_source": "{platform}"}]
    )

    def to_rules(self) -> NamingRules:
        """Convert to the room's words; an empty template is none."""
        return NamingRules(
            names=self.names,
            campaign=self.campaign or None,
            ad_group=self.ad_group or None,
            ad=self.ad or None,
            separator=self.separator,
            lower=self.lower,
            links=self.links,
            parameters={name: text for name, text in self.parameters.items() if text},
        )


class NamingOut(Output):
    """Templates in force."""

    own: bool = Field(description="Set here, and not taken from the organization")
    names: RuleMode
    campaign: str | None
    ad_group: str | None
    ad: str | None
    separator: str
    lower: bool
    links: RuleMode
    parameters: Mapping[str, str]
    tokens: Mapping[str, str] = Field(description="What can stand in a template, and what it stands for")
    macros: Sequence[str] = Field(description="What a platform puts into a parameter at the click")
    known_parameters: Sequence[str]

    @classmethod
    def of(cls, found: RulesInForce) -> NamingOut:
        """Convert rules."""
        rules = found.rules
        return cls(
            own=found.own,
            names=rules.names,
            campaign=rules.campaign,
            ad_group=rules.ad_group,
            ad=rules.ad,
            separator=rules.separator,
            lower=rules.lower,
            links=rules.links,
            parameters=rules.parameters,
            tokens=TOKENS,
            macros=list(MACROS),
            known_parameters=PARAMETERS,
        )


class NamingPreviewIn(NamingIn):
    """Templates to look at, beside an example campaign."""

    advertiser_id: UUID | None = None
    name: Annotated[str, Field(max_length=200)] = "Spicy chips"
    destination_url: Annotated[str, Field(max_length=2048)] = "https://example.com/spicy"


class NamingExampleOut(Output):
    """What the templates make of the example on one platform."""

    platform: Platform
    campaign: str
    ad_group: str
    ad: str
    destination_url: str


class NamingPreviewOut(Output):
    """What the templates make of the example."""

    examples: Sequence[NamingExampleOut]


class ParseIn(Input):
    """Names to read back."""

    advertiser_id: UUID | None = None
    names: list[Annotated[str, Field(max_length=512)]] = Field(max_length=1000)


class ParsedNameOut(Output):
    """A name read back: its values by token; none when it does not follow the template."""

    name: str
    values: Mapping[str, str]
    ambiguous: bool

    @classmethod
    def of(cls, name: str, read: ReadName) -> ParsedNameOut:
        """Convert a reading."""
        return cls(name=name, values=read.values, ambiguous=read.ambiguous)


class ParsedNamesOut(Output):
    """Names read back, in their order."""

    items: Sequence[ParsedNameOut]
