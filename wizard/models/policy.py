"""The policy of the organisation. Database triggers refuse to change or remove a ruling and a waiver: each is added."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wizard.models.assessments import TEXT_LIMIT, Assessment
from wizard.process.policy import FEWEST, MOST


class RiskClass(models.TextChoices):
    """How much there is to decide."""

    PLAIN = "plain", _("Plain")
    RAISED = "raised", _("Raised")
    HIGH = "high", _("High")


class ReviewRule(models.Model):
    """How many reviewers decide on an assessment of this risk, and within how many days."""

    risk = models.CharField(max_length=6, choices=RiskClass, unique=True)
    reviewers = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(risk__in=RiskClass.values), name="review_rule_risk_known"),
            models.CheckConstraint(
                condition=Q(reviewers__gte=FEWEST, reviewers__lte=MOST), name="review_rule_reviewers"
            ),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=90), name="review_rule_days"),
        )

    def __str__(self) -> str:
        return f"{self.risk}: {self.reviewers} within {self.days} days"


class RulingKind(models.TextChoices):
    """What legal says of a licence, for every model under it."""

    APPROVED = "approved", _("Approved")
    CONDITIONAL = "conditional", _("Approved on conditions")
    BANNED = "banned", _("Not allowed")


class LicenceRuling(models.Model):
    """What legal said of a licence on a day; the newest holds. `review_due` is the day of its next audit."""

    licence = models.CharField(max_length=120)
    ruling = models.CharField(max_length=11, choices=RulingKind)
    conditions = models.TextField(max_length=TEXT_LIMIT, blank=True)
    reason = models.TextField(max_length=TEXT_LIMIT)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    review_due = models.DateField()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(ruling__in=RulingKind.values), name="ruling_known"),
            models.CheckConstraint(
                condition=(Q(ruling="conditional") & ~Q(conditions="")) | (~Q(ruling="conditional") & Q(conditions="")),
                name="ruling_conditions_only_if_conditional",
            ),
        )

    def __str__(self) -> str:
        return f"{self.licence}: {self.ruling}"


class Waiver(models.Model):
    """A ban on a licence set aside through the day `until`, for one assessment or, where none is named, for all.

    The newest for a licence and an assessment holds: one that ends earlier takes the one before it back.
    """

    licence = models.CharField(max_length=120)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="waivers", null=True, blank=True)
    reason = models.TextField(max_length=TEXT_LIMIT)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    until = models.DateField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.licence}, until {self.until}"
