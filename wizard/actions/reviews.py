"""From the draft to a decision: handing over, sending back, rejecting, withdrawing, expiring (approval: `approve`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from catalog.ambient import current_catalog, current_law
from wizard.actions import audit
from wizard.actions.common import limited, lock, move, required, stood_in
from wizard.actions.endings import end
from wizard.actions.making import drop_making
from wizard.actions.words import words_of
from wizard.models import Assessment, Decision, EndingKind, Review, Says, Seat, Snapshot, User
from wizard.process import review
from wizard.process.lifecycle import Event, State
from wizard.process.refusal import Refused
from wizard.process.snapshot import Heading, freeze
from wizard.queries.assessments import latest_snapshot
from wizard.queries.permissions import case_of, person_of
from wizard.queries.places import instead_of
from wizard.queries.policy import seats_needed
from wizard.queries.seats import open_seat


@transaction.atomic
def submit(
    *,
    assessment: Assessment,
    actor: User,
    snapshot_content: Mapping[str, Any],
    reviewers: Sequence[User | None] = (),
) -> Snapshot:
    """Freeze the assessment as it was read and hand it over for review.

    `snapshot_content` holds `facts`, `evaluation` and `answers`, built from `assessment` as the caller loaded it;
    raises Refused when somebody changed it since then. `reviewers` are those whom the author names, in their order,
    None for a place that any legal reviewer may take; the policy may ask for more places.
    """
    seen = assessment.edits
    lock(assessment)
    review.check_may_submit(person_of(actor), case_of(assessment, actor))
    if assessment.edits != seen:
        raise Refused(_("An answer changed while you were submitting: read the answers again, then submit."))
    if not assessment.candidates:
        raise Refused(_("No model is chosen yet: choose at least one that fits, then submit."))
    if not snapshot_content.get("facts", {}).get("candidates", True):
        # Without a candidate every model would be evaluated, and the reviewer would decide on none of them.
        raise Refused(
            _("The catalogue no longer knows any model of this assessment: choose other models, then submit.")
        )
    _check_named(assessment, reviewers)
    heading = Heading(
        reference=assessment.reference,
        revision=assessment.revision,
        product=assessment.name,
        description=assessment.description,
        organisation=settings.ORGANISATION,
        author=assessment.author.full_name,
    )
    # The words of the report are in its own language, which is not always that of whoever hands it over.
    with translation.override(snapshot_content.get("language", settings.LANGUAGE_CODE)):
        words = _words(snapshot_content)
    frozen = freeze(heading, {**snapshot_content, **words})
    snapshot = Snapshot.objects.create(
        assessment=assessment,
        revision=assessment.revision,
        content=frozen.text,
        sha256=frozen.sha256,
        taken_by=actor,
        taken_at=timezone.now(),
    )
    _make_seats(snapshot, reviewers)
    # The draft follows the catalogue as it grows; what is handed over stays with the edition it was evaluated by.
    assessment.edition_version = snapshot.data["edition"]["version"]
    assessment.edition_sha256 = snapshot.data["edition"]["sha256"]
    assessment.overlay_key = snapshot.data.get("own", {}).get("key", "")
    assessment.save(update_fields=["edition_version", "edition_sha256", "overlay_key"])
    move(assessment, Event.SUBMIT)
    details = {"revision": snapshot.revision, "snapshot": snapshot.sha256}
    audit.record(actor=actor, action="assessment.submitted", subject=assessment, details=details)
    return snapshot


@transaction.atomic
def request_changes(*, assessment: Assessment, actor: User, comment: str) -> Review:
    """Send the assessment back; the draft opens again as its next revision.

    The answers that reviewers marked go along: where one is marked, the comment may be empty.
    """
    lock(assessment)
    review.check_may_request_changes(person_of(actor), case_of(assessment, actor))
    snapshot = _snapshot(assessment)
    marked = snapshot.marks.filter(says=Says.CHANGE_ASKED).count()
    comment = limited(_("comment"), comment) if marked else required(_("comment"), comment)
    decided = _decide(assessment, snapshot, actor, Decision.CHANGES_REQUESTED, comment)
    assessment.revision += 1
    move(assessment, Event.REQUEST_CHANGES)
    return decided


@transaction.atomic
def reject(*, assessment: Assessment, actor: User, comment: str) -> Review:
    """Decide against the deployment, with the reason."""
    lock(assessment)
    review.check_may_reject(person_of(actor), case_of(assessment, actor))
    comment = required(_("comment"), comment)
    decided = _decide(assessment, _snapshot(assessment), actor, Decision.REJECTED, comment)
    move(assessment, Event.REJECT)
    return decided


@transaction.atomic
def dissent(*, assessment: Assessment, actor: User, comment: str) -> Review:
    """Record why this reviewer would not approve; the report prints it, and the seat waits for somebody else.

    A seat that was named for who dissents is free from then on.
    """
    lock(assessment)
    review.check_may_dissent(person_of(actor), case_of(assessment, actor))
    comment = required(_("comment"), comment)
    snapshot = _snapshot(assessment)
    decided = _decide(assessment, snapshot, actor, Decision.DISSENTED, comment)
    snapshot.seats.filter(position=decided.position).update(reviewer=None)
    return decided


@transaction.atomic
def withdraw(*, assessment: Assessment, actor: User, reason: str) -> None:
    """Take an approval back; the report stays on record and is shown as withdrawn."""
    lock(assessment)
    review.check_may_withdraw(person_of(actor), case_of(assessment, actor))
    reason = required(_("reason"), reason)
    details = {"revision": assessment.revision, "reason": reason}
    end(assessment, EndingKind.WITHDRAWN, reason, actor)
    move(assessment, Event.WITHDRAW)
    audit.record(actor=actor, action="assessment.withdrawn", subject=assessment, details=details)


@transaction.atomic
def expire_due(*, today: date) -> list[Assessment]:
    """Mark every approval that ended before `today` as expired and return these assessments."""
    due = Assessment.objects.select_for_update().filter(
        state=State.APPROVED,
        snapshots__reviews__decision=Decision.APPROVED,
        snapshots__reviews__valid_until__lt=today,
        snapshots__revision=F("revision"),
    )
    expired = list({one.pk: one for one in due.order_by("id")}.values())
    for assessment in expired:
        end(assessment, EndingKind.EXPIRED, _("Its last day has passed."), None)
        move(assessment, Event.EXPIRE)
        details = {"revision": assessment.revision, "on": today.isoformat()}
        audit.record(actor=None, action="assessment.expired", subject=assessment, details=details)
    return expired


def _words(content: Mapping[str, Any]) -> dict[str, object]:
    """What the codes mean, for a content that is complete; `freeze` refuses any other."""
    if not (content.get("facts") and content.get("evaluation")):
        return {}
    return words_of(content["facts"], content["evaluation"], current_catalog(), current_law())


def _check_named(assessment: Assessment, reviewers: Sequence[User | None]) -> None:
    """Raise Refused for the first of those named who could not decide."""
    named = [one for one in reviewers if one is not None]
    for person in named:
        if not person.is_active or not review.could_review(person_of(person), case_of(assessment, person)):
            raise Refused(
                _("%(who)s cannot review this assessment: name a legal reviewer who did not work on it.")
                % {"who": person.full_name}
            )
    if len({one.pk for one in named}) < len(named):
        raise Refused(_("One reviewer is named twice: name somebody else, or leave the place free."))


def _make_seats(snapshot: Snapshot, reviewers: Sequence[User | None]) -> None:
    needed = seats_needed(snapshot.data["evaluation"])
    due = timezone.localdate() + timedelta(days=needed.days)
    free = [None] * (needed.reviewers - len(reviewers))
    for position, reviewer in enumerate([*reviewers, *free], start=1):
        Seat.objects.create(snapshot=snapshot, position=position, reviewer=reviewer, due=due)


def _snapshot(assessment: Assessment) -> Snapshot:
    snapshot = latest_snapshot(assessment)
    if snapshot is None:
        raise RuntimeError(f"{assessment.reference} is in review without a snapshot.")
    return snapshot


def _decide(assessment: Assessment, snapshot: Snapshot, actor: User, decision: Decision, comment: str) -> Review:
    """Record what is no approval, in the seat that waits; where none does, in that of the actor's approval."""
    seat = open_seat(snapshot)
    mine = snapshot.reviews.filter(reviewer=actor).order_by("id").first()
    absent = mine.instead_of if mine else instead_of(seat, actor) if seat else None
    decided = Review.objects.create(
        snapshot=snapshot,
        reviewer=actor,
        instead_of=absent,
        position=mine.position if mine else seat.position if seat else 1,
        decision=decision,
        comment=comment,
        decided_at=timezone.now(),
    )
    if decision != Decision.DISSENTED:
        drop_making(snapshot)
    details = {"revision": snapshot.revision, "snapshot": snapshot.sha256, "decision": str(decision)}
    audit.record(actor=actor, action="assessment.reviewed", subject=assessment, details=details | stood_in(decided))
    return decided
