"""What is due soon: questions that somebody promised to settle, and approvals that run out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from catalog.presenters.words import counted, day
from wizard.models import Answer, Review
from wizard.phases import ITEMS

SOON = timedelta(days=30)


@dataclass(frozen=True)
class DueView:
    """One thing that is due: of which assessment, what, by when, and how many days that is from today."""

    name: str
    what: str
    href: str
    when: str
    left: str
    late: bool


def due(answers: Iterable[Answer], approvals: Iterable[Review], today: date) -> tuple[DueView, ...]:
    """Everything in one list, soonest first."""
    promised = [(answer.unknown_due, _promised(answer, today)) for answer in answers if answer.unknown_due]
    ending = [(review.valid_until, _ending(review, today)) for review in approvals if review.valid_until]
    return tuple(view for _, view in sorted([*promised, *ending], key=lambda one: one[0]))


def _promised(answer: Answer, today: date) -> DueView:
    item = ITEMS.get(answer.item)
    what = f"{answer.unknown_owner} finds out: {item.label if item else answer.item}"
    href = reverse("wizard:item", args=[answer.assessment.reference, answer.item])
    assert answer.unknown_due  # noqa: S101 (only these are asked for)
    return _view(answer.assessment.name, what, href, answer.unknown_due, today)


def _ending(review: Review, today: date) -> DueView:
    assessment = review.snapshot.assessment
    href = reverse("wizard:report", args=[assessment.reference])
    assert review.valid_until  # noqa: S101 (only these are asked for)
    return _view(assessment.name, "The approval runs out", href, review.valid_until, today)


def _view(name: str, what: str, href: str, on: date, today: date) -> DueView:
    days = (on - today).days
    left = f"{counted(-days, 'day', 'days')} late" if days < 0 else f"in {counted(days, 'day', 'days')}"
    return DueView(name, what, href, day(on), left if days else "today", late=days < 0)
