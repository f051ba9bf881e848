"""Saving answers, one item at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import JSONField, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from wizard.actions import audit
from wizard.actions.common import limited, lock, touch
from wizard.models import Answer, Assessment, User
from wizard.process import review
from wizard.process.canonical import canonical_json
from wizard.process.refusal import Refused
from wizard.queries.permissions import case_of, person_of


class Conflict(Refused):
    """Somebody saved this item in between. `answer` is what stands now; the caller shows it beside what was typed."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(
            _(
                "%(author)s saved this item while you were writing: "
                "compare both versions and save the one you want to keep."
            )
            % {"author": answer.answered_by.full_name}
        )
        self.answer = answer


@transaction.atomic
def save_answer(
    *,
    assessment: Assessment,
    item: str,
    data: Mapping[str, Any],
    actor: User,
    seen_version: int,
    sheet: str = "",
    unknown: bool = False,
    unknown_owner: str = "",
    unknown_due: date | None = None,
    note: str = "",
) -> Answer:
    """Store the answer to an item and return it; saving the same again changes nothing and leaves no trace.

    `data` holds JSON values. `seen_version` is the version the person was shown, 0 for none; raises Conflict when
    another one stands, unless the same opened page (`sheet`) saved it: what a page sends last is what it holds.
    Raises Refused when the assessment cannot be changed. An owner and a date belong to "I don't know" only, and to
    each other.
    """
    lock(assessment)
    review.check_may_edit(person_of(actor), case_of(assessment, actor))
    wanted = _content(data, unknown, unknown_owner, unknown_due, note)
    stored = next(iter(Answer.every.filter(assessment=assessment, item=item).order_by()), None)
    if stored is not None and _is_same(stored, wanted):
        return stored
    stands = stored is not None and stored.data is not None
    same_page = stored is not None and bool(sheet) and stored.sheet == sheet
    if seen_version != (stored.version if stored and stands else 0) and not same_page:
        if stored is None:
            raise Refused(_("This item was opened in another assessment: open it again before you save."))
        if not stands:
            raise Refused(_("The answer that you saw was taken back since: open this item again before you save."))
        raise Conflict(stored)
    answer = stored or Answer(assessment=assessment, item=item, version=0)
    for field, value in wanted.items():
        setattr(answer, field, value)
    answer.version += 1
    answer.sheet = sheet
    answer.answered_by = actor
    answer.answered_at = timezone.now()
    answer.save()
    touch(assessment)
    # The log says that an answer changed and to which version, not what it says: answers may hold business secrets.
    details = {"item": item, "version": answer.version, "unknown": unknown}
    audit.record(actor=actor, action="answer.saved", subject=assessment, details=details)
    return answer


@transaction.atomic
def withdraw_answer(*, assessment: Assessment, item: str, actor: User, seen_version: int) -> None:
    """Make an item as unanswered as before its first answer; a later answer goes on counting its versions.

    Raises Refused when the assessment cannot be changed, Conflict when another version stands.
    """
    lock(assessment)
    review.check_may_edit(person_of(actor), case_of(assessment, actor))
    answer = assessment.answers.get(item=item)
    if answer.version != seen_version:
        raise Conflict(answer)
    for field, value in _content({}, unknown=False, unknown_owner="", unknown_due=None, note="").items():
        setattr(answer, field, value)
    answer.data = Value(None, JSONField())
    answer.version += 1
    answer.sheet = ""
    answer.answered_by, answer.answered_at = actor, timezone.now()
    answer.save()
    touch(assessment)
    details = {"item": item, "version": answer.version}
    audit.record(actor=actor, action="answer.withdrawn", subject=assessment, details=details)


def _content(
    data: Mapping[str, Any], unknown: bool, unknown_owner: str, unknown_due: date | None, note: str
) -> dict[str, Any]:
    owner = unknown_owner.strip() if unknown else ""
    due = unknown_due if unknown else None
    if bool(owner) != (due is not None):
        raise Refused(_("Who will find out, and by when, belong together: enter both or leave both empty."))
    return {
        "data": dict(data),
        "unknown": unknown,
        "unknown_owner": owner,
        "unknown_due": due,
        "note": limited(_("note"), note),
    }


def _is_same(answer: Answer, wanted: Mapping[str, Any]) -> bool:
    others = all(getattr(answer, field) == value for field, value in wanted.items() if field != "data")
    return others and canonical_json(answer.data) == canonical_json(wanted["data"])
