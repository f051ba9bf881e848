"""Where assessments stood when this process last looked: a save begins there, and need not replay them first."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from copy import copy
from dataclasses import dataclass

from wizard.models import Answer, Assessment
from wizard.phases.assemble import surroundings
from wizard.presenters.standing import Standing, context_for, standing

MOST_KEPT = 64


@dataclass(frozen=True)
class Latest:
    """The answers of one state of an assessment, and where they put it, for one language. Nobody changes what is kept.

    Who answered is not kept with them: what people are called is read when it is shown.
    """

    answers: Mapping[str, Answer]
    stand: Standing


_kept: dict[Hashable, Latest] = {}


def latest(assessment: Assessment) -> Latest:
    """Where an assessment stands that was just read: from what is kept, or replayed from its answers."""
    found = _kept.get(_key(assessment))
    if found is None:
        answers = {answer.item: answer for answer in assessment.answers.all()}
        found = Latest(answers, standing(assessment, answers))
        keep(assessment, found)
    return found


def keep(assessment: Assessment, found: Latest) -> None:
    """Keep where an assessment stands. The answers have to be those of the state that the assessment names."""
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    answers = {item: _nameless(answer) for item, answer in found.answers.items()}
    _kept[_key(assessment)] = Latest(answers, found.stand)


def _nameless(answer: Answer) -> Answer:
    """The same record without the person who is loaded with it."""
    if not Answer.answered_by.is_cached(answer):
        return answer
    bare = copy(answer)
    Answer.answered_by.field.delete_cached_value(bare)
    return bare


def _key(assessment: Assessment) -> Hashable:
    """The state of the assessment, which every change of an answer counts on, and all that its forms rest on."""
    state = (assessment.pk, assessment.reference, assessment.created_at, assessment.edits, assessment.updated_at)
    return (*state, surroundings(context_for(assessment)))
