"""What waits to leave the house, what went, and what each person wants."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from wizard.models import Channel, Delivery, DeliveryState, Mailing, Notice, NoticeKind, NoticeWish, User, Webhook

# Who has to act is told at once; what is good to know waits for the mail of the day.
BY_RULE = {
    NoticeKind.LIMIT: Mailing.AT_ONCE,
    NoticeKind.AGREEMENT: Mailing.AT_ONCE,
    NoticeKind.REVIEW: Mailing.AT_ONCE,
    NoticeKind.TEXT_CHANGED: Mailing.DAILY,
    NoticeKind.LAW: Mailing.DAILY,
    NoticeKind.EDITION: Mailing.DAILY,
    NoticeKind.APPROVAL_ENDED: Mailing.AT_ONCE,
    NoticeKind.REQUEST: Mailing.AT_ONCE,
}
LATEST = 20


def mailing_of(people: Collection[int], kind: NoticeKind) -> dict[int, Mailing]:
    """How mail about this kind reaches each of these people, by their numbers."""
    wished = dict(NoticeWish.objects.filter(person__in=people, kind=kind).values_list("person_id", "mailing"))
    return {number: Mailing(wished.get(number, BY_RULE[kind])) for number in people}


def wishes_of(person: User) -> dict[NoticeKind, Mailing]:
    """How mail reaches this person, kind by kind."""
    wished = dict(NoticeWish.objects.filter(person=person).values_list("kind", "mailing"))
    return {kind: Mailing(wished.get(kind, rule)) for kind, rule in BY_RULE.items()}


def webhook_in_use() -> Webhook | None:
    """Where the organisation wants to be called, with who set it; None where nobody set a webhook."""
    return Webhook.objects.select_related("set_by").filter(ended_at=None).first()


def latest_calls() -> list[Delivery]:
    """The latest `LATEST` calls, those to former addresses too, latest first."""
    return list(Delivery.objects.filter(channel=Channel.WEBHOOK).select_related("webhook")[:LATEST])


def mail_in_doubt() -> list[Delivery]:
    """The latest `LATEST` mails that nobody can say arrived, with their people."""
    open_ends = (DeliveryState.UNCERTAIN, DeliveryState.GIVEN_UP)
    return list(Delivery.objects.filter(channel=Channel.MAIL, state__in=open_ends).select_related("person")[:LATEST])


def waiting_for_digest(day: date) -> list[Notice]:
    """The notices for the mail of the day that are still unread, of everybody who had none on this day."""
    had = Delivery.objects.filter(digest_of=day).values("person_id")
    waiting = Notice.objects.filter(mailing=Mailing.DAILY, mail=None, read_at=None, person__is_active=True)
    return list(waiting.exclude(person__in=had).order_by("person", "id"))
