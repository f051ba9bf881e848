"""When an entry of the register is to be looked at again, and what is asked then."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from wizard.interchange.calendar import months_later
from wizard.process.looking import Question, Watched, questions
from wizard.queries.material import reasons_against
from wizard.queries.register import Entered, late_duties


def next_review(found: Entered) -> date:
    """The day of the next review: so many months after the last one, or after the entry arose."""
    last = next((one.done_at for one in found.entry.reviews.all()), found.entry.entered_at)
    return months_later(timezone.localdate(last), found.entry.review_months)


def asked_of(found: Entered, today: date) -> list[Question]:
    """What a review of an entry asks on a day."""
    counting = [room for room in found.found["headroom"] if room["type"] != "at-release"]
    watched = Watched(
        changes=reasons_against(found.entry.snapshot, today),
        places=found.places,
        limits=len(counting),
        late=late_duties([found], today)[found.entry.assessment_id],
        valid_until=found.valid_until,
        next_due=months_later(today, found.entry.review_months),
    )
    return list(questions(watched))
