"""The days on which somebody looks again, and those on which the law asks more, for the page and for a calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.presenters.language import told
from wizard.interchange.calendar import QUARTER, Review, calendar_file, months_later
from wizard.models import Assessment
from wizard.presenters.act import begin_words, beginning, duty_place
from wizard.presenters.papers import File
from wizard.presenters.standing import Standing

DATES = (
    ("licence-review", "next_review", "reviewer", gettext_lazy("Read the licences again")),
    ("user-growth", "next_projection", "watcher", gettext_lazy("Project the users again")),
    ("regulatory-updates", "next_look", "follower", gettext_lazy("Look at the law again")),
)
Absolute = Callable[[str], str]


def reviews(assessment: Assessment, stand: Standing, absolute: Absolute = str) -> tuple[Review, ...]:
    """Every review that the answers name, then every day ahead on which duties of the AI Act begin.

    The licences are always read again: in a quarter, unless a day is named.
    """
    return (*_reviews(assessment, stand, absolute), *_law(assessment, stand, absolute))


def _reviews(assessment: Assessment, stand: Standing, absolute: Absolute) -> Iterator[Review]:
    for item, field, person, title in DATES:
        turn = stand.walk.asked[item]
        values = turn.form.values if turn.applies else {}
        on = date.fromisoformat(values[field]) if field in values else None
        if item == "licence-review":
            on = on or months_later(stand.context.today, QUARTER)
        if on is None:
            continue
        yield Review(
            uid=f"{assessment.reference.lower()}-{item}@clearweights",
            on=on,
            title=f"{title}: {assessment.name}",
            about="\n".join(_about(stand, item, str(values.get(person, "")))),
            url=absolute(reverse("wizard:item", args=[assessment.reference, item])),
            every=int(values.get("every", QUARTER)),
        )


def _law(assessment: Assessment, stand: Standing, absolute: Absolute) -> Iterator[Review]:
    """Each of these days once. The first duty names the entry, so that it moves in a calendar when the law moves it."""
    part = stand.evaluation["eu_ai_act"]
    page = absolute(reverse("wizard:item", args=[assessment.reference, "regulatory-updates"]))
    assumed = [_("Questions about the AI Act are open, so some of these may not bind you.")] if part["assumed"] else []
    for on, duties in beginning(part, stand.context.today).items():
        title = _("AI Act: %(what)s") % {"what": begin_words(duties)}
        says = dict.fromkeys(f"{told(duty['says'])} ({duty_place(duty)})" for duty in duties)
        yield Review(
            uid=f"{assessment.reference.lower()}-{duties[0]['id'].lower()}@clearweights",
            on=on,
            title=f"{title}: {assessment.name}",
            about="\n".join((*assumed, *says)),
            url=page,
            every=0,
        )


def _about(stand: Standing, item: str, person: str) -> Iterator[str]:
    if person:
        yield _("Who: %(person)s") % {"person": person}
    if item == "licence-review":
        yield from (f"{licence.name}: {licence.url}" for licence in stand.context.texts)


def review_calendar(assessment: Assessment, stand: Standing, absolute: Absolute, now: datetime) -> File:
    """All these days as a calendar file. `absolute` turns an address of ours into one that works from outside."""
    name = f"Clearweights: {assessment.name}"
    content = calendar_file(reviews(assessment, stand, absolute), name=name, written=now)
    return File(f"{assessment.reference}-reviews.ics", "text/calendar; charset=utf-8", content)
