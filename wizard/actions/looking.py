"""Looking at entries of the register again: asked for in time, done, and told where something changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.ambient import current_catalog
from catalog.knowledge.sentences import sentence, verbatim
from catalog.presenters.words import day as day_words
from wizard.actions import audit
from wizard.actions.common import limited, required
from wizard.actions.notices import notify
from wizard.models import EntryReview, Notice, NoticeKind, RegisterEntry, User
from wizard.process.looking import AHEAD
from wizard.process.refusal import Refused
from wizard.process.register import check_may_keep
from wizard.queries.looking import asked_of, next_review
from wizard.queries.permissions import person_of
from wizard.queries.register import Entered, register

MOST_MONTHS = 12


@transaction.atomic
def look_again(
    *, found: Entered, actor: User, answers: Mapping[str, bool], note: str, months: int, today: date
) -> EntryReview:
    """Record a review. `answers` says for each question whether something changed; `months` until the next one.

    Where something changed, a note says what, and the author and the owner are told. Raises Refused for a question
    without an answer, for a missing note and for what is asked of somebody else.
    """
    entry = RegisterEntry.objects.select_for_update().get(pk=found.entry.pk)
    check_may_keep(person_of(actor), entry.owner_id, found.entry.assessment.author_id)
    if entry.ended_at is not None:
        raise Refused(_("This entry has ended: nothing of it is reviewed any more."))
    if not 1 <= months <= MOST_MONTHS:
        raise Refused(_("The next review comes after 1 to 12 months: choose one of them."))
    asked = asked_of(found, today)
    if any(question.code not in answers for question in asked):
        raise Refused(_("A question has no answer: say of each whether something changed."))
    told = [{"code": it.code, "says": str(it.says), "changed": answers[it.code]} for it in asked]
    changed = any(answer["changed"] for answer in told)
    review = EntryReview.objects.create(
        entry=entry,
        due=next_review(found),
        answers=told,
        note=required(_("note on what changed"), note) if changed else limited(_("note"), note),
        done_by=actor,
        done_at=timezone.now(),
    )
    entry.review_months = months
    entry.save(update_fields=["review_months"])
    details = {"entry": entry.pk, "model": entry.model, "due": review.due.isoformat(), "changed": changed}
    audit.record(actor=actor, action="register.reviewed", subject=found.entry.assessment, details=details)
    if changed:
        _tell_changed(found, review)
    return review


def looks_due(*, today: date) -> list[Notice]:
    """Remind who answers for an entry two weeks before its review and once more when it is late; each once."""
    new: list[Notice] = []
    for found in register(today):
        due = next_review(found)
        if not found.standing.over and due - AHEAD <= today:
            new += _remind(found, due, late=due < today)
    return new


def _remind(found: Entered, due: date, *, late: bool) -> list[Notice]:
    pattern = (
        sentence("The review of {model} for {product} is late since {day}.", **_named(found, due))
        if late
        else sentence("{model} for {product} is to be reviewed by {day}.", **_named(found, due))
    )
    with transaction.atomic():
        return notify(
            to=[found.entry.owner],
            kind=NoticeKind.REVIEW,
            key=f"review:{found.entry.pk}:{due}{':late' if late else ''}",
            says=pattern,
            page=("wizard:entry_review", found.entry.pk),
        )


def _tell_changed(found: Entered, review: EntryReview) -> None:
    says = sentence(
        "The review of {model} for {product} on {day} found a change: open the next revision, or end the entry.",
        **_named(found, timezone.localdate(review.done_at)),
    )
    notify(
        to=[found.entry.owner, found.entry.assessment.author],
        kind=NoticeKind.REVIEW,
        key=f"reviewed:{review.pk}",
        says=says,
        page=("wizard:register_entry", found.entry.pk),
    )


def _named(found: Entered, on: date) -> dict[str, str]:
    model = current_catalog().models.get(found.entry.model)
    return {
        "model": verbatim(model.name if model else found.entry.model),
        "product": verbatim(found.entry.assessment.name),
        "day": day_words(on),
    }
