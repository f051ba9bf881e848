"""What was approved and is watched until it is retired: one entry for each model that a decision allows."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from wizard.models.assessments import TEXT_LIMIT, Assessment
from wizard.models.reviews import Snapshot


class RegisterEntry(models.Model):
    """A model that may be used in the product of an assessment, and who answers for it.

    `snapshot` is what the approval that it rests on was given for; whether that approval still stands is not stored
    here. An entry ends once, retired or replaced by another, and is never opened again.
    Somebody looks at it again every `review_months`.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="entries")
    model = models.CharField(max_length=120)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="entries")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="entries")
    entered_at = models.DateTimeField()
    review_months = models.PositiveSmallIntegerField(default=3)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    ended_why = models.TextField(max_length=TEXT_LIMIT, blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, related_name="replaces", null=True, blank=True)

    class Meta:
        ordering = ("assessment", "id")
        verbose_name_plural = "register entries"
        constraints = (
            models.UniqueConstraint(
                fields=["assessment", "model"], condition=Q(ended_at=None), name="entry_once_per_model"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_why="", replaced_by=None)
                | (Q(ended_at__isnull=False) & ~Q(ended_why="")),
                name="entry_ends_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(review_months__gte=1, review_months__lte=12), name="entry_reviewed_each_year"
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("id")), name="entry_not_replaced_by_itself"
            ),
        )

    def __str__(self) -> str:
        return f"{self.model} in {self.assessment_id}"


class Deployment(models.Model):
    """Where a model runs: a service, an environment, an app, with the revision of the weights where it is known."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, related_name="deployments")
    place = models.CharField(max_length=120)
    revision = models.CharField(max_length=80, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("entry", "since", "id")
        constraints = (
            models.UniqueConstraint(fields=["entry", "place"], condition=Q(until=None), name="deployed_once_per_place"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="deployment_ends_after_it_began"
            ),
        )

    def __str__(self) -> str:
        return self.place


class EntryReview(models.Model):
    """That somebody looked at an entry again, what they were asked, and what they said; never changed afterwards.

    `answers` holds what was asked in its words: `{"code", "says", "changed"}`, the last true or false. `due` is the day
    on which the review was due.
    """

    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, related_name="reviews")
    due = models.DateField()
    answers = models.JSONField(default=list)
    note = models.TextField(max_length=TEXT_LIMIT, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.entry_id}, due {self.due}"

    @property
    def changed(self) -> bool:
        """Whether something was found changed."""
        return any(answer["changed"] for answer in self.answers)


class CalendarFeed(models.Model):
    """The secret address at which a calendar program reads one person's days; only the hash of the secret is kept."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feed")
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"of {self.person_id}"
