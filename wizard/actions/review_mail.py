"""Messages to those whom a review concerns. Called outside transactions, once what they tell of is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.presenters.words import day
from wizard.actions.mail import link, send_mail
from wizard.models import Absence, Decision, Reminder, Review, Seat, Snapshot, User
from wizard.process.deadlines import reminder_day
from wizard.process.lifecycle import State
from wizard.queries.seats import open_seat, waiting_now, who_may_decide_in


def tell_waiting(snapshot: Snapshot) -> None:
    """Tell everybody who may decide now that a seat waits for them; nobody once every seat is filled."""
    seat = open_seat(snapshot)
    if seat is None or snapshot.assessment.state != State.IN_REVIEW:
        return
    for person in who_may_decide_in(seat):
        _about_seat("waiting", seat, person)


def tell_decided(decided: Review) -> None:
    """Tell the author, and who approved before, that changes are asked for or that the assessment is rejected.

    After a dissent the seat waits again: whoever may take it is told.
    """
    if decided.decision == Decision.DISSENTED:
        tell_waiting(decided.snapshot)
        return
    assessment = decided.snapshot.assessment
    told = {"who": decided.reviewer.full_name, "name": assessment.name}
    if decided.decision == Decision.CHANGES_REQUESTED:
        subject = _("%(who)s asks for changes: %(name)s") % told
    else:
        subject = _("%(who)s has rejected: %(name)s") % told
    context = {
        "decided": decided,
        "assessment": assessment,
        "sent_back": decided.decision != Decision.REJECTED,
        "link": link("wizard:assessment", assessment.reference),
    }
    before = (one.reviewer for one in decided.snapshot.approvals if one.reviewer_id != decided.reviewer_id)
    _send((assessment.author, *before), subject, "decided", context)


def tell_stand_in(absence: Absence) -> None:
    """Tell somebody that they stand in for a colleague."""
    context = {"who": absence.person.full_name, "first": day(absence.first), "last": day(absence.last)}
    subject = _("You stand in for %(who)s from %(first)s to %(last)s") % context
    _send((absence.stand_in,), subject, "stand_in", {**context, "link": link("wizard:home")})


def remind() -> list[Reminder]:
    """Remind everybody who may decide in a seat that waits, where a reminder falls on today or was missed.

    Each is stored before it goes out, so that nobody gets one twice, whatever happens in between. One that the
    mail server does not take is forgotten and tried again by the next run.
    """
    sent = []
    for seat, opened in waiting_now():
        on = reminder_day(seat.due, opened, timezone.localdate())
        if on is None:
            continue
        for person in who_may_decide_in(seat):
            if (reminder := _noted(Reminder(seat=seat, person=person, day=on, sent_at=timezone.now()))) is None:
                continue
            if _about_seat("reminder", seat, person) or not settings.EMAIL_HOST:
                sent.append(reminder)
            else:
                reminder.delete()
    return sent


def _noted(reminder: Reminder) -> Reminder | None:
    """The reminder once stored; None where it was stored before."""
    try:
        with transaction.atomic():
            reminder.save()
    except IntegrityError:
        return None
    return reminder


def _about_seat(what: str, seat: Seat, person: User) -> bool:
    assessment = seat.snapshot.assessment
    told = {"name": assessment.name, "due": day(seat.due), "reference": assessment.reference}
    if what == "waiting":
        subject = _("For your review until %(due)s: %(name)s (%(reference)s)") % told
    else:
        subject = _("Still waiting for your review: %(name)s (%(reference)s)") % told
    away = seat.reviewer.full_name if seat.reviewer and seat.reviewer_id != person.pk else ""
    to_read = link("wizard:review", assessment.reference)
    return _send((person,), subject, what, {**told, "assessment": assessment, "away": away, "link": to_read})


def _send(people: Iterable[User], subject: str, what: str, context: Mapping[str, object]) -> bool:
    body = render_to_string(f"wizard/mail/{what}.txt", dict(context))
    sent = [send_mail(to=person, subject=subject, body=body) for person in people if person.is_active]
    return all(sent)
