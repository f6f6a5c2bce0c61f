"""Tracking parameters on a destination: by template, never twice, with the platforms' own macros."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

from adwright.campaigns.naming.templates import TOKENS, value_text
from adwright.core.errors import Invalid
from adwright.platforms.model import Platform

PARAMETERS = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term", "utm_id")

# What the platform puts in when somebody clicks; one word of ours for both.
MACROS: Mapping[str, Mapping[Platform, str]] = {
    "campaign_id": {Platform.META: "{{campaign.id}}", Platform.GOOGLE: "{campaignid}"},
    "campaign_name": {Platform.META: "{{campaign.name}}"},
    "ad_group_id": {Platform.META: "{{adset.id}}", Platform.GOOGLE: "{adgroupid}"},
    "ad_group_name": {Platform.META: "{{adset.name}}"},
    "ad_id": {Platform.META: "{{ad.id}}", Platform.GOOGLE: "{creative}"},
    "ad_name": {Platform.META: "{{ad.name}}"},
    "placement": {Platform.META: "{{placement}}", Platform.GOOGLE: "{network}"},
    "site": {Platform.META: "{{site_source_name}}"},
    "keyword": {Platform.GOOGLE: "{keyword}"},
    "match_type": {Platform.GOOGLE: "{matchtype}"},
    "device": {Platform.GOOGLE: "{device}"},
}
_OWN = frozenset(macro for known in MACROS.values() for macro in known.values())
_PIECE = re.compile(r"\{\{[a-z_.]+\}\}|\{[^{}]*\}")


def require_known(template: str) -> None:
    """Let a parameter's template pass, or refuse it.

    Raises:
        Invalid: it has a token that is neither ours nor a platform's.
    """
    for piece in _PIECE.findall(template):
        if piece not in _OWN and piece.strip("{}") not in (*TOKENS, *MACROS):
            raise Invalid(
                f"{piece} is not known here. Use a token of names, or one of "
                f"{', '.join(f'{{{macro}}}' for macro in MACROS)}.",
                code="template",
            )


def parameter_value(template: str, values: Mapping[str, str], platform: Platform) -> str:
    """Return one parameter's value for a URL; what the platform has no macro for is left out."""

    def piece(found: re.Match[str]) -> str:
        text = found[0]
        token = text.strip("{}")
        if token in MACROS and text == f"{{{token}}}" and token not in values:
            return MACROS[token].get(platform, "")
        if text in _OWN:
            return text
        return quote(value_text(values.get(token, ""), " ", lower=True), safe="")

    pieces = _PIECE.split(template)
    macros = [piece(found) for found in _PIECE.finditer(template)] + [""]
    literals = (quote(literal, safe="-._~") for literal in pieces)
    return "".join(part for pair in zip(literals, macros, strict=True) for part in pair)


def tagged(url: str, parameters: Mapping[str, str], values: Mapping[str, str], platform: Platform) -> str:
    """Return a destination with the parameters that it lacks; those that it has stay as they are.

    Args:
        url: the destination; empty stays empty.
        parameters: template by parameter name.
        values: of the tokens.
        platform: whose macros are written.
    """
    if not url:
        return url
    parts = urlsplit(url)
    present = {name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    added = [
        f"{name}={value}"
        for name in PARAMETERS
        if name in parameters
        and name not in present
        and (value := parameter_value(parameters[name], values, platform))
    ]
    query = "&".join([parts.query, *added] if parts.query else added)
    return urlunsplit(parts._replace(query=query))
