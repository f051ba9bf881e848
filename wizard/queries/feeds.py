"""Whose calendar a secret address is, and the days in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wizard.models import CalendarFeed, LicenceRuling, Role, Todo, User
from wizard.process.canonical import sha256_of
from wizard.queries.policy import rulings_now
from wizard.queries.register import Entered, register
from wizard.queries.todos import todos_due


@dataclass(frozen=True)
class Days:
    """What a calendar is made of: entries that are watched, duties with a day, and rulings with their next audit."""

    entries: tuple[Entered, ...]
    todos: tuple[Todo, ...]
    rulings: tuple[LicenceRuling, ...]


def owner_of(secret: str) -> User | None:
    """The person of a secret address; None where it is none, or the account is closed."""
    feed = CalendarFeed.objects.select_related("person").filter(sha256=sha256_of(secret)).first()
    return feed.person if feed and feed.person.is_active else None


def days_of(person: User, today: date) -> Days:
    """What concerns a person: the entries they answer for, for legal reviewers all of them and the rulings as well."""
    legal = person.role == Role.LEGAL_REVIEWER
    entries = (one for one in register(today) if not one.standing.over)
    return Days(
        entries=tuple(
            one for one in entries if legal or person.pk in (one.entry.owner_id, one.entry.assessment.author_id)
        ),
        todos=tuple(todos_due(person, date.max)),
        rulings=tuple(rulings_now().values()) if legal else (),
    )
