"""Users and revenue over time, and the alerts that were told: rows can be added and never changed or removed."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

guards = import_module("wizard.migrations.0003_guards")

TABLES = {
    "wizard_usernumber": (("id",),),
    "wizard_limitalert": (("id",), ("assessment_id", "licence", "metric", "threshold", "step")),
}
METRICS = [("mau", "Monthly users"), ("revenue", "Yearly revenue in US dollars")]


def install(apps, schema_editor):
    """Create the triggers that keep the rows."""
    if schema_editor.connection.vendor == "sqlite":
        for name, rule in guards.freezing_triggers(TABLES):
            schema_editor.execute(f"CREATE TRIGGER {name} {rule}", params=None)
    else:
        for statement in guards.freezing_statements(TABLES):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("wizard", "0014_head_stamps")]

    operations = [
        migrations.CreateModel(
            name="LimitAlert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("licence", models.CharField(max_length=120)),
                ("metric", models.CharField(choices=METRICS, max_length=7)),
                ("threshold", models.BigIntegerField()),
                ("step", models.CharField(max_length=8)),
                ("counted", models.BigIntegerField()),
                ("crosses_on", models.DateField(blank=True, null=True)),
                ("raised_at", models.DateTimeField()),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="limit_alerts",
                        to="wizard.assessment",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assessment", "licence", "metric", "threshold", "step"), name="limit_alert_once_per_step"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("step__in", ["50", "crossing", "75", "80", "talks", "90", "100"])),
                        name="limit_alert_step_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UserNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entity", models.CharField(blank=True, max_length=200)),
                ("product", models.CharField(blank=True, max_length=200)),
                ("metric", models.CharField(choices=METRICS, max_length=7)),
                ("counted_on", models.DateField()),
                ("value", models.BigIntegerField()),
                (
                    "source",
                    models.CharField(choices=[("form", "Form"), ("csv", "Table"), ("api", "API")], max_length=4),
                ),
                ("entered_at", models.DateTimeField()),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-counted_on", "-id"),
                "indexes": [
                    models.Index(fields=["metric", "entity", "product", "counted_on"], name="user_number_of")
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("value__gte", 0)), name="user_number_not_negative"),
                    models.CheckConstraint(
                        condition=models.Q(("metric__in", ["mau", "revenue"])), name="user_number_metric_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["form", "csv", "api"])), name="user_number_source_known"
                    ),
                ],
            },
        ),
        migrations.RunPython(install),
    ]
