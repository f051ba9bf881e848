"""The seats of those who decide on a snapshot: which one waits, and who may decide in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet, prefetch_related_objects
from django.utils.timezone import localdate

from wizard.models import Assessment, AuditEvent, Participant, Role, Seat, Snapshot, User
from wizard.process import review
from wizard.process.lifecycle import State
from wizard.process.review import Permission
from wizard.queries.permissions import WRITING, case_of, person_of
from wizard.queries.places import place_in, waiting_seats


def open_seat(snapshot: Snapshot) -> Seat | None:
    """The seat whose turn it is, the first without an approval; None when every reviewer has approved."""
    return waiting_seats(snapshot).first()


def may_decide_in(seat: Seat, user: User) -> Permission:
    """Whether this person may approve or dissent in this seat now, whoever's turn it is; a no carries its reason."""
    case = case_of(seat.snapshot.assessment, user)
    return review.may_approve(person_of(user), replace(case, place=place_in(seat, user)))


def who_may_decide_in(seat: Seat) -> list[User]:
    """Everybody who may decide in this seat today: its reviewer and who stands in, or any reviewer of a free one."""
    reviewers = User.objects.filter(role=Role.LEGAL_REVIEWER, is_active=True)
    return [user for user in reviewers if may_decide_in(seat, user).allowed]


def seated(snapshot: Snapshot) -> Snapshot:
    """The snapshot with its seats and decisions loaded."""
    prefetch_related_objects([snapshot], "seats__reviewer", "reviews__reviewer", "reviews__instead_of")
    return snapshot


def in_review(among: QuerySet[Assessment] | None = None) -> list[Snapshot]:
    """What is being reviewed, longest first, with its assessment, author, seats, decisions and signatures loaded."""
    current = Snapshot.objects.filter(assessment__state=State.IN_REVIEW, revision=F("assessment__revision"))
    if among is not None:
        current = current.filter(assessment__in=among)
    loaded = current.select_related("assessment__author").prefetch_related(
        "seats__reviewer", "reviews__reviewer", "signatures"
    )
    return list(loaded.order_by("taken_at"))


def turn(snapshot: Snapshot) -> Seat | None:
    """As `open_seat`, of a snapshot whose seats and decisions are loaded."""
    filled = {one.position for one in snapshot.approvals}
    return next((seat for seat in snapshot.seats.all() if seat.position not in filled), None)


def waiting_now() -> list[tuple[Seat, date]]:
    """The seat that waits of everything in review, each with the day since which it does."""
    found = ((one, turn(one)) for one in in_review())
    return [
        (seat, localdate(max((snapshot.taken_at, *(one.decided_at for one in snapshot.approvals)))))
        for snapshot, seat in found
        if seat
    ]


def could_be_named(assessment: Assessment) -> list[User]:
    """The legal reviewers whom the author may name: those who did not work on it."""
    reviewers = User.objects.filter(role=Role.LEGAL_REVIEWER, is_active=True).exclude(pk=assessment.author_id)
    part = Participant.objects.filter(assessment=assessment, person=OuterRef("pk"))
    wrote = AuditEvent.objects.filter(
        subject_type="assessment", subject_id=assessment.reference, actor=OuterRef("pk"), action__in=WRITING
    )
    return list(reviewers.exclude(Exists(part)).exclude(Exists(wrote)))
