"""What every page shows around its content."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from catalog.ambient import current_catalog
from wizard.models import Role


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every template: the catalogue's edition, the organisation, and who may manage people or sign."""
    user = getattr(request, "user", None)
    role = getattr(user, "role", "") if getattr(user, "is_authenticated", False) else ""
    return {
        "catalogue_edition": current_catalog().edition.version,
        "organisation": settings.ORGANISATION,
        "is_demo": settings.DEMO,
        "is_administrator": role == Role.ADMINISTRATOR,
        "is_reviewer": role == Role.LEGAL_REVIEWER,
    }
