"""Texts of others that are watched: where they stand, which versions were seen, and what a change was held to mean.

Database triggers refuse to change or remove versions and decisions. The words of a version are a `KeptText`.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wizard.models.assessments import TEXT_LIMIT
from wizard.models.knowledge import KeptText, TextKind

LONGEST_TAG = 300
"""The longest word by which a site names a version of its text."""


class WatchedAddress(models.Model):
    """Where a text stands. `subject` is the id of a licence, or of a model where the text is a model card.

    `etag` and `modified` are what the site said of the newest version; `asked_at` is when it was asked last,
    `answered_at` when it last said what stands there, `next_at` when it is to be asked again. `problem` names why the
    last question failed (a reason of `wizard.watch.refusals`), `status` the answer of the site, if any.
    """

    url = models.URLField(max_length=500)
    document = models.CharField(max_length=10, choices=TextKind)
    subject = models.CharField(max_length=120)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    etag = models.CharField(max_length=LONGEST_TAG, blank=True)
    modified = models.CharField(max_length=LONGEST_TAG, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField()
    problem = models.CharField(max_length=20, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("subject", "document", "id")
        constraints = (
            models.UniqueConstraint(fields=["subject", "document", "url"], name="watched_address_once"),
            models.CheckConstraint(condition=Q(document__in=TextKind.values), name="watched_address_document_known"),
        )
        indexes = (models.Index(fields=["next_at"], name="watched_address_next"),)

    def __str__(self) -> str:
        return f"{self.subject}, {self.get_document_display()}: {self.url}"


class SeenHow(models.TextChoices):
    """How a version came here."""

    FETCHED = "fetched", _("Fetched")
    UPLOADED = "uploaded", _("Uploaded by hand")


class WatchedVersion(models.Model):
    """A text that stood at an address on a day. `changed` is true where its words are others than those before."""

    address = models.ForeignKey(WatchedAddress, on_delete=models.PROTECT, related_name="versions")
    kept = models.ForeignKey(KeptText, on_delete=models.PROTECT, related_name="+")
    changed = models.BooleanField()
    how = models.CharField(max_length=8, choices=SeenHow)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(how__in=SeenHow.values), name="watched_version_how_known"),
            models.CheckConstraint(
                condition=Q(how="fetched") | Q(by__isnull=False), name="watched_version_uploaded_by_somebody"
            ),
        )

    def __str__(self) -> str:
        return f"{self.address}, seen {self.seen_at:%Y-%m-%d}"


class Meaning(models.TextChoices):
    """What a changed text was held to mean."""

    NOTHING = "nothing", _("It changes nothing")
    AFFECTS = "affects", _("It affects the decision")


class TextDecision(models.Model):
    """What a legal reviewer said of a changed version, and with it of every change before it."""

    version = models.OneToOneField(WatchedVersion, on_delete=models.PROTECT, related_name="decision")
    says = models.CharField(max_length=8, choices=Meaning)
    reason = models.TextField(max_length=TEXT_LIMIT)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints = (models.CheckConstraint(condition=Q(says__in=Meaning.values), name="text_decision_says_known"),)

    def __str__(self) -> str:
        return f"{self.version}: {self.get_says_display()}"
