"""Places below a country, as the platform that has numbers for them calls them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that ads can be shown in, or kept out of.

    Attributes:
        code: as targeting names it: a country's ISO 3166-1 code, or Google's number as `google:1016367`.
        name: with what it lies in, such as `Chicago, Illinois, United States`.
        kind: in the platform's words, such as `City`.
        reach: about how many people are there; None where the platform does not say.
    """

    code: str
    name: str
    kind: str
    reach: int | None
