"""The duties of a decision as a list of things to do. What is owed is evaluated; only who, when and done is stored."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from wizard.models.assessments import TEXT_LIMIT, Assessment


class Todo(models.Model):
    """Who sees to one duty, by when, and whether it is done.

    `key` names the duty whatever the evaluation is made anew: its code with licence or model, or the id of a duty
    of the AI Act. `proof` is the address where one can see that it is fulfilled; a file that shows it stands under
    DATA_DIR/evidence, named by its SHA-256. Of each is kept who added it and when; of links from before, neither is.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="todos")
    key = models.CharField(max_length=200)
    owner = models.CharField(max_length=120, blank=True)
    due = models.DateField(null=True, blank=True)
    note = models.TextField(max_length=TEXT_LIMIT, blank=True)
    proof = models.URLField(max_length=2000, blank=True)
    proof_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proof_at = models.DateTimeField(null=True, blank=True)
    filename = models.CharField(max_length=150, blank=True)
    media_type = models.CharField(max_length=20, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    file_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    file_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("assessment", "id")
        constraints = (
            models.UniqueConstraint(fields=["assessment", "key"], name="todo_once_per_duty"),
            models.CheckConstraint(
                condition=Q(done_by__isnull=True, done_at__isnull=True)
                | Q(done_by__isnull=False, done_at__isnull=False),
                name="todo_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(filename="", media_type="", sha256="", size=0, file_by__isnull=True, file_at__isnull=True)
                | (
                    Q(size__gt=0, file_by__isnull=False, file_at__isnull=False)
                    & ~Q(filename="")
                    & ~Q(media_type="")
                    & ~Q(sha256="")
                ),
                name="todo_file_is_whole",
            ),
        )

    def __str__(self) -> str:
        return self.key
