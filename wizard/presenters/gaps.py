"""What is still missing in an assessment, before everything that was answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wizard.presenters.answers import AnswerView, PhaseAnswers


@dataclass(frozen=True)
class Gaps:
    """Items that were begun and not finished, items that nobody began, and items left open on purpose."""

    unfinished: tuple[AnswerView, ...]
    untouched: tuple[AnswerView, ...]
    left_open: tuple[AnswerView, ...]

    def __bool__(self) -> bool:
        return bool(self.unfinished or self.untouched or self.left_open)


def gaps(phases: Iterable[PhaseAnswers]) -> Gaps:
    """Every item that is not done, in the order of the checklist."""
    answers = [answer for phase in phases for answer in phase.answers]
    asked = [answer for answer in answers if not answer.unknown]
    return Gaps(
        unfinished=tuple(answer for answer in asked if answer.answered and answer.missing),
        untouched=tuple(answer for answer in asked if not answer.answered),
        left_open=tuple(answer for answer in answers if answer.unknown),
    )
