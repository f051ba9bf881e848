"""What is frozen, decided and issued. Database triggers refuse to change or remove these records."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wizard.models.assessments import TEXT_LIMIT, Assessment


class Snapshot(models.Model):
    """The account of an assessment that a reviewer decides on.

    `content` is canonical JSON text (`wizard.process.snapshot`); `sha256` is the hash of exactly these characters.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="snapshots")
    revision = models.PositiveIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ("assessment", "revision")
        constraints = (models.UniqueConstraint(fields=["assessment", "revision"], name="snapshot_once_per_revision"),)

    def __str__(self) -> str:
        return f"revision {self.revision}, {self.sha256[:16]}"

    @cached_property
    def data(self) -> dict[str, Any]:
        """The content as it was frozen: heading, facts, evaluation, answers, edition, engine."""
        loaded: dict[str, Any] = json.loads(self.content)
        return loaded


class Decision(models.TextChoices):
    """How a review ends."""

    APPROVED = "approved", _("Approved")
    CHANGES_REQUESTED = "changes-requested", _("Changes requested")
    REJECTED = "rejected", _("Rejected")


class Review(models.Model):
    """A legal reviewer's decision on one snapshot."""

    snapshot = models.OneToOneField(Snapshot, on_delete=models.PROTECT, related_name="review")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    decision = models.CharField(max_length=20, choices=Decision)
    comment = models.TextField(max_length=TEXT_LIMIT, blank=True)
    conditions = models.TextField(max_length=TEXT_LIMIT, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ("-decided_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="review_decision_known"),
            models.CheckConstraint(
                condition=Q(decision="approved", valid_until__isnull=False)
                | (~Q(decision="approved") & Q(valid_until__isnull=True, conditions="")),
                name="review_validity_only_if_approved",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_decision_display()} by {self.reviewer_id}"


class Report(models.Model):
    """The signed PDF of an approval: its bytes stand under DATA_DIR at `path`, byte for byte as hashed here."""

    snapshot = models.OneToOneField(Snapshot, on_delete=models.PROTECT, related_name="report")
    sha256 = models.CharField(max_length=64, unique=True)
    length = models.PositiveIntegerField()
    path = models.CharField(max_length=200)
    filename = models.CharField(max_length=100)
    issued_at = models.DateTimeField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reports")
    service_fingerprint = models.CharField(max_length=64)
    reviewer_fingerprint = models.CharField(max_length=64)
    audit_head = models.CharField(max_length=64)

    class Meta:
        ordering = ("-issued_at", "-id")

    def __str__(self) -> str:
        return self.filename


class SigningKey(models.Model):
    """A reviewer's certificate, and where the encrypted key stands under DATA_DIR. Its passphrase is kept nowhere."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="signing_key")
    certificate = models.TextField()
    fingerprint = models.CharField(max_length=64, unique=True)
    path = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    valid_until = models.DateField()

    def __str__(self) -> str:
        return self.fingerprint[:16]
