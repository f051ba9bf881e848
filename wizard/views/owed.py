"""What assessments owe today, as this process last found it: a list of what is due looks at many of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from wizard.models import Assessment, Todo
from wizard.presenters.standing import context_for, standing
from wizard.presenters.todos import owed_keys
from wizard.queries.todos import answers_of_each

MOST_KEPT = 4096
_kept: dict[Hashable, frozenset[str]] = {}


def still_owed(todos: Iterable[Todo]) -> list[Todo]:
    """Those of planned duties that the answers of today still bring, in their order; assessments are loaded with them.

    An assessment is evaluated only where it changed since, or the day, the edition or the organisation's entries did.
    """
    todos = list(todos)
    assessments = {todo.assessment_id: todo.assessment for todo in todos}
    keys = {number: _key(assessment) for number, assessment in assessments.items()}
    owed = {number: _kept[key] for number, key in keys.items() if key in _kept}
    unknown = [assessment for number, assessment in assessments.items() if number not in owed]
    if len(_kept) + len(unknown) > MOST_KEPT:
        _kept.clear()
    for assessment, answers in answers_of_each(unknown):
        found = frozenset(owed_keys(standing(assessment, answers).evaluation))
        _kept[keys[assessment.pk]] = owed[assessment.pk] = found
    return [todo for todo in todos if todo.key in owed[todo.assessment_id]]


def _key(assessment: Assessment) -> Hashable:
    """The state of the assessment, which every change of an answer counts on, and what it is judged by."""
    context = context_for(assessment)
    state = (assessment.pk, assessment.reference, assessment.created_at, assessment.edits, assessment.updated_at)
    return (*state, context.candidates, context.catalogue.sha256, context.own.key, context.today)
