"""Turning what a description suggests into answers, one by one, and only what a person confirmed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from catalog.ambient import current_catalog, current_law, overlay, today
from catalog.engine.description import Proposal, propose
from wizard.actions.answers import save_answer
from wizard.actions.common import lock
from wizard.models import Answer, Assessment, User
from wizard.phases.context import Context
from wizard.phases.proposals import DESCRIBED, DESCRIPTION, ITEM_OF, key_of, with_confirmed
from wizard.process import review
from wizard.queries.assessments import answers_of
from wizard.queries.permissions import case_of, person_of

FROM_DESCRIPTION = "Confirmed from the description of the product."


@transaction.atomic
def confirm_proposals(*, assessment: Assessment, actor: User, confirmed: Collection[str]) -> tuple[str, ...]:
    """Add the confirmed answers to what their items keep, and return the items that changed.

    `confirmed` holds keys of proposals for the description as it stands; others are left alone. An item that was left
    open stays open. Raises Refused when the draft cannot be changed, TooLong when nobody can propose anything.
    """
    lock(assessment)
    review.check_may_edit(person_of(actor), case_of(assessment, actor))
    context = Context(current_catalog(), current_law(), tuple(assessment.candidates), today(), own=overlay())
    answers = answers_of(assessment)
    proposals = [one for one in propose(assessment.description, context.catalogue) if key_of(one) in confirmed]
    changed = []
    for item in dict.fromkeys((DESCRIBED, *ITEM_OF.values())):
        answer = answers.get(item)
        before = answer.data if answer else {}
        after = with_confirmed(before, _of(item, proposals), context)
        if item == DESCRIBED and DESCRIPTION in confirmed:
            after.setdefault(DESCRIPTION, assessment.description)
        if after != before:
            _save(assessment, item, after, actor, answer)
            changed.append(item)
    return tuple(changed)


def _of(item: str, proposals: list[Proposal]) -> list[Proposal]:
    return [one for one in proposals if not one.only_a_pointer and ITEM_OF[one.kind] == item]


def _save(assessment: Assessment, item: str, data: Mapping[str, Any], actor: User, answer: Answer | None) -> None:
    """Save the item with all else as it was; a first answer says where it is from."""
    names = ("unknown", "unknown_owner", "unknown_due", "note")
    others = {name: getattr(answer, name) for name in names} if answer else {"note": FROM_DESCRIPTION}
    version = answer.version if answer else 0
    save_answer(assessment=assessment, item=item, data=data, actor=actor, seen_version=version, **others)
