"""From the draft to a decision: handing over, sending back, rejecting, withdrawing, expiring (approval: `issue`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from catalog.ambient import current_catalog, current_law
from wizard.actions import audit
from wizard.actions.common import lock, move, required
from wizard.actions.words import words_of
from wizard.models import Assessment, Decision, Ending, EndingKind, Review, Seat, Snapshot, User
from wizard.process import review
from wizard.process.lifecycle import Event, State
from wizard.process.refusal import Refused
from wizard.process.snapshot import Heading, freeze
from wizard.queries.assessments import latest_snapshot
from wizard.queries.permissions import case_of, person_of

DAYS_TO_DECIDE = timedelta(days=10)


@transaction.atomic
def submit(*, assessment: Assessment, actor: User, snapshot_content: Mapping[str, Any]) -> Snapshot:
    """Freeze the assessment as it was read and hand it over for review.

    `snapshot_content` holds `facts`, `evaluation` and `answers`, built from `assessment` as the caller loaded it;
    raises Refused when somebody changed it since then.
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
    Seat.objects.create(snapshot=snapshot, position=1, due=timezone.localdate() + DAYS_TO_DECIDE)
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
    """Send the assessment back; the draft opens again as its next revision."""
    lock(assessment)
    review.check_may_request_changes(person_of(actor), case_of(assessment, actor))
    decided = _decide(assessment, actor, Decision.CHANGES_REQUESTED, comment)
    assessment.revision += 1
    move(assessment, Event.REQUEST_CHANGES)
    return decided


@transaction.atomic
def reject(*, assessment: Assessment, actor: User, comment: str) -> Review:
    """Decide against the deployment, with the reason."""
    lock(assessment)
    review.check_may_reject(person_of(actor), case_of(assessment, actor))
    decided = _decide(assessment, actor, Decision.REJECTED, comment)
    move(assessment, Event.REJECT)
    return decided


@transaction.atomic
def withdraw(*, assessment: Assessment, actor: User, reason: str) -> None:
    """Take an approval back; the report stays on record and is shown as withdrawn."""
    lock(assessment)
    review.check_may_withdraw(person_of(actor), case_of(assessment, actor))
    details = {"revision": assessment.revision, "reason": required(_("reason"), reason)}
    end(assessment, EndingKind.WITHDRAWN, details["reason"], actor)
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


def end(assessment: Assessment, kind: EndingKind, reason: str, actor: User | None) -> Ending:
    """Record that the approval of the latest snapshot stands no longer, and why; within the caller's transaction."""
    return Ending.objects.create(
        snapshot=latest_snapshot(assessment), kind=kind, reason=reason, ended_at=timezone.now(), ended_by=actor
    )


def _words(content: Mapping[str, Any]) -> dict[str, object]:
    """What the codes mean, for a content that is complete; `freeze` refuses any other."""
    if not (content.get("facts") and content.get("evaluation")):
        return {}
    return words_of(content["facts"], content["evaluation"], current_catalog(), current_law())


def _decide(assessment: Assessment, actor: User, decision: Decision, comment: str) -> Review:
    snapshot = latest_snapshot(assessment)
    if snapshot is None:
        raise RuntimeError(f"{assessment.reference} is in review without a snapshot.")
    decided = Review.objects.create(
        snapshot=snapshot,
        reviewer=actor,
        decision=decision,
        comment=required(_("comment"), comment),
        decided_at=timezone.now(),
    )
    details = {"revision": snapshot.revision, "snapshot": snapshot.sha256, "decision": str(decision)}
    audit.record(actor=actor, action="assessment.reviewed", subject=assessment, details=details)
    return decided
