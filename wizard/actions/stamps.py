"""The daily time-stamp of the audit log."""

from __future__ import annotations

import hashlib
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction

from wizard.actions.audit import record
from wizard.actions.levels import timestamper_from_settings
from wizard.models import AuditEvent, HeadStamp
from wizard.signing.clocks import confirmed, in_der

LONGEST_NAME = 200


class NoStampError(Exception):
    """The time-stamp authority gave no time-stamp that its roots confirm."""


def stamp_due(*, today: date) -> HeadStamp | None:
    """Time-stamp the head of the log, once a day (UTC); None where that is done, or no authority is configured.

    A day without an answer loses nothing but its own stamp: the next one covers every event before it. Raises
    NoStampError. The authority is asked before the transaction, which nobody should have to wait for.
    """
    clock = timestamper_from_settings()
    if clock is None or HeadStamp.objects.filter(day=today).exists():
        return None
    last = AuditEvent.objects.order_by("-seq").values_list("seq", "hash").first()
    if last is None:
        return None
    seq, head = last
    token = clock.stamp(bytes.fromhex(head))
    if token is None:
        raise NoStampError
    said = confirmed(token, bytes.fromhex(head), [in_der(root) for root in settings.TIMESTAMP_ROOTS])
    name = said.authority[:LONGEST_NAME]
    try:
        with transaction.atomic():
            made = HeadStamp.objects.create(day=today, seq=seq, head=head, at=said.at, authority=name, token=token)
            details = {"day": today.isoformat(), "head": head, "token": hashlib.sha256(token).hexdigest()}
            record(actor=None, action="audit.stamped", subject=None, details=details)
    except IntegrityError:  # another run was quicker
        return None
    return made
