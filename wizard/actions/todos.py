"""The duties as things to do: who sees to each, by when, and whether it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wizard.actions import audit
from wizard.actions.common import limited, lock, touch
from wizard.actions.evidence import checked_address
from wizard.models import Assessment, Todo, User
from wizard.process import review
from wizard.process.refusal import Refused
from wizard.queries.permissions import case_of, person_of


@dataclass(frozen=True)
class Plan:
    """Who sees to a duty, by when, with a note, and where one sees that it is fulfilled. Each may be left empty."""

    owner: str = ""
    due: date | None = None
    note: str = ""
    proof: str = ""


@transaction.atomic
def keep_todo(
    *, assessment: Assessment, key: str, actor: User, today: date, plan: Plan | None = None, done: bool | None = None
) -> Todo:
    """Store the plan for one duty, or that it is done; None leaves either as it is.

    `key` names a duty that the assessment owes; the caller has looked it up. Storing the same again changes nothing and
    leaves no trace. Raises Refused when the actor may not plan, a new day lies before `today`, or
    the proof is no web address.
    """
    lock(assessment)
    review.check_may_plan(person_of(actor), case_of(assessment, actor))
    todo = assessment.todos.filter(key=key).first() or Todo(assessment=assessment, key=key)
    before = _content(todo)
    if plan is not None:
        _take(todo, plan, today)
    if done is not None and done != (todo.done_at is not None):
        todo.done_at, todo.done_by = (timezone.now(), actor) if done else (None, None)
    if _content(todo) == before and (todo.pk or before == _content(Todo())):
        return todo
    todo.save()
    touch(assessment)
    # As with answers, the log says which duty and how it stands, not who was named or what was noted.
    details = {"duty": key, "due": todo.due.isoformat() if todo.due else None, "done": todo.done_at is not None}
    event = "todo.planned" if plan is not None else "todo.done" if done else "todo.reopened"
    audit.record(actor=actor, action=event, subject=assessment, details=details)
    return todo


def _take(todo: Todo, plan: Plan, today: date) -> None:
    """Take over the plan. A day that has passed since may stay, a new one may not lie in the past."""
    if plan.due is not None and plan.due < today and plan.due != todo.due:
        raise Refused(_("“By when” lies in the past: enter today or a later day."))
    todo.owner, todo.due, todo.note = plan.owner.strip(), plan.due, limited(_("note"), plan.note)
    todo.proof = checked_address(plan.proof) if plan.proof.strip() else ""


def _content(todo: Todo) -> tuple[object, ...]:
    return (todo.owner, todo.due, todo.note, todo.proof, todo.done_at)
