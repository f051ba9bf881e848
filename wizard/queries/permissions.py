"""From records to the plain values on which `wizard.process.review` decides."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from wizard.models import Assessment, AuditEvent, Participant, Role, User
from wizard.process import review
from wizard.process.lifecycle import State
from wizard.process.review import FREE, Case, Permission, Person, Place
from wizard.queries.places import place_of

WRITING = (
    "answer.saved",
    "assessment.candidates-changed",
    "evidence.added",
    "evidence.removed",
    "todo.done",
    "todo.planned",
    "todo.reopened",
)
"""Events by which somebody has changed what an assessment says; the database refuses their approval as well."""


def person_of(user: User) -> Person:
    """The user as the rules see one."""
    return Person(id=user.pk, role=user.role)


def case_of(assessment: Assessment, user: User) -> Case:
    """The assessment as the rules see one for this person; the author's own part needs no look at the database."""
    own = assessment.author_id == user.pk
    return Case(
        author_id=assessment.author_id,
        state=State(assessment.state),
        takes_part=not own and assessment.participants.filter(person=user).exists(),
        has_written=not own and user.role == Role.LEGAL_REVIEWER and _has_written(assessment, user),
        place=_place(assessment, user),
    )


def taking_part(user: User) -> Exists:
    """Whether this person takes part beside the author, as a part of a query for assessments."""
    return Exists(Participant.objects.filter(assessment=OuterRef("pk"), person=user))


def having_written(user: User) -> Exists:
    """Whether this person once changed what it says, as a part of a query for assessments."""
    return Exists(
        AuditEvent.objects.filter(
            subject_type="assessment", subject_id=OuterRef("reference"), actor=user, action__in=WRITING
        )
    )


def _has_written(assessment: Assessment, user: User) -> bool:
    return Assessment.objects.filter(having_written(user), pk=assessment.pk).exists()


def _place(assessment: Assessment, user: User) -> Place:
    """The seat that waits; asked for only where the rules look at it."""
    if assessment.state != State.IN_REVIEW or user.role != Role.LEGAL_REVIEWER:
        return FREE
    snapshot = assessment.snapshots.order_by("-revision").first()
    return place_of(snapshot, user) if snapshot else FREE


@dataclass(frozen=True)
class Permissions:
    """What one person may do with one assessment now; each no carries its reason."""

    edit: Permission
    invite: Permission
    comment: Permission
    plan: Permission
    submit: Permission
    request_changes: Permission
    approve: Permission
    mark: Permission
    reject: Permission
    withdraw: Permission
    revise: Permission


def permissions_for(user: User, assessment: Assessment) -> Permissions:
    """Every permission at once, for pages that offer only what will be accepted."""
    person, case = person_of(user), case_of(assessment, user)
    return Permissions(
        edit=review.may_edit(person, case),
        invite=review.may_invite(person, case),
        comment=review.may_comment(person, case),
        plan=review.may_plan(person, case),
        submit=review.may_submit(person, case),
        request_changes=review.may_request_changes(person, case),
        approve=review.may_approve(person, case),
        mark=review.may_mark(person, case),
        reject=review.may_reject(person, case),
        withdraw=review.may_withdraw(person, case),
        revise=review.may_revise(person, case),
    )
