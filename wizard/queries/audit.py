"""Reading the audit log."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from wizard.models import Assessment, AuditEvent, Report
from wizard.process.chain import GENESIS, Entry, Link, Walk, walk


def events_of(assessment: Assessment) -> QuerySet[AuditEvent]:
    """What happened to an assessment, in order, with who did it."""
    mine = AuditEvent.objects.filter(subject_type="assessment", subject_id=assessment.reference)
    return mine.select_related("actor")


def audit_head() -> str:
    """The hash of the latest event, which stands for the whole log; 64 zeros for an empty one."""
    return AuditEvent.objects.order_by("-seq").values_list("hash", flat=True).first() or GENESIS


def check_log() -> Walk:
    """Recompute the whole chain, then look in it for the head that each issued report printed.

    The reports are what shows that the end of the log was cut off, which the chain alone cannot.
    """
    walked = walk(_links())
    if walked.fault:
        return walked
    for filename, head in Report.objects.order_by("id").values_list("filename", "audit_head"):
        if head not in walked.hashes:
            fault = f"The event that the report {filename} names as the latest of its time is missing."
            return Walk(walked.sound, walked.head, walked.hashes, fault)
    return walked


def _links() -> Iterator[Link]:
    for event in AuditEvent.objects.order_by("seq").iterator(chunk_size=2000):
        entry = Entry(
            seq=event.seq,
            at=event.at,
            actor_id=event.actor_id,
            action=event.action,
            subject_type=event.subject_type,
            subject_id=event.subject_id,
            details=event.details,
        )
        yield Link(entry=entry, previous_hash=event.previous_hash, hash=event.hash)
