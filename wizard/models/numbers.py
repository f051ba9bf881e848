"""Users and revenue over time, and the alerts that were told. Database triggers refuse to change or remove either."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wizard.models.assessments import Assessment
from wizard.process.limits import Step
from wizard.process.readings import LONGEST


class Metric(models.TextChoices):
    """What was counted."""

    MAU = "mau", _("Monthly users")
    REVENUE = "revenue", _("Yearly revenue in US dollars")


class NumberSource(models.TextChoices):
    """The way a number came in."""

    FORM = "form", _("Form")
    CSV = "csv", _("Table")
    API = "api", _("API")


class UserNumber(models.Model):
    """A number of a product of a company, of a company, or, where both are empty, of the whole group.

    The latest that was entered for a day holds; what it replaces stays.
    """

    entity = models.CharField(max_length=LONGEST, blank=True)
    product = models.CharField(max_length=LONGEST, blank=True)
    metric = models.CharField(max_length=7, choices=Metric)
    counted_on = models.DateField()
    value = models.BigIntegerField()
    source = models.CharField(max_length=4, choices=NumberSource)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ("-counted_on", "-id")
        indexes = (models.Index(fields=["metric", "entity", "product", "counted_on"], name="user_number_of"),)
        constraints = (
            models.CheckConstraint(condition=Q(value__gte=0), name="user_number_not_negative"),
            models.CheckConstraint(condition=Q(metric__in=Metric.values), name="user_number_metric_known"),
            models.CheckConstraint(condition=Q(source__in=NumberSource.values), name="user_number_source_known"),
        )

    def __str__(self) -> str:
        return f"{self.entity}, {self.product}: {self.value} ({self.metric}) on {self.counted_on}"


class LimitAlert(models.Model):
    """That a step on the way to a limit was reached: recorded once for an assessment, and told once."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="limit_alerts")
    licence = models.CharField(max_length=120)
    metric = models.CharField(max_length=7, choices=Metric)
    threshold = models.BigIntegerField()
    step = models.CharField(max_length=8)
    counted = models.BigIntegerField()
    crosses_on = models.DateField(null=True, blank=True)
    raised_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=["assessment", "licence", "metric", "threshold", "step"], name="limit_alert_once_per_step"
            ),
            models.CheckConstraint(condition=Q(step__in=[step.value for step in Step]), name="limit_alert_step_known"),
        )

    def __str__(self) -> str:
        return f"{self.assessment}: {self.step} of {self.licence}, {self.threshold}"
