"""How a person stands to the seats of a snapshot: whose they are, who stands in, who has decided already."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from catalog.ambient import today
from wizard.models import Absence, Decision, Review, Seat, Snapshot, User
from wizard.process.review import Place

DECIDING = (Decision.APPROVED, Decision.DISSENTED)


def waiting_seats(snapshot: Snapshot) -> QuerySet[Seat]:
    """The seats of a snapshot without an approval, in their order, with their reviewers."""
    approved = Review.objects.filter(
        snapshot=OuterRef("snapshot"), position=OuterRef("position"), decision=Decision.APPROVED
    )
    return snapshot.seats.filter(~Exists(approved)).select_related("reviewer", "snapshot").order_by("position")


def place_of(snapshot: Snapshot, user: User) -> Place:
    """The seat that waits, as the rules see it for this person."""
    seat = waiting_seats(snapshot).first()
    return place_in(seat, user) if seat else Place(filled=True, has_decided=has_decided(snapshot, user))


def place_in(seat: Seat, user: User) -> Place:
    """One seat as the rules see it for this person."""
    return Place(
        reviewer_id=seat.reviewer_id,
        stands_in=instead_of(seat, user) is not None,
        has_decided=has_decided(seat.snapshot, user),
    )


def has_decided(snapshot: Snapshot, user: User) -> bool:
    """Whether this person approved this snapshot, or dissented."""
    return snapshot.reviews.filter(reviewer=user, decision__in=DECIDING).exists()


def instead_of(seat: Seat, user: User) -> User | None:
    """The absent reviewer for whom this person stands in today in this seat; None where they decide for themselves."""
    if seat.reviewer is None or seat.reviewer_id == user.pk:
        return None
    standing_in = absences_on(today()).filter(person=seat.reviewer, stand_in=user)
    return seat.reviewer if standing_in.exists() else None


def absences_on(day: date) -> QuerySet[Absence]:
    """The absences of this day, with who is away and who stands in."""
    found = Absence.objects.select_related("person", "stand_in")
    return found.filter(first__lte=day, last__gte=day, ended_at=None)
