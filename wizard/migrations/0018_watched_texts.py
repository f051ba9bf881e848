"""Texts that are watched: where they stand, the versions that were seen, and what a change was held to mean.

Model cards are kept like licence texts, and what the service fetched was added by nobody. On SQLite that rebuilds the
table of kept texts, whose triggers are made again.
"""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

guards = import_module("wizard.migrations.0003_guards")
own_entries = import_module("wizard.migrations.0004_own_entries")

NEW = {
    "wizard_watchedversion": (("id",),),
    "wizard_textdecision": (("id",), ("version_id",)),
}
REBUILT = {"wizard_kepttext": own_entries.FROZEN["wizard_kepttext"]}
KINDS = [("licence", "Licence text"), ("use-policy", "Use policy"), ("model-card", "Model card")]


def install(apps, schema_editor):
    """Create the triggers of the new tables, and on SQLite those that went with the table that was rebuilt."""
    if schema_editor.connection.vendor == "sqlite":
        for name, rule in guards.freezing_triggers(NEW | REBUILT):
            schema_editor.execute(f"CREATE TRIGGER {name} {rule}", params=None)
    else:
        for statement in guards.freezing_statements(NEW):
            schema_editor.execute(statement, params=None)


def number():
    """The column that every table has."""
    return ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def someone(**changes):
    """A person who is named."""
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, **changes
    )


class Migration(migrations.Migration):
    dependencies = [("wizard", "0017_deliveries")]

    operations = [
        migrations.RemoveConstraint(model_name="kepttext", name="kept_text_document_known"),
        migrations.AlterField(model_name="kepttext", name="added_by", field=someone(blank=True, null=True)),
        migrations.AlterField(
            model_name="kepttext", name="document", field=models.CharField(choices=KINDS, max_length=10)
        ),
        migrations.AddConstraint(
            model_name="kepttext",
            constraint=models.CheckConstraint(
                condition=models.Q(("document__in", [kind for kind, _ in KINDS])), name="kept_text_document_known"
            ),
        ),
        migrations.CreateModel(
            name="WatchedAddress",
            fields=[
                number(),
                ("url", models.URLField(max_length=500)),
                ("document", models.CharField(choices=KINDS, max_length=10)),
                ("subject", models.CharField(max_length=120)),
                ("added_at", models.DateTimeField()),
                ("etag", models.CharField(blank=True, max_length=300)),
                ("modified", models.CharField(blank=True, max_length=300)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("next_at", models.DateTimeField()),
                ("problem", models.CharField(blank=True, max_length=20)),
                ("status", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
                ("added_by", someone()),
            ],
            options={
                "ordering": ("subject", "document", "id"),
                "indexes": [models.Index(fields=["next_at"], name="watched_address_next")],
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "document", "url"), name="watched_address_once"),
                    models.CheckConstraint(
                        condition=models.Q(("document__in", [kind for kind, _ in KINDS])),
                        name="watched_address_document_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WatchedVersion",
            fields=[
                number(),
                ("changed", models.BooleanField()),
                (
                    "how",
                    models.CharField(choices=[("fetched", "Fetched"), ("uploaded", "Uploaded by hand")], max_length=8),
                ),
                ("seen_at", models.DateTimeField()),
                (
                    "address",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="wizard.watchedaddress",
                    ),
                ),
                ("by", someone(blank=True, null=True)),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="wizard.kepttext"
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ["fetched", "uploaded"])), name="watched_version_how_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("how", "fetched"), ("by__isnull", False), _connector="OR"),
                        name="watched_version_uploaded_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TextDecision",
            fields=[
                number(),
                (
                    "says",
                    models.CharField(
                        choices=[("nothing", "It changes nothing"), ("affects", "It affects the decision")],
                        max_length=8,
                    ),
                ),
                ("reason", models.TextField(max_length=4000)),
                ("decided_at", models.DateTimeField()),
                ("decided_by", someone()),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="wizard.watchedversion",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("says__in", ["nothing", "affects"])), name="text_decision_says_known"
                    ),
                ],
            },
        ),
        migrations.RunPython(install),
    ]
