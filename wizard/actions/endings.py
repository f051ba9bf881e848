"""An approval stands no longer: recorded once, and told to those concerned."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from wizard.actions.notices import Page, notify
from wizard.models import Assessment, Ending, EndingKind, NoticeKind, User
from wizard.queries.assessments import latest_snapshot


def end(assessment: Assessment, kind: EndingKind, reason: str, actor: User | None) -> Ending:
    """Record that the approval of the latest snapshot stands no longer, and why; within the caller's transaction.

    The author, who approved it and who answers for an entry of the register are told, but not who ended it.
    """
    snapshot = latest_snapshot(assessment)
    if snapshot is None:
        raise RuntimeError(f"{assessment.reference} was approved without a snapshot.")
    ending = Ending.objects.create(snapshot=snapshot, kind=kind, reason=reason, ended_at=timezone.now(), ended_by=actor)
    _tell(ending, assessment)
    return ending


def _tell(ending: Ending, assessment: Assessment) -> None:
    # What is stored is told once and for all, in the language of reports.
    with translation.override(settings.REPORT_LANGUAGE):
        named = {"name": assessment.name, "reference": assessment.reference, "reason": ending.reason}
        says = _("The approval of %(name)s (%(reference)s) no longer stands. %(reason)s") % named
    key = f"approval-ended:{ending.pk}"
    readers = {assessment.author, *(one.reviewer for one in ending.snapshot.approvals)} - {ending.ended_by}
    open_entries = assessment.entries.filter(ended_at=None).select_related("owner")
    told: list[tuple[set[User], Page]] = [
        (readers, ("wizard:assessment", assessment.reference)),
        *(({it.owner} - readers - {ending.ended_by}, ("wizard:register_entry", it.pk)) for it in open_entries),
    ]
    for people, page in told:
        notify(to=people, kind=NoticeKind.APPROVAL_ENDED, key=key, says=says, page=page)
