"""Reading an assessment from a file into a draft of one's own."""

from __future__ import annotations

from django.db import transaction

from catalog.ambient import current_catalog, current_law, overlay, today
from catalog.engine.answers import Unusable
from wizard.actions import audit
from wizard.actions.answers import save_answer
from wizard.actions.assessments import start_assessment
from wizard.actions.copies import just_made
from wizard.models import Assessment, User
from wizard.phases.context import Context
from wizard.phases.fields import without_control
from wizard.phases.transfer import problems
from wizard.process import review
from wizard.process.transfer import Transfer
from wizard.queries.permissions import person_of


@transaction.atomic
def import_assessment(*, author: User, transfer: Transfer) -> Assessment:
    """Open a draft with everything in the file; it follows the edition in force, whatever the file was made with.

    Raises Unusable with every problem where models or answers do not fit; then nothing is kept. The same file sent
    twice, as by a double click, opens one draft.
    """
    review.check_may_start(person_of(author))
    edition = current_catalog()
    context = Context(edition, current_law(), transfer.candidates, today(), own=overlay())
    if found := list(problems(transfer, context)):
        raise Unusable(found)
    candidates = [model.id for model in context.models]
    if (made := just_made(author, transfer.product.name, candidates)) is not None:
        return made
    draft = start_assessment(
        author=author,
        name=without_control(transfer.product.name),
        description=without_control(transfer.product.description),
        candidates=candidates,
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
    details = {"from": transfer.reference or "a file", "edition": transfer.edition.version}
    audit.record(actor=author, action="assessment.imported", subject=draft, details=details)
    return draft
