"""From records to the plain values on which `wizard.process.review` decides."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.models import Assessment, User
from wizard.process import review
from wizard.process.lifecycle import State
from wizard.process.review import Case, Permission, Person


def person_of(user: User) -> Person:
    """The user as the rules see one."""
    return Person(id=user.pk, role=user.role)


def case_of(assessment: Assessment) -> Case:
    """The assessment as the rules see one."""
    return Case(author_id=assessment.author_id, state=State(assessment.state))


@dataclass(frozen=True)
class Permissions:
    """What one person may do with one assessment now; each no carries its reason."""

    edit: Permission
    submit: Permission
    request_changes: Permission
    approve: Permission
    reject: Permission
    withdraw: Permission


def permissions_for(user: User, assessment: Assessment) -> Permissions:
    """Every permission at once, for pages that offer only what will be accepted."""
    person, case = person_of(user), case_of(assessment)
    return Permissions(
        edit=review.may_edit(person, case),
        submit=review.may_submit(person, case),
        request_changes=review.may_request_changes(person, case),
        approve=review.may_approve(person, case),
        reject=review.may_reject(person, case),
        withdraw=review.may_withdraw(person, case),
    )
