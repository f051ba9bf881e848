"""Who may do what, in pairs: `check_may_…` refuses with one sentence, `may_…` says yes or no with the same sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec

from catalog.knowledge.sentences import sentence
from wizard.process.lifecycle import STATE_WORDS, Event, State, is_open_to_change, next_state
from wizard.process.refusal import Refused

P = ParamSpec("P")

PRODUCT_MANAGER = "product-manager"
LEGAL_REVIEWER = "legal-reviewer"
ADMINISTRATOR = "administrator"

PLANNED_IN = (State.DRAFT, State.IN_REVIEW, State.APPROVED)
"""States in which duties are still seen to: what was reviewed stays frozen, the work goes on."""


@dataclass(frozen=True)
class Person:
    """Who asks: the person's id and role."""

    id: int
    role: str


@dataclass(frozen=True)
class Place:
    """The seat in which the next decision is made, as the person who asks stands to it.

    `reviewer_id` is whose seat it is; None while any legal reviewer may take it. `stands_in` is for who decides for
    its reviewer today, `has_decided` for who approved or dissented already. `filled` means that no seat waits any more.
    """

    reviewer_id: int | None = None
    stands_in: bool = False
    has_decided: bool = False
    filled: bool = False


FREE = Place()


@dataclass(frozen=True)
class Case:
    """What it is about: an assessment's author and state, and what else the person who asks has to do with it.

    `takes_part` is for somebody whom the author added, `has_written` for whoever once changed what it says.
    `place` counts only in review.
    """

    author_id: int
    state: State
    takes_part: bool = False
    has_written: bool = False
    place: Place = FREE


@dataclass(frozen=True)
class Permission:
    """Yes or no; `why` is empty for yes and one sentence for no."""

    allowed: bool
    why: str = ""


def check_may_start(person: Person) -> None:
    """Product managers and legal reviewers start assessments; administrators only read them."""
    if person.role not in (PRODUCT_MANAGER, LEGAL_REVIEWER):
        raise Refused(sentence("An administrator does not write assessments: ask a product manager to start it."))


def check_may_edit(person: Person, case: Case) -> None:
    """The author and those who take part change answers, candidates and evidence, and only in a draft."""
    if person.id != case.author_id and not case.takes_part:
        raise Refused(
            sentence("Only its author and who takes part can change this assessment: ask the author to add you.")
        )
    if not is_open_to_change(case.state):
        raise Refused(
            sentence(
                "This assessment is {state} and can no longer be changed: "
                "ask the reviewer to request changes, or start a new one.",
                state=STATE_WORDS[case.state],
            )
        )


def check_may_invite(person: Person, case: Case) -> None:
    """Only the author lets others take part and asks them for answers, and only in a draft."""
    if person.id != case.author_id:
        raise Refused(sentence("Only its author lets others take part in this assessment: ask the author to do it."))
    if not is_open_to_change(case.state):
        raise Refused(
            sentence(
                "This assessment is {state}, so nobody can join it now: "
                "ask the reviewer to request changes, or start a new one.",
                state=STATE_WORDS[case.state],
            )
        )


def check_may_take_part(person: Person, case: Case) -> None:
    """Product managers and legal reviewers take part; the author does anyway."""
    if person.id == case.author_id:
        raise Refused(sentence("The author takes part already: enter the address of somebody else."))
    if person.role not in (PRODUCT_MANAGER, LEGAL_REVIEWER):
        raise Refused(sentence("An administrator does not write assessments: enter the address of somebody else."))


def check_may_end_part(person: Person, case: Case, leaving_id: int) -> None:
    """The author ends the part of anybody, everybody their own."""
    if person.id not in (case.author_id, leaving_id):
        raise Refused(sentence("Only its author decides who takes part in this assessment: ask the author to do it."))


def check_may_comment(person: Person, case: Case) -> None:
    """The author, those who take part and legal reviewers comment until the assessment is decided."""
    if person.id != case.author_id and not case.takes_part and person.role != LEGAL_REVIEWER:
        raise Refused(sentence("Only those who write or review this assessment comment on it: ask one of them."))
    if case.state not in (State.DRAFT, State.IN_REVIEW):
        raise Refused(
            sentence(
                "This assessment is {state}, and the comments on it are closed: start a new one to discuss a change.",
                state=STATE_WORDS[case.state],
            )
        )


def check_may_plan(person: Person, case: Case) -> None:
    """The author and those who take part say who sees to a duty and what is done, until the decision ends."""
    if person.id != case.author_id and not case.takes_part:
        raise Refused(sentence("Only its author and who takes part plan these duties: ask the author to add you."))
    if case.state not in PLANNED_IN:
        raise Refused(
            sentence(
                "This assessment is {state}, and its duties can no longer be changed: start a new one.",
                state=STATE_WORDS[case.state],
            )
        )


def check_may_submit(person: Person, case: Case) -> None:
    """Only the author hands a draft over for review."""
    if person.id != case.author_id:
        raise Refused(sentence("Only its author can submit this assessment: ask the author to do it."))
    next_state(case.state, Event.SUBMIT)


def check_may_approve(person: Person, case: Case) -> None:
    """A legal reviewer who wrote none of it approves in the seat that waits: theirs, free, or a stand-in's."""
    _check_may_review(person, case, Event.APPROVE)
    _check_may_take(person, case.place)


