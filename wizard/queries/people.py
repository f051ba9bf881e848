"""People, as administrators see them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from wizard.models import User


def everybody() -> QuerySet[User]:
    """Every account by name, with its signing key; those who may no longer sign in come last."""
    return User.objects.select_related("signing_key").order_by("-is_active", "full_name", "email")


def by_address(email: str) -> User | None:
    """Who has this address, whatever its case; None for nobody."""
    return User.objects.filter(email=email.strip().lower()).first()


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """The full names of these people by id."""
    return dict(User.objects.filter(pk__in=set(ids)).values_list("pk", "full_name"))
