"""The duties as things to do: who sees to each, by when, and whether it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wizard.actions import audit
from wizard.actions.common import limited, lock, touch
from wizard.actions.evidence import checked_address
from wizard.actions.storage import write_private
from wizard.actions.uploads import Upload, drop_unless_referred_to, read_upload
from wizard.models import Assessment, Todo, User
from wizard.process import review
from wizard.process.refusal import Refused
from wizard.queries.files import stored_file
from wizard.queries.permissions import case_of, person_of


@dataclass(frozen=True)
class Plan:
    """Who sees to a duty, by when, with a note, and what shows that it is fulfilled. Each may be left empty.

    A file that stands already stays, unless `upload` takes its place or `drop_file` takes it away.
    """

    owner: str = ""
    due: date | None = None
    note: str = ""
    proof: str = ""
    upload: File | None = None
    drop_file: bool = False


class _Evidence(NamedTuple):
    """What shows that a duty is fulfilled: an address, and the hash of a file."""

    proof: str
    sha256: str


@transaction.atomic
def keep_todo(
    *, assessment: Assessment, key: str, actor: User, today: date, plan: Plan | None = None, done: bool | None = None
) -> Todo:
    """Store the plan for one duty, or that it is done; None leaves either as it is.

    `key` names a duty that the assessment owes; the caller has looked it up. Storing the same again changes nothing and
    leaves no trace. Raises Refused when the actor may not plan, a new day lies before `today`, the proof is no web
    address, or the file is none that is taken as evidence.
    """
    lock(assessment)
    review.check_may_plan(person_of(actor), case_of(assessment, actor))
    todo = assessment.todos.filter(key=key).first() or Todo(assessment=assessment, key=key)
    before, shown = _content(todo), _evidence(todo)
    if plan is not None:
        _take(todo, plan, today)
        _take_evidence(todo, plan, actor)
    if done is not None and done != (todo.done_at is not None):
        todo.done_at, todo.done_by = (timezone.now(), actor) if done else (None, None)
    if (_content(todo), _evidence(todo)) == (before, shown):
        return todo
    todo.save()
    touch(assessment)
    # As with answers, the log says which duty and how it stands, not who was named or what was noted.
    details = {"duty": key, "due": todo.due.isoformat() if todo.due else None, "done": todo.done_at is not None}
    if (now := _evidence(todo)) != shown:
        details |= {"link": bool(todo.proof), "sha256": todo.sha256}
        if shown.sha256 and shown.sha256 != now.sha256:
            transaction.on_commit(lambda: drop_unless_referred_to(shown.sha256), robust=True)
    event = "todo.planned" if plan is not None else "todo.done" if done else "todo.reopened"
    audit.record(actor=actor, action=event, subject=assessment, details=details)
    return todo


def _take(todo: Todo, plan: Plan, today: date) -> None:
    """Take over the plan. A day that has passed since may stay, a new one may not lie in the past."""
    if plan.due is not None and plan.due < today and plan.due != todo.due:
        raise Refused(_("“By when” lies in the past: enter today or a later day."))
    todo.owner, todo.due, todo.note = plan.owner.strip(), plan.due, limited(_("note"), plan.note)


def _take_evidence(todo: Todo, plan: Plan, actor: User) -> None:
    """Take over the link and the file, with who added what is new. The file is written within the transaction."""
    proof = checked_address(plan.proof) if plan.proof.strip() else ""
    if proof != todo.proof:
        todo.proof = proof
        todo.proof_by, todo.proof_at = (actor, timezone.now()) if proof else (None, None)
    if plan.upload is not None:
        upload = read_upload(plan.upload)
        if upload.sha256 != todo.sha256:
            write_private(stored_file(upload.sha256), upload.content)
            _name_file(todo, upload)
            todo.file_by, todo.file_at = actor, timezone.now()
    elif plan.drop_file:
        _name_file(todo, None)
        todo.file_by = todo.file_at = None


def _name_file(todo: Todo, upload: Upload | None) -> None:
    todo.filename, todo.media_type, todo.sha256, todo.size = "", "", "", 0
    if upload:
        todo.filename, todo.media_type = upload.filename, upload.media_type
        todo.sha256, todo.size = upload.sha256, len(upload.content)


def _content(todo: Todo) -> tuple[object, ...]:
    return (todo.owner, todo.due, todo.note, todo.done_at)


def _evidence(todo: Todo) -> _Evidence:
    return _Evidence(todo.proof, todo.sha256)
