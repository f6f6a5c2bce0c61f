"""Deeds that have to be refused, each with where and why; None where there is nothing to do it to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from adwright.campaigns import service as campaigns
from adwright.campaigns.live_edits import AdEdit, AdGroupEdit, CampaignEdit
from adwright.campaigns.model import RunState
from adwright.changes.model.change import Change
from adwright.core.actor import Actor, Permission, Role
from adwright.core.database import Transaction
from adwright.core.ids import new_id
from adwright.platforms.model import Level
from bench.storm import allowed
from bench.storm.author import Author, node_edit
from bench.storm.book import HEADLINE, NAME, STATE, Page
from bench.storm.deeds import Deed, Refusal, Stage

GUARDRAIL = "guardrail"
_TOO_FEW_DOLLARS = Decimal("0.10")


def over_the_most(author: Author, page: Page) -> Deed | None:
    """Give a budget more than the agency's most a day."""
    most, budgets = author.rules.most_a_day, page.budgets()
    if most is None or not budgets:
        return None
    level, node_id, _ = author.random.choice(budgets)
    amount = Decimal(author.random.randint(most + 1, 3 * most))
    propose = author.set_budget(page, level, node_id, amount)
    return _refused("over the most a day", propose, "max_daily_budget")


def too_large_a_step(author: Author, page: Page) -> Deed | None:
    """Raise a budget by more than the agency lets it rise at once."""
    step, most = author.rules.step_percent, author.rules.most_a_day or 0
    budgets = [each for each in page.budgets() if author.amount(each[2], 130) <= most]
    if step is None or not budgets:
        return None
    level, node_id, before = author.random.choice(budgets)
    amount = author.amount(before, author.random.randint(101 + step, 130))
    return _refused("too large a step", author.set_budget(page, level, node_id, amount), "max_step")


def launch_over_the_most(author: Author, page: Page) -> Deed | None:
    """Launch a campaign whose budget is more than the agency's most a day."""
    most = author.rules.most_a_day
    if most is None:
        return None
    edit = allowed.draft(author, Decimal(most + author.random.randint(1, 100)))

    async def propose(tx: Transaction, actor: Actor) -> Change:
        tenant = author.stand.agency.tenant
        record = await campaigns.create_draft(tx, tenant.owner, tenant.clock, edit)
        return await author.container.propose_change.launch(tx, actor, record.id, None)

    return _refused("launch over the most a day", propose, "max_daily_budget")


def tenfold(author: Author, page: Page) -> Deed | None:
    """Raise a budget more than tenfold, and approve that without a look at it."""
    budgets = page.budgets()
    if author.rules.step_percent is not None or not budgets:
        return None
    level, node_id, before = author.random.choice(budgets)
    amount = author.amount(before, author.random.randint(1100, 1500))
    agency = author.stand.agency
    propose = author.set_budget(page, level, node_id, amount)
    refusal = Refusal(Stage.APPROVAL, "leap")
    return Deed("tenfold", propose, refusal=refusal, approvers=(agency.tenant.owner, agency.colleague))


def too_many_entities(author: Author, page: Page) -> Deed | None:
    """Rename more nodes at once than the agency lets one change touch."""
    most, nodes = author.rules.most_entities, page.live_nodes()
    if most is None or len(nodes) <= most:
        return None
    groups = tuple(
        AdGroupEdit(
            id=group,
            name=author.new_name("Group"),
            ads=tuple(_another(author, page, ad) for ad in page.live_ads(group)),
        )
        for group in page.live_groups()
    )
    edit = CampaignEdit(name=author.new_name("Campaign"), ad_groups=groups)
    return _refused("too many entities", author.edit(page, edit), "max_entities")


def _another(author: Author, page: Page, ad_id: UUID) -> AdEdit:
    headline = author.headline_besides(page.values[ad_id, HEADLINE])
    return AdEdit(id=ad_id, creative_version_id=author.stand.versions[headline])


def too_little(author: Author, page: Page) -> Deed | None:
    """Give a budget less than the platform takes; on Google that is nothing at all."""
    budgets = page.budgets()
    if not budgets:
        return None
    level, node_id, _ = author.random.choice(budgets)
    amount = Decimal(0) if author.on_google else _TOO_FEW_DOLLARS
    propose = author.set_budget(page, level, node_id, amount)
    return _refused("below the platform's least", propose, "budget_too_low")


def by_an_analyst(author: Author, page: Page) -> Deed | None:
    """Let somebody propose who may only look."""
    deed = allowed.switch(author, page)
    if deed is None:
        return None
    analyst = author.stand.agency.analyst
    return _refused("proposed by an analyst", deed.propose, "permission_missing", actor=analyst)


def approved_by_an_analyst(author: Author, page: Page) -> Deed | None:
    """Let somebody approve who may only look."""
    deed = allowed.rename(author, page)
    if deed is None:
        return None
    refusal = Refusal(Stage.APPROVAL, "permission_missing")
    return Deed(
        "approved by an analyst", deed.propose, refusal=refusal, approvers=(author.stand.agency.analyst,)
    )


def own_launch(author: Author, page: Page) -> Deed | None:
    """Approve one's own launch where somebody else has to."""
    if not author.rules.launch_by_another:
        return None
    deed, owner = allowed.launch(author), author.stand.agency.tenant.owner
    refusal = Refusal(Stage.APPROVAL, "approval_does_not_count")
    return Deed("own launch", deed.propose, refusal=refusal, approvers=(owner,))


def approved_twice(author: Author, page: Page) -> Deed | None:
    """Approve twice where two people have to."""
    deed = allowed.change_budget(author, page) if author.rules.budgets_by_two else None
    if deed is None:
        return None
    owner = author.stand.agency.tenant.owner
    refusal = Refusal(Stage.APPROVAL, "approved_already")
    return Deed("approved twice by one", deed.propose, refusal=refusal, approvers=(owner, owner))


