"""When an approval no longer stands: superseded by what changed, and opened again as the next revision."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from catalog.presenters.language import told
from wizard.actions import audit
from wizard.actions.common import lock, move
from wizard.actions.endings import end
from wizard.models import Assessment, Ending, EndingKind, User
from wizard.process import review
from wizard.process.lifecycle import Event, State
from wizard.queries.assessments import latest_snapshot
from wizard.queries.material import reasons_against
from wizard.queries.permissions import case_of, person_of


def supersede_due(*, today: date) -> list[Ending]:
    """End every approval whose facts come out worse today, and return the endings.

    Each in a transaction of its own: what was ended stays ended if a later one fails. Called daily, and after a change
    of what the organisation holds; never within a transaction.
    """
    approved = Assessment.objects.filter(state=State.APPROVED).order_by("id")
    return [ending for assessment in approved if (ending := _superseded(assessment, today))]


@transaction.atomic
def revise(*, assessment: Assessment, actor: User) -> Assessment:
    """Open the next revision as a draft. An approval that still stands ends with that: its answers will change."""
    lock(assessment)
    review.check_may_revise(person_of(actor), case_of(assessment, actor))
    if assessment.state == State.APPROVED:
        with translation.override(settings.REPORT_LANGUAGE):
            reason = _("Its author changes the answers.")
        supersede(assessment, reason, actor)
    assessment.revision += 1
    move(assessment, Event.REVISE)
    details = {"revision": assessment.revision}
    audit.record(actor=actor, action="assessment.revised", subject=assessment, details=details)
    return assessment


@transaction.atomic
def _superseded(assessment: Assessment, today: date) -> Ending | None:
    lock(assessment)
    snapshot = latest_snapshot(assessment)
    if assessment.state != State.APPROVED or snapshot is None:
        return None
    reasons = reasons_against(snapshot, today)
    if not reasons:
        return None
    # What is stored is told once and for all, in the language of reports.
    with translation.override(settings.REPORT_LANGUAGE):
        reason = "\n".join(map(told, reasons))
    return supersede(assessment, reason, None)


def supersede(assessment: Assessment, reason: str, actor: User | None) -> Ending:
    """End the approval of a locked assessment as superseded, with the reason, within the caller's transaction."""
    ending = end(assessment, EndingKind.SUPERSEDED, reason, actor)
    move(assessment, Event.SUPERSEDE)
    details = {"revision": assessment.revision, "reason": reason}
    audit.record(actor=actor, action="assessment.superseded", subject=assessment, details=details)
    return ending
