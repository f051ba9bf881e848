"""The work of reviewing: what a reviewer says of each answer, who stands in for whom, and who was reminded when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wizard.models.assessments import TEXT_LIMIT
from wizard.models.reviews import Seat, Snapshot


class Says(models.TextChoices):
    """What a reviewer says of one answer."""

    ACCEPTED = "accepted", _("Accepted")
    CHANGE_ASKED = "change-asked", _("Change asked")


class Mark(models.Model):
    """What one reviewer says of one answer of a snapshot; `words` is the change that they ask for."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="marks")
    item = models.CharField(max_length=40)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    says = models.CharField(max_length=12, choices=Says)
    words = models.TextField(max_length=TEXT_LIMIT, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("snapshot", "id")
        constraints = (
            models.UniqueConstraint(fields=["snapshot", "item", "reviewer"], name="mark_once_per_item"),
            models.CheckConstraint(condition=Q(says__in=Says.values), name="mark_known"),
            models.CheckConstraint(
                condition=(Q(says="change-asked") & ~Q(words="")) | (Q(says="accepted") & Q(words="")),
                name="mark_words_only_of_a_change",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item}: {self.says}"


class Absence(models.Model):
    """From the first to the last day, `stand_in` may decide for a person; `ended_at` is set when it is taken back."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences")
    stand_in = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="stands_in")
    first = models.DateField()
    last = models.DateField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("first", "id")
        constraints = (
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="absence_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(person=F("stand_in")), name="absence_needs_somebody_else"),
        )

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"


class Reminder(models.Model):
    """A message to one person about a seat that waits; `day` is the day for which it was, not that of its sending."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="reminders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ("seat", "day", "id")
        constraints = (models.UniqueConstraint(fields=["seat", "person", "day"], name="reminder_once"),)

    def __str__(self) -> str:
        return f"{self.day} to {self.person_id}"
