"""Approval policy: who has to approve which changes, and whether enough of them have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from adwright.changes.model.life import ChangeKind
from adwright.changes.model.limits import SCOPE_WORDS, Amounts, Scope, amount_in
from adwright.core.actor import Actor, ActorKind, Role
from adwright.core.errors import FieldProblem, Invalid
from adwright.core.money import Money

LIFETIME_DAYS = 14
MOST_APPROVALS = 5


class AuthorKind(StrEnum):
    """What kind of author proposes a change."""

    PERSON = "person"
    API_KEY = "api_key"
    RULE = "rule"
    OPTIMISER = "optimiser"
    ASSISTANT = "assistant"
    SYSTEM = "system"


def author_kind_of(actor: Actor) -> AuthorKind:
    """Return the kind of author that an actor is by itself; automation says more exactly what it is."""
    return _KIND_OF_ACTOR[actor.kind]


_KIND_OF_ACTOR = {
    ActorKind.PERSON: AuthorKind.PERSON,
    ActorKind.API_KEY: AuthorKind.API_KEY,
    ActorKind.LINK: AuthorKind.PERSON,
    ActorKind.SYSTEM: AuthorKind.SYSTEM,
}


@dataclass(frozen=True, slots=True)
class ApprovalRule:
    """Which changes need more than one approval by anybody who may approve. Empty conditions fit everything.

    Attributes:
        kinds: of changes.
        authors: kinds of author.
        author_roles: for persons, what they are in the organization.
        over: the change raises the cost per day by more than this.
        approvals: how many different people have to approve.
        approver_roles: who may; empty: whoever may approve at all.
        author_counts: whether the author's own approval counts.
        link_counts: whether one given by link, by somebody without an account, counts as one of them.
    """

    kinds: frozenset[ChangeKind] = frozenset()
    authors: frozenset[AuthorKind] = frozenset()
    author_roles: frozenset[Role] = frozenset()
    over: Amounts = ()
    approvals: int = 1
    approver_roles: frozenset[Role] = frozenset()
    author_counts: bool = True
    link_counts: bool = True


@dataclass(frozen=True, slots=True)
class Automatic:
    """Changes that need nobody: of these authors and kinds, as long as they raise the cost by no more."""

    authors: frozenset[AuthorKind]
    kinds: frozenset[ChangeKind] = frozenset()
    up_to: Amounts = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """What an organization or an advertiser wants.

    Attributes:
        rules: each that fits has to be satisfied.
        automatic: what needs nobody unless a rule says otherwise; only an organization may say this.
        expires_after_days: how long a proposal waits for its approvals; None: not said.
    """

    rules: tuple[ApprovalRule, ...] = ()
    automatic: tuple[Automatic, ...] = ()
    expires_after_days: int | None = None


NO_POLICY = Policy()

Policies = Mapping[Scope, Policy]


@dataclass(frozen=True, slots=True)
class Proposed:
    """What policy needs to know of a change.

    Attributes:
        rise: by how much it raises the cost per day; None where that cannot be said.
        currency: of the ad account.
        leaps: an amount grows more than tenfold.
    """

    kind: ChangeKind
    author_kind: AuthorKind
    author_id: UUID | None
    author_role: Role | None
    rise: Money | None
    currency: str
    leaps: bool


@dataclass(frozen=True, slots=True)
class Approval:
    """One approval of the present version of a change.

    Attributes:
        by: the name.
        person_id: None for one given by link.
        role: of a person in the organization, now.
        in_person: not through an API key.
        link_made_by: for one given by link, the person who made the link.
        leap_confirmed: the approver has seen that an amount grows more than tenfold.
        lapsed: whoever gave it, or made its link, may not approve the change any more.
    """

    by: str
    person_id: UUID | None
    role: Role | None
    in_person: bool
    link_made_by: UUID | None = None
    leap_confirmed: bool = False
    lapsed: bool = False

    @property
    def by_link(self) -> bool:
        """Whether it was given by link."""
        return self.link_made_by is not None


@dataclass(frozen=True, slots=True)
class Requirement:
    """What has to be given before a change is approved.

    Attributes:
        because: why, in plain words.
        in_person: an API key's approval does not count.
        leap_confirmed: only approvals that confirm the tenfold growth count.
    """

    because: str
    approvals: int = 1
    roles: frozenset[Role] = frozenset()
    author_counts: bool = True
    link_counts: bool = True
    in_person: bool = False
    leap_confirmed: bool = False

    def counts(self, approval: Approval, author_id: UUID | None) -> bool:
        """Say whether an approval counts here."""
        if approval.lapsed:
            return False
        if self.leap_confirmed and not approval.leap_confirmed:
            return False
        if approval.by_link:
            own_link = author_id is not None and approval.link_made_by == author_id
            return self.link_counts and (self.author_counts or not own_link)
        if approval.person_id is None or (self.in_person and not approval.in_person):
            return False
        if self.roles and approval.role not in self.roles:
            return False
        return self.author_counts or author_id is None or approval.person_id != author_id


@dataclass(frozen=True, slots=True)
class Standing:
    """One requirement, how many approvals for it are there, and whose do not count any more."""

    requirement: Requirement
    given: int
    lapsed: tuple[str, ...] = ()

    @property
    def missing(self) -> int:
        """How many more it takes."""
        return max(self.requirement.approvals - self.given, 0)


def requirements(policies: Policies, proposed: Proposed) -> tuple[Requirement, ...]:
    """Return everything that has to be satisfied for a change; nothing when it needs nobody.

    Without a rule that fits, one approval by somebody who may approve is enough, also by the author; of what
    no person proposes, it has to be a person's.
    """
    found = [
        _required(rule, scope, proposed)
        for scope, policy in policies.items()
        for rule in policy.rules
        if _fits(rule, proposed)
    ]
    organization = policies.get(Scope.ORGANIZATION, NO_POLICY)
    if not found and not any(_needs_nobody(each, proposed) for each in organization.automatic):
        because = "no rule asks for more"
        if proposed.author_kind is not AuthorKind.PERSON:
            because = "what no person proposes needs a person's approval"
        found.append(Requirement(because, in_person=_machine(proposed)))
    if proposed.leaps:
        because = "an amount grows more than tenfold, which a person has to confirm"
        found.append(Requirement(because, link_counts=False, in_person=True, leap_confirmed=True))
    return tuple(found)


def standing(
    needed: Sequence[Requirement], approvals: Sequence[Approval], author_id: UUID | None
) -> tuple[Standing, ...]:
    """Return how far each requirement is met. A person counts once, all approvals by link together once."""
    lapsed = tuple(dict.fromkeys(each.by for each in approvals if each.lapsed))

    def given(requirement: Requirement) -> int:
        counting = (each for each in approvals if requirement.counts(each, author_id))
        return len({(each.by_link, each.person_id) for each in counting})

    return tuple(Standing(each, given(each), lapsed) for each in needed)


def is_approved(standings: Sequence[Standing]) -> bool:
    """Say whether nothing is missing."""
    return all(each.missing == 0 for each in standings)


def would_help(
    needed: Sequence[Requirement], approvals: Sequence[Approval], candidate: Approval, author_id: UUID | None
) -> bool:
    """Say whether one more approval brings a change any further."""
    before = standing(needed, approvals, author_id)
    after = standing(needed, [*approvals, candidate], author_id)
    return any(then.missing < now.missing for now, then in zip(before, after, strict=True))


def lifetime_days(policies: Policies) -> int:
    """Return for how many days a proposal waits: the shortest that anybody has said."""
    said = [each.expires_after_days for each in policies.values() if each.expires_after_days is not None]
    return min(said, default=LIFETIME_DAYS)


def missing_words(each: Standing) -> str:
    """Return what is still needed for a requirement, in plain words."""
    needed = each.requirement
    more = "more " if each.given else ""
    count = f"{each.missing} {more}approval{'s' if each.missing > 1 else ''}"
    lapsed = f" (that of {' and '.join(each.lapsed)} does not count any more)" if each.lapsed else ""
    return f"{count}{approver_words(needed.roles, needed.author_counts)}: {needed.because}{lapsed}"


def approver_words(roles: frozenset[Role], author_counts: bool) -> str:
    """Return by whom an approval has to be, in plain words; nothing when anybody may give it."""
    who = "" if not roles else f" by {' or '.join(sorted(role.value for role in roles))}"
    return who + ("" if author_counts else ", not by the author")


def check_policy(policy: Policy, scope: Scope) -> None:
    """Let a policy pass that makes sense.

    Raises:
        Invalid: an advertiser loosens what only an organization may, or something can never be satisfied.
    """
    problems = [*_rule_problems(policy.rules), *_automatic_problems(policy.automatic, scope)]
    if problems:
        raise Invalid(problems[0].message, code="policy_contradictory", fields=tuple(problems))


def _rule_problems(rules: Sequence[ApprovalRule]) -> Iterator[FieldProblem]:
    for number, rule in enumerate(rules):
        if len({amount.currency for amount in rule.over}) < len(rule.over):
            yield FieldProblem(f"rules.{number}.over", "Give one amount for each currency.")
        if rule.author_roles and rule.authors and AuthorKind.PERSON not in rule.authors:
            yield FieldProblem(f"rules.{number}.author_roles", "Only persons have a role. Leave it out.")
        if Role.ANALYST in rule.approver_roles:
            message = "Analysts cannot approve. Choose another role."
            yield FieldProblem(f"rules.{number}.approver_roles", message)


def _automatic_problems(automatic: Sequence[Automatic], scope: Scope) -> Iterator[FieldProblem]:
    for number, each in enumerate(automatic):
        if scope is not Scope.ORGANIZATION:
            message = "Only the organization can let changes pass without approval."
            yield FieldProblem(f"automatic.{number}", message)
        if not each.authors:
            yield FieldProblem(f"automatic.{number}.authors", "Say whose changes need nobody.")
        if len({amount.currency for amount in each.up_to}) < len(each.up_to):
            yield FieldProblem(f"automatic.{number}.up_to", "Give one amount for each currency.")


def _fits(rule: ApprovalRule, proposed: Proposed) -> bool:
    """Say whether a rule is meant for a change; where the amount cannot be compared, it is."""
    if rule.kinds and proposed.kind not in rule.kinds:
        return False
    if rule.authors and proposed.author_kind not in rule.authors:
        return False
    if rule.author_roles and proposed.author_role not in rule.author_roles:
        return False
    limit = amount_in(rule.over, proposed.currency)
    return not rule.over or limit is None or proposed.rise is None or limit < proposed.rise


def _needs_nobody(automatic: Automatic, proposed: Proposed) -> bool:
    """Say whether a change may pass without anybody; where the amount cannot be compared, it may not."""
    if proposed.author_kind not in automatic.authors:
        return False
    if automatic.kinds and proposed.kind not in automatic.kinds:
        return False
    if proposed.rise is None:
        return False
    if not automatic.up_to:
        return True
    limit = amount_in(automatic.up_to, proposed.currency)
    return limit is not None and proposed.rise <= limit


def _required(rule: ApprovalRule, scope: Scope, proposed: Proposed) -> Requirement:
    return Requirement(
        because=f"{SCOPE_WORDS[scope]} asks for it",
        approvals=rule.approvals,
        roles=rule.approver_roles,
        author_counts=rule.author_counts,
        link_counts=rule.link_counts,
        in_person=_machine(proposed),
    )


def _machine(proposed: Proposed) -> bool:
    return proposed.author_kind is not AuthorKind.PERSON
