"""The days on which somebody looks again, as the answers name them, for the page and for a calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wizard.interchange.calendar import QUARTER, Review, calendar_file, months_later
from wizard.models import Assessment
from wizard.presenters.papers import File
from wizard.presenters.standing import Standing

DATES = (
    ("licence-review", "next_review", "reviewer", gettext_lazy("Read the licences again")),
    ("user-growth", "next_projection", "watcher", gettext_lazy("Project the users again")),
    ("regulatory-updates", "next_look", "follower", gettext_lazy("Look at the law again")),
)
Absolute = Callable[[str], str]


def reviews(assessment: Assessment, stand: Standing, absolute: Absolute = str) -> tuple[Review, ...]:
    """Every review that the answers name. The licences are always read again: in a quarter, unless a day is named."""
    return tuple(_reviews(assessment, stand, absolute))


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


def _about(stand: Standing, item: str, person: str) -> Iterator[str]:
    if person:
        yield _("Who: %(person)s") % {"person": person}
    if item == "licence-review":
        yield from (f"{licence.name}: {licence.url}" for licence in stand.context.texts)


def review_calendar(assessment: Assessment, stand: Standing, absolute: Absolute, now: datetime) -> File:
    """The reviews as a calendar file. `absolute` turns an address of ours into one that works from outside."""
    name = f"Clearweights: {assessment.name}"
    content = calendar_file(reviews(assessment, stand, absolute), name=name, written=now)
    return File(f"{assessment.reference}-reviews.ics", "text/calendar; charset=utf-8", content)
