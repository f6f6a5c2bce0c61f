"""Campaign budgets: shared ones with names of their own, and those that follow their one campaign."""

from __future__ import annotations

from adsandbox.google.messages import default_enum, enum_name
from adsandbox.google.resources import Edit, ResourceType
from adsandbox.google.rules import LARGEST_MICROS, check_name, has_namesake, minimum_unit
from adsandbox.world.nodes import Kind, Node
from adsandbox.world.world import World


def is_spent_from(world: World, budget: Node, but: str = "") -> bool:
    """Whether a campaign that is not removed spends from a budget, `but` for the campaign of this id."""
    return (
        world.store.find_node(Kind.SEARCH_CAMPAIGN, budget.account_id, "budget", budget.id, but) is not None
    )


def is_shared(budget: Node) -> bool:
    """Whether several campaigns may spend from it."""
    return bool(budget.fields["resource"].get("explicitly_shared", True))


def _check(edit: Edit) -> None:
    budget = edit.after
    if not budget.HasField("explicitly_shared"):
        budget.explicitly_shared = True
    default_enum(budget, "period", "DAILY")
    default_enum(budget, "delivery_method", "STANDARD")
    _check_sharing(edit)
    daily = enum_name(budget, "period") == "DAILY"
    amount, other = "amount_micros", "total_amount_micros"
    code = "TOTAL_BUDGET_AMOUNT_MUST_BE_UNSET_FOR_BUDGET_PERIOD_DAILY"
    if not daily:
        amount, other = other, amount
        code = "BUDGET_AMOUNT_MUST_BE_UNSET_FOR_CUSTOM_BUDGET_PERIOD"
    if budget.HasField(other):
        edit.refuse("campaign_budget_error", code, other)
    if not budget.HasField(amount):
        edit.refuse("field_error", "REQUIRED", amount)
    else:
        _check_amount(edit, amount, getattr(budget, amount))


def _check_sharing(edit: Edit) -> None:
    budget = edit.after
    if edit.before is not None and edit.before.explicitly_shared and not budget.explicitly_shared:
        code = "CANNOT_UPDATE_CAMPAIGN_BUDGET_TO_IMPLICITLY_SHARED"
        edit.refuse("campaign_budget_error", code, "explicitly_shared")
        return
    if budget.explicitly_shared and not budget.name:
        late = edit.before is not None and not edit.before.explicitly_shared
        if late:
            code = "CANNOT_UPDATE_CAMPAIGN_BUDGET_TO_EXPLICITLY_SHARED_WITHOUT_NAME"
            edit.refuse("campaign_budget_error", code, "name")
        else:
            edit.refuse("field_error", "REQUIRED", "name")
    elif budget.HasField("name") and edit.changes("name"):
        if edit.before is not None and not budget.explicitly_shared:
            code = "CANNOT_MODIFY_FIELD_OF_IMPLICITLY_SHARED_CAMPAIGN_BUDGET"
            edit.refuse("campaign_budget_error", code, "name")
            return
        check_name(edit, budget.name, "name")
        if not edit.problems and has_namesake(edit, Kind.BUDGET):
            edit.refuse("campaign_budget_error", "DUPLICATE_NAME", "name", trigger=budget.name)


def _check_amount(edit: Edit, field: str, micros: int) -> None:
    if micros < 0:
        edit.refuse("campaign_budget_error", "NEGATIVE_MONEY_AMOUNT", field, trigger=micros)
    elif micros == 0:
        code = "MONEY_AMOUNT_LESS_THAN_CURRENCY_MINIMUM_CPC"
        edit.refuse("campaign_budget_error", code, field, trigger=micros)
    elif micros > LARGEST_MICROS:
        edit.refuse("campaign_budget_error", "MONEY_AMOUNT_TOO_LARGE", field, trigger=micros)
    elif micros % minimum_unit(edit.call.customer):
        code = "NON_MULTIPLE_OF_MINIMUM_CURRENCY_UNIT"
        edit.refuse("campaign_budget_error", code, field, trigger=micros)


def _removable(edit: Edit) -> None:
    if edit.node is not None and is_spent_from(edit.call.world, edit.node):
        edit.refuse("campaign_budget_error", "CAMPAIGN_BUDGET_IN_USE")


BUDGET = ResourceType(
    kind=Kind.BUDGET,
    message="CampaignBudget",
    collection="campaignBudgets",
    fields=frozenset({
        "name", "amount_micros", "total_amount_micros", "delivery_method", "explicitly_shared", "period",
    }),
    check=_check,
    removable=_removable,
)  # fmt: skip
