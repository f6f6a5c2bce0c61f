"""Limits and policy in plain sentences, for the people who set them and those who are bound by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from adwright.changes.model.life import ChangeKind
from adwright.changes.model.limits import Amounts, Levels, Limits, Scope, currencies_of, in_force, strictest
from adwright.changes.model.policy import (
    ApprovalRule,
    AuthorKind,
    Automatic,
    Policy,
    approver_words,
)

_KIND_WORDS = {
    ChangeKind.LAUNCH: "launches",
    ChangeKind.PAUSE: "pauses",
    ChangeKind.RESUME: "resumes",
    ChangeKind.BUDGET: "budget changes",
    ChangeKind.ARCHIVE: "archivings",
    ChangeKind.EDIT: "edits",
    ChangeKind.UNDO: "undos",
    ChangeKind.REVERT: "reverts of drift",
}
_AUTHOR_WORDS = {
    AuthorKind.PERSON: "people",
    AuthorKind.API_KEY: "API keys",
    AuthorKind.RULE: "rules",
    AuthorKind.OPTIMISER: "the optimiser",
    AuthorKind.ASSISTANT: "the assistant",
    AuthorKind.SYSTEM: "Adwright itself",
}
_COUNTS = {1: "one approval", 2: "two approvals", 3: "three approvals"}


def limit_sentences(limits: Limits) -> tuple[str, ...]:
    """Return what limits mean; one sentence for each that is set."""
    return tuple(_limit_sentences(limits)) or ("Nothing is limited here.",)


def in_force_sentences(levels: Levels, currency: str | None) -> tuple[tuple[Scope, str], ...]:
    """Return of each kind the strictest limit that is set, and who set it.

    Args:
        levels: what is set at each level.
        currency: of the ad account; None for all currencies, where no account is meant.
    """
    currencies = [currency] if currency else currencies_of(levels)
    found = [
        (scope, sentence)
        for scope, limits in strictest(levels, currencies).items()
        for sentence in _limit_sentences(limits)
    ]
    if currency:
        force = in_force(levels, currency)
        for what, limit in (("budgets", force.max_daily_budget), ("increases", force.max_daily_increase)):
            if limit is not None and limit.value is None:
                sentence = f"Daily {what} are limited, but not in {currency}: nothing that raises one passes."
                found.append((limit.scope, sentence))
    return tuple(found)


def policy_sentences(policy: Policy, *, is_organization: bool) -> tuple[str, ...]:
    """Return what a policy means.

    Args:
        policy: the policy.
        is_organization: it is the whole organization's, so that what it leaves open has a default.
    """
    sentences = tuple(_policy_sentences(policy, is_organization=is_organization))
    return sentences or ("Nothing is asked for here.",)


def _limit_sentences(limits: Limits) -> Iterator[str]:
    if limits.stopped:
        yield "All changes are stopped; only what lowers spend still passes."
    if limits.max_daily_increase:
        yield (
            "No change may raise the daily total of an ad account by more than "
            f"{_amounts(limits.max_daily_increase)}, counting everything applied that day."
        )
    if limits.max_daily_budget:
        yield f"No campaign or ad group may have a daily budget above {_amounts(limits.max_daily_budget)}."
    if limits.max_step_percent is not None:
        yield f"No budget may rise by more than {limits.max_step_percent} % at once."
    for hours in limits.no_touch_hours:
        yield (
            f"Nothing is applied from {hours.start:%H:%M} to {hours.end:%H:%M} in the ad account's zone; "
            "what is approved then waits."
        )
    if limits.cool_down_hours is not None:
        count = limits.cool_down_hours
        yield f"What was changed is left alone for {count} hour{'s' if count != 1 else ''}."
    if limits.max_entities is not None:
        count = limits.max_entities
        yield f"One change may touch {count} entit{'ies' if count != 1 else 'y'} at most."
    if limits.never_touch:
        count = len(limits.never_touch)
        yield f"{count} {'entities are' if count > 1 else 'entity is'} never touched."


def _policy_sentences(policy: Policy, *, is_organization: bool) -> Iterator[str]:
    for each in policy.automatic:
        yield _automatic_sentence(each)
    for rule in policy.rules:
        yield _rule_sentence(rule)
    if is_organization:
        what = "Everything else" if policy.rules or policy.automatic else "Every change"
        yield (
            f"{what} needs one approval by somebody who may approve, also by its author; what no person "
            "proposes needs a person's."
        )
    if policy.expires_after_days is not None:
        count = policy.expires_after_days
        yield f"A proposal that is not approved within {count} day{'s' if count != 1 else ''} expires."


def _automatic_sentence(each: Automatic) -> str:
    up_to = f" that raise the daily cost by {_amounts(each.up_to)} at most" if each.up_to else ""
    return f"{_subject(each.kinds, each.authors)}{up_to} need nobody."


def _rule_sentence(rule: ApprovalRule) -> str:
    over = f" that raise the daily cost by more than {_amounts(rule.over)}" if rule.over else ""
    named = " or ".join(sorted(role.value for role in rule.author_roles))
    roles = f" with role {named}" if named else ""
    count = _COUNTS.get(rule.approvals, f"{rule.approvals} approvals")
    link = "" if rule.link_counts else "; one given by link does not count"
    who = approver_words(rule.approver_roles, rule.author_counts)
    return f"{_subject(rule.kinds, rule.authors)}{roles}{over} need {count}{who}{link}."


def _subject(kinds: Iterable[ChangeKind], authors: Iterable[AuthorKind]) -> str:
    what = _listed(_KIND_WORDS[kind] for kind in sorted(kinds)) or "changes"
    who = _listed(_AUTHOR_WORDS[author] for author in sorted(authors))
    return f"{what[0].upper()}{what[1:]}{f' by {who}' if who else ''}"


def _amounts(amounts: Amounts) -> str:
    return " or ".join(str(amount) for amount in amounts)


def _listed(words: Iterable[str]) -> str:
    *first, last = [*words] or [""]
    return f"{', '.join(first)} and {last}" if first else last
