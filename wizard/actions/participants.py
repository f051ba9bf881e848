"""Letting others take part in an assessment, and ending their part."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wizard.actions import audit
from wizard.actions.common import lock
from wizard.models import Assessment, Participant, User
from wizard.process import review
from wizard.process.refusal import Refused
from wizard.queries.people import by_address
from wizard.queries.permissions import case_of, person_of


@transaction.atomic
def add_participant(*, assessment: Assessment, actor: User, email: str) -> Participant:
    """Let the person with this address change the answers; somebody who takes part already stays as they are.

    Raises Refused when nobody has the address, when the account is closed, and for administrators.
    """
    lock(assessment)
    case = case_of(assessment, actor)
    review.check_may_invite(person_of(actor), case)
    person = by_address(email)
    if person is None:
        raise Refused(
            _("Nobody here has this address: check it, or ask an administrator to add the person under People.")
        )
    if not person.is_active:
        raise Refused(_("This account is closed: enter the address of somebody else."))
    review.check_may_take_part(person_of(person), case)
    standing = assessment.participants.select_related("person").filter(person=person).first()
    if standing is not None:
        return standing
    joined = Participant.objects.create(assessment=assessment, person=person, added_by=actor, added_at=timezone.now())
    audit.record(actor=actor, action="participant.added", subject=assessment, details={"person": person.pk})
    return joined


@transaction.atomic
def remove_participant(*, assessment: Assessment, actor: User, person: User) -> None:
    """End a person's part, and take back what they were asked for. What they answered stays, under their name."""
    lock(assessment)
    review.check_may_end_part(person_of(actor), case_of(assessment, actor), person.pk)
    ended = assessment.participants.filter(person=person).delete()[0]
    if not ended:
        return
    asked = assessment.assignments.filter(person=person, done_at=None, withdrawn_at=None)
    asked.update(withdrawn_at=timezone.now())
    audit.record(actor=actor, action="participant.removed", subject=assessment, details={"person": person.pk})
