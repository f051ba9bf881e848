"""Accounts and signing keys, as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog.presenters.words import day
from wizard.models import Role, SigningKey, User


@dataclass(frozen=True)
class PersonRow:
    """One account in the list."""

    id: int
    name: str
    email: str
    role: str
    role_words: str
    status: str
    active: bool
    is_self: bool


@dataclass(frozen=True)
class KeyView:
    """A reviewer’s signing key: what is public about it."""

    fingerprint: str
    made: str
    valid_until: str


def person_rows(people: Iterable[User], viewer: User) -> tuple[PersonRow, ...]:
    """Put accounts into rows."""
    return tuple(
        PersonRow(
            id=person.pk,
            name=person.full_name,
            email=person.email,
            role=person.role,
            role_words=str(Role(person.role).label),
            status=_status(person),
            active=person.is_active,
            is_self=person.pk == viewer.pk,
        )
        for person in people
    )


def key_view(key: SigningKey) -> KeyView:
    """Put a key into words."""
    return KeyView(key.fingerprint, day(key.created_at.date()), day(key.valid_until))


def _status(person: User) -> str:
    if not person.is_active:
        return _("closed")
    return _("with a signing key") if hasattr(person, "signing_key") else _("active")
