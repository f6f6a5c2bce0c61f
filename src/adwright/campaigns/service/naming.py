"""How campaigns are named and links tagged: set for the organization or an advertiser, followed at launch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from adwright.accounts import service as accounts
from adwright.accounts.model import AdAccount
from adwright.audit import service as audit
from adwright.campaigns.document.model import CampaignPart
from adwright.campaigns.model import LaunchProblem
from adwright.campaigns.naming.rules import (
    NamingRules,
    RuleBreach,
    RuleMode,
    Setting,
    breaches,
    checked_rules,
    ruled,
)
from adwright.campaigns.records import CampaignRecord
from adwright.campaigns.repository.naming import NamingRepository
from adwright.campaigns.service.documents import shown_part, shown_whole, write_part
from adwright.core.actor import Actor
from adwright.core.clock import Clock
from adwright.core.database import Transaction
from adwright.core.errors import Invalid
from adwright.platforms.model import Level
from adwright.platforms.texts import Severity

_RULES = TypeAdapter(NamingRules)
_SEVERITY = {
    RuleMode.WARN: Severity.WARNING,
    RuleMode.REFUSE: Severity.ERROR,
    RuleMode.APPLY: Severity.NOTE,
}


@dataclass(frozen=True, slots=True)
class RulesInForce:
    """The rules that count for an advertiser, or for the organization.

    Attributes:
        own: whether they are its own, and not the organization's.
    """

    rules: NamingRules
    own: bool


async def naming_rules(tx: Transaction, advertiser_id: UUID | None) -> RulesInForce:
    """Return the rules that count: an advertiser's own, otherwise the organization's. Repeatable.

    Raises:
        NotFound: there is no such advertiser.
    """
    repository = NamingRepository(tx)
    if advertiser_id is not None:
        await accounts.get_advertiser(tx, advertiser_id)
        own = await repository.get(advertiser_id)
        if own is not None:
            return RulesInForce(_RULES.validate_python(own), own=True)
    found = await repository.get(tx.organization_id)
    rules = NamingRules() if found is None else _RULES.validate_python(found)
    return RulesInForce(rules, own=advertiser_id is None and found is not None)


async def set_naming_rules(
    tx: Transaction, actor: Actor, clock: Clock, advertiser_id: UUID | None, rules: NamingRules
) -> RulesInForce:
    """Set the rules of the organization (no advertiser) or of an advertiser. Repeatable.

    Raises:
        Denied: they are the organization's, and the actor is limited to some advertisers.
        Invalid: a template cannot be followed or read back.
        NotFound: there is no such advertiser.
    """
    if advertiser_id is None:
        actor.require_all_advertisers()
    before = (await naming_rules(tx, advertiser_id)).rules
    document: dict[str, Any] = _RULES.dump_python(checked_rules(rules), mode="json")
    await NamingRepository(tx).put(advertiser_id, document, clock.now(), actor.name)
    if before != rules:
        await _record(tx, actor, "naming_rules.set", advertiser_id, before, document)
    return RulesInForce(rules, own=True)


async def remove_naming_rules(tx: Transaction, actor: Actor, advertiser_id: UUID) -> None:
    """Let the organization's rules count for an advertiser again. Repeatable.

    Raises:
        NotFound: there is no such advertiser.
    """
    found = await naming_rules(tx, advertiser_id)
    if found.own:
        await NamingRepository(tx).remove(advertiser_id)
        await _record(tx, actor, "naming_rules.removed", advertiser_id, found.rules, None)


async def follow_rules(tx: Transaction, actor: Actor, clock: Clock, record: CampaignRecord) -> None:
    """Give a draft the names and links that its rules apply by themselves. Repeatable."""
    found = await _judged(tx, record, clock)
    if found is None:
        return
    rules = replace(
        found.rules,
        names=found.rules.names if found.rules.names is RuleMode.APPLY else RuleMode.OFF,
        links=found.rules.links if found.rules.links is RuleMode.APPLY else RuleMode.OFF,
    )
    wanted = ruled(found.part, rules, found.setting)
    if wanted != found.part:
        kept = await shown_part(tx, record, found.account)
        part = _named_and_tagged(kept, wanted)
        await write_part(tx, actor, clock, part, found.account, record)


async def rule_problems(tx: Transaction, record: CampaignRecord, clock: Clock) -> list[LaunchProblem]:
    """Return what does not follow the rules, as problems before a launch. Repeatable."""
    found = await _judged(tx, record, clock)
    if found is None:
        return []
    made = breaches(found.part, found.rules, found.setting)
    return [_problem(breach, found.rules, record) for breach in made]


async def name_by_template(tx: Transaction, clock: Clock, record: CampaignRecord, template: str) -> str:
    """Return what a template makes of a campaign's name. Repeatable.

    Raises:
        Invalid: the template cannot be followed, or the campaign has no ad account yet.
    """
    rules = (await naming_rules(tx, record.advertiser_id)).rules
    asked = checked_rules(replace(rules, names=RuleMode.APPLY, campaign=template))
    found = await _judged(tx, record, clock, asked)
    if found is None:
        raise Invalid("Choose the ad account first.", code="ad_account_missing")
    return ruled(found.part, asked, found.setting).name


@dataclass(frozen=True, slots=True)
class _Judged:
    rules: NamingRules
    account: AdAccount
    setting: Setting
    part: CampaignPart


async def _judged(
    tx: Transaction, record: CampaignRecord, clock: Clock, asked: NamingRules | None = None
) -> _Judged | None:
    """Return a campaign with the rules that count for it, or are asked for; None where nothing is ruled."""
    rules = asked or (await naming_rules(tx, record.advertiser_id)).rules
    if record.ad_account_id is None or {rules.names, rules.links} == {RuleMode.OFF}:
        return None
    account = await accounts.get_ad_account(tx, record.ad_account_id)
    advertiser = await accounts.get_advertiser(tx, record.advertiser_id)
    start = record.start_local.date() if record.start_local else account.today(clock)
    setting = Setting(advertiser.name, account.name, account.platform, start.isoformat())
    shown = await shown_whole(tx, record, account)
    groups = [
        group.model_copy(update={"targeting": shown.targeting(group)}) for group in shown.part.ad_groups
    ]
    part = shown.part.model_copy(update={"ad_groups": tuple(groups)})
    return _Judged(rules, account, setting, part)


def _named_and_tagged(kept: CampaignPart, wanted: CampaignPart) -> CampaignPart:
    """Return a campaign as it is kept, with other names and links."""
    groups = [
        group.model_copy(update={"name": other.name, "ads": other.ads})
        for group, other in zip(kept.ad_groups, wanted.ad_groups, strict=True)
    ]
    return kept.model_copy(update={"name": wanted.name, "ad_groups": tuple(groups)})


def _problem(breach: RuleBreach, rules: NamingRules, record: CampaignRecord) -> LaunchProblem:
    mode = rules.names if breach.field == "name" else rules.links
    level, node_id, node = Level.CAMPAIGN, record.id, "campaign"
    if breach.place:
        group = record.ad_groups[breach.place[0]]
        level, node_id, node = Level.AD_GROUP, group.id, f"ad group “{group.name}”"
        if len(breach.place) > 1:
            ad = group.ads[breach.place[1]]
            level, node_id, node = Level.AD, ad.id, f"ad “{ad.name}”"
    what = "The name" if breach.field == "name" else "The link"
    if mode is RuleMode.APPLY:
        message = f"{what} becomes “{breach.wanted}” at launch."
    else:
        message = f"{what} does not follow the template. Make it “{breach.wanted}”."
    return LaunchProblem(level, node_id, node, breach.field, _SEVERITY[mode], message)


async def _record(
    tx: Transaction,
    actor: Actor,
    action: str,
    advertiser_id: UUID | None,
    before: NamingRules,
    after: dict[str, Any] | None,
) -> None:
    subject = "advertiser" if advertiser_id else "organization"
    shown: dict[str, Any] = _RULES.dump_python(before, mode="json")
    await audit.record(
        tx, actor, action, subject, advertiser_id or tx.organization_id, before=shown, after=after
    )
