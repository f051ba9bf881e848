"""Where assessments stood when this process last looked: a save begins there, and need not replay them first."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from wizard.models import Answer, Assessment
from wizard.phases.assemble import surroundings
from wizard.presenters.standing import Standing, context_for, standing

MOST_KEPT = 64


@dataclass(frozen=True)
class Latest:
    """The answers of one state of an assessment, and where they put it. Nobody changes what is kept.

    Who answered may be called otherwise by now: read names from a record, not from here.
    """

    answers: Mapping[str, Answer]
    stand: Standing


_kept: dict[Hashable, Latest] = {}


def latest(assessment: Assessment) -> Latest:
    """Where an assessment stands that was just read: from what is kept, or replayed from its answers."""
    key = _key(assessment)
    found = _kept.get(key)
    if found is None:
        answers = {answer.item: answer for answer in assessment.answers.all()}
        found = keep(assessment, answers, standing(assessment, answers))
    return found


def keep(assessment: Assessment, answers: Mapping[str, Answer], stand: Standing) -> Latest:
    """Keep where an assessment stands. The answers have to be those of the state that the assessment names."""
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    return _kept.setdefault(_key(assessment), Latest(answers, stand))


def _key(assessment: Assessment) -> Hashable:
    """The state of the assessment, which every change of an answer counts on, and all that its forms rest on."""
    state = (assessment.pk, assessment.reference, assessment.created_at, assessment.edits, assessment.updated_at)
    return (*state, surroundings(context_for(assessment)))
