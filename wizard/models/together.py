"""Several people at one assessment: who takes part, who was asked for an answer, and what they say to each other."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from wizard.models.assessments import TEXT_LIMIT, Assessment


class Participant(models.Model):
    """Somebody beside the author who may change the answers of an assessment, and therefore may not approve it."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="takes_part_in")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("assessment", "id")
        constraints = (models.UniqueConstraint(fields=["assessment", "person"], name="participant_once"),)

    def __str__(self) -> str:
        return f"{self.person_id} in {self.assessment_id}"


class Assignment(models.Model):
    """A request to one person to answer one item until a day; over once it is answered or withdrawn."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="assignments")
    item = models.CharField(max_length=40)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    message = models.TextField(max_length=TEXT_LIMIT, blank=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("due", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["assessment", "item", "person"],
                condition=Q(done_at__isnull=True, withdrawn_at__isnull=True),
                name="assignment_open_once",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(withdrawn_at__isnull=True), name="assignment_ends_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item} until {self.due}"


class Comment(models.Model):
    """What somebody says about an item. Settled means that nobody needs to do anything about it any more."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="comments")
    item = models.CharField(max_length=40)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=TEXT_LIMIT)
    written_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("assessment", "item", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True, settled_at__isnull=True)
                | Q(settled_by__isnull=False, settled_at__isnull=False),
                name="comment_settled_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return self.text[:60]
