"""What waits in review, for who decides, who signs and who wrote it."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.ambient import today
from wizard.models import AuditEvent, Decision, Participant, Role, Seat, Snapshot, User
from wizard.process import review
from wizard.process.lifecycle import State
from wizard.process.review import Case, Place
from wizard.queries.assessments import assessments_for
from wizard.queries.permissions import WRITING, person_of
from wizard.queries.places import DECIDING, absences_on
from wizard.queries.seats import in_review, turn


@dataclass(frozen=True)
class Queue:
    """Seats by what this person has to do with them, each list soonest first.

    `decide`: theirs to decide now. `sign`: they approved and their signature is due. `later`: named for them, and
    somebody before them has not decided yet. `written`: the waiting seat of what this person wrote.
    """

    decide: tuple[Seat, ...]
    sign: tuple[Seat, ...]
    later: tuple[tuple[Seat, Seat], ...]
    written: tuple[Seat, ...]

    @property
    def assessments(self) -> frozenset[int]:
        """The ids of everything in it but what was written."""
        first = (*self.decide, *self.sign, *(mine for mine, _before in self.later))
        return frozenset(seat.snapshot.assessment_id for seat in first)


def queue_for(user: User) -> Queue:
    """Everything in review that this person may see, sorted; the same number of queries however much that is."""
    reviews = user.role == Role.LEGAL_REVIEWER
    known = _Known(user) if reviews else None
    decide, sign, later, written = [], [], [], []
    for snapshot in in_review(assessments_for(user)):
        seat = turn(snapshot)
        if seat and snapshot.assessment.author_id == user.pk:
            written.append(seat)
        elif seat and known and known.may_decide(seat):
            decide.append(seat)
        elif seat and known and (mine := known.later(snapshot, seat)):
            later.append((mine, seat))
        elif not seat and (mine := _unsigned(snapshot, user)):
            sign.append(mine)
    return Queue(
        decide=tuple(sorted(decide, key=_due)),
        sign=tuple(sorted(sign, key=_due)),
        later=tuple(sorted(later, key=lambda pair: _due(pair[0]))),
        written=tuple(sorted(written, key=_due)),
    )


class _Known:
    """What the rules need to know about a reviewer, asked for once for all assessments."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.part = set(Participant.objects.filter(person=user).values_list("assessment_id", flat=True))
        events = AuditEvent.objects.filter(subject_type="assessment", actor=user, action__in=WRITING).order_by()
        self.wrote = set(events.values_list("subject_id", flat=True).distinct())
        self.absent = set(absences_on(today()).filter(stand_in=user).values_list("person_id", flat=True))

    def may_decide(self, seat: Seat) -> bool:
        """As `wizard.queries.seats.may_decide_in`, without asking the database again."""
        assessment = seat.snapshot.assessment
        said = [one for one in seat.snapshot.reviews.all() if one.reviewer_id == self.user.pk]
        place = Place(
            reviewer_id=seat.reviewer_id,
            stands_in=seat.reviewer_id in self.absent,
            has_decided=any(one.decision in DECIDING for one in said),
        )
        case = Case(
            author_id=assessment.author_id,
            state=State(assessment.state),
            takes_part=assessment.pk in self.part,
            has_written=assessment.reference in self.wrote,
            place=place,
        )
        return review.may_approve(person_of(self.user), case).allowed

    def later(self, snapshot: Snapshot, waiting: Seat) -> Seat | None:
        """The seat of theirs whose turn comes after the one that waits."""
        for seat in snapshot.seats.all():
            named = seat.reviewer_id == self.user.pk or seat.reviewer_id in self.absent
            if seat.position > waiting.position and named and self.may_decide(seat):
                return seat
        return None


def _unsigned(snapshot: Snapshot, user: User) -> Seat | None:
    signed = {one.signer_id for one in snapshot.signatures.all()}
    for one in snapshot.reviews.all():
        if one.decision == Decision.APPROVED and one.reviewer_id == user.pk and user.pk not in signed:
            return next((seat for seat in snapshot.seats.all() if seat.position == one.position), None)
    return None


def _due(seat: Seat) -> tuple[object, int]:
    return seat.due, seat.pk
