"""Several reviewers decide and sign in their order, a report is made in steps, and an approval's end has its reason.

What stood before is carried over: the one signature of each report, the end of each approval, and a place for the
reviewer of what waits. On SQLite the rebuilt tables lose their triggers, which are made again here.
"""

from datetime import timedelta
from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

guards = import_module("wizard.migrations.0003_guards")
planning = import_module("wizard.migrations.0007_planning_is_writing")

# Each table with the sets of columns that are unique in it.
REBUILT = {
    "wizard_review": (("id",), ("snapshot_id", "reviewer_id", "decision")),
    "wizard_report": (("id",), ("snapshot_id",), ("sha256",)),
}
NEW = {
    "wizard_reportsignature": (("id",), ("snapshot_id", "position"), ("snapshot_id", "signer_id")),
    "wizard_ending": (("id",), ("snapshot_id",)),
}
DAYS_TO_DECIDE = 10


def carry_over(apps, schema_editor):
    """Give every report its signature, every ended approval its end, and what waits for review a place."""
    get = apps.get_model
    for report in get("wizard", "Report").objects.all():
        get("wizard", "ReportSignature").objects.create(
            snapshot_id=report.snapshot_id,
            position=1,
            signer_id=report.signed_by_id,
            fingerprint=report.reviewer_fingerprint,
            signed_at=report.issued_at,
        )
    for report in (
        get("wizard", "Report")
        .objects.filter(snapshot__assessment__state__in=["withdrawn", "expired"])
        .select_related("snapshot__assessment")
    ):
        assessment = report.snapshot.assessment
        told = get("wizard", "AuditEvent").objects.filter(
            subject_type="assessment", subject_id=assessment.reference, action=f"assessment.{assessment.state}"
        )
        event = told.order_by("-seq").first()
        get("wizard", "Ending").objects.create(
            snapshot_id=report.snapshot_id,
            kind=assessment.state,
            reason=event.details.get("reason", "") if event else "",
            ended_at=event.at if event else assessment.updated_at,
            ended_by_id=event.actor_id if event else None,
        )
    for assessment in get("wizard", "Assessment").objects.filter(state="in-review"):
        snapshot = assessment.snapshots.order_by("-revision").first()
        due = (snapshot.taken_at + timedelta(days=DAYS_TO_DECIDE)).date()
        get("wizard", "Seat").objects.create(snapshot=snapshot, position=1, due=due)


def install(apps, schema_editor):
    """Create the triggers of the rebuilt tables anew, and those of the new ones."""
    if schema_editor.connection.vendor == "sqlite":
        rules = {**dict(guards.freezing_triggers({**REBUILT, **NEW})), **planning.rules_on_review()}
        for name, rule in rules.items():
            schema_editor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {rule}", params=None)
    else:
        for statement in guards.freezing_statements(NEW):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("wizard", "0007_planning_is_writing"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("superseded", "Superseded"), ("expired", "Expired"), ("withdrawn", "Withdrawn")],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField()),
                ("ended_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-ended_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Making",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("laying-out", "Laying out the pages"),
                            ("checking", "Checking the file"),
                            ("certifying", "Certifying"),
                            ("ready", "Ready to be signed"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.TextField(blank=True)),
                ("path", models.CharField(blank=True, max_length=200)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("laid_out_at", models.DateTimeField(blank=True, null=True)),
                ("service_fingerprint", models.CharField(blank=True, max_length=64)),
                ("audit_head", models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="ReportSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("fingerprint", models.CharField(max_length=64)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("issued-key", "A key issued by the organisation"),
                            ("own-key", "A certificate of the reviewer’s own"),
                            ("elsewhere", "Signed outside this service"),
                        ],
                        default="issued-key",
                        max_length=10,
                    ),
                ),
                ("signed_at", models.DateTimeField()),
                ("authenticated_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("snapshot", "position"),
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("due", models.DateField()),
            ],
            options={
                "ordering": ("snapshot", "position"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="review",
            name="review_decision_known",
        ),
        migrations.AddField(
            model_name="report",
            name="level",
            field=models.CharField(default="B-B", max_length=8),
        ),
        migrations.AddField(
            model_name="review",
            name="position",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="review",
            name="decision",
            field=models.CharField(
                choices=[
                    ("approved", "Approved"),
                    ("dissented", "Dissented"),
                    ("changes-requested", "Changes requested"),
                    ("rejected", "Rejected"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="review",
            name="snapshot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="wizard.snapshot"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(fields=("snapshot", "reviewer", "decision"), name="review_said_once"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision__in", ["approved", "dissented", "changes-requested", "rejected"])),
                name="review_decision_known",
            ),
        ),
        migrations.AddField(
            model_name="ending",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="ending",
            name="snapshot",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="ending", to="wizard.snapshot"
            ),
        ),
        migrations.AddField(
            model_name="making",
            name="snapshot",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="making", to="wizard.snapshot"
            ),
        ),
        migrations.AddField(
            model_name="reportsignature",
            name="signer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reportsignature",
            name="snapshot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="wizard.snapshot"
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="reviewer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="seats",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="snapshot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="wizard.snapshot"
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["superseded", "expired", "withdrawn"])), name="ending_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="making",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["waiting", "laying-out", "checking", "certifying", "ready", "failed"])
                ),
                name="making_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="making",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "failed"), models.Q(("problem", ""), _negated=True)),
                    models.Q(models.Q(("state", "failed"), _negated=True), ("problem", "")),
                    _connector="OR",
                ),
                name="making_problem_only_if_failed",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportsignature",
            constraint=models.UniqueConstraint(fields=("snapshot", "position"), name="signature_once_per_field"),
        ),
        migrations.AddConstraint(
            model_name="reportsignature",
            constraint=models.UniqueConstraint(fields=("snapshot", "signer"), name="signature_once_per_person"),
        ),
        migrations.AddConstraint(
            model_name="reportsignature",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["issued-key", "own-key", "elsewhere"])), name="signature_way_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(fields=("snapshot", "position"), name="seat_once_per_position"),
        ),
        migrations.RunPython(carry_over),
        migrations.RemoveField(
            model_name="report",
            name="reviewer_fingerprint",
        ),
        migrations.RemoveField(
            model_name="report",
            name="signed_by",
        ),
        migrations.RunPython(install),
    ]
