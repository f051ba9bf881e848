"""The policy of the organisation. What legal said of a licence, and each waiver, is added and never changed."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


guards = import_module("wizard.migrations.0003_guards")

# Each table with the sets of columns that are unique in it.
FROZEN = {"wizard_licenceruling": (("id",),), "wizard_waiver": (("id",),)}


def install(apps, schema_editor):
    """Create the triggers that keep these tables."""
    if schema_editor.connection.vendor == "sqlite":
        for name, rule in guards.freezing_triggers(FROZEN):
            schema_editor.execute(f"CREATE TRIGGER {name} {rule}", params=None)
    else:
        for statement in guards.freezing_statements(FROZEN):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("wizard", "0010_reviewing"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReviewRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "risk",
                    models.CharField(
                        choices=[("plain", "Plain"), ("raised", "Raised"), ("high", "High")], max_length=6, unique=True
                    ),
                ),
                ("reviewers", models.PositiveSmallIntegerField()),
                ("days", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("risk__in", ["plain", "raised", "high"])), name="review_rule_risk_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reviewers__gte", 1), ("reviewers__lte", 8)), name="review_rule_reviewers"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("days__lte", 90)), name="review_rule_days"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("licence", models.CharField(max_length=120)),
                ("reason", models.TextField(max_length=4000)),
                ("granted_at", models.DateTimeField()),
                ("until", models.DateField()),
                (
                    "assessment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waivers",
                        to="wizard.assessment",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="LicenceRuling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("licence", models.CharField(max_length=120)),
                (
                    "ruling",
                    models.CharField(
                        choices=[
                            ("approved", "Approved"),
                            ("conditional", "Approved on conditions"),
                            ("banned", "Not allowed"),
                        ],
                        max_length=11,
                    ),
                ),
                ("conditions", models.TextField(blank=True, max_length=4000)),
                ("reason", models.TextField(max_length=4000)),
                ("decided_at", models.DateTimeField()),
                ("review_due", models.DateField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ruling__in", ["approved", "conditional", "banned"])), name="ruling_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ruling", "conditional"), models.Q(("conditions", ""), _negated=True)),
                            models.Q(models.Q(("ruling", "conditional"), _negated=True), ("conditions", "")),
                            _connector="OR",
                        ),
                        name="ruling_conditions_only_if_conditional",
                    ),
                ],
            },
        ),
        migrations.RunPython(install),
    ]
