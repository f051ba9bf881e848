"""What is frozen, who is to decide on it, and what they decided. The database refuses to change a decision."""

from __future__ import annotations

import json
from datetime import date
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

    @property
    def approvals(self) -> list[Review]:
        """The approvals of this snapshot in the order of its reviewers; none before the first."""
        given = [review for review in self.reviews.all() if review.decision == Decision.APPROVED]
        return sorted(given, key=lambda review: review.position)

    @property
    def valid_until(self) -> date | None:
        """The last day on which every approval stands; None without any."""
        return min((one.valid_until for one in self.approvals if one.valid_until), default=None)


class Seat(models.Model):
    """A place among those who decide on a snapshot, in their order: the second decides when the first has approved.

    `reviewer` is empty while any legal reviewer may take the place. `due` is the day until which a decision is asked.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="seats")
    position = models.PositiveSmallIntegerField()
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats", null=True, blank=True
    )
    due = models.DateField()

    class Meta:
        ordering = ("snapshot", "position")
        constraints = (models.UniqueConstraint(fields=["snapshot", "position"], name="seat_once_per_position"),)

    def __str__(self) -> str:
        return f"reviewer {self.position}, until {self.due}"


class Decision(models.TextChoices):
    """What a reviewer says. Who dissents does not sign, and somebody else has to approve in that place."""

    APPROVED = "approved", _("Approved")
    DISSENTED = "dissented", _("Dissented")
    CHANGES_REQUESTED = "changes-requested", _("Changes requested")
    REJECTED = "rejected", _("Rejected")


class Review(models.Model):
    """What a legal reviewer decided on one snapshot, in the place `position` among its reviewers.

    `instead_of` is the absent reviewer for whom they stood in. `policy` is how the candidates' licences stood under the
    policy of the organisation when it was approved (`wizard.process.policy`), and nothing for another decision.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    position = models.PositiveSmallIntegerField(default=1)
    instead_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decision = models.CharField(max_length=20, choices=Decision)
    comment = models.TextField(max_length=TEXT_LIMIT, blank=True)
    conditions = models.TextField(max_length=TEXT_LIMIT, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    policy = models.JSONField(null=True, blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ("-decided_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=["snapshot", "reviewer", "decision"], name="review_said_once"),
            models.UniqueConstraint(
                fields=["snapshot", "reviewer"],
                condition=Q(decision__in=["approved", "dissented"]),
                name="review_decides_once",
            ),
            models.UniqueConstraint(
                fields=["snapshot", "position"], condition=Q(decision="approved"), name="review_one_approval_per_seat"
            ),
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="review_decision_known"),
            models.CheckConstraint(
                condition=Q(decision="approved", valid_until__isnull=False)
                | (~Q(decision="approved") & Q(valid_until__isnull=True, conditions="")),
                name="review_validity_only_if_approved",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_decision_display()} by {self.reviewer_id}"
