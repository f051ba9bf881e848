"""When something happened, as every page and every snapshot writes it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext as _

from catalog.presenters.words import day


def moment(at: datetime) -> str:
    """A moment as it is written in a letter: 23 November 2026, 10:42 UTC."""
    here = at.astimezone(UTC)
    return _("%(day)s, %(time)s UTC") % {"day": day(here.date()), "time": f"{here:%H:%M}"}
