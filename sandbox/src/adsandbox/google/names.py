"""Resource names such as `customers/4100000002/adGroupAds/520010000001~530010000004`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = re.compile(r"customers/(\d{1,10})/([A-Za-z]+)/([^/]+)")
_CUSTOMER = re.compile(r"customers/\d{1,10}")
_TEMPORARY = re.compile(r"-\d{1,18}")


@dataclass(frozen=True, slots=True)
class ResourceName:
    """A name taken apart; `parts` are the ids (and for asset links the field type) between the tildes."""

    customer_id: str
    collection: str
    parts: tuple[str, ...]

    @property
    def temporary(self) -> str | None:
        """The temporary id that the name stands for, if its last part is one."""
        return self.parts[-1] if _TEMPORARY.fullmatch(self.parts[-1]) else None

    def __str__(self) -> str:
        return f"customers/{self.customer_id}/{self.collection}/{'~'.join(self.parts)}"


def parse_name(text: str) -> ResourceName | None:
    """The parts of the name of a customer or of a resource below it, or None when it is none."""
    if _CUSTOMER.fullmatch(text):
        return ResourceName(text.removeprefix("customers/"), "customers", (text.removeprefix("customers/"),))
    match = _NAME.fullmatch(text)
    return ResourceName(match.group(1), match.group(2), tuple(match.group(3).split("~"))) if match else None


def is_temporary(part: str) -> bool:
    """Whether a part of a name is a temporary id (a negative number)."""
    return _TEMPORARY.fullmatch(part) is not None


def last_id(name: str) -> str:
    """The last id of a resource name, such as the ad's of an ad group ad."""
    return name.rsplit("/", 1)[-1].rsplit("~", 1)[-1]
