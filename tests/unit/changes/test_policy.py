"""Who has to approve what: stricter wins, each person counts once, machines need a person."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adwright.changes.model.life import ChangeKind
from adwright.changes.model.limits import Limits, Scope
from adwright.changes.model.policy import (
    Approval,
    ApprovalRule,
    AuthorKind,
    Automatic,
    Policy,
    Proposed,
    check_policy,
    is_approved,
    lifetime_days,
    missing_words,
    requirements,
    standing,
    would_help,
)
from adwright.changes.model.summary import limit_sentences, policy_sentences
from adwright.core.actor import Role
from adwright.core.errors import Invalid
from adwright.core.money import Money
from tests.unit.changes.trees import make_id

AUTHOR, OTHER, THIRD = make_id("author"), make_id("other"), make_id("third")


def usd(amount: str) -> Money:
    return Money.of(amount, "USD")


def proposed(
    rise: Money | None = None, author: AuthorKind = AuthorKind.PERSON, *, leaps: bool = False
) -> Proposed:
    return Proposed(ChangeKind.BUDGET, author, AUTHOR, Role.MANAGER, rise or usd("10"), "USD", leaps)


def approval(
    person_id: UUID | None = AUTHOR, role: Role = Role.MANAGER, *, confirmed: bool = False
) -> Approval:
    return Approval("Somebody", person_id, role, in_person=True, leap_confirmed=confirmed)


def by_link(made_by: UUID) -> Approval:
    return Approval("Client", None, None, in_person=True, link_made_by=made_by)


def approved(policy: Policy, change: Proposed, *approvals: Approval) -> bool:
    needed = requirements({Scope.ORGANIZATION: policy}, change)
    return is_approved(standing(needed, approvals, change.author_id))


people = st.sampled_from([AUTHOR, OTHER, THIRD])
rules = st.builds(
    ApprovalRule,
    authors=st.sampled_from([frozenset[AuthorKind](), frozenset({AuthorKind.PERSON})]),
    over=st.sampled_from([(), (usd("5"),), (usd("50"),), (Money.of("5", "EUR"),)]),
    approvals=st.integers(1, 3),
    approver_roles=st.sampled_from([frozenset[Role](), frozenset({Role.ADMIN})]),
    author_counts=st.booleans(),
    link_counts=st.booleans(),
)
policies = st.builds(Policy, st.lists(rules, max_size=3).map(tuple))
given_approvals = st.lists(
    st.one_of(st.builds(approval, people, st.sampled_from(list(Role))), st.builds(by_link, people)),
    max_size=5,
)


@given(policies, rules, given_approvals)
def test_policy_when_a_rule_is_added_then_no_missing_approval_becomes_enough(
    policy: Policy, rule: ApprovalRule, approvals: list[Approval]
) -> None:
    tighter = replace(policy, rules=(*policy.rules, rule))
    if approved(tighter, proposed(), *approvals):
        assert approved(policy, proposed(), *approvals)


@given(policies, policies, given_approvals)
def test_policy_when_organization_and_advertiser_both_ask_then_both_have_to_be_satisfied(
    organization: Policy, advertiser: Policy, approvals: list[Approval]
) -> None:
    def passes(**levels: Policy) -> bool:
        needed = requirements({Scope(name): each for name, each in levels.items()}, proposed())
        return is_approved(standing(needed, approvals, AUTHOR))

    if passes(organization=organization, advertiser=advertiser):
        assert passes(advertiser=advertiser)


@given(given_approvals, people)
def test_approval_when_the_same_person_gives_it_again_then_counts_once(
    approvals: list[Approval], person: UUID
) -> None:
    policy = Policy((ApprovalRule(approvals=3),))
    once, twice = [*approvals, approval(person)], [*approvals, approval(person), approval(person)]
    assert approved(policy, proposed(), *once) == approved(policy, proposed(), *twice)


def test_change_when_no_policy_is_set_then_its_author_may_approve_it() -> None:
    assert not approved(Policy(), proposed())
    assert approved(Policy(), proposed(), approval(AUTHOR))
    assert approved(Policy(), proposed(), by_link(OTHER))


@pytest.mark.parametrize("author", [each for each in AuthorKind if each is not AuthorKind.PERSON])
def test_change_when_no_person_proposes_it_then_a_person_approves_and_no_key(author: AuthorKind) -> None:
    change = proposed(author=author)
    by_key = replace(approval(OTHER), in_person=False)
    assert not approved(Policy(), change, by_key)
    assert approved(Policy(), change, approval(OTHER))


def test_own_change_when_above_the_amount_then_needs_somebody_else() -> None:
    policy = Policy(
        (ApprovalRule(authors=frozenset({AuthorKind.PERSON}), over=(usd("100"),), author_counts=False),)
    )
    assert approved(policy, proposed(usd("100")), approval(AUTHOR))
    assert not approved(policy, proposed(usd("100.01")), approval(AUTHOR))
    assert not approved(policy, proposed(usd("100.01")), by_link(AUTHOR))
    assert approved(policy, proposed(usd("100.01")), approval(OTHER))
    unknown = replace(proposed(), rise=None)
    assert not approved(policy, unknown, approval(AUTHOR))


def test_machine_change_when_the_organization_lets_it_pass_then_needs_nobody_up_to_the_amount() -> None:
    policy = Policy(automatic=(Automatic(frozenset({AuthorKind.RULE}), up_to=(usd("20"),)),))
    assert approved(policy, proposed(usd("20"), AuthorKind.RULE))
    assert not approved(policy, proposed(usd("21"), AuthorKind.RULE))
    assert not approved(policy, proposed(usd("20"), AuthorKind.OPTIMISER))
    assert not approved(policy, replace(proposed(author=AuthorKind.RULE), rise=None))
    assert not approved(policy, replace(proposed(author=AuthorKind.RULE), rise=None, currency="EUR"))
    stricter = replace(policy, rules=(ApprovalRule(),))
    assert not approved(stricter, proposed(usd("20"), AuthorKind.RULE))


def test_tenfold_growth_when_nobody_has_confirmed_it_then_waits_whatever_the_policy() -> None:
    policy = Policy(automatic=(Automatic(frozenset(AuthorKind)),))
    change = proposed(leaps=True)
    assert not approved(policy, change)
    assert not approved(policy, change, approval(OTHER), by_link(OTHER))
    assert not approved(policy, change, replace(approval(OTHER, confirmed=True), in_person=False))
    assert approved(policy, change, approval(OTHER, confirmed=True))


def test_roles_when_asked_for_then_others_do_not_count_and_it_says_who_is_missing() -> None:
    rule = ApprovalRule(approvals=2, approver_roles=frozenset({Role.OWNER, Role.ADMIN}), author_counts=False)
    needed = requirements({Scope.ADVERTISER: Policy((rule,))}, proposed())
    given_so_far = [approval(OTHER, Role.MANAGER), approval(THIRD, Role.ADMIN)]
    [found, _] = [*standing(needed, given_so_far, AUTHOR), None]
    assert found is not None
    assert missing_words(found) == (
        "1 more approval by admin or owner, not by the author: the advertiser asks for it"
    )
    assert not would_help(needed, given_so_far, approval(THIRD, Role.ADMIN), AUTHOR)
    assert would_help(needed, given_so_far, approval(OTHER, Role.OWNER), AUTHOR)


def test_approval_when_its_giver_may_not_any_more_then_does_not_count_and_it_says_whose() -> None:
    needed = requirements({Scope.ADVERTISER: Policy((ApprovalRule(approvals=2),))}, proposed())
    gone, client = replace(approval(OTHER), by="Max", lapsed=True), replace(by_link(OTHER), lapsed=True)
    [found] = standing(needed, [gone, client, approval(THIRD)], AUTHOR)
    assert missing_words(found) == (
        "1 more approval: the advertiser asks for it (that of Max and Client does not count any more)"
    )


def test_lifetime_when_both_say_then_is_the_shorter() -> None:
    assert lifetime_days({}) == 14
    both = {Scope.ORGANIZATION: Policy(expires_after_days=7), Scope.ADVERTISER: Policy(expires_after_days=3)}
    assert lifetime_days(both) == 3


@pytest.mark.parametrize(
    ("policy", "scope", "said"),
    [
        (
            Policy(automatic=(Automatic(frozenset({AuthorKind.RULE})),)),
            Scope.ADVERTISER,
            "Only the organization",
        ),
        (Policy(automatic=(Automatic(frozenset()),)), Scope.ORGANIZATION, "whose changes"),
        (Policy((ApprovalRule(over=(usd("1"), usd("2"))),)), Scope.ORGANIZATION, "one amount"),
        (Policy((ApprovalRule(approver_roles=frozenset({Role.ANALYST})),)), Scope.ORGANIZATION, "Analysts"),
        (
            Policy(
                (ApprovalRule(authors=frozenset({AuthorKind.RULE}), author_roles=frozenset({Role.MANAGER})),)
            ),
            Scope.ORGANIZATION,
            "Only persons",
        ),
    ],
)
def test_policy_when_it_contradicts_itself_then_is_refused(policy: Policy, scope: Scope, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        check_policy(policy, scope)


def test_sentences_say_what_is_set_and_nothing_else() -> None:
    assert limit_sentences(Limits()) == ("Nothing is limited here.",)
    assert limit_sentences(Limits(max_daily_increase=(Money.of("200", "EUR"),), max_step_percent=20)) == (
        "No change may raise the daily total of an ad account by more than 200.00 EUR, counting everything "
        "applied that day.",
        "No budget may rise by more than 20 % at once.",
    )
    rule = ApprovalRule(
        authors=frozenset({AuthorKind.PERSON}), over=(usd("500"),), approvals=2, author_counts=False
    )
    assert policy_sentences(Policy((rule,)), is_organization=False) == (
        "Changes by people that raise the daily cost by more than 500.00 USD need two approvals, not by the "
        "author.",
    )
    assert len(policy_sentences(Policy(), is_organization=True)) == 1
    assert policy_sentences(Policy(), is_organization=False) == ("Nothing is asked for here.",)
