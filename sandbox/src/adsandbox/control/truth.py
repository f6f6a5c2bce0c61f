"""Ground truth over the control interface: what is expected, what is best, what would have been.

Days are the account's own. Money is in the unit that every answer names as `money`: minor units of the
account's currency for a feed's account, micros for a search account; revenue is in major units. Conversions
are all that happen in the end, whatever window a platform would count them in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from adsandbox.control.experiments import Experiment, Setting
from adsandbox.control.feed_experiment import FeedExperiment
from adsandbox.control.search_experiment import SearchExperiment
from adsandbox.market.allocation import allocate
from adsandbox.market.luck import Floats
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.timeline import Timeline
from adsandbox.world.world import World
from adsandbox.world.zones import local_day, zone_of

_LONGEST_DAYS = 400
_CURVE_POINTS = 31


@dataclass(frozen=True)
class _Question:
    """What every command reads from its body."""

    body: dict[str, Any]
    setting: Setting
    experiment: Experiment

    def objective(self) -> str:
        """What is to be as large as possible."""
        known = self.experiment.objectives
        objective = str(self.body.get("objective", known[0]))
        if objective not in known:
            raise ValueError(f"objective is one of: {', '.join(known)}.")
        return objective

    def heading(self) -> dict[str, str]:
        """The days as ISO dates, and the unit of money."""
        return {
            "since": date.fromordinal(self.setting.since).isoformat(),
            "until": date.fromordinal(self.setting.until).isoformat(),
            "money": self.experiment.money,
        }


def expected_outcome(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """Expected sums over the days by every level, at the given or the present budgets."""
    question = _question(world, body, {"budgets"}, ahead=True)
    return {**question.heading(), **question.experiment.expected(_budgets(question))}


def response_curve(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """The expected outcome of one campaign (or owner of a budget) at every one of some daily budgets."""
    question = _question(world, body, {"id", "budgets"}, ahead=True)
    experiment = question.experiment
    index = _lever(experiment, str(body.get("id") or ""))
    present = experiment.base_budgets()
    points = body.get("budgets") or np.linspace(0.0, 3.0 * present[index], _CURVE_POINTS).tolist()
    if not isinstance(points, list):
        raise ValueError("budgets is a list of daily budgets.")
    curve = []
    for amount in points:
        budgets = np.full(len(experiment.levers), np.nan)
        budgets[index] = _amount(amount)
        curve.append({"daily_budget": float(amount), **experiment.expected_of(index, budgets)})
    return {
        **question.heading(),
        "id": str(body["id"]),
        "daily_budget": float(present[index]),
        "curve": curve,
    }


def oracle(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """The daily budgets that are best in expectation, for a total (default: what is set) within bounds."""
    question = _question(world, body, {"total", "bounds", "objective"}, ahead=True)
    experiment, objective = question.experiment, question.objective()
    present = experiment.base_budgets()
    total = _amount(body.get("total", float(present.sum())))
    low, high = _bounds(body, experiment, total)
    best = allocate(experiment.returns(objective), total, low, high)
    return {
        **question.heading(),
        "objective": objective,
        "total": total,
        "unallocated": max(0.0, total - float(best.sum())),
        "budgets": _named(experiment, best),
        "expected": float(experiment.gained(best, objective).sum()),
        "present_budgets": _named(experiment, present),
        "present_expected": float(experiment.gained(present, objective).sum()),
    }


def counterfactual(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """What would have happened in past days under other daily budgets, from the same random numbers."""
    question = _question(world, body, {"budgets"}, ahead=False)
    chosen = body.get("budgets")
    if not isinstance(chosen, dict) or not chosen:
        raise ValueError("budgets is an object of id and daily budget.")
    budgets = {_known(question, lever): _amount(amount) for lever, amount in chosen.items()}
    experiment = question.experiment
    return {
        **question.heading(),
        "happened": experiment.realised(experiment.history()),
        "would_have": experiment.realised(experiment.replayed(budgets)),
    }


def regret(world: World, body: dict[str, Any]) -> dict[str, Any]:
    """What past days missed against the best fixed budgets of the same mean spend: in expectation, and from
    the same random numbers.
    """
    question = _question(world, body, {"bounds", "objective"}, ahead=False)
    experiment, objective = question.experiment, question.objective()
    history = experiment.history()
    days = question.setting.until - question.setting.since + 1
    done = experiment.spent(history) / days / experiment.budget_use
    low, high = _bounds(body, experiment, float(done.sum()))
    best = allocate(experiment.returns(objective), float(done.sum()), low, high)
    levers = experiment.levers
    budgets = {int(lever): float(amount) for lever, amount in zip(levers, best, strict=True)}
    happened = sum(row[objective] for row in experiment.realised(history)["campaigns"])
    would_have = sum(row[objective] for row in experiment.realised(experiment.replayed(budgets))["campaigns"])
    expected = [float(experiment.gained(budgets, objective).sum()) for budgets in (done, best)]
    return {
        **question.heading(),
        "objective": objective,
        "total": float(done.sum()),
        "done": {"budgets": _named(experiment, done), "expected": expected[0], "realised": happened},
        "oracle": {"budgets": _named(experiment, best), "expected": expected[1], "realised": would_have},
        "regret": {"expected": expected[1] - expected[0], "realised": would_have - happened},
    }


def _question(world: World, body: dict[str, Any], own: set[str], ahead: bool) -> _Question:
    allowed = {"account_id", "since", "until", "level", "lead_value"} | own
    unknown = sorted(set(body) - allowed)
    if unknown:
        raise ValueError(f"Unknown field {unknown[0]!r}; known: {', '.join(sorted(allowed))}.")
    account = _account(world, body.get("account_id"))
    world.settle_all()
    zone = zone_of(account)
    today, first = local_day(world.now(), zone), local_day(account.created, zone)
    since = _day(body.get("since"), today if ahead else max(first, today - 30))
    until = _day(body.get("until"), since + 6 if ahead else today - 1)
    if not first <= since <= until < since + _LONGEST_DAYS:
        raise ValueError(f"since and until are days from the account's first on, {_LONGEST_DAYS} at most.")
    if not ahead and until > today:
        raise ValueError("Only past days can be delivered again.")
    setting = Setting(world, account, Timeline(world.store, account), since, until)
    return _Question(body, setting, _experiment(setting, body))


def _account(world: World, wanted: Any) -> Node:
    """The account of this id, a feed's (with or without `act_`) or a search account; else the first."""
    first = next(iter(world.store.nodes(Kind.ACCOUNT)), None)
    account = world.store.node(str(wanted).removeprefix("act_")) if wanted else first
    if account is None or account.kind not in (Kind.ACCOUNT, Kind.CUSTOMER):
        raise ValueError(f"There is no account {wanted}.")
    return account


