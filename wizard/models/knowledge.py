"""What the organisation adds to the catalogue. Database triggers refuse to change or remove these records."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wizard.models.assessments import TEXT_LIMIT


class EntryKind(models.TextChoices):
    """What an entry of one's own is."""

    LICENCE = "licence", _("Licence")
    MODEL = "model", _("Model")
    POSITION = "position", _("Legal position")
    AGREEMENT = "agreement", _("Agreement")


class OwnEntry(models.Model):
    """One version of one entry of the organisation's own; the latest version holds, unless it is retired.

    `document` is what `wizard.process.own` reads. `state` is a hash over this row and the `previous` state, so it names
    everything that was added up to here.
    """

    kind = models.CharField(max_length=10, choices=EntryKind)
    key = models.CharField(max_length=120)
    version = models.PositiveIntegerField()
    document = models.JSONField(default=dict)
    retired = models.BooleanField(default=False)
    reason = models.TextField(max_length=TEXT_LIMIT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    previous = models.CharField(max_length=64, unique=True, blank=True)
    state = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("id",)
        verbose_name_plural = "own entries"
        constraints = (
            models.UniqueConstraint(fields=["kind", "key", "version"], name="own_entry_once_per_version"),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="own_entry_kind_known"),
            models.CheckConstraint(condition=Q(version__gte=1), name="own_entry_version_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}, version {self.version}"


class TextKind(models.TextChoices):
    """Which document a kept text is."""

    LICENCE = "licence", _("Licence text")
    USE_POLICY = "use-policy", _("Use policy")
    MODEL_CARD = "model-card", _("Model card")


class KeptText(models.Model):
    """A text as the organisation received it. `licence` is an id of the catalogue, or a label of one's own.

    Of a model card it is the id of the model. `added_by` is empty for what the service fetched from where it stands.
    """

    licence = models.CharField(max_length=120)
    document = models.CharField(max_length=10, choices=TextKind)
    variant = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    url = models.URLField(max_length=500, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("licence", "document", "-id")
        constraints = (
            models.UniqueConstraint(fields=["licence", "document", "sha256"], name="kept_text_once"),
            models.CheckConstraint(condition=Q(document__in=TextKind.values), name="kept_text_document_known"),
        )

    def __str__(self) -> str:
        return f"{self.licence}, {self.get_document_display()}, {self.sha256[:16]}"
