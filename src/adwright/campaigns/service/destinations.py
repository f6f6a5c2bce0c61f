"""Whether the pages that a campaign's ads lead to answered when they were asked last."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from adwright.audit import service as audit
from adwright.campaigns.destinations import DestinationCheck
from adwright.campaigns.model import LaunchProblem
from adwright.campaigns.records import AdRecord, CampaignRecord
from adwright.campaigns.repository.destinations import DestinationRepository
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Conflict, Invalid
from adwright.platforms.destinations import destination_problem, normalize_destination
from adwright.platforms.model import Level
from adwright.platforms.texts import Severity


def destinations_of(record: CampaignRecord) -> list[str]:
    """Return the addresses that a campaign's ads lead to, each once; what is no address is left out."""
    urls = (ad.creative.content.destination_url for ad in _ads(record) if ad.creative is not None)
    return list(dict.fromkeys(url for url in urls if url and destination_problem(url) is None))


async def destination_checks(tx: Transaction, urls: Collection[str]) -> list[DestinationCheck]:
    """Return the checks that there are of these addresses, in their order. Repeatable."""
    found = await DestinationRepository(tx).of(urls)
    return [found[url] for url in urls if url in found]


async def keep_destination_checks(tx: Transaction, checks: Sequence[DestinationCheck]) -> None:
    """Keep what was found. Repeatable."""
    for check in checks:
        await DestinationRepository(tx).put(check)


async def allow_destination(
    tx: Transaction, actor: Actor, record: CampaignRecord, url: str, why: str
) -> DestinationCheck:
    """Let a destination pass that did not answer, until it is asked again. Repeatable.

    Raises:
        Conflict: it was not asked yet, or answers.
        Invalid: no ad of the campaign leads there.
    """
    address = normalize_destination(url)
    if address not in destinations_of(record):
        raise Invalid("No ad of this campaign leads to this address.", code="other_destination")
    repository = DestinationRepository(tx)
    check = (await repository.of([address])).get(address)
    if check is None or check.answers:
        raise Conflict("This destination needs no permission: it was not found to fail.", code="not_failing")
    await repository.allow(address, actor.name, why)
    await audit.record(
        tx, actor, "destination.allowed", "campaign", record.id, after={"url": address}, why=why
    )
    return (await repository.of([address]))[address]


async def destination_problems(tx: Transaction, record: CampaignRecord, clock: Clock) -> list[LaunchProblem]:
    """Return destinations that did not answer, as problems before a launch. Repeatable."""
    found = await DestinationRepository(tx).of(destinations_of(record))
    problems = []
    for ad in _ads(record):
        check = found.get(ad.creative.content.destination_url) if ad.creative else None
        if check is None or check.answers or not check.is_fresh(clock.now()):
            continue
        severity = Severity.WARNING if check.passes else Severity.ERROR
        message = (
            f"The link was let pass by {check.allowed_by} ({check.allowed_why}). {check.message}"
            if check.passes
            else f"{check.message} Correct the link, check again, or let it pass with a reason."
        )
        problems.append(
            LaunchProblem(Level.AD, ad.id, f"ad “{ad.name}”", "destination_url", severity, message)
        )
    return problems


def _ads(record: CampaignRecord) -> Iterator[AdRecord]:
    return (ad for group in record.ad_groups for ad in group.ads)
