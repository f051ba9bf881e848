"""The list of assessments, as each role needs it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from wizard.models import Assessment, Role, User
from wizard.presenters.answers import moment
from wizard.presenters.findings import Words
from wizard.process.lifecycle import STATE_WORDS, State


@dataclass(frozen=True)
class RowView:
    """One assessment in a list."""

    reference: str
    name: str
    href: str
    models: str
    author: str
    state: str
    changed: str


def rows(assessments: Iterable[Assessment], words: Words, user: User) -> tuple[RowView, ...]:
    """Put assessments into rows; a reviewer is led to the review, everybody else to the assessment."""
    return tuple(_row(assessment, words, user) for assessment in assessments)


def state_words(assessment: Assessment) -> str:
    """The state as a person reads it, with its first letter large."""
    return STATE_WORDS[State(assessment.state)].removeprefix("a ").capitalize()


def home_of(assessment: Assessment, user: User) -> str:
    """The page of an assessment that fits who asks: authors work on it, others read what was submitted."""
    review = user.role == Role.LEGAL_REVIEWER and assessment.author_id != user.pk
    return reverse("wizard:review" if review else "wizard:assessment", args=[assessment.reference])


def _row(assessment: Assessment, words: Words, user: User) -> RowView:
    return RowView(
        reference=assessment.reference,
        name=assessment.name,
        href=home_of(assessment, user),
        models=", ".join(words.model(model) for model in assessment.candidates),
        author=assessment.author.full_name,
        state=state_words(assessment),
        changed=moment(assessment.updated_at),
    )
