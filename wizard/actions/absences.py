"""Naming who decides during an absence, and taking it back."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.ambient import today
from wizard.actions import audit
from wizard.models import Absence, Role, User
from wizard.process import review
from wizard.process.refusal import Refused
from wizard.queries.permissions import person_of


@transaction.atomic
def enter_absence(*, actor: User, first: date, last: date, stand_in: User) -> Absence:
    """Let a colleague decide in this reviewer's seats from the first to the last day.

    Raises Refused for days that are over or overlap an absence of theirs, and for who cannot stand in.
    """
    review.check_may_be_absent(person_of(actor))
    User.objects.select_for_update().get(pk=actor.pk)  # two absences entered at once would both find the days free
    if last < first:
        raise Refused(_("The last day is before the first: enter a later last day."))
    if last < today():
        raise Refused(_("The last day is over: enter today or a later day."))
    if stand_in == actor or not stand_in.is_active or stand_in.role != Role.LEGAL_REVIEWER:
        raise Refused(_("The stand-in has to be another legal reviewer: choose one from the list."))
    if actor.absences.filter(ended_at=None, first__lte=last, last__gte=first).exists():
        raise Refused(_("These days overlap an absence that you have entered: take that one back, or change the days."))
    absence = Absence.objects.create(person=actor, stand_in=stand_in, first=first, last=last, made_at=timezone.now())
    audit.record(actor=actor, action="absence.entered", subject=actor, details=_details(absence))
    return absence


@transaction.atomic
def end_absence(*, absence: Absence, actor: User) -> None:
    """Take one's own absence back; one that is taken back already stays so."""
    if absence.person_id != actor.pk:
        raise Refused(_("Only who entered this absence takes it back: ask them to do it."))
    if not Absence.objects.filter(pk=absence.pk, ended_at=None).update(ended_at=timezone.now()):
        return
    audit.record(actor=actor, action="absence.ended", subject=actor, details=_details(absence))


def _details(absence: Absence) -> dict[str, object]:
    return {"person": absence.stand_in_id, "first": absence.first.isoformat(), "last": absence.last.isoformat()}
