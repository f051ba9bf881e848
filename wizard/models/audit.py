"""The audit log and its time-stamps. Database triggers refuse to change or remove them.

Hashes chain each event to the one before; a time-stamp proves by somebody else's clock that a head, and so every event
before it, stood on its day.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models


class AuditEvent(models.Model):
    """One thing that happened: who did what to what, when. `actor` is empty for what the service does itself."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40, blank=True)
    details = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("seq",)
        indexes = (
            models.Index(fields=["subject_type", "subject_id"], name="audit_subject"),
            models.Index(fields=["action", "seq"], name="audit_action"),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"


class HeadStamp(models.Model):
    """The time-stamp of a day (UTC): an RFC 3161 `token` (DER) over `head`, the hash of the event numbered `seq`.

    `at` and `authority` are what the token states.
    """

    day = models.DateField(unique=True)
    seq = models.PositiveBigIntegerField()
    head = models.CharField(max_length=64)
    at = models.DateTimeField()
    authority = models.CharField(max_length=200)
    token = models.BinaryField()

    class Meta:
        ordering = ("-day",)

    def __str__(self) -> str:
        return f"{self.day}: {self.head[:16]}"
