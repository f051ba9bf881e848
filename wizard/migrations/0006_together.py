"""Participants, requests for an answer, comments and duties to do; and who took part cannot approve.

Whoever takes part, or has ever changed what an assessment says, has written it as well. The audit log knows the
latter, and nobody can change it. On SQLite a migration that rebuilds a table the trigger names sets it aside first, as
0004 does, and makes it again.
"""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

guards = import_module("wizard.migrations.0003_guards")

PARTICIPANTS_APPROVAL = "Who took part in an assessment cannot approve it."
WRITTEN = "('answer.saved', 'evidence.added', 'evidence.removed', 'assessment.candidates-changed')"
TOOK_PART = (
    "EXISTS (SELECT 1 FROM wizard_participant p JOIN wizard_snapshot s ON s.assessment_id = p.assessment_id "
    "WHERE s.id = NEW.snapshot_id AND p.person_id = NEW.reviewer_id) "
    "OR EXISTS (SELECT 1 FROM wizard_auditevent e JOIN wizard_assessment a ON a.reference = e.subject_id "
    "JOIN wizard_snapshot s ON s.assessment_id = a.id WHERE s.id = NEW.snapshot_id AND a.author_id <> NEW.reviewer_id "
    f"AND e.subject_type = 'assessment' AND e.actor_id = NEW.reviewer_id AND e.action IN {WRITTEN})"
)


def assessment_triggers():
    """Name and rule of the trigger on SQLite that speaks of who took part."""
    yield (
        "wizard_review_not_by_participant",
        f"BEFORE INSERT ON wizard_review WHEN NEW.decision = 'approved' AND ({TOOK_PART}) "
        f"BEGIN SELECT RAISE(ABORT, '{PARTICIPANTS_APPROVAL}'); END",
    )


def postgresql_statements():
    """The same rule for PostgreSQL."""
    yield guards.function(
        "wizard_refuse_participants_approval",
        f"IF NEW.decision = 'approved' AND ({TOOK_PART}) "
        f"THEN RAISE EXCEPTION '{PARTICIPANTS_APPROVAL}'; END IF; RETURN NEW;",
    )
    yield (
        "CREATE TRIGGER wizard_review_not_by_participant BEFORE INSERT ON wizard_review "
        "FOR EACH ROW EXECUTE FUNCTION wizard_refuse_participants_approval()"
    )


def install(apps, schema_editor):
    """Create the trigger."""
    if schema_editor.connection.vendor == "sqlite":
        for name, rule in assessment_triggers():
            schema_editor.execute(f"CREATE TRIGGER {name} {rule}", params=None)
    else:
        for statement in postgresql_statements():
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("wizard", "0005_api_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.CharField(max_length=40)),
                ("due", models.DateField()),
                ("message", models.TextField(blank=True, max_length=4000)),
                ("made_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="wizard.assessment"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("due", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at__isnull", True), ("withdrawn_at__isnull", True)),
                        fields=("assessment", "item", "person"),
                        name="assignment_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("done_at__isnull", True), ("withdrawn_at__isnull", True), _connector="OR"),
                        name="assignment_ends_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.CharField(max_length=40)),
                ("text", models.TextField(max_length=4000)),
                ("written_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="wizard.assessment"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "settled_by",
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
                "ordering": ("assessment", "item", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                            models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="comment_settled_by_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="participants", to="wizard.assessment"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takes_part_in",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("assessment", "id"),
                "constraints": [models.UniqueConstraint(fields=("assessment", "person"), name="participant_once")],
            },
        ),
        migrations.CreateModel(
            name="Todo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("owner", models.CharField(blank=True, max_length=120)),
                ("due", models.DateField(blank=True, null=True)),
                ("note", models.TextField(blank=True, max_length=4000)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="todos", to="wizard.assessment"
                    ),
                ),
                (
                    "done_by",
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
                "ordering": ("assessment", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "key"), name="todo_once_per_duty"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", True), ("done_by__isnull", True)),
                            models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="todo_done_by_somebody",
                    ),
                ],
            },
        ),
        migrations.RunPython(install),
    ]
