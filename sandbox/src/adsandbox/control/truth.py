"""Ground truth over the control interface: what is expected, what is best, what would have been.

Money is in minor units of the account's currency, days are the account's own. Conversions are all that happen
in the end, whatever window a platform would count them in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from adsandbox.market.allocation import allocate
from adsandbox.market.arrays import sum_by
from adsandbox.market.delay import SETTLED_DAYS
from adsandbox.market.delivery import Rows
from adsandbox.market.luck import Floats, Ints
from adsandbox.market.purposes import Outcome
from adsandbox.market.report import conversions_by_now
from adsandbox.market.season import WEEK_USE
from adsandbox.market.truth import MEASURES, OBJECTIVES, Terrain, survey
from adsandbox.world.currency import minor_units
from adsandbox.world.feed_experiments import stretches, with_budgets
from adsandbox.world.feed_tree import as_feed
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.timeline import Timeline
from adsandbox.world.world import World
from adsandbox.world.zones import day_start, local_day, zone_of

_LONGEST_DAYS = 400
_LEVELS = {"campaign": "campaign", "ad_set": "ad_set", "ad": "ad"}
_CURVE_POINTS = 31


@dataclass(frozen=True)
class _Question:
    """What every command reads from its body."""

    world: World
    body: dict[str, Any]
    account: Node
    timeline: Timeline
    since: int
    until: int
    by_campaign: bool

    def terrain(self) -> Terrain:
        """The surveyed days, made when they are needed."""
        days = stretches(self.world.ledger, self.account, self.timeline, self.since, self.until)
        return survey(days, self.world.luck, self.by_campaign, self.lead_value())

    def lead_value(self) -> float:
        """What a conversion that is no purchase counts as revenue (major units)."""
        return _amount(self.body.get("lead_value", 0.0))

    def objective(self) -> str:
        """What is to be as large as possible."""
        objective = str(self.body.get("objective", OBJECTIVES[0]))
        if objective not in OBJECTIVES:
            raise ValueError(f"objective is one of: {', '.join(OBJECTIVES)}.")
        return objective

    def days(self) -> dict[str, str]:
        """The days as ISO dates."""
        return {
            "since": date.fromordinal(self.since).isoformat(),
            "until": date.fromordinal(self.until).isoformat(),
        }


def expected_outcome(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Expected sums over the days by campaign, ad set and ad, at the given or the present budgets."""
    question = _question(world, body, {"budgets"}, ahead=True)
    terrain = question.terrain()
    ads = terrain.by_ad(_budgets(question, terrain))
    columns = {"campaign": terrain.ad_campaigns, "ad_set": terrain.ad_sets, "ad": terrain.ad_ids}
    return {**question.days(), **{f"{level}s": _summed(columns[level], ads) for level in _LEVELS}}


