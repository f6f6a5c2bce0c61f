"""A platform's knowledge of people in memory: the interests that there are, and how many share them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from adwright.accounts.ports import AccountAccess
from adwright.campaigns.audience_size import AudienceSize
from adwright.campaigns.model import Interest, Targeting
from adwright.campaigns.places import Place
from adwright.platforms.capabilities import META, Capabilities
from tests.twins.facts import FactsTwin


@dataclass
class PeopleTwin(FactsTwin):
    """Fits the part of `PlatformTree` that is asked about people.

    Attributes:
        can: which platform it is like.
        catalogue: the interests that there are.
        atlas: the places that there are.
    """

    can: Capabilities = META
    catalogue: Sequence[Interest] = (Interest("6003", "Snack foods"),)
    atlas: Sequence[Place] = (
        Place("google:1016367", "Chicago, Illinois, United States", "City", 2_700_000),
        Place("US", "United States", "Country", 330_000_000),
    )

    async def interests(self, access: AccountAccess, query: str) -> Sequence[Interest]:
        """Search the catalogue."""
        self.meet(access.token)
        fitting = [each for each in self.catalogue if query.lower() in each.name.lower()]
        return fitting[:25] if self.can.interests else []

    async def places(self, access: AccountAccess, query: str) -> Sequence[Place]:
        """Search the atlas, where there is one."""
        self.meet(access.token)
        fitting = [each for each in self.atlas if each.name.lower().startswith(query.lower())]
        return fitting[:25] if self.can.places else []

    async def places_called(self, access: AccountAccess, codes: Sequence[str]) -> Sequence[Place]:
        """Look places up in the atlas, where there is one."""
        self.meet(access.token)
        by_code = {each.code: each for each in self.atlas} if self.can.places else {}
        return [by_code[code] for code in codes if code in by_code]

    async def audience_size(self, access: AccountAccess, targeting: Targeting) -> AudienceSize | None:
        """Estimate, where that is done here: the more countries, the more people."""
        self.meet(access.token)
        people = 1_000_000 * len(targeting.countries) // (1 + len(targeting.interests))
        return AudienceSize(people, 2 * people) if self.can.audience_sizes else None
