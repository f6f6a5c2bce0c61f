"""Deeds that are allowed, by the storm's own arithmetic; None where there is nothing to do it to."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from adwright.campaigns import service as campaigns
from adwright.campaigns.drafts import DraftAd, DraftAdGroup, DraftBudget, DraftEdit
from adwright.campaigns.live_edits import AdEdit, AdGroupEdit, CampaignEdit
from adwright.campaigns.model import BudgetLevel, RunState, SearchSettings, Targeting
from adwright.changes.model.change import Change
from adwright.core.actor import Actor
from adwright.core.database import Transaction
from adwright.platforms.model import BidStrategy, BudgetPeriod, Level, Purpose
from bench.storm.author import Author, node_edit
from bench.storm.book import BUDGET, HEADLINE, KEYWORDS, NAME, STATE, Page
from bench.storm.deeds import Deed

FIRST_DOLLARS = (20, 25, 30, 40)
_MOST_DOLLARS = 500
# Enough for batches; Google lets an ad group have three ads that are on.
_BROAD_PART, _BROAD = 0.25, (3, 3, 3, 3, 3)
_WORDS = ("spicy chips", "kettle chips", "snack box", "organic chips", "potato crisps", "chips online")


def launch(author: Author) -> Deed:
    """Draft a small campaign and launch it."""
    edit = draft(author, Decimal(author.random.choice(FIRST_DOLLARS)))

    async def propose(tx: Transaction, actor: Actor) -> Change:
        tenant = author.stand.agency.tenant
        record = await campaigns.create_draft(tx, tenant.owner, tenant.clock, edit)
        return await author.container.propose_change.launch(tx, actor, record.id, None)

    approvers = (author.stand.agency.colleague,) if author.rules.launch_by_another else None
    return Deed("launch", propose, approvers=approvers, can_be_undone=False)


def draft(author: Author, dollars: Decimal) -> DraftEdit:
    """Return a campaign that is small, or now and then so broad that its calls go out in batches."""
    stand, random = author.stand, author.random
    versions, budget = list(stand.versions.values()), DraftBudget(BudgetPeriod.DAILY, dollars)
    by_group = not author.on_google and random.random() < 0.3
    groups = tuple(
        DraftAdGroup(
            author.new_name("Group"),
            random.choice(stand.audiences),
            budget=budget if by_group else None,
            ads=tuple(DraftAd(author.new_name("Ad"), random.choice(versions)) for _ in range(ads)),
        )
        for ads in _ads_of_groups(author)
    )
    edit = DraftEdit(
        name=author.new_name("Campaign"),
        advertiser_id=stand.agency.tenant.advertiser_id,
        ad_account_id=stand.account.id,
        purpose=Purpose.TRAFFIC,
        budget_level=BudgetLevel.AD_GROUP if by_group else BudgetLevel.CAMPAIGN,
        budget=None if by_group else budget,
        bid_strategy=BidStrategy.MAXIMIZE_CLICKS if author.on_google else BidStrategy.HIGHEST_VOLUME,
        ad_groups=groups,
    )
    return (
        {**edit, "search": SearchSettings()} if author.on_google else {**edit, "page_external_id": stand.page}
    )


def _ads_of_groups(author: Author) -> list[int]:
    """Return how many ads each ad group has: few enough for what a careful agency lets one change touch."""
    random = author.random
    if author.rules.most_entities is None and random.random() < _BROAD_PART:
        return list(_BROAD)
    return [random.randint(1, 2), 1][: random.randint(1, 2)]


def change_budget(author: Author, page: Page) -> Deed | None:
    """Raise a budget as far as the agency lets it, or lower it."""
    found = author.one_of(page.budgets())
    if found is None:
        return None
    level, node_id, before = found
    rules, random = author.rules, author.random
    most_percent = 100 + (rules.step_percent or 300)
    amount = author.amount(before, random.choice((random.randint(103, most_percent), random.randint(60, 95))))
    if not 5 <= amount <= (rules.most_a_day or _MOST_DOLLARS):
        amount = author.amount(before, 80) if amount > 5 else author.amount(before, 110)
    agency = author.stand.agency
    approvers = (agency.tenant.owner, agency.colleague) if rules.budgets_by_two else None
    propose = author.set_budget(page, level, node_id, amount)
    return Deed("budget", propose, sets={(node_id, BUDGET): amount}, approvers=approvers)


def rename(author: Author, page: Page) -> Deed | None:
    """Give a node another name."""
    nodes = [each for each in page.live_nodes() if not (author.on_google and each[0] is Level.AD)]
    level, node_id = author.random.choice(nodes)
    name = author.new_name("Renamed")
    propose = author.edit(page, node_edit(page, level, node_id, name=name))
    return Deed("rename", propose, sets={(node_id, NAME): name})


def swap(author: Author, page: Page) -> Deed | None:
    """Let an ad show something else: another creative on Meta, other words on Google."""
    ad_id = author.one_of([node_id for level, node_id in page.live_nodes() if level is Level.AD])
    if ad_id is None:
        return None
    headline = author.headline_besides(page.values[ad_id, HEADLINE])
    edit = node_edit(page, Level.AD, ad_id, creative_version_id=author.stand.versions[headline])
    return Deed("swap", author.edit(page, edit), sets={(ad_id, HEADLINE): headline})


def switch(author: Author, page: Page) -> Deed | None:
    """Pause what is on, or switch on what is paused."""
    level, node_id = author.random.choice(page.live_nodes())
    on = page.state(node_id) is RunState.ACTIVE
    state = RunState.PAUSED if on else RunState.ACTIVE
    propose = author.set_state(page, level, node_id, state)
    return Deed("pause" if on else "resume", propose, sets={(node_id, STATE): state.value})


def edit_much(author: Author, page: Page) -> Deed | None:
    """Edit several things in one change: a name, a state, what an ad shows."""
    group_id = author.random.choice(page.live_groups())
    ad_id = author.random.choice(page.live_ads(group_id))
    headline, name = author.headline_besides(page.values[ad_id, HEADLINE]), author.new_name("Group")
    campaign = author.new_name("Campaign")
    ad = AdEdit(id=ad_id, creative_version_id=author.stand.versions[headline])
    group = AdGroupEdit(id=group_id, name=name, ads=(ad,))
    sets = {(page.campaign_id, NAME): campaign, (group_id, NAME): name, (ad_id, HEADLINE): headline}
    propose = author.edit(page, CampaignEdit(name=campaign, ad_groups=(group,)))
    return Deed("edit of several", propose, sets=sets)


def add_ad(author: Author, page: Page) -> Deed | None:
    """Add an ad to an ad group that has room for it."""
    group_id = author.one_of([each for each in page.live_groups() if len(page.live_ads(each)) < 3])
    if group_id is None:
        return None
    headline, name = author.random.choice(list(author.stand.versions)), author.new_name("Ad")
    ad = AdEdit(name=name, creative_version_id=author.stand.versions[headline])
    propose = author.edit(page, CampaignEdit(ad_groups=(AdGroupEdit(id=group_id, ads=(ad,)),)))
    return Deed("new ad", propose, makes=frozenset({name}))


def add_group(author: Author, page: Page) -> Deed | None:
    """Add an ad group with an ad."""
    if len(page.live_groups()) > 2:
        return None
    name, ad_name = author.new_name("Group"), author.new_name("Ad")
    version = author.random.choice(list(author.stand.versions.values()))
    group = AdGroupEdit(
        name=name,
        audience_id=author.random.choice(author.stand.audiences),
        ads=(AdEdit(name=ad_name, creative_version_id=version),),
    )
    if (page.campaign_id, BUDGET) not in page.values:
        group["budget"] = DraftBudget(BudgetPeriod.DAILY, Decimal(20))
    propose = author.edit(page, CampaignEdit(ad_groups=(group,)))
    return Deed("new ad group", propose, makes=frozenset({name, ad_name}))


def archive(author: Author, page: Page) -> Deed | None:
    """Archive an ad beside another one, seldom the whole campaign."""
    ads = [ad for group in page.live_groups() for ad in page.live_ads(group)[1:]]
    if author.random.random() < 0.25:
        level, node_id = Level.CAMPAIGN, page.campaign_id
    elif ads:
        level, node_id = Level.AD, author.random.choice(ads)
    else:
        return None
    propose = author.set_state(page, level, node_id, RunState.ARCHIVED)
    sets = {(node_id, STATE): RunState.ARCHIVED.value}
    return Deed("archive", propose, sets=sets, can_be_undone=False)


def keywords(author: Author, page: Page) -> Deed | None:
    """Choose other keywords for an ad group on Google."""
    if not author.on_google:
        return None
    group_id = author.random.choice(page.live_groups())
    words = frozenset(f'"{word}"' for word in author.random.sample(_WORDS, 3))
    if words == page.values[group_id, KEYWORDS]:
        return None
    targeting = Targeting(countries=("US",), age_min=18, keywords=tuple(sorted(words)))
    edit = CampaignEdit(ad_groups=(AdGroupEdit(id=group_id, targeting=targeting),))
    return Deed("keywords", author.edit(page, edit), sets={(group_id, KEYWORDS): words})


def undo(author: Author, page: Page) -> Deed | None:
    """Take back what was applied last."""
    newest = page.newest
    if newest is None:
        return None

    async def propose(tx: Transaction, actor: Actor) -> Change:
        [change] = await author.container.undo_change.propose(tx, actor, [newest.change_id], None)
        return change

    return Deed("undo", propose, sets=newest.before, can_be_undone=False)


Draw = Callable[[Author, Page], Deed | None]

ALLOWED: dict[Draw, int] = {
    change_budget: 20,
    rename: 10,
    swap: 12,
    switch: 20,
    edit_much: 8,
    add_ad: 8,
    add_group: 6,
    archive: 6,
    keywords: 6,
    undo: 16,
}
