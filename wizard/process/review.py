"""Who may do what, in pairs: `check_may_…` refuses with one sentence, `may_…` says yes or no with the same sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec

from wizard.process.lifecycle import STATE_WORDS, Event, State, is_open_to_change, next_state
from wizard.process.refusal import Refused

P = ParamSpec("P")

PRODUCT_MANAGER = "product-manager"
LEGAL_REVIEWER = "legal-reviewer"
ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Person:
    """Who asks: the person's id and role."""

    id: int
    role: str


@dataclass(frozen=True)
class Case:
    """What it is about: an assessment's author and state."""

    author_id: int
    state: State


@dataclass(frozen=True)
class Permission:
    """Yes or no; `why` is empty for yes and one sentence for no."""

    allowed: bool
    why: str = ""


def check_may_start(person: Person) -> None:
    """Product managers and legal reviewers start assessments; administrators only read them."""
    if person.role not in (PRODUCT_MANAGER, LEGAL_REVIEWER):
        raise Refused("An administrator does not write assessments: ask a product manager to start it.")


def check_may_edit(person: Person, case: Case) -> None:
    """Only the author changes answers, candidates and evidence, and only in a draft."""
    if person.id != case.author_id:
        raise Refused("Only its author can change this assessment: tell the author what you would change.")
    if not is_open_to_change(case.state):
        raise Refused(
            f"This assessment is {STATE_WORDS[case.state]} and can no longer be changed: "
            "ask the reviewer to request changes, or start a new one."
        )


def check_may_submit(person: Person, case: Case) -> None:
    """Only the author hands a draft over for review."""
    if person.id != case.author_id:
        raise Refused("Only its author can submit this assessment: ask the author to do it.")
    next_state(case.state, Event.SUBMIT)


def check_may_request_changes(person: Person, case: Case) -> None:
    """A legal reviewer who is not the author sends an assessment back while it is in review."""
    _check_may_review(person, case, Event.REQUEST_CHANGES)


def check_may_approve(person: Person, case: Case) -> None:
    """A legal reviewer who is not the author approves an assessment while it is in review."""
    _check_may_review(person, case, Event.APPROVE)


def check_may_reject(person: Person, case: Case) -> None:
    """A legal reviewer who is not the author rejects an assessment while it is in review."""
    _check_may_review(person, case, Event.REJECT)


def check_may_withdraw(person: Person, case: Case) -> None:
    """The author, or any legal reviewer, takes an approval back."""
    if person.role != LEGAL_REVIEWER and person.id != case.author_id:
        raise Refused("Only its author or a legal reviewer can withdraw this approval: ask one of them.")
    next_state(case.state, Event.WITHDRAW)


def check_may_enrol_key(person: Person) -> None:
    """Signing keys are for legal reviewers."""
    if person.role != LEGAL_REVIEWER:
        raise Refused("Only a legal reviewer signs reports: ask an administrator to change your role first.")


def check_may_manage_people(person: Person) -> None:
    """Accounts and roles are the administrator's."""
    if person.role != ADMINISTRATOR:
        raise Refused("Only an administrator manages people: ask one to make this change.")


def check_may_change_knowledge(person: Person) -> None:
    """Entries of the organisation's own, and the texts it keeps, are the legal reviewers'."""
    if person.role != LEGAL_REVIEWER:
        raise Refused("Only a legal reviewer changes what the organisation holds: tell one what you would change.")


def _check_may_review(person: Person, case: Case, event: Event) -> None:
    if person.role != LEGAL_REVIEWER:
        raise Refused("Only a legal reviewer decides on an assessment: ask one to review it.")
    if person.id == case.author_id:
        raise Refused("You wrote this assessment, so somebody else has to review it: ask another legal reviewer.")
    next_state(case.state, event)


def _twin(check: Callable[P, None]) -> Callable[P, Permission]:
    def may(*args: P.args, **kwargs: P.kwargs) -> Permission:
        try:
            check(*args, **kwargs)
        except Refused as refused:
            return Permission(allowed=False, why=refused.sentence)
        return Permission(allowed=True)

    return may


may_start = _twin(check_may_start)
may_edit = _twin(check_may_edit)
may_submit = _twin(check_may_submit)
may_request_changes = _twin(check_may_request_changes)
may_approve = _twin(check_may_approve)
may_reject = _twin(check_may_reject)
may_withdraw = _twin(check_may_withdraw)
may_change_knowledge = _twin(check_may_change_knowledge)
