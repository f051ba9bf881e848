"""Who decides on an assessment, in their order: for its reviewers and for its author."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from catalog.presenters.words import day
from wizard.models import Review, Seat, Snapshot
from wizard.presenters.due import left_words, seat_holder
from wizard.presenters.moments import moment


@dataclass(frozen=True)
class SeatView:
    """One place: who decides in it, and how far it is. `left` and `late` are of the place that waits."""

    position: int
    who: str
    status: str
    left: str = ""
    late: bool = False


def seat_views(snapshot: Snapshot, today: date) -> tuple[SeatView, ...]:
    """The places of a snapshot whose seats and decisions are loaded, with their reviewers; the first open one waits."""
    approved = {one.position: one for one in snapshot.approvals}
    waiting = next((seat for seat in snapshot.seats.all() if seat.position not in approved), None)
    return tuple(_view(seat, approved.get(seat.position), waiting, today) for seat in snapshot.seats.all())


def _view(seat: Seat, approval: Review | None, waiting: Seat | None, today: date) -> SeatView:
    if approval:
        status = _("approved, %(when)s") % {"when": moment(approval.decided_at)}
        who = approval.reviewer.full_name
        if approval.instead_of:
            who = _("%(who)s for %(absent)s") % {"who": who, "absent": approval.instead_of.full_name}
        return SeatView(seat.position, who, status)
    if seat != waiting:
        return SeatView(seat.position, seat_holder(seat), _("decides after the one before"))
    status, days = _("decides until %(day)s") % {"day": day(seat.due)}, (seat.due - today).days
    return SeatView(seat.position, seat_holder(seat), status, left_words(days), late=days < 0)
