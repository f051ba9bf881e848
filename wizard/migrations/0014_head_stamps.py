"""The daily time-stamps of the audit log, which are added and never changed. An index rebuilds no table."""

from importlib import import_module

from django.db import migrations, models

guards = import_module("wizard.migrations.0003_guards")

# Each table with the sets of columns that are unique in it.
FROZEN = {"wizard_headstamp": (("id",), ("day",))}


def install(apps, schema_editor):
    """Create the triggers that keep this table."""
    if schema_editor.connection.vendor == "sqlite":
        for name, rule in guards.freezing_triggers(FROZEN):
            schema_editor.execute(f"CREATE TRIGGER {name} {rule}", params=None)
    else:
        for statement in guards.freezing_statements(FROZEN):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("wizard", "0013_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="HeadStamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                ("seq", models.PositiveBigIntegerField()),
                ("head", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("authority", models.CharField(max_length=200)),
                ("token", models.BinaryField()),
            ],
            options={
                "ordering": ("-day",),
            },
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["action", "seq"], name="audit_action"),
        ),
        migrations.RunPython(install),
    ]
