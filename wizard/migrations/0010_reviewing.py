"""What reviewers say of each answer, absences, reminders; and nobody decides twice on one snapshot.

The unique indexes hold that as well; but INSERT OR REPLACE of SQLite removes the row in its way unseen, which only a
trigger refuses.
"""

from importlib import import_module

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

guards = import_module("wizard.migrations.0003_guards")

NAME = "wizard_review_decides_once"
TWICE = "Each reviewer decides once on a snapshot, and each seat has one approval."
DECIDED = (
    "NEW.decision IN ('approved', 'dissented') AND EXISTS (SELECT 1 FROM wizard_review r "
    "WHERE r.snapshot_id = NEW.snapshot_id AND ((r.reviewer_id = NEW.reviewer_id AND r.decision IN ('approved', "
    "'dissented')) OR (NEW.decision = 'approved' AND r.decision = 'approved' AND r.position = NEW.position)))"
)


def install(apps, schema_editor):
    """Create the trigger."""
    if schema_editor.connection.vendor == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{TWICE}'); END"
        schema_editor.execute(f"CREATE TRIGGER {NAME} BEFORE INSERT ON wizard_review WHEN {DECIDED} {refuse}", None)
    else:
        body = f"IF {DECIDED} THEN RAISE EXCEPTION '{TWICE}'; END IF; RETURN NEW;"
        schema_editor.execute(guards.function("wizard_refuse_second_decision", body), None)
        schema_editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE INSERT ON wizard_review "
            "FOR EACH ROW EXECUTE FUNCTION wizard_refuse_second_decision()",
            None,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("wizard", "0009_revocations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("first", "id"),
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.CharField(max_length=40)),
                (
                    "says",
                    models.CharField(
                        choices=[("accepted", "Accepted"), ("change-asked", "Change asked")], max_length=12
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=4000)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("snapshot", "id"),
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("sent_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("seat", "day", "id"),
            },
        ),
        migrations.AddField(
            model_name="review",
            name="instead_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision__in", ["approved", "dissented"])),
                fields=("snapshot", "reviewer"),
                name="review_decides_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision", "approved")),
                fields=("snapshot", "position"),
                name="review_one_approval_per_seat",
            ),
        ),
        migrations.AddField(
            model_name="absence",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="absences", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="absence",
            name="stand_in",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="stands_in", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="mark",
            name="reviewer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="mark",
            name="snapshot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="wizard.snapshot"
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="seat",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="wizard.seat"
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("last__gte", models.F("first"))), name="absence_ends_after_it_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", models.F("stand_in")), _negated=True), name="absence_needs_somebody_else"
            ),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.UniqueConstraint(fields=("snapshot", "item", "reviewer"), name="mark_once_per_item"),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.CheckConstraint(
                condition=models.Q(("says__in", ["accepted", "change-asked"])), name="mark_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("says", "change-asked"), models.Q(("words", ""), _negated=True)),
                    models.Q(("says", "accepted"), ("words", "")),
                    _connector="OR",
                ),
                name="mark_words_only_of_a_change",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(fields=("seat", "person", "day"), name="reminder_once"),
        ),
        migrations.RunPython(install),
    ]
