"""Who sees to which duty, by when, and what of it is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.db.models import Q, QuerySet, prefetch_related_objects

from wizard.models import Answer, Assessment, Todo, User
from wizard.process.review import PLANNED_IN


def todos_of(assessment: Assessment) -> dict[str, Todo]:
    """What is stored of the duties, by key, with who did them and who added what shows it."""
    return {todo.key: todo for todo in assessment.todos.select_related("done_by", "proof_by", "file_by")}


def evidence_of_duties(assessments: Iterable[int]) -> dict[int, list[Todo]]:
    """The duties with evidence of several assessments, by the id of each, in the order in which they were planned."""
    shown = Todo.objects.exclude(proof="", sha256="").filter(assessment__in=set(assessments))
    found: dict[int, list[Todo]] = {}
    for todo in shown.select_related("proof_by", "file_by").order_by("id"):
        found.setdefault(todo.assessment_id, []).append(todo)
    return found


def name_of_file(assessment: Assessment, sha256: str) -> str:
    """What a file that shows a duty fulfilled is called, now or as it was handed over; empty where there is none."""
    todo = assessment.todos.filter(sha256=sha256).first()
    if todo is not None:
        return todo.filename
    handed = assessment.snapshots.filter(content__contains=sha256)
    shown = (piece for one in handed for entry in one.data.get("todos", ()) for piece in entry.get("evidence", ()))
    return next((piece["title"] for piece in shown if piece["sha256"] == sha256), "")


def todos_due(user: User, last: date) -> QuerySet[Todo]:
    """Duties to be done by a day that this person wrote down or is named for, soonest first.

    Their assessments are loaded; their answers, which tell whether a duty is still owed, are not.

    A person is named by full name, as owners are. What is decided against, ended or replaced is left out.
    """
    loaded = Todo.objects.select_related("assessment")
    open_ = loaded.filter(done_at__isnull=True, due__lte=last, assessment__state__in=PLANNED_IN)
    mine = Q(assessment__author=user) | Q(assessment__participants__person=user, owner__iexact=user.full_name)
    return open_.filter(mine).distinct().order_by("due", "id")


def answers_of_each(assessments: Iterable[Assessment]) -> Iterator[tuple[Assessment, Mapping[str, Answer]]]:
    """Each of several assessments with its answers by item, all of them read at once."""
    found = list(assessments)
    prefetch_related_objects(found, "answers")
    yield from ((assessment, {answer.item: answer for answer in assessment.answers.all()}) for assessment in found)
