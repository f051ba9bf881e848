"""An assessment while its author works on it: the assessment, its answers and its evidence."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wizard.process.lifecycle import State

TEXT_LIMIT = 4000
"""Characters in any free text: longer ones could not be laid out in a report in reasonable time."""


class Assessment(models.Model):
    """One question to decide: may these models be deployed in this product?

    `edits` counts every change to answers, candidates and evidence; who submits has to have seen the latest.
    `overlay_key` names the state of the organisation's own entries that goes with the edition; empty for none.
    """

    reference = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    description = models.TextField(max_length=TEXT_LIMIT, blank=True)
    candidates = models.JSONField(default=list)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assessments")
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in State])
    revision = models.PositiveIntegerField(default=1)
    edits = models.PositiveIntegerField(default=0)
    edition_version = models.CharField(max_length=40)
    edition_sha256 = models.CharField(max_length=64)
    overlay_key = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("-updated_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="assessment_state_known"
            ),
            models.CheckConstraint(condition=Q(revision__gte=1), name="assessment_revision_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"


class GivenAnswers(models.Manager["Answer"]):
    """The answers that stand."""

    def get_queryset(self) -> models.QuerySet[Answer]:
        """Leave out what was taken back."""
        return super().get_queryset().exclude(data=None)


class Answer(models.Model):
    """What was answered to one item. `version` counts the saves, so that a second editor is noticed.

    `sheet` names the opened page that saved last: a page that saves on change must not conflict with itself. An answer
    that was taken back holds the JSON null as its data: nobody finds it but who saves the item, whose count goes on.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="answers")
    item = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    unknown = models.BooleanField(default=False)
    unknown_owner = models.CharField(max_length=120, blank=True)
    unknown_due = models.DateField(null=True, blank=True)
    note = models.TextField(max_length=TEXT_LIMIT, blank=True)
    version = models.PositiveIntegerField(default=1)
    sheet = models.CharField(max_length=16, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    objects = GivenAnswers()
    every: models.Manager[Answer] = models.Manager()

    class Meta:
        ordering = ("assessment", "item")
        constraints = (
            models.UniqueConstraint(fields=["assessment", "item"], name="answer_once_per_item"),
            models.CheckConstraint(
                condition=Q(unknown_owner="", unknown_due__isnull=True)
                | (~Q(unknown_owner="") & Q(unknown_due__isnull=False)),
                name="answer_owner_and_date_together",
            ),
            models.CheckConstraint(
                condition=Q(unknown=True) | Q(unknown_owner=""), name="answer_owner_only_if_unknown"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item}, version {self.version}"


class EvidenceKind(models.TextChoices):
    """What a piece of evidence is."""

    LINK = "link", _("Link")
    FILE = "file", _("File")
    NOTE = "note", _("Note")


class Evidence(models.Model):
    """What supports an answer. A file's bytes stand under DATA_DIR/evidence, named by their SHA-256."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="evidence")
    item = models.CharField(max_length=40)
    kind = models.CharField(max_length=4, choices=EvidenceKind)
    title = models.CharField(max_length=200)
    url = models.URLField(max_length=2000, blank=True)
    filename = models.CharField(max_length=150, blank=True)
    media_type = models.CharField(max_length=20, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    text = models.TextField(max_length=TEXT_LIMIT, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("assessment", "item", "id")
        verbose_name_plural = "evidence"
        constraints = (
            models.CheckConstraint(
                condition=(Q(kind="link", sha256="", text="") & ~Q(url=""))
                | (Q(kind="file", url="", text="", size__gt=0) & ~Q(sha256="") & ~Q(filename="") & ~Q(media_type=""))
                | (Q(kind="note", url="", sha256="") & ~Q(text="")),
                name="evidence_fits_its_kind",
            ),
        )

    def __str__(self) -> str:
        return self.title
