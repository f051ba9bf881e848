"""Sending what waits: the state is stored before each attempt, so that nothing is sent twice after a crash."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from wizard.actions.calls import call
from wizard.actions.letters import send_letter
from wizard.models import Channel, Delivery, DeliveryState, Notice, Trouble
from wizard.process.delivery import End, Outcome, wait_after
from wizard.queries.deliveries import waiting_for_digest

TAKES = timedelta(minutes=10)
"""Longer than any attempt can take: what is under way since then was cut off by a crash."""
_ENDS = {
    End.SENT: DeliveryState.SENT,
    End.HOPELESS: DeliveryState.GIVEN_UP,
    End.UNCERTAIN: DeliveryState.UNCERTAIN,
}


@transaction.atomic
def make_digests(*, today: date) -> list[Delivery]:
    """Put what waits for the mail of the day into one mail for each person, who gets one such mail a day."""
    waiting: dict[int, list[Notice]] = defaultdict(list)
    for notice in waiting_for_digest(today):
        waiting[notice.person_id].append(notice)
    made = []
    for person_id, notices in waiting.items():
        mail = Delivery.objects.create(
            channel=Channel.MAIL, person_id=person_id, digest_of=today, due_at=timezone.now()
        )
        Notice.objects.filter(pk__in=[one.pk for one in notices]).update(mail=mail)
        made.append(mail)
    return made


def deliver() -> list[Delivery]:
    """Try everything that is due once, and return what was tried as it stands now. Never within a transaction.

    Two of these at once send nothing twice. A channel whose other side does not answer rests until the next run.
    """
    _pick_up(timezone.now())
    tried, resting = list[Delivery](), set[str]()
    while one := _claimed(resting):
        outcome = _attempt(one)
        _settle(one, outcome)
        if outcome.rests:
            resting.add(one.channel)
        tried.append(one)
    return tried


def _pick_up(now: datetime) -> None:
    """See to what a crash cut off. A receiver knows a call by its id; of a mail nobody can say whether it arrived."""
    cut_off = Delivery.objects.filter(state=DeliveryState.UNDER_WAY, started_at__lt=now - TAKES)
    cut_off.filter(channel=Channel.MAIL).update(
        state=DeliveryState.UNCERTAIN, trouble=Trouble.INTERRUPTED, ended_at=now
    )
    cut_off.filter(channel=Channel.WEBHOOK).update(state=DeliveryState.WAITING, trouble=Trouble.INTERRUPTED, due_at=now)


def _claimed(resting: Collection[str]) -> Delivery | None:
    """The next delivery, marked as under way and committed as such; None when nothing is due."""
    now = timezone.now()
    with transaction.atomic(durable=True):
        due = Delivery.objects.filter(state=DeliveryState.WAITING, due_at__lte=now).exclude(channel__in=resting)
        one = due.select_for_update().order_by("due_at", "id").first()
        if one is None:
            return None
        one.state, one.started_at, one.attempts = DeliveryState.UNDER_WAY, now, one.attempts + 1
        one.save(update_fields=["state", "started_at", "attempts"])
    return one


def _attempt(one: Delivery) -> Outcome:
    if one.webhook is not None:
        return call(one, one.webhook)
    assert one.person is not None  # noqa: S101 (the database holds that it goes to one of the two)
    return send_letter(one, one.person)


def _settle(one: Delivery, outcome: Outcome) -> None:
    """Store how an attempt ended; not where it took so long that it counts as cut off."""
    now = timezone.now()
    wait = wait_after(one.attempts) if outcome.end is End.FAILED else None
    one.trouble, one.answer = outcome.trouble, outcome.answer
    if wait is not None:
        one.state, one.due_at = DeliveryState.WAITING, now + wait
    else:
        one.state, one.ended_at = _ENDS.get(outcome.end, DeliveryState.GIVEN_UP), now
    Delivery.objects.filter(pk=one.pk, state=DeliveryState.UNDER_WAY, started_at=one.started_at).update(
        trouble=one.trouble, answer=one.answer, state=one.state, due_at=one.due_at, ended_at=one.ended_at
    )
