"""Everything to say about a draft: what every platform wants, then what its own does."""

from __future__ import annotations

from collections.abc import Iterator

from adwright.accounts.model import ConnectionStatus
from adwright.accounts.ports import AccountStatus
from adwright.campaigns.model import LaunchProblem
from adwright.campaigns.problems import meta, search
from adwright.campaigns.problems.inspection import Inspection, Surroundings, of_ad, of_group
from adwright.campaigns.problems.needs import NO_NEEDS
from adwright.campaigns.problems.spending import group_spending_problems, schedule_problems, spending_problems
from adwright.campaigns.records import AdGroupRecord, AdRecord, CampaignRecord
from adwright.platforms.destinations import destination_problem
from adwright.platforms.model import Platform
from adwright.platforms.texts import PLATFORM_NAMES, Severity

_OWN = {Platform.META: meta.NEEDS, Platform.GOOGLE: search.NEEDS, Platform.FILE: NO_NEEDS}


def find_problems(draft: CampaignRecord, around: Surroundings) -> list[LaunchProblem]:
    """Return everything to say about a draft, from the campaign down; only errors stop a launch."""
    return list(_all(Inspection(draft, around)))


def _all(inspection: Inspection) -> Iterator[LaunchProblem]:
    own = _OWN[inspection.platform]
    yield from _account(inspection)
    yield from _purpose(inspection)
    yield from schedule_problems(inspection)
    yield from spending_problems(inspection)
    yield from own.campaign(inspection)
    if not inspection.draft.ad_groups:
        yield inspection.of_campaign("ad_groups", "The campaign has no ad group. Add one.")
    for group in inspection.draft.ad_groups:
        yield from _group(group)
        yield from own.group(inspection, group)
        yield from group_spending_problems(inspection, group)
        for ad in group.ads:
            yield from _ad(inspection, ad)
            yield from own.ad(inspection, ad)


def _account(inspection: Inspection) -> Iterator[LaunchProblem]:
    account = inspection.account
    if not inspection.draft.name.strip():
        yield inspection.of_campaign("name", "The campaign has no name.")
    if account is None:
        yield inspection.of_campaign("ad_account_id", "Choose the ad account that the campaign runs in.")
    elif account.read_only:
        message = "This account is made of imported files. Choose one that is connected."
        yield inspection.of_campaign("ad_account_id", message)
    elif inspection.around.connection is not ConnectionStatus.GOOD:
        message = "The ad account's connection cannot be used any more. Renew it under Connections."
        yield inspection.of_campaign("ad_account_id", message)
    elif account.status is not AccountStatus.ACTIVE:
        name = PLATFORM_NAMES[account.platform]
        reason = f" ({account.disable_reason})" if account.disable_reason else ""
        message = f"The ad account cannot run ads on {name} now: {account.platform_status}{reason}."
        yield inspection.of_campaign("ad_account_id", f"{message} {account.payment_trouble or ''}".strip())
    elif account.payment_trouble is not None:
        yield inspection.of_campaign("ad_account_id", account.payment_trouble, Severity.WARNING)


def _purpose(inspection: Inspection) -> Iterator[LaunchProblem]:
    offered = inspection.offer
    if offered is None:
        yield inspection.of_campaign("purpose", "Choose what the campaign is for.")
    elif offered.reason is not None:
        yield inspection.of_campaign("purpose", offered.reason)
    strategy, strategies = inspection.draft.bid_strategy, inspection.strategies
    if strategy is not None and strategies and strategy not in strategies:
        message = "This bid strategy is not available for this purpose. Choose another."
        yield inspection.of_campaign("bid_strategy", message)


def _group(group: AdGroupRecord) -> Iterator[LaunchProblem]:
    if not group.name.strip():
        yield of_group(group, "name", "The ad group has no name.")
    if not group.ads:
        yield of_group(group, "ads", "The ad group has no ad. Add one.")


def _ad(inspection: Inspection, ad: AdRecord) -> Iterator[LaunchProblem]:
    if not ad.name.strip():
        yield of_ad(ad, "name", "The ad has no name.")
    if ad.creative is None:
        yield of_ad(ad, "creative_version_id", "The ad has no creative. Choose or write one.")
        return
    destination = ad.creative.content.destination_url
    wrong = destination_problem(destination)
    if wrong and (destination.strip() or not inspection.opens_form):
        yield of_ad(ad, "destination_url", wrong)
