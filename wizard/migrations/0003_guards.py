"""Rules that hold even for somebody who writes to the database directly.

Audit events, snapshots, reviews and reports can be added and never changed or removed; an assessment keeps its
author; and an author's own approval cannot be stored. On SQLite a migration that rebuilds one of these tables
loses its triggers: such a migration has to create them again (a test lists them).
"""

from django.db import NotSupportedError, migrations

# Each table with the sets of columns that are unique in it.
FROZEN = {
    "wizard_auditevent": (("seq",), ("hash",)),
    "wizard_snapshot": (("id",), ("sha256",), ("assessment_id", "revision")),
    "wizard_review": (("id",), ("snapshot_id",)),
    "wizard_report": (("id",), ("snapshot_id",), ("sha256",)),
}
CHANGED = "can be added and never changed or removed"
OWN_APPROVAL = "The author of an assessment cannot approve it."
NEW_AUTHOR = "The author of an assessment cannot be changed."
AUTHOR_OF_SNAPSHOT = (
    "SELECT a.author_id FROM wizard_assessment a JOIN wizard_snapshot s ON s.assessment_id = a.id "
    "WHERE s.id = NEW.snapshot_id"
)


def freezing_triggers(tables):
    """Name and rule of each trigger on SQLite that keeps the rows of these tables."""
    for table, unique in tables.items():
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table}: rows {CHANGED}.'); END"
        yield f"{table}_no_update", f"BEFORE UPDATE ON {table} {refuse}"
        yield f"{table}_no_delete", f"BEFORE DELETE ON {table} {refuse}"
        # INSERT OR REPLACE removes the old row without calling the trigger on DELETE.
        taken = " OR ".join("(" + " AND ".join(f"{c} = NEW.{c}" for c in columns) + ")" for columns in unique)
        yield (
            f"{table}_no_replace",
            f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) {refuse}",
        )


def assessment_triggers():
    """Name and rule of each trigger on SQLite that speaks of assessments."""
    yield (
        "wizard_review_not_by_author",
        f"BEFORE INSERT ON wizard_review WHEN NEW.decision = 'approved' AND NEW.reviewer_id = ({AUTHOR_OF_SNAPSHOT}) "
        f"BEGIN SELECT RAISE(ABORT, '{OWN_APPROVAL}'); END",
    )
    yield (
        "wizard_assessment_keeps_author",
        "BEFORE UPDATE OF author_id ON wizard_assessment WHEN NEW.author_id <> OLD.author_id "
        f"BEGIN SELECT RAISE(ABORT, '{NEW_AUTHOR}'); END",
    )


def function(name, body):
    """The statement that makes a function for triggers of PostgreSQL."""
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def freezing_statements(tables):
    """The triggers on PostgreSQL that keep the rows of these tables, where a trigger calls a function."""
    for table in tables:
        yield (
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION wizard_refuse_change()"
        )
        yield (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION wizard_refuse_change()"
        )


def postgresql_statements():
    """All rules for PostgreSQL."""
    yield function("wizard_refuse_change", f"RAISE EXCEPTION '%: rows {CHANGED}.', TG_TABLE_NAME;")
    yield from freezing_statements(FROZEN)
    yield function(
        "wizard_refuse_own_approval",
        f"IF NEW.decision = 'approved' AND NEW.reviewer_id = ({AUTHOR_OF_SNAPSHOT}) "
        f"THEN RAISE EXCEPTION '{OWN_APPROVAL}'; END IF; RETURN NEW;",
    )
    yield (
        "CREATE TRIGGER wizard_review_not_by_author BEFORE INSERT ON wizard_review "
        "FOR EACH ROW EXECUTE FUNCTION wizard_refuse_own_approval()"
    )
    yield function(
        "wizard_refuse_new_author",
        f"IF NEW.author_id <> OLD.author_id THEN RAISE EXCEPTION '{NEW_AUTHOR}'; END IF; RETURN NEW;",
    )
    yield (
        "CREATE TRIGGER wizard_assessment_keeps_author BEFORE UPDATE ON wizard_assessment "
        "FOR EACH ROW EXECUTE FUNCTION wizard_refuse_new_author()"
    )


def install(apps, schema_editor):
    """Create the triggers; a database that is neither SQLite nor PostgreSQL is refused."""
    vendor = schema_editor.connection.vendor
    if vendor == "sqlite":
        for name, rule in (*freezing_triggers(FROZEN), *assessment_triggers()):
            schema_editor.execute(f"CREATE TRIGGER {name} {rule}", params=None)
    elif vendor == "postgresql":
        for statement in postgresql_statements():
            schema_editor.execute(statement, params=None)
    else:
        raise NotSupportedError(f"Decisions cannot be guarded on {vendor}: use SQLite or PostgreSQL.")


class Migration(migrations.Migration):
    dependencies = [("wizard", "0002_records")]

    operations = [migrations.RunPython(install)]
