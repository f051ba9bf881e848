"""The secret address of a person's calendar: made, made anew, ended."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from wizard.actions import audit
from wizard.models import CalendarFeed, User
from wizard.process.canonical import sha256_of


@transaction.atomic
def make_feed(*, actor: User) -> str:
    """Make the actor's feed and return its secret, 256 random bits that are stored nowhere; a former one ends."""
    secret = secrets.token_urlsafe(32)
    made = {"sha256": sha256_of(secret), "made_at": timezone.now()}
    CalendarFeed.objects.update_or_create(person=actor, defaults=made)
    audit.record(actor=actor, action="calendar.made", subject=actor, details={})
    return secret


@transaction.atomic
def end_feed(*, actor: User) -> None:
    """End the actor's feed, if there is one."""
    if CalendarFeed.objects.filter(person=actor).delete()[0]:
        audit.record(actor=actor, action="calendar.ended", subject=actor, details={})
