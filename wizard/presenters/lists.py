"""The list of assessments, as each role needs it."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from django.urls import reverse

from catalog.presenters.language import Spoken
from wizard.models import Assessment, Role, User
from wizard.presenters.findings import Words
from wizard.presenters.moments import moment
from wizard.process.lifecycle import State

STATES = Spoken(
    {
        State.DRAFT: "Draft",
        State.IN_REVIEW: "In review",
        State.APPROVED: "Approved",
        State.REJECTED: "Rejected",
        State.SUPERSEDED: "Superseded",
        State.EXPIRED: "Expired",
        State.WITHDRAWN: "Withdrawn",
    }
)


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


def rows(
    assessments: Iterable[Assessment], words: Words, user: User, taking_part: Container[int]
) -> tuple[RowView, ...]:
    """Put assessments into rows; a reviewer is led to the review, who writes one to the assessment.

    `taking_part` holds the ids of those in which the user takes part beside the author.
    """
    return tuple(_row(assessment, words, user, taking_part) for assessment in assessments)


def state_words(assessment: Assessment) -> str:
    """The state as a person reads it."""
    return STATES[State(assessment.state)]


def home_of(assessment: Assessment, user: User, taking_part: Container[int] = ()) -> str:
    """The page of an assessment that fits who asks: who writes it works on it, others read what was submitted."""
    writes = assessment.author_id == user.pk or assessment.pk in taking_part
    review = user.role == Role.LEGAL_REVIEWER and not writes
    return reverse("wizard:review" if review else "wizard:assessment", args=[assessment.reference])


def _row(assessment: Assessment, words: Words, user: User, taking_part: Container[int]) -> RowView:
    return RowView(
        reference=assessment.reference,
        name=assessment.name,
        href=home_of(assessment, user, taking_part),
        models=", ".join(words.model(model) for model in assessment.candidates),
        author=assessment.author.full_name,
        state=state_words(assessment),
        changed=moment(assessment.updated_at),
    )