def _experiment(setting: Setting, body: dict[str, Any]) -> Experiment:
    level = body.get("level", "campaign")
    if setting.account.kind is Kind.CUSTOMER:
        if level != "campaign" or "lead_value" in body:
            raise ValueError("A search account has budgets of campaigns only, and its own values of leads.")
        return SearchExperiment(setting)
    if level not in ("campaign", "ad_set"):
        raise ValueError("level is campaign, or ad_set for the ad sets and campaigns that own a budget.")
    return FeedExperiment(setting, level == "campaign", _amount(body.get("lead_value", 0.0)))


def _day(given: Any, otherwise: int) -> int:
    return otherwise if given is None else date.fromisoformat(str(given)).toordinal()


def _amount(given: Any) -> float:
    amount = float(given)
    if not 0 <= amount < 1e15:
        raise ValueError("An amount of money is a number that is not negative.")
    return amount


def _known(question: _Question, node_id: str) -> int:
    node = question.setting.world.store.node(node_id)
    of_account = node is not None and node.account_id == question.setting.account.id
    if node is None or not of_account or not question.experiment.is_lever(node):
        raise ValueError(f"{node_id} is no campaign or budget of this account at this level.")
    return int(node_id)


def _lever(experiment: Experiment, node_id: str) -> int:
    ids = [str(lever) for lever in experiment.levers.tolist()]
    if node_id not in ids:
        unknown = f"{node_id} owns no budget that runs in these days"
        wrong = unknown if node_id else "Say by id whose curve it is"
        raise ValueError(f"{wrong}; these run: {', '.join(ids)}.")
    return ids.index(node_id)


def _budgets(question: _Question) -> Floats:
    chosen = question.body.get("budgets") or {}
    if not isinstance(chosen, dict):
        raise ValueError("budgets is an object of id and daily budget.")
    budgets = np.full(len(question.experiment.levers), np.nan)
    for node_id, amount in chosen.items():
        budgets[_lever(question.experiment, str(node_id))] = _amount(amount)
    return budgets


def _bounds(body: dict[str, Any], experiment: Experiment, total: float) -> tuple[Floats, Floats]:
    low, high = np.zeros(len(experiment.levers)), np.full(len(experiment.levers), total)
    bounds = body.get("bounds") or {}
    if not isinstance(bounds, dict):
        raise ValueError("bounds is an object of id and [lower, upper] daily budget.")
    for node_id, pair in bounds.items():
        if not isinstance(pair, list) or len(pair) != 2:
            raise ValueError("A bound is [lower, upper].")
        index = _lever(experiment, str(node_id))
        low[index], high[index] = _amount(pair[0]), _amount(pair[1])
    return low, high


def _named(experiment: Experiment, budgets: Floats) -> dict[str, float]:
    return {str(lever): float(amount) for lever, amount in zip(experiment.levers, budgets, strict=True)}


TRUTH: dict[tuple[str, str], Callable[[World, dict[str, Any]], dict[str, Any]]] = {
    ("POST", "/truth/outcome"): expected_outcome,
    ("POST", "/truth/curve"): response_curve,
    ("POST", "/truth/oracle"): oracle,
    ("POST", "/truth/counterfactual"): counterfactual,
    ("POST", "/truth/regret"): regret,
}
