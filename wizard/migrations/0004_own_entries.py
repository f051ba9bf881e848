"""The organisation's own entries and the texts it keeps: added, never changed or removed, like every decision.

Before adding a column to assessments, SQLite rebuilds that table and drops its trigger, which is made again here.
"""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

guards = import_module("wizard.migrations.0003_guards")

# Each table with the sets of columns that are unique in it.
FROZEN = {
    "wizard_ownentry": (("id",), ("kind", "key", "version"), ("previous",), ("state",)),
    "wizard_kepttext": (("id",), ("licence", "document", "sha256")),
}
OF_ASSESSMENTS = ("wizard_review_not_by_author", "wizard_assessment_keeps_author")


def set_aside(apps, schema_editor):
    """Drop, on SQLite, the triggers that speak of assessments: a table that one of them names cannot be rebuilt."""
    if schema_editor.connection.vendor == "sqlite":
        for name in OF_ASSESSMENTS:
            schema_editor.execute(f"DROP TRIGGER {name}", params=None)


def install(apps, schema_editor):
    """Create the triggers of the new tables and those that were set aside."""
    if schema_editor.connection.vendor == "sqlite":
        rules = {**dict(guards.freezing_triggers(FROZEN)), **dict(guards.assessment_triggers())}
        for name, rule in rules.items():
            schema_editor.execute(f"CREATE TRIGGER {name} {rule}", params=None)
    else:
        for statement in guards.freezing_statements(FROZEN):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("wizard", "0003_guards")]

    operations = [
        migrations.RunPython(set_aside),
        migrations.AddField(
            model_name="assessment",
            name="overlay_key",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.CreateModel(
            name="KeptText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("licence", models.CharField(max_length=120)),
                (
                    "document",
                    models.CharField(
                        choices=[("licence", "Licence text"), ("use-policy", "Use policy")], max_length=10
                    ),
                ),
                ("variant", models.CharField(blank=True, max_length=120)),
                ("text", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("url", models.URLField(blank=True, max_length=500)),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("licence", "document", "-id"),
                "constraints": [
                    models.UniqueConstraint(fields=("licence", "document", "sha256"), name="kept_text_once"),
                    models.CheckConstraint(
                        condition=models.Q(("document__in", ["licence", "use-policy"])), name="kept_text_document_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("licence", "Licence"),
                            ("model", "Model"),
                            ("position", "Legal position"),
                            ("agreement", "Agreement"),
                        ],
                        max_length=10,
                    ),
                ),
                ("key", models.CharField(max_length=120)),
                ("version", models.PositiveIntegerField()),
                ("document", models.JSONField(default=dict)),
                ("retired", models.BooleanField(default=False)),
                ("reason", models.TextField(max_length=4000)),
                ("created_at", models.DateTimeField()),
                ("previous", models.CharField(blank=True, max_length=64, unique=True)),
                ("state", models.CharField(max_length=64, unique=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "own entries",
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "key", "version"), name="own_entry_once_per_version"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["licence", "model", "position", "agreement"])),
                        name="own_entry_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)), name="own_entry_version_from_one"
                    ),
                ],
            },
        ),
        migrations.RunPython(install),
    ]
