"""Saying of each answer whether it stands: accepting it, asking for a change, taking either back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wizard.actions import audit
from wizard.actions.common import lock, required
from wizard.models import Assessment, Mark, Says, Snapshot, User
from wizard.phases.concerns import concerns
from wizard.process import review
from wizard.process.refusal import Refused
from wizard.queries.permissions import case_of, person_of


@transaction.atomic
def accept_item(*, snapshot: Snapshot, item: str, actor: User) -> None:
    """Note that this reviewer looked at an answer and lets it stand."""
    assessment = _open(snapshot, actor)
    _check_known(snapshot, item)
    _mark(snapshot, item, actor, Says.ACCEPTED)
    audit.record(actor=actor, action="item.accepted", subject=assessment, details={"item": item})


@transaction.atomic
def ask_change(*, snapshot: Snapshot, item: str, actor: User, words: str) -> None:
    """Note what this reviewer wants changed in an answer. It goes along when changes are requested.

    The log keeps the hash of the words, which may hold secrets.
    """
    assessment = _open(snapshot, actor)
    _check_known(snapshot, item)
    words = required(_("change"), words)
    _mark(snapshot, item, actor, Says.CHANGE_ASKED, words)
    details = {"item": item, "sha256": hashlib.sha256(words.encode()).hexdigest()}
    audit.record(actor=actor, action="item.change-asked", subject=assessment, details=details)


@transaction.atomic
def unmark_item(*, snapshot: Snapshot, item: str, actor: User) -> None:
    """Take back what this reviewer said of an answer; one that is not marked stays so."""
    assessment = _open(snapshot, actor)
    if snapshot.marks.filter(item=item, reviewer=actor).delete()[0]:
        audit.record(actor=actor, action="item.unmarked", subject=assessment, details={"item": item})


@transaction.atomic
def accept_uncontested(*, snapshot: Snapshot, actor: User) -> int:
    """Accept every answer that this reviewer has not marked and that raises no concern; return their number."""
    assessment = _open(snapshot, actor)
    marked = set(snapshot.marks.filter(reviewer=actor).values_list("item", flat=True))
    plain = [item for item in _items(snapshot) if item not in marked and item not in concerns(snapshot.data)]
    for item in plain:
        _mark(snapshot, item, actor, Says.ACCEPTED)
    if plain:
        audit.record(actor=actor, action="items.accepted", subject=assessment, details={"items": plain})
    return len(plain)


def _open(snapshot: Snapshot, actor: User) -> Assessment:
    assessment = lock(snapshot.assessment)
    review.check_may_mark(person_of(actor), case_of(assessment, actor))
    if snapshot.revision != assessment.revision:
        raise Refused(_("The assessment was submitted again since you opened it: read the new revision first."))
    return assessment


def _check_known(snapshot: Snapshot, item: str) -> None:
    if item not in _items(snapshot):
        raise Refused(_("This answer is not part of what was handed over: load the page again."))


def _items(snapshot: Snapshot) -> Iterable[str]:
    return [answer["item"] for answer in snapshot.data["answers"]]


def _mark(snapshot: Snapshot, item: str, actor: User, says: Says, words: str = "") -> None:
    said = {"says": says, "words": words, "made_at": timezone.now()}
    Mark.objects.update_or_create(snapshot=snapshot, item=item, reviewer=actor, defaults=said)
