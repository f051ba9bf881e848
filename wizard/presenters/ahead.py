"""What the law changes next, for a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from catalog.ambient import current_catalog
from catalog.engine.law.provisions import LawDate
from catalog.presenters.language import told
from catalog.presenters.words import day as day_words
from wizard.models import Snapshot
from wizard.presenters.findings import Link, Words
from wizard.queries.rehearsal import Superseded

FIRST = 4
"""Reasons that are shown at once."""


@dataclass(frozen=True)
class DayView:
    """A day ahead: what begins on it, and where the page of that day is."""

    day: str
    href: str
    here: bool
    begins: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TouchedView:
    """An approval that something will stand against: the first reasons, then the rest.

    `ended` is the day on which it ends by itself before; empty where it does not. `entries` of the register rest on it.
    """

    name: str
    reference: str
    href: str
    reasons: tuple[str, ...]
    more: tuple[str, ...]
    entries: tuple[Link, ...]
    ended: str = ""


def day_views(coming: Mapping[date, Sequence[LawDate]], chosen: date | None) -> tuple[DayView, ...]:
    """The days ahead, in their order."""
    return tuple(
        DayView(
            day=day_words(day),
            href=reverse("wizard:law_ahead_on", args=[day.isoformat()]),
            here=day == chosen,
            begins=tuple((told(one.says), one.article) for one in begins),
        )
        for day, begins in coming.items()
    )


def touched(changes: Iterable[tuple[Snapshot, tuple[str, ...]]], day: date) -> tuple[TouchedView, ...]:
    """The approvals that a day changes something for."""
    return tuple(_touched(snapshot, reasons, day) for snapshot, reasons in changes if reasons)


def ending(superseded: Iterable[Superseded]) -> tuple[TouchedView, ...]:
    """The approvals that an edition would end."""
    return tuple(_touched(one.snapshot, one.reasons, None) for one in superseded)


def _touched(snapshot: Snapshot, reasons: tuple[str, ...], day: date | None) -> TouchedView:
    assessment, until = snapshot.assessment, snapshot.valid_until
    words = Words(current_catalog(), assessment.reference)
    return TouchedView(
        name=assessment.name,
        reference=assessment.reference,
        href=reverse("wizard:report", args=[assessment.reference]),
        reasons=tuple(map(told, reasons[:FIRST])),
        more=tuple(map(told, reasons[FIRST:])),
        entries=tuple(
            Link(words.model(it.model), reverse("wizard:register_entry", args=[it.pk]))
            for it in assessment.entries.all()
            if it.ended_at is None
        ),
        ended=day_words(until) if until and day and until < day else "",
    )
