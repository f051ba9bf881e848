"""A person's days as a calendar: reviews, ends of approvals, duties, audits of licences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.ambient import current_law
from catalog.knowledge.index import Catalogue
from wizard.interchange.calendar import Review, calendar_file
from wizard.presenters.findings import Words
from wizard.presenters.todos import duty_words
from wizard.process.register import Standing
from wizard.queries.feeds import Days
from wizard.queries.looking import next_review

Absolute = Callable[[str], str]


def feed(days: Days, catalogue: Catalogue, absolute: Absolute, now: datetime) -> bytes:
    """The calendar file. `absolute` turns an address of ours into one that works from outside."""
    events = (
        *_entries(days, catalogue, absolute),
        *_duties(days, catalogue, absolute),
        *_audits(days, catalogue, absolute),
    )
    return calendar_file(events, name="Clearweights", written=now)


def _entries(days: Days, catalogue: Catalogue, absolute: Absolute) -> Iterator[Review]:
    for found in days.entries:
        entry, words = found.entry, Words(catalogue, found.entry.assessment.reference)
        told = {"model": words.model(entry.model), "product": entry.assessment.name}
        yield Review(
            uid=f"entry-{entry.pk}-review@clearweights",
            on=next_review(found),
            title=_("Review %(model)s for %(product)s") % told,
            about=entry.assessment.reference,
            url=absolute(reverse("wizard:entry_review", args=[entry.pk])),
            every=entry.review_months,
        )
        if found.valid_until and found.standing is Standing.IN_FORCE:
            yield Review(
                uid=f"entry-{entry.pk}-approval@clearweights",
                on=found.valid_until,
                title=_("Last day of the approval: %(model)s for %(product)s") % told,
                about=entry.assessment.reference,
                url=absolute(reverse("wizard:register_entry", args=[entry.pk])),
                every=0,
            )


def _duties(days: Days, catalogue: Catalogue, absolute: Absolute) -> Iterator[Review]:
    for todo in days.todos:
        words = Words(catalogue, todo.assessment.reference)
        if todo.due:
            yield Review(
                uid=f"duty-{todo.pk}@clearweights",
                on=todo.due,
                title=f"{todo.assessment.name}: {duty_words(todo.key, words, current_law())}",
                about=todo.owner,
                url=absolute(reverse("wizard:result", args=[todo.assessment.reference])),
                every=0,
            )


def _audits(days: Days, catalogue: Catalogue, absolute: Absolute) -> Iterator[Review]:
    for ruling in days.rulings:
        yield Review(
            uid=f"licence-{ruling.licence.lower()}@clearweights",
            on=ruling.review_due,
            title=_("Audit the licence %(licence)s") % {"licence": Words(catalogue, "").licence(ruling.licence)},
            about=ruling.reason,
            url=absolute(reverse("wizard:policy_licence", args=[ruling.licence])),
        )
