"""Telling people what happened: once each, in the transaction of what happened. What leaves the house follows later."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from catalog.presenters.language import told
from wizard.models import Notice, NoticeKind, User

Page = tuple[str, *tuple[str | int, ...]]


def notify(*, to: Iterable[User], kind: NoticeKind, key: str, says: str, page: Page) -> list[Notice]:
    """Tell each of these people one sentence, and where to see to it; returns the notices that are new.

    `key` names what happened (at most 200 characters): who was told of it before is told nothing again. `page` is the
    name of an address with its arguments. A Sentence is told in the language of reports, since a notice is stored.
    Raises RuntimeError outside a transaction, where a notice could stay behind without what it tells of.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A notice belongs into the transaction of what it tells of.")
    people = {person.pk: person for person in to if person.is_active}
    before = Notice.objects.filter(key=key, person__in=people).values_list("person_id", flat=True)
    fresh = [person for number, person in people.items() if number not in set(before)]
    with translation.override(settings.REPORT_LANGUAGE):
        words = told(says)
    now, path = timezone.now(), reverse(page[0], args=page[1:])
    return Notice.objects.bulk_create(
        Notice(person=person, kind=kind, key=key, says=words, page=path, created_at=now) for person in fresh
    )


def mark_read(*, actor: User, notice_id: int | None) -> None:
    """Note that this person has read one of their notices, or with None all of them; those of others stay."""
    unread = Notice.objects.filter(person=actor, read_at=None)
    (unread if notice_id is None else unread.filter(pk=notice_id)).update(read_at=timezone.now())
