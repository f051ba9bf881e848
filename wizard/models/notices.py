"""What somebody is told: a sentence, the page where they see to it, how it reaches them, and whether they read it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wizard.models.assessments import TEXT_LIMIT


class NoticeKind(models.TextChoices):
    """What a notice is about; each person says for each kind how it reaches them."""

    LIMIT = "limit", _("A limit comes near")
    AGREEMENT = "agreement", _("An agreement ends")
    REVIEW = "review", _("A review is due")
    TEXT_CHANGED = "text-changed", _("A text has changed")
    LAW = "law", _("A date of the law arrives")
    EDITION = "edition", _("A new edition of the catalogue")
    APPROVAL_ENDED = "approval-ended", _("An approval has ended")
    REQUEST = "request", _("Somebody asks you for something")


class Mailing(models.TextChoices):
    """When somebody gets mail about a kind of notice."""

    AT_ONCE = "at-once", _("At once")
    DAILY = "daily", _("Once a day")
    NEVER = "never", _("No mail")


class NoticeWish(models.Model):
    """What one person wants of one kind, where that is not the rule."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notice_wishes")
    kind = models.CharField(max_length=14, choices=NoticeKind)
    mailing = models.CharField(max_length=7, choices=Mailing)

    class Meta:
        ordering = ("person", "kind")
        constraints = (
            models.UniqueConstraint(fields=["person", "kind"], name="notice_wish_once"),
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="notice_wish_kind_known"),
            models.CheckConstraint(condition=Q(mailing__in=Mailing.values), name="notice_wish_mailing_known"),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.mailing}"


class Notice(models.Model):
    """One thing that one person is told, once: `key` names what happened.

    `says` is one sentence as it was told on that day, `page` the path where one sees to it. `mailing` is what its
    person wanted then, `mail` the delivery in which it goes, or went.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=14, choices=NoticeKind)
    key = models.CharField(max_length=200)
    says = models.TextField(max_length=TEXT_LIMIT)
    page = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailing = models.CharField(max_length=7, choices=Mailing, default=Mailing.NEVER)
    mail = models.ForeignKey("wizard.Delivery", null=True, blank=True, on_delete=models.PROTECT, related_name="notices")

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=["person", "key"], name="notice_once"),
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="notice_kind_known"),
        )
        indexes = (models.Index(fields=["person", "read_at"], name="notice_unread"),)

    def __str__(self) -> str:
        return self.says[:60]
