"""What is wrong with a field, in plain words: pydantic's findings for people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# How Python shows a member of an enumeration: <Level.CAMPAIGN: 'campaign'>.
_ENUM_MEMBER = re.compile(r"<\w+\.\w+: ('[^']*')>")

# By the kind of finding; `{…}` are the limits that the finding carries.
_SENTENCES = {
    "extra_forbidden": "This field is not known here. Remove it.",
    "missing": "This field is required.",
    "json_invalid": "This is not JSON: {error}.",
    "uuid_parsing": "This is not an id.",
    "uuid_type": "This is not an id.",
    "string_type": "This must be text.",
    "string_unicode": "This holds a character that is no text.",
    "string_too_short": "Use at least {min_length} characters.",
    "string_too_long": "Use at most {max_length} characters.",
    "string_pattern_mismatch": "This does not have the form that is asked for.",
    "enum": "Use one of {expected}.",
    "literal_error": "Use one of {expected}.",
    "bool_parsing": "Use true or false.",
    "bool_type": "Use true or false.",
    "int_parsing": "This is not a whole number.",
    "int_type": "This is not a whole number.",
    "int_from_float": "This is not a whole number.",
    "decimal_parsing": "This is not a number.",
    "decimal_type": "This is not a number.",
    "decimal_max_digits": "Use at most {max_digits} digits.",
    "decimal_max_places": "Use at most {decimal_places} decimals.",
    "decimal_whole_digits": "Use at most {whole_digits} digits before the decimal point.",
    "finite_number": "This is not a number.",
    "greater_than": "Use more than {gt}.",
    "greater_than_equal": "Use {ge} or more.",
    "less_than": "Use less than {lt}.",
    "less_than_equal": "Use {le} or less.",
    "too_short": "Give at least {min_length}.",
    "too_long": "Give at most {max_length}.",
    "list_type": "This must be a list.",
    "dict_type": "This must be an object.",
    "model_type": "This must be an object.",
    "model_attributes_type": "This must be an object.",
    "date_parsing": "This is not a date. Write it as 2026-11-21.",
    "date_from_datetime_parsing": "This is not a date. Write it as 2026-11-21.",
    "date_type": "This is not a date. Write it as 2026-11-21.",
    "datetime_parsing": "This is not a time. Write it as 2026-11-21T09:00.",
    "datetime_from_date_parsing": "This is not a time. Write it as 2026-11-21T09:00.",
    "datetime_type": "This is not a time. Write it as 2026-11-21T09:00.",
    "timezone_naive": "This must be a time without an offset: it is in the ad account's zone.",
    "timezone_aware": "This must be a time with an offset, such as 2026-11-21T09:00Z.",
}


def sentence(finding: Mapping[str, Any]) -> str:
    """Return what is wrong with a field, as a sentence that says what to do."""
    known = _SENTENCES.get(finding["type"])
    if known is not None:
        said = known.format_map(finding.get("ctx") or {}) if "{" in known else known
        return _ENUM_MEMBER.sub(r"\1", said)
    return str(finding["msg"]).removeprefix("Value error, ").rstrip(".") + "."


def field_path(finding: Mapping[str, Any]) -> str:
    """Return the field as the API names it, such as `ad_groups.0.name`."""
    place, *path = finding["loc"]
    if finding["type"] == "json_invalid" or not path:
        return str(place)
    return ".".join(str(part) for part in path)
