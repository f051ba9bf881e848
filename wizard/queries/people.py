"""People, as administrators see them."""

from __future__ import annotations

from django.db.models import QuerySet

from wizard.models import User


def everybody() -> QuerySet[User]:
    """Every account by name, with its signing key; those who may no longer sign in come last."""
    return User.objects.select_related("signing_key").order_by("-is_active", "full_name", "email")