def response_curve(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """The expected outcome of one campaign (or budget-owning ad set) at every one of some daily budgets."""
    question = _question(world, body, {"id", "budgets"}, ahead=True)
    terrain = question.terrain()
    index = _lever(terrain, str(body.get("id")))
    present = terrain.base_budgets()
    points = body.get("budgets") or np.linspace(0.0, 3.0 * present[index], _CURVE_POINTS).tolist()
    if not isinstance(points, list):
        raise ValueError("budgets is a list of daily budgets.")
    mine = terrain.lever[terrain.ad_entry] == index
    curve = []
    for amount in points:
        budgets = np.full(len(terrain.levers), np.nan)
        budgets[index] = _amount(amount)
        sums = {name: float(values[mine].sum()) for name, values in terrain.by_ad(budgets).items()}
        curve.append({"daily_budget": float(amount), **sums})
    return {**question.days(), "id": str(body["id"]), "daily_budget": float(present[index]), "curve": curve}


def oracle(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """The daily budgets that are best in expectation, for a total (default: what is set) within bounds."""
    question = _question(world, body, {"total", "bounds", "objective"}, ahead=True)
    terrain, objective = question.terrain(), question.objective()
    present = terrain.base_budgets()
    total = _amount(body.get("total", float(present.sum())))
    low, high = _bounds(body, terrain, total)
    best = allocate(lambda budgets: terrain.by_lever(budgets, objective), total, low, high)
    return {
        **question.days(),
        "objective": objective,
        "total": total,
        "unallocated": max(0.0, total - float(best.sum())),
        "budgets": _named(terrain, best),
        "expected": float(terrain.by_lever(best, objective).sum()),
        "present_budgets": _named(terrain, present),
        "present_expected": float(terrain.by_lever(present, objective).sum()),
    }


def counterfactual(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """What would have happened in past days under other daily budgets, from the same random numbers."""
    question = _question(world, body, {"budgets"}, ahead=False)
    chosen = body.get("budgets")
    if not isinstance(chosen, dict) or not chosen:
        raise ValueError("budgets is an object of id and daily budget.")
    budgets = {_known(world, question, lever): _amount(amount) for lever, amount in chosen.items()}
    return {
        **question.days(),
        "happened": _realised(question, _history(question)),
        "would_have": _realised(question, _replayed(question, budgets)),
    }


def regret(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """What past days missed against the best fixed budgets of the same mean spend: in expectation, and from
    the same random numbers.
    """
    question = _question(world, body, {"bounds", "objective"}, ahead=False)
    terrain, objective = question.terrain(), question.objective()
    history = _history(question)
    days = question.until - question.since + 1
    column = history["campaign"] if question.by_campaign else _owner_of_row(question, history)
    spent = np.array([float(history["spend"][column == lever].sum()) for lever in terrain.levers.tolist()])
    done = spent / days / WEEK_USE
    low, high = _bounds(body, terrain, float(done.sum()))
    best = allocate(lambda budgets: terrain.by_lever(budgets, objective), float(done.sum()), low, high)
    budgets = {int(lever): float(amount) for lever, amount in zip(terrain.levers, best, strict=True)}
    happened = sum(row[objective] for row in _realised(question, history)["campaigns"])
    would_have = sum(row[objective] for row in _realised(question, _replayed(question, budgets))["campaigns"])
    expected = [float(terrain.by_lever(budgets, objective).sum()) for budgets in (done, best)]
    return {
        **question.days(),
        "objective": objective,
        "total": float(done.sum()),
        "done": {"budgets": _named(terrain, done), "expected": expected[0], "realised": happened},
        "oracle": {"budgets": _named(terrain, best), "expected": expected[1], "realised": would_have},
        "regret": {"expected": expected[1] - expected[0], "realised": would_have - happened},
    }


def _question(world: World, body: dict[str, Any], own: set[str], ahead: bool) -> _Question:
    allowed = {"account_id", "since", "until", "level", "lead_value"} | own
    unknown = sorted(set(body) - allowed)
    if unknown:
        raise ValueError(f"Unknown field {unknown[0]!r}; known: {', '.join(sorted(allowed))}.")
    accounts = world.store.nodes(Kind.ACCOUNT)
    wanted = str(body.get("account_id") or (accounts[0].id if accounts else "")).removeprefix("act_")
    account = world.account(wanted)
    if account is None:
        raise ValueError(f"There is no account {wanted}.")
    level = body.get("level", "campaign")
    if level not in ("campaign", "ad_set"):
        raise ValueError("level is campaign, or ad_set for the ad sets and campaigns that own a budget.")
    world.settle_all()
    zone = zone_of(account)
    today, first = local_day(world.now(), zone), local_day(account.created, zone)
    since = _day(body.get("since"), today if ahead else max(first, today - 30))
    until = _day(body.get("until"), since + 6 if ahead else today - 1)
    if not first <= since <= until < since + _LONGEST_DAYS:
        raise ValueError(f"since and until are days from the account's first on, {_LONGEST_DAYS} at most.")
    if not ahead and until > today:
        raise ValueError("Only past days can be delivered again.")
    return _Question(world, body, account, Timeline(world.store, account), since, until, level == "campaign")


def _day(given: Any, otherwise: int) -> int:
    return otherwise if given is None else date.fromisoformat(str(given)).toordinal()


def _amount(given: Any) -> float:
    amount = float(given)
    if not 0 <= amount < 1e15:
        raise ValueError("An amount of money is a number that is not negative.")
    return amount


def _known(world: World, question: _Question, node_id: str) -> int:
    node = world.store.node(node_id)
    kinds = (Kind.CAMPAIGN,) if question.by_campaign else (Kind.CAMPAIGN, Kind.AD_SET)
    if node is None or node.kind not in kinds or node.account_id != question.account.id:
        raise ValueError(f"{node_id} is no campaign or budget of this account at this level.")
    return int(node_id)


def _lever(terrain: Terrain, node_id: str) -> int:
    ids = [str(lever) for lever in terrain.levers.tolist()]
    if node_id not in ids:
        raise ValueError(f"{node_id} owns no budget that runs in these days; these do: {', '.join(ids)}.")
    return ids.index(node_id)


def _budgets(question: _Question, terrain: Terrain) -> Floats:
    chosen = question.body.get("budgets") or {}
    if not isinstance(chosen, dict):
        raise ValueError("budgets is an object of id and daily budget.")
    budgets = np.full(len(terrain.levers), np.nan)
    for node_id, amount in chosen.items():
        budgets[_lever(terrain, str(node_id))] = _amount(amount)
    return budgets


def _bounds(body: dict[str, Any], terrain: Terrain, total: float) -> tuple[Floats, Floats]:
    low, high = np.zeros(len(terrain.levers)), np.full(len(terrain.levers), total)
    bounds = body.get("bounds") or {}
    if not isinstance(bounds, dict):
        raise ValueError("bounds is an object of id and [lower, upper] daily budget.")
    for node_id, pair in bounds.items():
        if not isinstance(pair, list) or len(pair) != 2:
            raise ValueError("A bound is [lower, upper].")
        index = _lever(terrain, str(node_id))
        low[index], high[index] = _amount(pair[0]), _amount(pair[1])
    return low, high


def _named(terrain: Terrain, budgets: Floats) -> dict[str, float]:
    return {str(lever): float(amount) for lever, amount in zip(terrain.levers, budgets, strict=True)}


def _summed(column: Ints, measures: dict[str, Floats]) -> list[dict[str, Any]]:
    ids, group = np.unique(column, return_inverse=True)
    sums = {name: sum_by(group.ravel(), values, len(ids)).tolist() for name, values in measures.items()}
    return [
        {"id": str(node_id), **{name: sums[name][index] for name in MEASURES}}
        for index, node_id in enumerate(ids.tolist())
    ]


def _history(question: _Question) -> Rows:
    return question.world.rows(question.account, question.since, question.until)


def _replayed(question: _Question, budgets: dict[int, float]) -> Rows:
    world, account = question.world, question.account
    rows = world.ledger.replay(
        account,
        question.timeline,
        question.until,
        world.now(),
        lambda tree, day: (
            with_budgets(as_feed(tree), budgets, question.by_campaign) if day >= question.since else tree
        ),
    )
    return rows[rows["day"] >= question.since]


def _realised(question: _Question, rows: Rows) -> dict[str, Any]:
    """Sums of delivered rows, with every conversion that they lead to in the end."""
    units = float(minor_units(question.account.fields["currency"]))
    found = conversions_by_now(rows, question.world.luck, np.full(len(rows), SETTLED_DAYS + 1.0), units)
    sale = rows["outcome"][found.row] == Outcome.PURCHASE
    measures: dict[str, Floats] = {
        name: rows[name].astype(np.float64) for name in ("spend", "impressions", "link_clicks", "clicks")
    }
    measures["conversions"] = sum_by(found.row, np.ones(len(found.row)), len(rows))
    worth = np.where(sale, found.value_minor / units, question.lead_value())
    measures["revenue"] = sum_by(found.row, worth, len(rows))
    return {f"{level}s": _summed(rows[column], measures) for level, column in _LEVELS.items()}


def _owner_of_row(question: _Question, rows: Rows) -> Ints:
    owners: dict[int, int] = {}
    for day in (question.since, question.until):
        plan = as_feed(question.timeline.at(day_start(day + 1, question.timeline.zone) - 1.0)).plan
        owners.update(zip(plan.set_ids.tolist(), plan.group_ids[plan.set_group_index].tolist(), strict=True))
    return np.array([owners.get(ad_set, 0) for ad_set in rows["ad_set"].tolist()], dtype=np.int64)


TRUTH: dict[tuple[str, str], Callable[[World, dict[str, Any]], dict[str, Any]]] = {
    ("POST", "/truth/outcome"): expected_outcome,
    ("POST", "/truth/curve"): response_curve,
    ("POST", "/truth/oracle"): oracle,
    ("POST", "/truth/counterfactual"): counterfactual,
    ("POST", "/truth/regret"): regret,
}
