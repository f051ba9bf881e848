"""Certificates that were taken back; rows can be added and never changed or removed."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

guards = import_module("wizard.migrations.0003_guards")

TABLES = {"wizard_revocation": (("id",), ("fingerprint", "cause"))}
CAUSES = ["superseded", "affiliationChanged", "cessationOfOperation", "keyCompromise", "unspecified"]


def install(apps, schema_editor):
    """Create the triggers that keep the rows."""
    if schema_editor.connection.vendor == "sqlite":
        for name, rule in guards.freezing_triggers(TABLES):
            schema_editor.execute(f"CREATE TRIGGER {name} {rule}", params=None)
    else:
        for statement in guards.freezing_statements(TABLES):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("wizard", "0008_several_reviewers")]

    operations = [
        migrations.CreateModel(
            name="Revocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(max_length=64)),
                ("authority", models.CharField(max_length=64)),
                ("serial", models.CharField(max_length=40)),
                ("subject", models.CharField(max_length=200)),
                ("cause", models.CharField(choices=[(cause, cause) for cause in CAUSES], max_length=30)),
                ("revoked_at", models.DateTimeField()),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("revoked_at", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("fingerprint", "cause"), name="revocation_once_per_cause"),
                    models.CheckConstraint(
                        condition=models.Q(("cause__in", CAUSES)), name="revocation_cause_known"
                    ),
                ],
            },
        ),
        migrations.RunPython(install),
    ]
