"""What is still missing in an assessment, before everything that was answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wizard.presenters.answers import AnswerView, PhaseAnswers


@dataclass(frozen=True)
class GapView:
    """One item that is not done: what is missing, or who finds it out by when. `href` is where it is answered."""

    title: str
    says: str
    href: str
    left_open: bool


def gaps(phases: Iterable[PhaseAnswers]) -> tuple[GapView, ...]:
    """What was begun and not finished, then what was not begun, then what was left open on purpose."""
    found = [(_rank(answer), answer) for phase in phases for answer in phase.answers]
    wanting = sorted(((rank, answer) for rank, answer in found if rank is not None), key=lambda one: one[0])
    return tuple(
        GapView(answer.title, _says(answer), answer.change, left_open=bool(answer.unknown)) for rank, answer in wanting
    )


def _rank(answer: AnswerView) -> int | None:
    """The place among what is missing; None for an item that is done."""
    if answer.unknown:
        return 2
    if not answer.answered:
        return 1
    return 0 if answer.missing else None


def _says(answer: AnswerView) -> str:
    if answer.unknown:
        return answer.unknown
    if not answer.answered:
        return _("Not answered yet.")
    return _("Still to answer: %(questions)s") % {"questions": " ".join(answer.missing)}
