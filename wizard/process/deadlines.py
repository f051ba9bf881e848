"""When somebody is reminded of a decision that waits."""

from __future__ import annotations

from datetime import date, timedelta

BEFORE = timedelta(days=2)
AGAIN_AFTER = 3


def reminder_day(due: date, opened: date, today: date) -> date | None:
    """The latest day up to today on which a reminder falls: two days before the due day, on it, every third day after.

    Only the latest counts, so that catching up sends one message. None while none falls after `opened`, the day on
    which the seat came to wait: on that day its reviewers were told anyway.
    """
    late = (today - due).days
    if today < due - BEFORE:
        return None
    day = due - BEFORE if late < 0 else today - timedelta(days=late % AGAIN_AFTER)
    return day if day > opened else None
