"""An assessment as a file, and what to say of the edition of one that comes in."""

from __future__ import annotations

from django.utils.translation import gettext as _

from catalog.ambient import edition, edition_of
from wizard.models import Answer, Assessment
from wizard.phases import ITEMS
from wizard.phases.transfer import asked
from wizard.presenters.standing import context_for
from wizard.process.transfer import Edition, Given, Left, Product, Transfer


def transfer_of(assessment: Assessment, answers: dict[str, Answer]) -> Transfer:
    """The assessment as it stands, with the answers to what may be asked of its present models."""
    context = context_for(assessment)
    return Transfer(
        reference=assessment.reference,
        edition=Edition(version=assessment.edition_version, sha256=assessment.edition_sha256),
        product=Product(name=assessment.name, description=assessment.description),
        candidates=tuple(assessment.candidates),
        answers={
            item: Given(
                data=asked(item, answer.data, context),
                note=answer.note,
                left_open=Left(owner=answer.unknown_owner, due=answer.unknown_due) if answer.unknown else None,
            )
            for item, answer in answers.items()
            if item in ITEMS
        },
    )


def edition_words(transfer: Transfer) -> str:
    """Say it when the file was made with another edition than the one in force; empty for the same."""
    made, here = transfer.edition.version, edition()
    if transfer.edition.sha256 == here.sha256:
        return ""
    known = edition_of(made)
    if known is None or known.sha256 != transfer.edition.sha256:
        words = _("The file was made with edition %(made)s, which is not known here. Edition %(here)s applies.")
    else:
        words = _("The file was made with edition %(made)s. Edition %(here)s applies: look at the verdicts again.")
    return words % {"made": made, "here": here.edition.version}
