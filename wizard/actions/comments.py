"""Talking about an item: writing a comment, settling it, opening it again. Comments change no answer."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wizard.actions import audit
from wizard.actions.assessments import DOUBLE_CLICK
from wizard.actions.common import lock, required
from wizard.models import Assessment, Comment, User
from wizard.process import review
from wizard.queries.permissions import case_of, person_of


@transaction.atomic
def write_comment(*, assessment: Assessment, item: str, actor: User, text: str) -> Comment:
    """Add a comment to an item. The same words sent twice, as by a double click, are one comment.

    The log keeps the hash of the words, which may hold secrets, so that a comment cannot be changed unnoticed.
    """
    lock(assessment)
    review.check_may_comment(person_of(actor), case_of(assessment, actor))
    now, text = timezone.now(), required(_("comment"), text)
    just_now = assessment.comments.filter(item=item, author=actor, text=text, written_at__gt=now - DOUBLE_CLICK)
    if (twin := just_now.first()) is not None:
        return twin
    comment = Comment.objects.create(assessment=assessment, item=item, author=actor, text=text, written_at=now)
    details = {"item": item, "comment": comment.pk, "sha256": hashlib.sha256(text.encode()).hexdigest()}
    audit.record(actor=actor, action="comment.written", subject=assessment, details=details)
    return comment


def settle_comment(*, comment: Comment, actor: User) -> None:
    """Note that nobody needs to do anything about it any more; a settled one stays as it is."""
    _turn(comment, actor, settled=True)


def reopen_comment(*, comment: Comment, actor: User) -> None:
    """Note that something is to be done about it after all; an open one stays as it is."""
    _turn(comment, actor, settled=False)


@transaction.atomic
def _turn(comment: Comment, actor: User, *, settled: bool) -> None:
    assessment = lock(comment.assessment)
    review.check_may_comment(person_of(actor), case_of(assessment, actor))
    comment.refresh_from_db(from_queryset=Comment.objects.select_for_update())
    if (comment.settled_at is not None) == settled:
        return
    comment.settled_by = actor if settled else None
    comment.settled_at = timezone.now() if settled else None
    comment.save(update_fields=["settled_by", "settled_at"])
    details = {"item": comment.item, "comment": comment.pk}
    action = "comment.settled" if settled else "comment.reopened"
    audit.record(actor=actor, action=action, subject=assessment, details=details)
