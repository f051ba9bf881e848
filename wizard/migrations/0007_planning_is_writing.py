"""Who planned a duty or ticked one off has written what is signed: owners, days and notes stand in the report.

The trigger of 0006 is made anew with these events beside the others.
"""

from importlib import import_module

from django.db import migrations

together = import_module("wizard.migrations.0006_together")

NAME = "wizard_review_not_by_participant"
WRITTEN = together.WRITTEN.removesuffix(")") + ", 'todo.planned', 'todo.done', 'todo.reopened')"
TOOK_PART = together.TOOK_PART.replace(together.WRITTEN, WRITTEN)


def _anew(statement):
    return statement.replace(together.TOOK_PART, TOOK_PART)


def rules_on_review():
    """Name and rule of each trigger on SQLite by which who wrote an assessment cannot approve it."""
    own = "wizard_review_not_by_author"
    rules = {name: _anew(rule) for name, rule in together.assessment_triggers()}
    return {**rules, own: dict(together.guards.assessment_triggers())[own]}


def install(apps, schema_editor):
    """Put the trigger that knows every event in the place of the one before."""
    if schema_editor.connection.vendor == "sqlite":
        for name, rule in together.assessment_triggers():
            schema_editor.execute(f"DROP TRIGGER {name}", params=None)
            schema_editor.execute(f"CREATE TRIGGER {name} {_anew(rule)}", params=None)
    else:
        schema_editor.execute(f"DROP TRIGGER {NAME} ON wizard_review", params=None)
        schema_editor.execute("DROP FUNCTION wizard_refuse_participants_approval()", params=None)
        for statement in together.postgresql_statements():
            schema_editor.execute(_anew(statement), params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("wizard", "0006_together"),
    ]

    operations = [
        migrations.RunPython(install),
    ]
