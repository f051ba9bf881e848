"""Approving an assessment: bound to the snapshot that was read, in the seat whose turn it is."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.ambient import today
from wizard.actions import audit
from wizard.actions.common import limited, lock, stood_in
from wizard.models import Assessment, Decision, Making, Review, User
from wizard.process import review
from wizard.process.policy import check_policy
from wizard.process.refusal import Refused
from wizard.queries.assessments import latest_snapshot
from wizard.queries.permissions import case_of, person_of
from wizard.queries.places import instead_of
from wizard.queries.policy import policy_findings
from wizard.queries.seats import open_seat


@transaction.atomic
def approve(
    *, assessment: Assessment, actor: User, read: str, conditions: str, comment: str, valid_until: date
) -> Review:
    """Record an approval of the latest snapshot. With the last one needed, the making of the report is asked for.

    `read` is the SHA-256 of the snapshot that the reviewer read: nobody approves a revision unseen. `valid_until` is
    the last day of the approval. Raises Refused with one sentence. The caller has what is asked for made (`making`).
    """
    lock(assessment)
    review.check_may_approve(person_of(actor), case_of(assessment, actor))
    snapshot = latest_snapshot(assessment)
    seat = open_seat(snapshot) if snapshot else None
    if snapshot is None or seat is None:
        raise RuntimeError(f"{assessment.reference} is in review, and nobody is to decide on it.")
    if snapshot.sha256 != read:
        raise Refused(_("The assessment was submitted again since you opened it: read the new revision, then approve."))
    if valid_until <= today():
        raise Refused(_("An approval has to last beyond today: enter a later date."))
    findings = [one.as_json() for one in policy_findings(snapshot.data["evaluation"], assessment.reference, today())]
    check_policy(findings)
    decided = Review.objects.create(
        snapshot=snapshot,
        reviewer=actor,
        instead_of=instead_of(seat, actor),
        position=seat.position,
        decision=Decision.APPROVED,
        comment=limited(_("comment"), comment),
        conditions=limited(_("text of the conditions"), conditions),
        valid_until=valid_until,
        policy=findings,
        decided_at=timezone.now(),
    )
    details = {
        "revision": snapshot.revision,
        "snapshot": snapshot.sha256,
        "decision": str(Decision.APPROVED),
        "position": seat.position,
        "valid_until": valid_until.isoformat(),
    }
    audit.record(actor=actor, action="assessment.reviewed", subject=assessment, details=details | stood_in(decided))
    if open_seat(snapshot) is None:
        Making.objects.create(snapshot=snapshot, asked_at=timezone.now())
    return decided
