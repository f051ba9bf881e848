"""What somebody was told."""

from __future__ import annotations

from wizard.models import Notice, User

MOST_READ = 50


def unread_of(person: User) -> list[Notice]:
    """What this person has not read yet, latest first."""
    return list(Notice.objects.filter(person=person, read_at=None).select_related("mail"))


def read_of(person: User) -> list[Notice]:
    """The latest `MOST_READ` notices that this person has read."""
    return list(Notice.objects.filter(person=person, read_at__isnull=False).select_related("mail")[:MOST_READ])
