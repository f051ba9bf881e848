"""Reading an assessment from a file into a draft of one's own."""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from catalog.ambient import current_catalog, current_law, overlay, today
from catalog.engine.answers import Unusable
from wizard.actions import audit
from wizard.actions.answers import save_answer
from wizard.actions.assessments import DOUBLE_CLICK, start_assessment
from wizard.models import Assessment, AuditEvent, User
from wizard.phases.context import Context
from wizard.phases.fields import without_control
from wizard.phases.transfer import problems
from wizard.process import review
from wizard.process.canonical import canonical_json, sha256_of
from wizard.process.lifecycle import State
from wizard.process.transfer import Transfer
from wizard.queries.permissions import person_of


class ReadIn(NamedTuple):
    """The draft that a file became, and whether it had become it a moment ago already."""

    draft: Assessment
    again: bool


@transaction.atomic
def import_assessment(*, author: User, transfer: Transfer) -> ReadIn:
    """Open a draft with everything in the file; it follows the edition in force, whatever the file was made with.

    Raises Unusable with every problem where models or answers do not fit; then nothing is kept. The same file sent
    twice, as by a double click, opens one draft; every other draft that holds an answer stays as it is.
    """
    review.check_may_start(person_of(author))
    edition = current_catalog()
    context = Context(edition, current_law(), transfer.candidates, today(), own=overlay())
    if found := list(problems(transfer, context)):
        raise Unusable(found)
    content = sha256_of(canonical_json(transfer.as_json()))
    if (made := _just_read_in(author, content)) is not None:
        return ReadIn(made, again=True)
    draft = start_assessment(
        author=author,
        name=without_control(transfer.product.name),
        description=without_control(transfer.product.description),
        candidates=[model.id for model in context.models],
        edition_version=edition.edition.version,
        edition_sha256=edition.sha256,
    )
    for item, given in transfer.answers.items():
        left = given.left_open
        save_answer(
            assessment=draft,
            item=item,
            data=given.data,
            actor=author,
            seen_version=0,
            unknown=left is not None,
            unknown_owner=without_control(left.owner) if left else "",
            unknown_due=left.due if left else None,
            note=without_control(given.note),
        )
    details = {"from": transfer.reference or "a file", "edition": transfer.edition.version, "sha256": content}
    audit.record(actor=author, action="assessment.imported", subject=draft, details=details)
    return ReadIn(draft, again=False)


def _just_read_in(author: User, content: str) -> Assessment | None:
    """The draft that the same content became a moment ago, as the log tells."""
    since = timezone.now() - DOUBLE_CLICK
    imported = AuditEvent.objects.filter(actor=author, action="assessment.imported", at__gt=since)
    same = imported.filter(details__sha256=content).values("subject_id")
    drafts = Assessment.objects.filter(author=author, state=State.DRAFT)
    return drafts.filter(reference__in=same).first()
