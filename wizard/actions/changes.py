"""Changing several answers in one step, as a repair or a what-if copy proposes, and taking the step back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.ambient import current_catalog, current_law, overlay, today
from wizard.actions import audit
from wizard.actions.answers import save_answer, withdraw_answer
from wizard.actions.common import lock
from wizard.models import Answer, Assessment, User
from wizard.phases import ITEMS
from wizard.phases.assemble import Given, walk
from wizard.phases.changes import Change, changed
from wizard.phases.context import Context
from wizard.process import review
from wizard.process.refusal import Refused
from wizard.queries.assessments import answers_of
from wizard.queries.permissions import case_of, person_of


@dataclass(frozen=True)
class Former:
    """One answer as it stood before a step, in JSON values, and the version that the step made of it.

    `answered` tells an answer that says nothing from an item that nobody had answered.
    """

    item: str
    version: int
    data: dict[str, Any]
    unknown: bool
    unknown_owner: str
    unknown_due: str
    answered: bool


@transaction.atomic
def apply_changes(*, assessment: Assessment, actor: User, changes: Sequence[Change]) -> tuple[Former, ...]:
    """Change the answers behind some facts, and return what stood before, for `take_back`.

    Notes stay. An item that was left open is answered by it. Returns nothing where all is answered so already. Raises
    Refused when the draft cannot be changed or a change does not fit its item.
    """
    lock(assessment)
    review.check_may_edit(person_of(actor), case_of(assessment, actor))
    answers = answers_of(assessment)
    given = {item: Given(answer.data, answer.unknown) for item, answer in answers.items()}
    context = Context(current_catalog(), current_law(), tuple(assessment.candidates), today(), own=overlay())
    wanted = changed(given, changes, walk(given, context))
    former = tuple(
        _change(assessment, item, wanted[item], answers.get(item), actor)
        for item in ITEMS
        if item in wanted and wanted[item] != given.get(item)
    )
    _tell(assessment, actor, "answers.changed", former)
    return former


@transaction.atomic
def take_back(*, assessment: Assessment, actor: User, former: Iterable[Former]) -> None:
    """Put back what stood before a step. Raises Refused when somebody changed one of these answers since."""
    lock(assessment)
    review.check_may_edit(person_of(actor), case_of(assessment, actor))
    answers, former = answers_of(assessment), tuple(former)
    for one in former:
        answer = answers.get(one.item)
        if answer is None or answer.version != one.version:
            label = ITEMS[one.item].label
            raise Refused(_("“%(item)s” was changed since: open it and answer it there.") % {"item": label})
        _put_back(assessment, one, answer, actor)
    _tell(assessment, actor, "answers.taken-back", former)


def _put_back(assessment: Assessment, former: Former, answer: Answer, actor: User) -> None:
    if not former.answered:
        withdraw_answer(assessment=assessment, item=former.item, actor=actor, seen_version=former.version)
        return
    save_answer(
        assessment=assessment,
        item=former.item,
        actor=actor,
        seen_version=former.version,
        data=former.data,
        unknown=former.unknown,
        unknown_owner=former.unknown_owner,
        unknown_due=date.fromisoformat(former.unknown_due) if former.unknown_due else None,
        note=answer.note,
    )


def _change(assessment: Assessment, item: str, wanted: Given, answer: Answer | None, actor: User) -> Former:
    saved = save_answer(
        assessment=assessment,
        item=item,
        actor=actor,
        seen_version=answer.version if answer else 0,
        data=wanted.data,
        note=answer.note if answer else "",
    )
    if answer is None:
        return Former(item, saved.version, {}, unknown=False, unknown_owner="", unknown_due="", answered=False)
    due = answer.unknown_due.isoformat() if answer.unknown_due else ""
    return Former(item, saved.version, answer.data, answer.unknown, answer.unknown_owner, due, answered=True)


def _tell(assessment: Assessment, actor: User, action: str, former: Iterable[Former]) -> None:
    """Each answer has its own event; this one says that they were changed in one step."""
    items = [one.item for one in former]
    if items:
        audit.record(actor=actor, action=action, subject=assessment, details={"items": items})
