"""What waits for a person, and what is due soon: answers asked for or promised, duties, approvals that run out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.engine.law import Law
from catalog.knowledge.index import Catalogue
from catalog.presenters.words import day
from wizard.models import Answer, Assessment, Assignment, Review, Seat, Todo
from wizard.phases import ITEMS
from wizard.presenters.findings import Words
from wizard.presenters.todos import duty_words
from wizard.queries.agreements import Ending
from wizard.queries.queue import Queue

SOON = timedelta(days=30)


@dataclass(frozen=True)
class DueView:
    """One thing that is due: of which assessment, what, by when, and how many days that is from today.

    `says` is what somebody wrote along with it.
    """

    name: str
    what: str
    href: str
    when: str
    left: str
    late: bool
    says: str = ""


@dataclass(frozen=True)
class QueueView:
    """What waits in review: to decide, to sign, after somebody else, and what this person wrote."""

    decide: tuple[DueView, ...]
    sign: tuple[DueView, ...]
    later: tuple[DueView, ...]
    written: tuple[DueView, ...]


@dataclass(frozen=True)
class Duties:
    """Duties to be done, and the words and the law that name them."""

    todos: Iterable[Todo]
    words: Words
    law: Law


def waiting(requests: Iterable[Assignment], promised: Iterable[Answer], today: date) -> tuple[DueView, ...]:
    """What this person was asked to answer or promised to find out, soonest first."""
    asked = [(request.due, _asked(request, today)) for request in requests]
    own = [(answer.unknown_due, _found_out(answer, today)) for answer in promised if answer.unknown_due]
    return _in_order([*asked, *own])


def due(answers: Iterable[Answer], approvals: Iterable[Review], duties: Duties, today: date) -> tuple[DueView, ...]:
    """What others promised, the duties and the approvals that run out in one list, soonest first."""
    promised = [(answer.unknown_due, _promised(answer, today)) for answer in answers if answer.unknown_due]
    ending = [(review.valid_until, _ending(review, today)) for review in approvals if review.valid_until]
    owed = [(todo.due, _owed(todo, duties, today)) for todo in duties.todos if todo.due]
    return _in_order([*promised, *ending, *owed])


def agreements(endings: Iterable[Ending], catalogue: Catalogue, today: date) -> tuple[DueView, ...]:
    """Negotiated licences that end within 90 days, or have ended, in their order."""
    return tuple(
        _view(
            licence.short if (licence := catalogue.licences.get(one.agreement.licence)) else one.agreement.licence,
            _("The agreement has ended") if one.until < today else _("The agreement ends"),
            reverse("wizard:own_entry", args=["agreement", one.agreement.id]),
            one.until,
            today,
        )
        for one in endings
    )


def queued(queue: Queue, today: date) -> QueueView:
    """What waits in review, as the start of the list of assessments tells it."""
    return QueueView(
        decide=tuple(_deciding(seat, today) for seat in queue.decide),
        sign=tuple(_in_review(seat, _("Your signature on the report"), "wizard:making", today) for seat in queue.sign),
        later=tuple(
            _in_review(mine, _("%(who)s decides first") % {"who": seat_holder(before)}, "wizard:review", today)
            for mine, before in queue.later
        ),
        written=tuple(
            _in_review(seat, _("%(who)s decides") % {"who": seat_holder(seat)}, "wizard:assessment", today)
            for seat in queue.written
        ),
    )


def seat_holder(seat: Seat) -> str:
    """Whose place it is, in words."""
    return seat.reviewer.full_name if seat.reviewer else _("Any legal reviewer")


def _deciding(seat: Seat, today: date) -> DueView:
    told = {"author": seat.snapshot.assessment.author.full_name, "revision": seat.snapshot.revision}
    return _in_review(seat, _("Revision %(revision)d by %(author)s") % told, "wizard:review", today)


def _in_review(seat: Seat, what: str, page: str, today: date) -> DueView:
    assessment = seat.snapshot.assessment
    return _view(assessment.name, what, reverse(page, args=[assessment.reference]), seat.due, today)


def _in_order(dated: Iterable[tuple[date, DueView]]) -> tuple[DueView, ...]:
    return tuple(view for _on, view in sorted(dated, key=lambda one: one[0]))


def _asked(request: Assignment, today: date) -> DueView:
    told = {"who": request.asked_by.full_name, "item": _label(request.item)}
    what = _("%(who)s asks you: %(item)s") % told
    return replace(_at_item(request.assessment, request.item, what, request.due, today), says=request.message)


def _found_out(answer: Answer, today: date) -> DueView:
    what = _("You find out: %(item)s") % {"item": _label(answer.item)}
    assert answer.unknown_due  # noqa: S101 (only these are asked for)
    return _at_item(answer.assessment, answer.item, what, answer.unknown_due, today)


def _promised(answer: Answer, today: date) -> DueView:
    what = _("%(who)s finds out: %(item)s") % {"who": answer.unknown_owner, "item": _label(answer.item)}
    assert answer.unknown_due  # noqa: S101 (only these are asked for)
    return _at_item(answer.assessment, answer.item, what, answer.unknown_due, today)


def _owed(todo: Todo, duties: Duties, today: date) -> DueView:
    assessment = todo.assessment
    words = duty_words(todo.key, duties.words, duties.law)
    what = _("%(who)s: %(duty)s") % {"who": todo.owner, "duty": words} if todo.owner else words
    assert todo.due  # noqa: S101 (only these are asked for)
    return _view(assessment.name, what, reverse("wizard:result", args=[assessment.reference]), todo.due, today)


def _at_item(assessment: Assessment, item: str, what: str, on: date, today: date) -> DueView:
    return _view(assessment.name, what, reverse("wizard:item", args=[assessment.reference, item]), on, today)


def _label(item: str) -> str:
    return ITEMS[item].label if item in ITEMS else item


def _ending(review: Review, today: date) -> DueView:
    assessment = review.snapshot.assessment
    href = reverse("wizard:report", args=[assessment.reference])
    assert review.valid_until  # noqa: S101 (only these are asked for)
    return _view(assessment.name, _("The approval runs out"), href, review.valid_until, today)


def _view(name: str, what: str, href: str, on: date, today: date) -> DueView:
    days = (on - today).days
    return DueView(name, what, href, day(on), left_words(days), late=days < 0)


def left_words(days: int) -> str:
    """How many days are left, or how many it is late."""
    if days < 0:
        return ngettext("%(count)d day late", "%(count)d days late", -days) % {"count": -days}
    return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days} if days else _("today")