def check_may_dissent(person: Person, case: Case) -> None:
    """Who may approve may as well record why not."""
    check_may_approve(person, case)


def check_may_request_changes(person: Person, case: Case) -> None:
    """Who may decide, or has decided, sends an assessment back until its report is issued."""
    _check_may_end_round(person, case, Event.REQUEST_CHANGES)


def check_may_reject(person: Person, case: Case) -> None:
    """Who may decide, or has decided, rejects an assessment until its report is issued."""
    _check_may_end_round(person, case, Event.REJECT)


def check_may_mark(person: Person, case: Case) -> None:
    """Who may send an assessment back says of each answer whether it stands."""
    _check_may_end_round(person, case, Event.REQUEST_CHANGES)


def could_review(person: Person, case: Case) -> bool:
    """Whether this person may be named as a reviewer: a legal reviewer who wrote none of it."""
    wrote = person.id == case.author_id or case.takes_part or case.has_written
    return person.role == LEGAL_REVIEWER and not wrote


def check_may_be_absent(person: Person) -> None:
    """Only who decides needs somebody to decide for them."""
    if person.role != LEGAL_REVIEWER:
        raise Refused(sentence("Only a legal reviewer needs a stand-in: ask an administrator to change your role."))


def check_may_withdraw(person: Person, case: Case) -> None:
    """The author, or any legal reviewer, takes an approval back."""
    if person.role != LEGAL_REVIEWER and person.id != case.author_id:
        raise Refused(sentence("Only its author or a legal reviewer can withdraw this approval: ask one of them."))
    next_state(case.state, Event.WITHDRAW)


def check_may_revise(person: Person, case: Case) -> None:
    """The author opens the next revision of what was approved, whether the approval stands or has ended."""
    if person.id != case.author_id:
        raise Refused(sentence("Only its author opens the next revision of this assessment: ask the author to do it."))
    if case.state is not State.APPROVED:
        next_state(case.state, Event.REVISE)


def check_may_enrol_key(person: Person) -> None:
    """Signing keys are for legal reviewers."""
    if person.role != LEGAL_REVIEWER:
        raise Refused(sentence("Only a legal reviewer signs reports: ask an administrator to change your role first."))


def check_may_manage_people(person: Person) -> None:
    """Accounts and roles are the administrator's."""
    if person.role != ADMINISTRATOR:
        raise Refused(sentence("Only an administrator manages people: ask one to make this change."))


def check_may_set_webhook(person: Person) -> None:
    """What leaves the house by itself is the administrator's."""
    if person.role != ADMINISTRATOR:
        raise Refused(sentence("Only an administrator sets the webhook: ask one to make this change."))


def check_may_change_knowledge(person: Person) -> None:
    """Entries of the organisation's own, and the texts it keeps, are the legal reviewers'."""
    if person.role != LEGAL_REVIEWER:
        raise Refused(
            sentence("Only a legal reviewer changes what the organisation holds: tell one what you would change.")
        )


def _check_may_review(person: Person, case: Case, event: Event) -> None:
    if person.role != LEGAL_REVIEWER:
        raise Refused(sentence("Only a legal reviewer decides on an assessment: ask one to review it."))
    if person.id == case.author_id:
        raise Refused(
            sentence("You wrote this assessment, so somebody else has to review it: ask another legal reviewer.")
        )
    if case.takes_part or case.has_written:
        raise Refused(
            sentence("You took part in this assessment, so somebody else has to review it: ask another reviewer.")
        )
    next_state(case.state, event)


def _check_may_end_round(person: Person, case: Case, event: Event) -> None:
    _check_may_review(person, case, event)
    if not case.place.has_decided:
        _check_may_take(person, case.place)


def _check_may_take(person: Person, place: Place) -> None:
    if place.has_decided:
        raise Refused(
            sentence("You have decided on this revision, so somebody else has to do it: ask another legal reviewer.")
        )
    if place.filled:
        raise Refused(
            sentence("Everybody who was asked has approved this assessment: ask one of them if it has to change.")
        )
    if place.reviewer_id not in (None, person.id) and not place.stands_in:
        raise Refused(
            sentence(
                "This assessment waits for another reviewer: ask who is named on it to decide, or to name a stand-in."
            )
        )


def twin_of(check: Callable[P, None]) -> Callable[P, Permission]:
    """Make of a check that refuses the question that it answers: yes, or no with the same sentence."""

    def may(*args: P.args, **kwargs: P.kwargs) -> Permission:
        try:
            check(*args, **kwargs)
        except Refused as refused:
            return Permission(allowed=False, why=refused.sentence)
        return Permission(allowed=True)

    return may


may_start = twin_of(check_may_start)
may_edit = twin_of(check_may_edit)
may_invite = twin_of(check_may_invite)
may_comment = twin_of(check_may_comment)
may_plan = twin_of(check_may_plan)
may_submit = twin_of(check_may_submit)
may_request_changes = twin_of(check_may_request_changes)
may_approve = twin_of(check_may_approve)
may_dissent = twin_of(check_may_dissent)
may_mark = twin_of(check_may_mark)
may_reject = twin_of(check_may_reject)
may_withdraw = twin_of(check_may_withdraw)
may_revise = twin_of(check_may_revise)
may_change_knowledge = twin_of(check_may_change_knowledge)
