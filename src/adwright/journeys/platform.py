"""The platforms as journeys see them: four ports each, by provider."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from adwright.accounts.ports import Connector
from adwright.campaigns.ports import PlatformTree
from adwright.changes.ports import Executor
from adwright.insights.ports import FactSource
from adwright.platforms.model import Provider


@dataclass(frozen=True, slots=True)
class PlatformPorts:
    """One platform behind its four ports; usually one adapter object fits all of them."""

    connector: Connector
    tree: PlatformTree
    facts: FactSource
    executor: Executor


Platforms = Mapping[Provider, PlatformPorts]