def nothing_new(author: Author, page: Page) -> Deed | None:
    """Propose what is there already."""
    level, node_id = author.random.choice(page.live_nodes())
    propose = author.set_state(page, level, node_id, page.state(node_id))
    return _refused("nothing new", propose, "nothing_to_do")


def launched_before(author: Author, page: Page) -> Deed | None:
    """Launch what runs already."""

    async def propose(tx: Transaction, actor: Actor) -> Change:
        return await author.container.propose_change.launch(tx, actor, page.campaign_id, None)

    return _refused("launched before", propose, "not_a_draft")


def unknown_creative(author: Author, page: Page) -> Deed | None:
    """Let an ad show a creative that does not exist."""
    ad_id = author.one_of([node_id for level, node_id in page.live_nodes() if level is Level.AD])
    if ad_id is None:
        return None
    edit = node_edit(page, Level.AD, ad_id, creative_version_id=new_id())
    return _refused("unknown creative", author.edit(page, edit), "not_found")


def archived_again_on(author: Author, page: Page) -> Deed | None:
    """Switch on what is archived for good."""
    gone = [ad for ads in page.groups.values() for ad in ads if page.state(ad) is RunState.ARCHIVED]
    ad_id = author.one_of(gone)
    if ad_id is None:
        return None
    propose = author.set_state(page, Level.AD, ad_id, RunState.ACTIVE)
    return _refused("archived again on", propose, "archived")


def undone_again(author: Author, page: Page) -> Deed | None:
    """Take back what was taken back already."""
    change_id = author.one_of(page.undone)
    if change_id is None:
        return None

    async def propose(tx: Transaction, actor: Actor) -> Change:
        return (await author.container.undo_change.propose(tx, actor, [change_id], None))[0]

    return _refused("undone again", propose, "change_undone")


def archive_undone(author: Author, page: Page) -> Deed | None:
    """Take back an archiving, which no platform can."""
    change_id = author.one_of(page.final)
    if change_id is None:
        return None

    async def propose(tx: Transaction, actor: Actor) -> Change:
        return (await author.container.undo_change.propose(tx, actor, [change_id], None))[0]

    return _refused("archive undone", propose, "undo_conflict")


def twice_at_once(author: Author, page: Page) -> Deed | None:
    """Propose the same once more while it waits for approval."""
    deed = allowed.switch(author, page)
    if deed is None:
        return None

    async def propose(tx: Transaction, actor: Actor) -> Change:
        first = await deed.propose(tx, actor)
        try:
            async with tx.savepoint():
                return await deed.propose(tx, actor)
        finally:
            await author.container.decide_change.reject(tx, actor, first.id, "Only the second was meant")

    return _refused("twice at once", propose, "change_open")


def edited_meanwhile(author: Author, page: Page) -> Deed | None:
    """Rename a campaign that somebody else renames before it is approved."""
    deed = _rename_campaign(author, page) if author.outside else None
    if deed is None:
        return None
    theirs = author.new_name("Theirs")

    async def between() -> None:
        await author.edit_outside(page, page.campaign_id, name=theirs)

    sets = {(page.campaign_id, NAME): theirs}
    return replace(
        deed, kind="edited meanwhile", between=between, sets=sets, refusal=Refusal(Stage.APPLY, "moved")
    )


def _rename_campaign(author: Author, page: Page) -> Deed:
    edit = CampaignEdit(name=author.new_name("Ours"))
    return Deed("rename", author.edit(page, edit))


def deleted_meanwhile(author: Author, page: Page) -> Deed | None:
    """Rename an ad that somebody else deletes before it is approved."""
    ads = [ad for group in page.live_groups() for ad in page.live_ads(group)[1:]]
    ad_id = author.one_of(ads) if author.outside and not author.on_google else None
    if ad_id is None:
        return None

    async def between() -> None:
        await author.edit_outside(page, ad_id, status="DELETED")

    propose = author.edit(page, node_edit(page, Level.AD, ad_id, name=author.new_name("Ad")))
    sets = {(ad_id, STATE): RunState.ARCHIVED.value}
    return Deed(
        "deleted meanwhile", propose, sets=sets, between=between, refusal=Refusal(Stage.APPLY, "moved")
    )


def without_right(author: Author, page: Page) -> Deed | None:
    """Let an approver, who may not build, propose."""
    approver = author.stand.agency.tenant.actor(Role.APPROVER)
    if approver.may(Permission.BUILD):
        return None
    deed = allowed.rename(author, page)
    return deed and _refused("proposed by an approver", deed.propose, "permission_missing", actor=approver)


def _refused(
    kind: str,
    propose: Callable[[Transaction, Actor], Awaitable[Change]],
    reason: str,
    *,
    actor: Actor | None = None,
) -> Deed:
    return Deed(kind, propose, actor=actor, refusal=Refusal(Stage.PROPOSAL, reason))


FORBIDDEN: dict[allowed.Draw, int] = {
    over_the_most: 6,
    too_large_a_step: 6,
    launch_over_the_most: 2,
    tenfold: 6,
    too_many_entities: 4,
    too_little: 3,
    by_an_analyst: 2,
    without_right: 1,
    approved_by_an_analyst: 2,
    own_launch: 2,
    approved_twice: 3,
    nothing_new: 2,
    launched_before: 2,
    unknown_creative: 2,
    archived_again_on: 2,
    undone_again: 3,
    archive_undone: 3,
    twice_at_once: 3,
    edited_meanwhile: 4,
    deleted_meanwhile: 3,
}
