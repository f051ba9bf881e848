"""Recording what happened."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from wizard.models import Assessment, AuditEvent, KeptText, OwnEntry, User, WatchedAddress
from wizard.process.chain import GENESIS, Entry, hash_of

Subject = Assessment | User | OwnEntry | KeptText | WatchedAddress


def record(*, actor: User | None, action: str, subject: Subject | None, details: Mapping[str, object]) -> AuditEvent:
    """Append one event to the chain, in the transaction of what it records.

    `actor` is None for what the service does itself, `subject` is None for what concerns the service itself;
    `details` are JSON values. Raises RuntimeError outside a transaction, where an event could stay behind without
    what it tells of.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An audit event belongs into the transaction of what it records.")
    last = AuditEvent.objects.select_for_update().order_by("-seq").values_list("seq", "hash").first()
    last_seq, previous_hash = last or (0, GENESIS)
    subject_type, subject_id = _named(subject)
    entry = Entry(
        seq=last_seq + 1,
        at=timezone.now(),
        actor_id=actor.pk if actor else None,
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        details=details,
    )
    return AuditEvent.objects.create(
        seq=entry.seq,
        at=entry.at,
        actor=actor,
        action=entry.action,
        subject_type=entry.subject_type,
        subject_id=entry.subject_id,
        details=dict(details),
        previous_hash=previous_hash,
        hash=hash_of(entry, previous_hash),
    )


def _named(subject: Subject | None) -> tuple[str, str]:
    match subject:
        case None:
            return "service", ""
        case Assessment():
            return "assessment", subject.reference
        case OwnEntry():
            return "own-entry", str(subject.pk)
        case KeptText():
            return "kept-text", str(subject.pk)
        case WatchedAddress():
            return "watched-address", str(subject.pk)
        case _:
            return "user", str(subject.pk)
