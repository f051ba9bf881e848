"""Certificates that the organisation took back. Database triggers refuse to change or remove these records."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from wizard.signing.revocation import Cause


class Revocation(models.Model):
    """A revoked certificate, by its SHA-256 `fingerprint`; `authority` is that of the certificate that issued it.

    A certificate has a second row where it turns out later that its key was in wrong hands.
    """

    fingerprint = models.CharField(max_length=64)
    authority = models.CharField(max_length=64)
    serial = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    cause = models.CharField(max_length=30, choices=[(cause.value, cause.value) for cause in Cause])
    revoked_at = models.DateTimeField()
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ("revoked_at", "id")
        constraints = (
            models.UniqueConstraint(fields=["fingerprint", "cause"], name="revocation_once_per_cause"),
            models.CheckConstraint(
                condition=Q(cause__in=[cause.value for cause in Cause]), name="revocation_cause_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject}: {self.cause}"
