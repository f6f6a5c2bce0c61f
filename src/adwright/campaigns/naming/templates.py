"""Name templates such as `{advertiser}_{purpose}_{yyyy-mm}_{name}`: pure text to values and back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from adwright.core.errors import Invalid
from adwright.platforms.model import Purpose

# What stands for what; a value of the ones with a pattern is known by it when a name is read back.
TOKENS: Mapping[str, str] = {
    "advertiser": "the advertiser's name",
    "account": "the ad account's name",
    "platform": "meta or google",
    "purpose": "the campaign's purpose",
    "countries": "the countries of the ad group, or of all ad groups",
    "campaign": "the campaign's name",
    "ad_group": "the ad group's name",
    "yyyy": "the year of the start",
    "yyyy-mm": "year and month of the start",
    "yyyy-mm-dd": "the day of the start",
    "name": "your own words",
}
_PATTERNS: Mapping[str, str] = {
    "platform": "meta|google",
    "purpose": "|".join(purpose.value.replace("_", "[^a-z0-9]?") for purpose in Purpose),
    "countries": "[a-z]{2}(?:[^a-z0-9][a-z]{2})*|all",
    "yyyy": r"\d{4}",
    "yyyy-mm": r"\d{4}[^0-9]\d{2}",
    "yyyy-mm-dd": r"\d{4}[^0-9]\d{2}[^0-9]\d{2}",
}
_TOKEN = re.compile(r"\{([^{}]*)\}")
_LONGEST = 200
_NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Template:
    """A template taken apart.

    Attributes:
        parts: literal texts and tokens in turn, beginning and ending with a literal.
    """

    text: str
    parts: tuple[str, ...]

    @property
    def tokens(self) -> tuple[str, ...]:
        """The tokens in order."""
        return self.parts[1::2]


@dataclass(frozen=True, slots=True)
class ReadName:
    """A name read back.

    Attributes:
        values: by token; empty when the name does not follow the template, or does so in several ways.
        ambiguous: more than one reading fits, so that none is taken.
    """

    values: Mapping[str, str]
    ambiguous: bool = False

    @property
    def fits(self) -> bool:
        """Whether the name follows the template in exactly one way."""
        return bool(self.values)


def read_template(text: str) -> Template:
    """Take a template apart.

    Raises:
        Invalid: an unknown token, one that is there twice, a brace that does not close, or nothing at all.
    """
    parts = tuple(_TOKEN.split(text.strip()))
    tokens = parts[1::2]
    unknown = [token for token in tokens if token not in TOKENS]
    if unknown:
        known = ", ".join(f"{{{token}}}" for token in TOKENS)
        raise Invalid(f"{{{unknown[0]}}} is not known. Use {known}.", code="template")
    twice = next((token for token in tokens if tokens.count(token) > 1), None)
    if twice:
        raise Invalid(f"{{{twice}}} is there twice. Once is enough.", code="template")
    if any(brace in literal for literal in parts[::2] for brace in "{}"):
        raise Invalid("A brace does not close. Write tokens as {purpose}.", code="template")
    if not tokens:
        raise Invalid("A template needs a token at least, such as {name}.", code="template")
    return Template(text.strip(), parts)


def require_readable(template: Template, separator: str) -> None:
    """Let a template pass whose names can be read back in one way only.

    Raises:
        Invalid: two tokens have no separator between them.
    """
    for before, literal, after in zip(
        template.tokens, template.parts[2::2], template.tokens[1:], strict=False
    ):
        if separator not in literal:
            raise Invalid(
                f"Put the separator {separator} between {{{before}}} and {{{after}}}, so that names can be "
                "read back.",
                code="template",
            )


def value_text(value: str, separator: str, *, lower: bool) -> str:
    """Return a value as it stands in a name: without what separates values there; `none` when empty."""
    plain = " ".join(unicodedata.normalize("NFC", value).split())
    instead = "-" if separator != "-" else "."
    text = re.sub(rf"[\s{re.escape(separator)}]+", instead, plain) or _NOTHING
    return text.lower() if lower else text


def render(template: Template, values: Mapping[str, str], separator: str, *, lower: bool) -> str:
    """Return the name: each token's value in its place.

    Args:
        template: the template.
        values: by token.
        separator: what values stand between, and so do not contain.
        lower: write values in lower case.
    """
    said = [
        part if index % 2 == 0 else value_text(values.get(part, ""), separator, lower=lower)
        for index, part in enumerate(template.parts)
    ]
    return "".join(said)[:_LONGEST]


def parse(template: Template, name: str, separator: str) -> ReadName:
    """Read a name back into its values."""
    found: list[dict[str, str]] = []
    for values in _readings(template.parts, name.strip(), separator):
        if values not in found:
            found.append(values)
        if len(found) > 1:
            return ReadName({}, ambiguous=True)
    return ReadName(found[0] if found else {})


def _readings(parts: Sequence[str], text: str, separator: str) -> Iterator[dict[str, str]]:
    literal = parts[0]
    if not text.startswith(literal):
        return
    rest = text[len(literal) :]
    if len(parts) == 1:
        if not rest:
            yield {}
        return
    token, after = parts[1], parts[2:]
    for end in range(1, len(rest) + 1):
        value = rest[:end]
        if not _may_be(token, value, separator):
            continue
        for values in _readings(after, rest[end:], separator):
            yield {token: value} | values


def _may_be(token: str, value: str, separator: str) -> bool:
    if separator in value:
        return False
    pattern = _PATTERNS.get(token)
    return pattern is None or value == _NOTHING or re.fullmatch(pattern, value, re.IGNORECASE) is not None
