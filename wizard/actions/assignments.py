"""Asking a colleague to answer one item until a day."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.ambient import today
from wizard.actions import audit
from wizard.actions.common import limited, lock
from wizard.actions.participants import add_participant
from wizard.models import Assessment, Assignment, User
from wizard.process import review
from wizard.process.refusal import Refused
from wizard.queries.permissions import case_of, person_of
from wizard.queries.together import open_requests


@transaction.atomic
def ask_for_answer(
    *, assessment: Assessment, item: str, actor: User, email: str, due: date, message: str = ""
) -> Assignment:
    """Ask the person with this address for an answer to an item; from now on they take part in the assessment.

    Who is asked again for the same item has one request, with the new day and message. Raises Refused for a day that
    is not after today, and as `add_participant` does.
    """
    if due <= today():
        raise Refused(_("The day until which to answer is over or today: enter a day after today."))
    message = limited(_("message"), message)
    person = add_participant(assessment=assessment, actor=actor, email=email).person
    request = open_requests(assessment, item).filter(person=person).first()
    if request is not None and (request.due, request.message) == (due, message):
        return request
    request = request or Assignment(
        assessment=assessment, item=item, person=person, asked_by=actor, made_at=timezone.now()
    )
    request.due, request.message = due, message
    request.save()
    details = {"item": item, "person": person.pk, "due": due.isoformat()}
    audit.record(actor=actor, action="assignment.made", subject=assessment, details=details)
    return request


@transaction.atomic
def withdraw_request(*, request: Assignment, actor: User) -> None:
    """Take a request back; one that is over already stays as it is. The person goes on taking part."""
    assessment = lock(request.assessment)
    review.check_may_invite(person_of(actor), case_of(assessment, actor))
    request.refresh_from_db(from_queryset=Assignment.objects.select_for_update())
    if request.done_at or request.withdrawn_at:
        return
    request.withdrawn_at = timezone.now()
    request.save(update_fields=["withdrawn_at"])
    details = {"item": request.item, "person": request.person_id}
    audit.record(actor=actor, action="assignment.withdrawn", subject=assessment, details=details)


@transaction.atomic
def finish_requests(*, assessment: Assessment, item: str, actor: User) -> None:
    """Note that an item is answered, whoever of those taking part answered it. The caller knows that it is complete."""
    lock(assessment)
    review.check_may_edit(person_of(actor), case_of(assessment, actor))
    for request in open_requests(assessment, item).select_for_update():
        request.done_at = timezone.now()
        request.save(update_fields=["done_at"])
        details = {"item": item, "person": request.person_id}
        audit.record(actor=actor, action="assignment.done", subject=assessment, details=details)
