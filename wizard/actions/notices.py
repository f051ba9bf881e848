"""Telling people what happened: once each, in the transaction of what happened. What leaves the house follows later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from catalog.presenters.language import told
from wizard.actions.calls import expect_call
from wizard.models import Channel, Delivery, Mailing, Notice, NoticeKind, NoticeWish, Role, User
from wizard.queries.deliveries import mailing_of

Page = tuple[str, *tuple[str | int, ...]]


def notify(*, to: Iterable[User], kind: NoticeKind, key: str, says: str, page: Page) -> list[Notice]:
    """Tell each of these people one sentence, and where to see to it; returns the notices that are new.

    `key` names what happened (at most 200 characters): who was told of it before is told nothing again. `page` is the
    name of an address with its arguments. Where every one of these accounts is closed, the legal reviewers are told in
    their place. A Sentence is told in the language of reports, since a notice is stored.
    Raises RuntimeError outside a transaction, where a notice could stay behind without what it tells of.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A notice belongs into the transaction of what it tells of.")
    people = {person.pk: person for person in _reading(list(to))}
    before = Notice.objects.filter(key=key, person__in=people).values_list("person_id", flat=True)
    fresh = [person for number, person in people.items() if number not in set(before)]
    with translation.override(settings.REPORT_LANGUAGE):
        words = told(says)
    now, path = timezone.now(), reverse(page[0], args=page[1:])
    mailing = mailing_of([person.pk for person in fresh], kind)
    at_once = [person for person in fresh if mailing[person.pk] == Mailing.AT_ONCE]
    mails = {
        mail.person_id: mail
        for mail in Delivery.objects.bulk_create(
            Delivery(channel=Channel.MAIL, person=person, due_at=now) for person in at_once
        )
    }
    if fresh:
        expect_call(kind=f"notice.{kind}", key=key, says=words, path=path)
    return Notice.objects.bulk_create(
        Notice(
            person=person,
            kind=kind,
            key=key,
            says=words,
            page=path,
            created_at=now,
            mailing=mailing[person.pk],
            mail=mails.get(person.pk),
        )
        for person in fresh
    )


def _reading(meant: list[User]) -> Iterable[User]:
    """Those of these people who still sign in; where none of them does, nobody would hear of it but the reviewers."""
    still = [person for person in meant if person.is_active]
    return still if still or not meant else User.objects.filter(role=Role.LEGAL_REVIEWER, is_active=True)


@transaction.atomic
def wish(*, actor: User, wishes: Mapping[NoticeKind, Mailing]) -> None:
    """Keep how mail about each kind reaches this person from now on."""
    for kind, mailing in wishes.items():
        NoticeWish.objects.update_or_create(person=actor, kind=kind, defaults={"mailing": mailing})


def mark_read(*, actor: User, notice_id: int | None) -> None:
    """Note that this person has read one of their notices, or with None all of them; those of others stay."""
    unread = Notice.objects.filter(person=actor, read_at=None)
    (unread if notice_id is None else unread.filter(pk=notice_id)).update(read_at=timezone.now())
