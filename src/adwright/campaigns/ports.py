"""What campaigns wants of a platform: the tree as it stands there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from adwright.accounts.ports import AccountAccess
from adwright.campaigns.audience_size import AudienceSize
from adwright.campaigns.destinations import Answer
from adwright.campaigns.model import Activity, Interest, ObservedTree, Targeting
from adwright.campaigns.places import Place


class PlatformTree(Protocol):
    """Reads what exists on a platform. Repeatable; changes nothing."""

    async def read_tree(self, access: AccountAccess) -> ObservedTree:
        """Return every campaign, ad group and ad of an account, archived ones included.

        Raises:
            ReconnectNeeded: the token is refused for good.
            Upstream: other trouble; `retry_after_seconds` says when to come back.
        """
        ...

    async def activities(self, access: AccountAccess, since: datetime) -> Sequence[Activity]:
        """Return who edited what since an instant (UTC), newest first; empty where the platform does not say.

        Raises:
            ReconnectNeeded: the token is refused for good.
            Upstream: other trouble.
        """
        ...

    async def interests(self, access: AccountAccess, query: str) -> Sequence[Interest]:
        """Search the platform's catalogue of interests; at most 25, best first; empty where it has none."""
        ...

    async def places(self, access: AccountAccess, query: str) -> Sequence[Place]:
        """Search the platform's places by name; at most 25, best first; empty where only countries count."""
        ...

    async def places_called(self, access: AccountAccess, codes: Sequence[str]) -> Sequence[Place]:
        """Return the places of these codes that the platform knows, in their order."""
        ...

    async def audience_size(self, access: AccountAccess, targeting: Targeting) -> AudienceSize | None:
        """Estimate how many people an audience is that names a country; None where no estimate is given."""
        ...


class DestinationAsker(Protocol):
    """Asks a web page whether it is there. Repeatable; never reaches what is not on the open internet."""

    async def ask(self, url: str) -> Answer:
        """Return whether a page answers; trouble of any kind is an answer too."""
        ...
